"""A drawn signature: strokes of whole numbers on a board of fixed size, checked before they are kept; its picture."""

import io

import msgspec
from PIL import Image, ImageDraw

from handbook.personal import Refused

WIDTH, HEIGHT = 600, 240
MOST_STROKES, MOST_POINTS, MOST_CHARACTERS = 60, 3000, 40_000
# Less than this across is a touch of the finger and not a signature.
LEAST_SPAN = 40
SCALE, PEN = 2, 7

type Strokes = list[list[tuple[int, int]]]

NOT_DRAWN = "서명을 칸 안에 그려 주세요. 그리기 어려우면 이름을 입력해 서명할 수 있습니다."
NOT_READ = "그린 서명을 읽지 못했습니다. 지우고 다시 그려 주세요."
DECODER = msgspec.json.Decoder(Strokes)


def read(text: str) -> Strokes:
    """The strokes as the page sends them: [[[x, y], …], …]. Raises Refused with a sentence."""
    if not text.strip():
        raise Refused(NOT_DRAWN)
    if len(text) > MOST_CHARACTERS:
        raise Refused(NOT_READ)
    try:
        strokes = DECODER.decode(text.encode(errors="replace"))
    except msgspec.MsgspecError:
        raise Refused(NOT_READ) from None
    points = [point for stroke in strokes for point in stroke]
    inside = all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    if not inside or len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        raise Refused(NOT_READ)
    if span(strokes) < LEAST_SPAN:
        raise Refused(NOT_DRAWN)
    return [stroke for stroke in strokes if stroke]


def span(strokes: Strokes) -> int:
    """How far the drawing reaches, across or down."""
    xs, ys = ([point[axis] for stroke in strokes for point in stroke] for axis in (0, 1))
    return max(max(xs) - min(xs), max(ys) - min(ys)) if xs else 0


def written(strokes: Strokes) -> bytes:
    """As they are kept and signed: compact JSON."""
    return msgspec.json.encode(strokes)


def picture(kept: bytes) -> bytes:
    """A PNG, black on white, of what `written` kept."""
    board = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE), 255)
    pen = ImageDraw.Draw(board)
    for stroke in DECODER.decode(kept):
        points = [(x * SCALE, y * SCALE) for x, y in stroke]
        pen.line(points, fill=0, width=PEN, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - PEN // 2, y - PEN // 2, x + PEN // 2, y + PEN // 2), fill=0)
    out = io.BytesIO()
    board.save(out, "PNG", optimize=True)
    return out.getvalue()

"""열쇠 카드: a picture that opens the platform again, for a phone's photo gallery."""

import datetime as dt
import io
from importlib.resources import files

import segno
from PIL import Image, ImageDraw, ImageFont

from handbook.korean import date_text

WIDTH, HEIGHT, MARGIN = 1080, 1440, 90
INK, PAPER, SOFT = "#17221d", "#ffffff", "#465049"
QR_SIDE = 720
LINES = (
    "이 그림을 가진 사람은 누구나 이 초안을 열고 고칠 수 있습니다.",
    "사진첩에 두고, 다른 사람에게 보내지 마십시오.",
)


def key_card(address: str, title: str, day: dt.date) -> bytes:
    """A PNG of the link as a QR code, with what it is and a warning in words."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, WIDTH, 24), fill=INK)
    draw.text((MARGIN, 90), "내 공약 열쇠 카드", font=font(64, 800), fill=INK)
    draw.text((MARGIN, 190), shortened(draw, title), font=font(40, 500), fill=SOFT)
    draw.text((MARGIN, 250), f"{date_text(day)} 만듦", font=font(34, 400), fill=SOFT)
    card.paste(qr_code(address), ((WIDTH - QR_SIDE) // 2, 340))
    for number, line in enumerate(LINES):
        draw.text((MARGIN, 1130 + number * 60), line, font=font(34, 500), fill=INK)
    out = io.BytesIO()
    card.save(out, "PNG", optimize=True)
    return out.getvalue()


def qr_code(address: str) -> Image.Image:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=20, border=2)
    return Image.open(out).convert("RGB").resize((QR_SIDE, QR_SIDE), Image.Resampling.NEAREST)


def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    folder = files("justmytype_intl_cjk") / "fonts/ofl/notosanskr"
    path = next(entry for entry in folder.iterdir() if entry.name.endswith(".ttf"))
    chosen = ImageFont.truetype(str(path), size)
    chosen.set_variation_by_axes([weight])
    return chosen


def shortened(draw: ImageDraw.ImageDraw, title: str) -> str:
    """As much of a title as fits on its line."""
    most = WIDTH - 2 * MARGIN
    fits = title
    while fits and draw.textlength(fits if fits == title else fits + "…", font=font(40, 500)) > most:
        fits = fits[:-1]
    return fits if fits == title else fits + "…"

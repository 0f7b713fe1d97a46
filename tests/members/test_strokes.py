"""What may be kept as a drawn signature: whole numbers on the board, not too many, and more than a touch."""

import io
import json

import pytest
from PIL import Image

from handbook.personal import Refused
from members import strokes

LINE = [[0, 0], [100, 0]]


def read(value):
    return strokes.read(value if isinstance(value, str) else json.dumps(value))


def test_strokes_are_kept_as_compact_json_and_read_again():
    kept = strokes.written(read([LINE, [[5, 5]]]))
    assert kept == b"[[[0,0],[100,0]],[[5,5]]]"
    assert strokes.written(strokes.read(kept.decode())) == kept


@pytest.mark.parametrize("value", ["", " ", [], [[]], [[[1, 1]]], [[[0, 0], [strokes.LEAST_SPAN - 1, 0]]]])
def test_touch_is_no_signature(value):
    with pytest.raises(Refused, match="그려 주세요"):
        read(value)


@pytest.mark.parametrize(
    "value",
    [
        "{}",
        "[",
        "null",
        '"서명"',
        "[[[0,0],[1e400,0]]]",
        [[[0, 0], [0.5, 100]]],
        [[[0, 0], [True, 100]]],
        [[[0, 0], ["50", 100]]],
        [[[0, 0], [50]]],
        [[[0, 0], [50, 50, 50]]],
        [[[0, 0], [strokes.WIDTH + 1, 0]]],
        [[[0, 0], [0, strokes.HEIGHT + 1]]],
        [[[-1, 0], [100, 0]]],
        [[[0, 0], [10**30, 0]]],
        [LINE] * (strokes.MOST_STROKES + 1),
        [[[0, 0], *[[100, 0]] * strokes.MOST_POINTS]],
        f"[[[0,0],[100,0]]]{' ' * strokes.MOST_CHARACTERS}",
        "[[[0,0],[100,0]]]\ud800",
    ],
)
def test_anything_else_is_refused_with_a_sentence(value):
    with pytest.raises(Refused, match="읽지 못했습니다"):
        read(value)


def test_most_that_is_allowed_is_allowed():
    most = [[[0, 0], *[[strokes.WIDTH, strokes.HEIGHT]] * (strokes.MOST_POINTS // strokes.MOST_STROKES - 1)]]
    drawn = read(most * strokes.MOST_STROKES)
    assert sum(map(len, drawn)) == strokes.MOST_POINTS


def test_picture_has_a_point_where_somebody_only_touched():
    picture = Image.open(io.BytesIO(strokes.picture(strokes.written(read([LINE, [[300, 120]]])))))
    assert picture.getpixel((600, 240)) == 0
    assert picture.getpixel((800, 240)) == 255

"""The colours of documents: every one is read on paper and on the grey of table heads."""

import pytest

from pledges.documents.accents import ACCENTS, GREY, INK, TINT, title_points


@pytest.mark.parametrize("colour", [*ACCENTS.values(), INK, GREY])
def test_colours_of_text_are_read_on_white_and_on_the_tint(colour):
    assert contrast(colour, "#FFFFFF") >= 7
    assert contrast(colour, TINT) >= 4.5


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts_of_colour = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts_of_colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_title_shrinks_with_its_length():
    sizes = [title_points("가" * length) for length in (1, 28, 29, 56, 57, 200)]
    assert sizes == [30, 30, 24, 24, 18, 18]

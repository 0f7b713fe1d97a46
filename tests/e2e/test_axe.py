"""axe finds nothing on any template: two widths, two sizes of letters, light and dark, every fold open."""

import pytest

from .conftest import DESKTOP, PHONE, answered
from .pages import OPEN_FOLDS, PAGES, none_found

# What another set of colours can change.
OF_COLOUR = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("letters", ["", "large"])
@pytest.mark.parametrize("viewport", [PHONE])
def test_axe_finds_nothing(page, axe, letters):
    page.letters = letters
    page.emulate_media(reduced_motion="reduce")  # no colour is caught halfway
    found = {}
    for name, visited in PAGES.items():
        visited.open(page)
        if visited.status >= 400:
            answered(page, visited.status)
        page.evaluate(OPEN_FOLDS)
        for width in (PHONE, DESKTOP):
            page.set_viewport_size(width)
            page.emulate_media(color_scheme="light")
            found[f"{name}, {width['width']} px"] = axe(page)
            page.emulate_media(color_scheme="dark")
            found[f"{name}, {width['width']} px, dark"] = axe(page, OF_COLOUR)
    none_found(found)
    assert page.complaints == []

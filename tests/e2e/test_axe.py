"""axe finds nothing on any template: two widths, two sizes of letters, light and dark, every fold open."""

import pytest

from .conftest import DESKTOP, PHONE, answered
from .pages import PAGES

OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
# What another set of colours can change.
OF_COLOUR = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("letters", ["", "large"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_axe_finds_nothing(page, axe, letters):
    page.letters = letters
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for name, visited in PAGES.items():
        page.emulate_media(color_scheme="light")
        visited.open(page)
        if visited.status >= 400:
            answered(page, visited.status)
        page.evaluate(OPEN_FOLDS)
        found[f"{name}, light"] = axe(page)
        page.emulate_media(color_scheme="dark")
        found[f"{name}, dark"] = axe(page, OF_COLOUR)
    assert {where: findings for where, findings in found.items() if findings} == {}
    assert page.complaints == []

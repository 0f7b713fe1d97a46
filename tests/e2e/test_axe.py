"""axe finds nothing on any template: two widths, two sizes of letters, light and dark, every fold open."""

from .conftest import DESKTOP, PHONE, answered
from .pages import OPEN_FOLDS, PAGES, none_found

# What other colours, and what larger letters, can change.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
OF_SIZE = ["color-contrast", "scrollable-region-focusable", "target-size"]


def opened_pages(page):
    """Every page with all its folds open, in both widths."""
    page.emulate_media(reduced_motion="reduce")  # no colour is caught halfway
    for name, visited in PAGES.items():
        visited.open(page)
        if visited.status >= 400:
            answered(page, visited.status)
        page.evaluate(OPEN_FOLDS)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            yield f"{name}, {size['width']} px"


def test_axe_finds_nothing_in_light_and_dark(page, axe):
    found = {}
    for where in opened_pages(page):
        page.emulate_media(color_scheme="light")
        found[where] = axe(page)
        page.emulate_media(color_scheme="dark")
        found[f"{where}, dark"] = axe(page, OF_COLOUR)
    none_found(found)
    assert page.complaints == []


def test_axe_finds_nothing_with_large_letters(page, axe):
    page.letters = "large"
    none_found({where: axe(page, OF_SIZE) for where in opened_pages(page)})
    assert page.complaints == []

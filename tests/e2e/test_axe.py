"""axe finds nothing on any template at two widths, nor in the dark or with large letters on a phone; folds open."""

from .conftest import DESKTOP, PHONE, answered
from .pages import OPEN_FOLDS, PAGES, none_found

# What other colours, and what larger letters, can change.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
OF_SIZE = ["color-contrast", "scrollable-region-focusable", "target-size"]


def opened_pages(page, sizes=(PHONE, DESKTOP)):
    """Every page with all its folds open, in these widths."""
    page.emulate_media(reduced_motion="reduce")  # no colour is caught halfway
    for name, visited in PAGES.items():
        visited.open(page)
        if visited.status >= 400:
            answered(page, visited.status)
        page.evaluate(OPEN_FOLDS)
        for size in sizes:
            page.set_viewport_size(size)
            yield f"{name}, {size['width']} px"


def test_axe_finds_nothing_in_light_and_dark(page, axe):
    found = {}
    for where in opened_pages(page):
        page.emulate_media(color_scheme="light")
        found[where] = axe(page)
        if page.viewport_size == PHONE:
            page.emulate_media(color_scheme="dark")
            found[f"{where}, dark"] = axe(page, OF_COLOUR)
    none_found(found)
    assert page.complaints == []


def test_axe_finds_nothing_with_large_letters(page, axe):
    page.letters = "large"
    none_found({where: axe(page, OF_SIZE) for where in opened_pages(page, sizes=(PHONE,))})
    assert page.complaints == []

"""axe finds nothing on any public page, nothing is cut off or too small to touch, and nothing moves while loading."""

import pytest

from .conftest import DESKTOP, PHONE
from .looking import none_found, wrong_on
from .pages import PAGES, REPORT

# How far things have moved since the page began, and what did.
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const moved = shift.sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 80) ?? "gone");
    window.shifts.push([shift.value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def test_every_public_page_is_for_everyone(page, axe):
    page.emulate_media(reduced_motion="reduce")
    faults = {}
    for name, visited in PAGES.items():
        page.set_viewport_size(PHONE)
        visited.open(page)
        faults |= {f"{name}: {what}": found for what, found in wrong_on(page, axe).items()}
    none_found(faults)
    assert page.complaints == []


@pytest.mark.parametrize("font", ["in time", "late"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_nothing_moves_while_a_page_loads(page, font):
    """Also when the font comes half a second after the text was painted."""
    page.add_init_script(WATCH_SHIFTS)
    held = []
    if font == "late":
        page.route("**/*.woff2", lambda route: held.extend([route]))
    moved = {}
    for address in ("/", "/pledges/?q=돌봄", "/pledges/2022/1-1/", "/themes/2022/1/", "/cases/", "/guide/", REPORT):
        page.goto(address, wait_until="domcontentloaded")
        if font == "late":
            page.wait_for_timeout(500)
            assert held, "no font was asked for"
            while held:
                held.pop().continue_()
        page.wait_for_load_state()
        page.evaluate("() => document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 100)))")
        shifts = page.evaluate("window.shifts")
        if sum(value for value, _ in shifts) >= 0.01:
            moved[address] = [f"{value:.3f} {nodes}" for value, nodes in shifts]
    none_found(moved)
    assert page.complaints == []

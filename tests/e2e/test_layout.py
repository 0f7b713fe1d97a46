"""Nothing is cut off, too small to touch, or moves: at 320 and 360 pixels, with large letters, while loading."""

import pytest

from .conftest import DESKTOP, PHONE, answered
from .pages import OPEN_FOLDS, PAGES, REPORT, none_found

NARROW = {"width": 320, "height": 640}
# A window of 1280 × 800 zoomed to 200 % has this many CSS pixels.
ZOOMED = {"width": 640, "height": 400}

# What reaches past the right edge, where the page as a whole can be pushed sideways.
TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`)
    .concat(`the page is ${document.scrollingElement.scrollWidth} wide`);
}
"""
# Targets whose middle cannot be missed by 11 pixels in every direction. A link in a sentence is as high as its line.
TOO_SMALL = """
() => {
  const inSentence = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline"
    && one.parentElement.textContent.trim().length > one.textContent.trim().length + 3
    && !getComputedStyle(one, "::after").content.includes('""');
  const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  return targets
    .filter((one) => one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }) && !inSentence(one))
    .filter((one) => !one.matches(".skip"))
    .filter((one) => {
      one.scrollIntoView({ block: "center" });
      const box = [...one.getClientRects()].find((each) => each.width > 0) ?? one.getBoundingClientRect();
      const x = box.x + box.width / 2;
      const y = box.y + box.height / 2;
      return [[0, 0], [11, 0], [-11, 0], [0, 11], [0, -11]].some(([right, down]) => {
        const hit = document.elementFromPoint(x + right, y + down);
        return !hit || !(one === hit || one.contains(hit));
      });
    })
    .map((one) => `${one.outerHTML.slice(0, 120)} ${JSON.stringify(one.getBoundingClientRect())}`);
}
"""
TOO_LOW = """
() => [...document.querySelectorAll("button, .btn, input, select, textarea, summary, nav[aria-label='주 메뉴'] a")]
  .filter((one) => one.type !== "hidden" && one.checkVisibility() && !one.matches(".skip"))
  .filter((one) => one.getBoundingClientRect().height < 44)
  .map((one) => `${one.outerHTML.slice(0, 120)} ${one.getBoundingClientRect().height}`)
"""
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


def every_page(page):
    """Opens one after the other, and all their folds."""
    for name, visited in PAGES.items():
        visited.open(page)
        if visited.status >= 400:
            answered(page, visited.status)
        page.evaluate(OPEN_FOLDS)
        yield name


@pytest.mark.parametrize("letters", ["", "large"])
def test_nothing_is_wider_than_the_window(page, letters):
    page.letters = letters
    wide = {}
    for name in every_page(page):
        for size in (NARROW, PHONE, ZOOMED, DESKTOP):
            page.set_viewport_size(size)
            wide[f"{name}, {size['width']} px"] = page.evaluate(TOO_WIDE)
    none_found(wide)
    assert page.complaints == []


def test_nothing_is_wider_with_a_browser_set_to_letters_twice_as_large(page):
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    wide = {name: page.evaluate(TOO_WIDE) for name in every_page(page)}
    assert page.locator("body").evaluate("body => parseFloat(getComputedStyle(body).fontSize)") >= 32
    none_found(wide)
    assert page.complaints == []


@pytest.mark.parametrize("viewport", [PHONE])
def test_a_finger_meets_every_target(page):
    faults = {name: page.evaluate(TOO_SMALL) + page.evaluate(TOO_LOW) for name in every_page(page)}
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

"""What is wrong on a page for eyes, fingers and readers: the one list that every page of the site is held to."""

import re
from contextlib import contextmanager

from .conftest import DESKTOP, PHONE

NARROW = {"width": 320, "height": 640}
# A window of 1280 × 800 zoomed to 200 % has this many CSS pixels.
ZOOMED = {"width": 640, "height": 400}
# A closed fold hides its contents from every look at the page.
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
# What other colours, and what larger letters, can change for axe.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
OF_SIZE = ["scrollable-region-focusable", "target-size"]

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
# Radios and boxes are pressed by their labels.
BOX = re.compile('type="(radio|checkbox)"')
LABELS_TOO_LOW = """
() => [...document.querySelectorAll("input[type=radio], input[type=checkbox]")]
  .flatMap((one) => [...one.labels])
  .filter((label) => label.checkVisibility() && label.getBoundingClientRect().height < 44)
  .map((label) => `${label.outerHTML.slice(0, 120)} ${label.getBoundingClientRect().height}`)
"""


def wrong_on(page, axe):
    """What axe, a finger and narrow windows find, all folds open, in light and dark, with small and large letters.

    Before the page is opened `reduced_motion` has to be asked for, or a colour is caught halfway.
    """
    page.set_viewport_size(PHONE)
    page.evaluate(OPEN_FOLDS)
    page.evaluate("scrollTo(0, 0)")
    too_low = [fault for fault in page.evaluate(TOO_SMALL) + page.evaluate(TOO_LOW) if not BOX.search(fault)]
    found = {"finger": too_low + page.evaluate(LABELS_TOO_LOW), "axe on a phone": axe(page)}
    page.emulate_media(color_scheme="dark")
    found["axe in the dark"] = axe(page, OF_COLOUR)
    page.emulate_media(color_scheme="light")
    found |= too_wide(page, (PHONE, NARROW, ZOOMED, DESKTOP))
    found["axe at a desk"] = axe(page)
    with letters_twice_as_large(page):
        found["wide, a browser set to letters twice as large"] = page.evaluate(TOO_WIDE)
    page.evaluate("document.documentElement.dataset.text = 'large'")
    large = too_wide(page, (DESKTOP, ZOOMED, NARROW, PHONE))
    found |= {f"{where}, large letters": faults for where, faults in large.items()}
    found["axe, large letters"] = axe(page, OF_SIZE)
    return found


@contextmanager
def letters_twice_as_large(page):
    """As somebody has set their browser, whatever the page wishes."""
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.locator("body").evaluate("body => parseFloat(getComputedStyle(body).fontSize)") >= 32
    yield
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    browser.detach()


def too_wide(page, sizes):
    """What reaches past the right edge of each of these windows; the last one stays."""
    found = {}
    for size in sizes:
        page.set_viewport_size(size)
        found[f"wide, {size['width']} px"] = page.evaluate(TOO_WIDE)
    return found


def none_found(faults):
    """Fails with every fault of every page, whole."""
    lines = [f"{where}: {fault}" for where, found in faults.items() for fault in found]
    assert not lines, "\n".join(["", *lines])

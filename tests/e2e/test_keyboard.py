"""With the keyboard alone: everything is reached, nothing holds on to the focus, and one always sees where one is."""

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE
from .pages import REPORT

# What Tab should reach, in a list that stays with the document.
TABBABLE = """
() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  window.tabbable = all.filter((one) => one.type !== "hidden" && !one.disabled && one.tabIndex >= 0
    && one.checkVisibility({ visibilityProperty: true }));
  return window.tabbable.length;
}
"""
# Which of them has the focus, and whether that shows: a ring (on a map's tile a thick edge) on what is in the window
# and not under the menu that lies over a phone's lower edge.
FOCUSED = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const tile = one.querySelector(":scope > rect");
  const ring = tile
    ? parseFloat(getComputedStyle(tile).strokeWidth) >= 3
    : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = one.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = Boolean(top) && (one.contains(top) || top.contains(one));
  return {
    index: window.tabbable.indexOf(one),
    words: `${one.tagName} ${one.getAttribute("aria-label") ?? one.textContent}`.replace(/\\s+/g, " ").slice(0, 60),
    ring,
    seen,
  };
}
"""
WALKED = ("/", "/pledges/?q=돌봄", "/pledges/2022/1-1/", "/cases/?theme=2022-1", "/place/", REPORT)


def tab_to(page, target, most=60):
    """Presses Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab do not reach {target}")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_tab_reaches_everything_and_shows_where_it_is(page):
    faults = {}
    for address in WALKED:
        page.goto(address)
        expected = page.evaluate(TABBABLE)
        reached = []
        for _ in range(expected + 1):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused is None or focused["index"] in reached:
                break
            reached.append(focused["index"])
            if not (focused["ring"] and focused["seen"]):
                faults[f"{address}: {focused['words']}"] = focused
        assert reached == list(range(expected)), f"{address}: the order or the end of Tab"
    assert faults == {}
    assert page.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_a_pledge_is_found_by_keyboard(page):
    press = page.keyboard.press
    page.goto("/")
    press("Tab")
    skip = page.get_by_role("link", name="본문으로 건너뛰기")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    press("Enter")
    expect(page.locator("#main")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("searchbox", name="어떤 일을 하려고 하십니까?")).to_be_focused()
    page.keyboard.type("돌봄")
    press("Enter")
    page.wait_for_url("**/pledges/?q=*")

    summary = page.locator("summary", has_text="조건 고르기")
    if summary.is_visible():
        tab_to(page, summary)
        press("Enter")
    target = page.get_by_label("대상", exact=True)
    tab_to(page, target)
    for chosen in ("children", "youth", "elderly"):
        press("ArrowDown")
        page.wait_for_url(f"**target={chosen}")
    expect(target).to_be_focused()
    tab_to(page, page.get_by_role("link", name="지역사회 통합돌봄 실현"))
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("지역사회 통합돌봄 실현")

    tab_to(page, page.get_by_role("searchbox", name="공약과 참고사례에서 찾기"))
    page.keyboard.type("자치헌장")
    press("Enter")
    page.wait_for_url("**/pledges/?q=*")
    tab_to(page, page.get_by_role("link", name="자치헌장 제정"))
    press("Enter")
    case = page.locator("#case-1")
    fold = case.locator("summary", has_text="자료 메모")
    tab_to(page, fold)
    press("Space")
    expect(case.get_by_text("원문 사본에서 제정 번호는 제6469호입니다.")).to_be_visible()
    press("Space")
    expect(case.get_by_text("원문 사본에서 제정 번호는 제6469호입니다.")).to_be_hidden()
    assert page.complaints == []

"""With the keyboard alone: take, order, adapt, save, download."""

import pytest
from playwright.sync_api import expect

from .builder import DOCX, begun, of, saved
from .conftest import DESKTOP
from .test_keyboard import tab_to


def press_on(page, target, key="Enter"):
    tab_to(page, target, most=120)
    page.keyboard.press(key)


@pytest.mark.parametrize("viewport", [DESKTOP])
def test_a_pledge_is_taken_ordered_adapted_and_carried_away(page):
    held = begun(page)
    for address in ("/pledges/2022/1-1/", "/pledges/2022/10-1/"):
        page.goto(address)
        title = page.get_by_role("heading", level=1).inner_text()
        press_on(page, page.get_by_role("button", name=of("담기", title)))
        expect(page.get_by_role("link", name=of("담음", title))).to_be_visible()
    press_on(page, page.locator("summary", has_text="담은 공약 2개"))
    press_on(page, page.get_by_role("link", name="내 공약으로"))

    rows = page.locator(".picked > li")
    expect(rows).to_have_count(2)
    press_on(page, rows.nth(1).get_by_role("button", name="위로"))
    page.wait_for_url("**#pledge-*")
    expect(rows.nth(1)).to_contain_text("자치헌장")

    press_on(page, rows.nth(1).get_by_role("heading").get_by_role("link"))
    why = page.get_by_label("왜 여기에서 필요합니까?")
    tab_to(page, why)
    page.keyboard.type("면마다 사정이 다릅니다.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_contain_text("저장됨")
    expect(page.locator("[data-saved]")).not_to_contain_text("저장하는 중")
    press_on(page, page.get_by_role("button", name="저장", exact=True))
    page.wait_for_url("**?saved=1")
    assert saved(held, 1).why == "면마다 사정이 다릅니다."

    press_on(page, page.get_by_role("navigation", name="내 공약의 화면").get_by_role("link", name="파일로 받기"))
    chosen = page.get_by_label("PDF (어디서나 열림)", exact=True)
    tab_to(page, chosen)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label(DOCX, exact=True)).to_be_checked()
    press_on(page, page.get_by_role("button", name="파일 만들기"))
    link = page.get_by_role("link", name="파일 받기", exact=True)
    expect(link).to_be_visible(timeout=90_000)
    with page.expect_download() as download:
        press_on(page, link)
    assert download.value.path().read_bytes().startswith(b"PK\x03\x04")
    assert page.complaints == []

"""What one browser chose stays for its visit, is forgotten with its cookie, and never meets another visitor."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, opened

PAGES = ("/", "/pledges/", "/pledges/2022/1-2/", "/cases/", "/place/")


@pytest.fixture(params=["page", "javascript_off"])
def visitor(request, viewport):
    """The same visitor, with JavaScript and without."""
    return request.getfixturevalue(request.param)


def letters(page):
    """Height of the letters in pixels."""
    return page.locator("body").evaluate("body => parseFloat(getComputedStyle(body).fontSize)")


def choose(page, word, name):
    page.goto("/place/")
    page.get_by_role("searchbox", name="시·군·구 이름").fill(word)
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("banner")).to_contain_text(name)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_large_letters_stay_until_the_cookie_goes(visitor):
    visitor.goto("/pledges/?q=돌봄")
    small = letters(visitor)
    visitor.get_by_role("button", name="글자 크게").click()
    expect(visitor.get_by_role("button", name="글자 보통으로")).to_be_visible()
    assert visitor.url.endswith("/pledges/?q=%EB%8F%8C%EB%B4%84")
    large = letters(visitor)
    assert large > small * 1.15
    visitor.get_by_role("link", name="지역사회 통합돌봄 실현").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("지역사회 통합돌봄 실현")
    assert letters(visitor) == large
    visitor.go_back()
    assert letters(visitor) == large

    visitor.get_by_role("button", name="글자 보통으로").click()
    expect(visitor.get_by_role("button", name="글자 크게")).to_be_visible()
    assert letters(visitor) == small
    assert visitor.context.cookies() == []

    visitor.get_by_role("button", name="글자 크게").click()
    expect(visitor.get_by_role("button", name="글자 보통으로")).to_be_visible()
    visitor.context.clear_cookies()
    visitor.reload()
    assert letters(visitor) == small
    assert visitor.complaints == []


def test_a_place_stays_until_it_is_forgotten(visitor):
    choose(visitor, "순창", "순창군")
    (cookie,) = visitor.context.cookies()
    assert (cookie["name"], cookie["value"].strip('"'), cookie["expires"]) == ("visit", "place=52770", -1)
    visitor.get_by_role("banner").get_by_role("button", name="글자 크게").click()
    expect(visitor.get_by_role("button", name="글자 보통으로")).to_be_visible()
    chosen = visitor.get_by_role("banner").get_by_role("link", name=re.compile("우리 지역"))
    for address in PAGES:
        visitor.goto(address)
        expect(chosen).to_contain_text("순창군")
        expect(visitor.get_by_role("button", name="글자 보통으로")).to_be_visible()
    visitor.goto("/cases/")
    expect(visitor.get_by_text("전북특별자치도 순창군 또는 비슷한 곳의 사례 8개를 먼저 놓았습니다.")).to_be_visible()
    cases = visitor.locator("#results").get_by_role("listitem").filter(has=visitor.get_by_role("heading", level=3))
    expect(cases.nth(7)).to_contain_text("비슷한 곳")
    expect(cases.nth(8)).not_to_contain_text("비슷한 곳")

    visitor.goto("/place/")
    visitor.get_by_role("button", name="고른 지역 지우기").click()
    expect(visitor.get_by_role("banner")).not_to_contain_text("순창군")
    assert [cookie["value"].strip('"') for cookie in visitor.context.cookies()] == ["text=large"]

    choose(visitor, "순창", "순창군")
    visitor.context.clear_cookies()
    visitor.goto("/cases/")
    expect(visitor.get_by_role("heading", name=re.compile(r"참고사례\s*96\s*개"))).to_be_visible()
    assert "순창군" not in visitor.content()
    assert visitor.complaints == []


def test_two_visitors_at_once_see_only_their_own_place(page, browser, live_server):
    with (
        opened(browser, base_url=live_server.url, viewport=DESKTOP) as chooser,
        opened(browser, base_url=live_server.url, viewport=DESKTOP) as other,
    ):
        untouched = {}
        for address in PAGES:
            page.goto(address)
            untouched[address] = page.content()
        choose(chooser, "순창", "순창군")
        choose(other, "종로", "종로구")
        for address in PAGES:
            mine = chooser.goto(address)
            theirs = other.goto(address)
            nobodys = page.goto(address)
            assert "private" in mine.headers["cache-control"]
            assert "private" in theirs.headers["cache-control"]
            assert "private" not in nobodys.headers["cache-control"]
            assert "순창군" in chooser.get_by_role("banner").inner_text()
            assert "종로구" in other.get_by_role("banner").inner_text()
            assert page.content() == untouched[address]
        assert page.context.cookies() == []
        assert page.complaints == chooser.complaints == other.complaints == []

"""axe finds nothing on any page of the builder, nothing is wider than a phone, and a finger meets every target."""

import pytest
from playwright.sync_api import expect

from pledges.platforms import ways
from pledges.platforms.models import Link

from .builder import COUNCIL, PDF, adapt, address, begun, make_file, pledge_address
from .conftest import PHONE, answered
from .looking import none_found, wrong_on


@pytest.fixture
def furnished(page):
    """A platform with something on every page: an adapted pledge, one as taken, one removed, a link, a file."""
    held = begun(page, "2022-1-1", "2022-1-2", "2022-1-3")
    ways.send_link(held, Link.Kind.READ, "보좌관", None)
    page.goto(pledge_address(held))
    adapt(page, 1)
    page.goto(address(held, "own/"))
    page.get_by_label("무엇을 하겠습니까?").fill("마을버스를 밤 11시까지 다니게 하겠습니다")
    page.get_by_role("button", name="담고 이어 쓰기").click()
    page.goto(address(held))
    page.get_by_role("button", name="빼기").last.click()
    expect(page.locator("summary", has_text="뺀 공약 1개")).to_be_visible()
    return held


def conflict(page, held):
    """Sent with a version that is long over."""
    page.goto(pledge_address(held))
    page.locator("#version").evaluate("field => { field.value = '1' }")
    page.get_by_label("왜 여기에서 필요합니까?").evaluate("field => { field.value = '다른 까닭' }")
    page.locator("#adapt").evaluate("form => form.submit()")
    expect(page.get_by_role("alert")).to_be_visible()
    answered(page, 409)


def invalid(page, held):
    page.goto(pledge_address(held))
    page.locator("#amounts input").first.evaluate("field => { field.value = '많이' }")
    page.locator("#adapt").evaluate("form => form.submit()")
    expect(page.get_by_role("alert")).to_be_visible()
    answered(page, 422)
    page.evaluate("localStorage.clear()")


def press(way, button):
    def open_page(page, held):
        page.goto(address(held, way))
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state()

    return open_page


def finished_file(page, held):
    page.goto(address(held, "files/"))
    make_file(page, PDF)


def closed(page, held):
    page.goto("/platform/ABCDEFGHJKMN/")
    answered(page, 404)


def walk(way):
    return lambda page, held: page.goto(address(held, way))


def outside(way):
    return lambda page, held: page.goto(way)


PAGES = {
    "desk": walk(""),
    "desk by theme": walk("?group=theme"),
    "head": walk("head/"),
    "own": walk("own/"),
    "questions": walk("questions/"),
    "check": walk("check/"),
    "budget": walk("budget/"),
    "preview": walk("preview/"),
    "history": walk("history/"),
    "files": walk("files/"),
    "ways": walk("ways/"),
    "delete": walk("delete/"),
    "a pledge": lambda page, held: page.goto(pledge_address(held)),
    "a pledge as taken": lambda page, held: page.goto(pledge_address(held, 1)),
    "a pledge of one's own": lambda page, held: page.goto(pledge_address(held, 2)),
    "a pledge with an error": invalid,
    "a pledge in conflict": conflict,
    "a new link": press("ways/", "링크 만들기"),
    "a code": press("ways/", "번호 보기"),
    "a key card": press("ways/", "열쇠 카드 만들기"),
    "a finished file": finished_file,
    "closed": closed,
    "open": outside("/open/abcdefghijklmnopqrstuv/"),
    "a code to type": outside("/platform/code/"),
    "recover": outside("/platform/recover/"),
    "recovery sent": outside("/platform/recover/sent/"),
    "import": outside("/platform/import/"),
    "who can see": outside("/who-can-see/"),
    "the catalogue with a tray": outside("/pledges/?q=자치"),
    "a taken pledge": outside("/pledges/2022/1-1/"),
    "nothing found": outside("/pledges/?q=밤하늘천문대"),
}


def test_every_page_is_for_everyone(page, axe, furnished):
    page.emulate_media(reduced_motion="reduce")
    faults = {}
    for name, visit in PAGES.items():
        page.set_viewport_size(PHONE)
        visit(page, furnished)
        faults |= {f"{name}: {what}": found for what, found in wrong_on(page, axe).items()}
    page.context.clear_cookies()
    page.goto("/platform/")
    faults |= {f"begin: {what}": found for what, found in wrong_on(page, axe).items()}
    none_found(faults)
    assert furnished.head.office == COUNCIL.office
    assert page.complaints == []

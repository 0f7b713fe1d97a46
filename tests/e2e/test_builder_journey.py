"""From the front page to the files in hand: ten pledges on a phone, three without JavaScript, inside KakaoTalk."""

import re

import pytest
from playwright.sync_api import expect

from .builder import (
    DOCX,
    HWPX,
    PDF,
    SEONGDONG,
    SUNCHANG,
    adapt,
    begun,
    choose_seat,
    downloaded,
    make_file,
    on_a_fixed_day,
    open_tab,
    pledge_address,
    saved,
    take,
)
from .conftest import PHONE, opened

OFFICES = {"군의원": ("시·군·구의원", SUNCHANG), "구청장": ("시장·군수·구청장", SEONGDONG)}
KAKAOTALK = (
    "Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/130.0.0.0 Mobile Safari/537.36;KAKAOTALK 10.4.3"
)
pytestmark = pytest.mark.parametrize("viewport", [PHONE])


def search_from_home(page, word):
    page.goto("/")
    page.get_by_role("searchbox", name="어떤 일을 하려고 하십니까?").fill(word)
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    page.wait_for_url("**/pledges/?q=*")


def take_from_a_page_and_from_the_list(page, count):
    """The first hit by its own page, the others from the whole catalogue's list."""
    page.locator("#results h3 a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    take(page, title)
    page.goto("/pledges/")
    for _ in range(count - 1):
        button = page.get_by_role("button", name=re.compile("^담기 ?:")).first
        take(page, button.text_content().removeprefix("담기: "))
    page.get_by_text(f"담은 공약 {count}개").click()
    page.get_by_role("link", name="내 공약으로").click()
    expect(page.get_by_role("heading", name=f"담은 공약 {count}개")).to_be_visible()


def rows(page):
    return page.locator(".picked > li")


def adapt_all(page, count):
    for number in range(count):
        rows(page).nth(number).get_by_role("heading").get_by_role("link").click()
        adapt(page, number + 1)
        open_tab(page, "공약 목록")


def write_own(page, title):
    """The questions that lead to one's own pledge; the title may already stand there."""
    field = page.get_by_label("무엇을 하겠습니까?")
    if not field.input_value():
        field.fill(title)
    page.get_by_label("왜 필요합니까?").fill("밤에 돌아오는 사람이 걸어서 옵니다.")
    page.get_by_label("지금 얼마입니까?").fill("2개 노선")
    page.get_by_label("얼마로 바꾸겠습니까?").fill("6개 노선")
    page.get_by_label("언제까지입니까?").fill("2028년 12월")
    page.get_by_role("button", name="담고 이어 쓰기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def titles(page):
    return rows(page).get_by_role("heading").all_inner_texts()


def test_ten_pledges_go_from_home_into_three_files(page, monkeypatch):
    on_a_fixed_day(monkeypatch)
    search_from_home(page, "돌봄")
    take_from_a_page_and_from_the_list(page, 8)

    page.get_by_role("link", name="자리와 지역 고르기").click()
    choose_seat(page, *OFFICES["군의원"])
    page.get_by_label("선거구명").fill("순창군 가선거구")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_text("순창군 가선거구")).to_be_visible()
    adapt_all(page, 8)

    page.get_by_role("link", name="내 공약 직접 쓰기").click()
    write_own(page, "마을버스를 밤 11시까지 다니게 하겠습니다")
    adapt(page, 9)
    page.goto("/pledges/?q=밤하늘천문대")
    page.get_by_role("button", name="‘밤하늘천문대’로 내 공약 직접 쓰기").click()
    write_own(page, "밤하늘천문대")
    adapt(page, 10)
    open_tab(page, "공약 목록")
    expect(rows(page)).to_have_count(10)

    before = titles(page)
    rows(page).nth(9).get_by_role("button", name="위로").click()
    page.wait_for_url("**#pledge-*")
    assert titles(page) == [*before[:8], before[9], before[8]]
    expect(rows(page).first.get_by_role("button", name="위로")).to_be_disabled()

    open_tab(page, "다섯 가지 물음")
    answers = page.get_by_role("main").get_by_role("textbox")
    for number in range(5):
        answers.nth(number).fill(f"{number + 1}번째 답입니다.")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(answers.nth(4)).to_have_value("5번째 답입니다.")

    open_tab(page, "점검")
    expect(page.get_by_role("heading", level=2)).to_have_count(10)
    open_tab(page, "공약 가계부")
    expect(page.get_by_text("모두 35억", exact=False).first).to_be_visible()
    open_tab(page, "미리보기")
    for title in before:
        expect(page.get_by_role("main")).to_contain_text(title)
    expect(page.get_by_role("main")).to_contain_text("10번째 공약의 현황을 조사하겠습니다.")

    for format, suffix, magic in ((HWPX, "hwpx", b"PK\x03\x04"), (PDF, "pdf", b"%PDF-"), (DOCX, "docx", b"PK\x03\x04")):
        open_tab(page, "파일로 받기")
        make_file(page, format)
        name, data = downloaded(page)
        assert name.startswith("순창군의원_공약초안_")
        assert name.endswith(f".{suffix}")
        assert data.startswith(magic)
        assert len(data) > 10_000
    assert page.complaints == []


def short_path(page, seat):
    """Three pledges, one adapted, one PDF."""
    search_from_home(page, "돌봄")
    take_from_a_page_and_from_the_list(page, 3)
    page.get_by_role("link", name="자리와 지역 고르기").click()
    choose_seat(page, *OFFICES[seat])
    page.get_by_role("button", name="저장", exact=True).click()
    adapt_all(page, 1)
    open_tab(page, "파일로 받기")
    make_file(page, PDF)
    return downloaded(page)


@pytest.mark.short
def test_three_pledges_go_from_home_into_a_pdf(page, monkeypatch):
    on_a_fixed_day(monkeypatch)
    name, data = short_path(page, "군의원")
    assert re.fullmatch(r"순창군의원_공약초안_.*\.pdf", name)
    assert data.startswith(b"%PDF-")
    assert page.complaints == []


def test_without_javascript_a_district_head_gets_a_pdf(javascript_off, monkeypatch):
    """The waiting page comes back by itself; the pledges speak as the executive does."""
    page = javascript_off
    on_a_fixed_day(monkeypatch)
    name, data = short_path(page, "구청장")
    assert re.fullmatch(r"성동구청장_공약초안_.*\.pdf", name)
    assert data.startswith(b"%PDF-")
    page.get_by_role("link", name="다른 파일 만들기").click()
    open_tab(page, "미리보기")
    preview = page.get_by_role("main").inner_text()
    assert "1번째 공약의 현황을 조사하겠습니다." in preview
    assert "대표발의" not in preview
    assert page.complaints == []


def test_kakaotalk_takes_adapts_and_gets_its_file_by_a_plain_get(browser, viewport, live_server, edition_2022):
    with opened(browser, viewport=viewport, base_url=live_server.url, user_agent=KAKAOTALK) as page:
        held = begun(page)
        page.goto("/pledges/2022/1-1/")
        take(page, "자치헌장 제정")
        page.goto(pledge_address(held))
        adapt(page, 1)
        assert saved(held).amounts[0].won == 350_000_000
        open_tab(page, "파일로 받기")
        make_file(page, PDF)
        expect(page.get_by_text("다른 브라우저로 열기")).to_be_visible()
        asked = []
        page.on("request", lambda request: asked.append((request.method, request.is_navigation_request())))
        _, data = downloaded(page)
        assert data.startswith(b"%PDF-")
        assert asked == [("GET", True)]
        assert page.complaints == []

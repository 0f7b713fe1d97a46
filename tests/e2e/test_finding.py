"""From the home page to a citation, to the places like one's own and onto paper; with JavaScript and without."""

import re
from urllib.parse import unquote

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pledges.catalogue.filters import PledgeFilter
from pledges.catalogue.models import PledgeText

from .conftest import DESKTOP, PHONE


def at(page, address):
    """Waits until the address says this."""
    page.wait_for_url(lambda url: unquote(url).endswith(address))


def matching(**query):
    """How many pledges there are for a query; the words of their texts, and so this, change with time."""
    return PledgeFilter(query, PledgeText.objects.live(timezone.now()), today=timezone.localdate()).qs.count()


def counted(page, number):
    expect(page.get_by_role("heading", name=re.compile(rf"^공약\s*{number}\s*개$"))).to_be_visible()


def unfold(place, words):
    """Opens what is folded at this width; wide windows show it open and have nothing to press."""
    summary = place.locator("summary", has_text=words).first
    if summary.is_visible():
        summary.click()


def search_from_home(page):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("공약을 쓰기 전에")
    page.get_by_role("searchbox", name="어떤 일을 하려고 하십니까?").press_sequentially("돌봄")
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    at(page, "/pledges/?q=돌봄")
    counted(page, matching(q="돌봄"))
    assert 0 < matching(q="돌봄", target="elderly") < matching(q="돌봄") < matching()
    expect(page.locator("mark").first).to_have_text(re.compile("돌봄"))


def read_the_pledge(page):
    page.get_by_role("link", name="지역사회 통합돌봄 실현").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("지역사회 통합돌봄 실현")
    expect(page.locator("#case-1")).to_contain_text("부산광역시 북구 노인 지역사회 통합돌봄 지원에 관한 조례")
    expect(page.locator("#case-1")).to_contain_text("원문 못 찾음")


def compare_a_citation(page):
    """1-1: printed with the number of a later amendment."""
    page.get_by_role("searchbox", name="공약과 참고사례에서 찾기").press_sequentially("자치헌장")
    page.get_by_role("banner").get_by_role("button", name="찾기").click()
    page.get_by_role("link", name="자치헌장 제정").click()
    at(page, "/pledges/2022/1-1/")
    case = page.locator("#case-1")
    expect(case).to_contain_text("원문과 다름")
    unfold(case, "책과 원문 견주기")
    rows = case.locator("dl > div")
    printed, register = (rows.filter(has=page.get_by_text(name, exact=True)) for name in ("책", "원문"))
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("제8127호")
    expect(register).to_be_visible()
    expect(register).to_contain_text("제6469호")
    law = case.get_by_role("link", name="국가법령정보센터에서 보기")
    expect(law).to_have_attribute("href", re.compile(r"^https://www\.law\.go\.kr/"))


def choose_a_place(page):
    page.get_by_role("banner").get_by_role("link", name="우리 지역").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("우리 지역")
    page.get_by_role("searchbox", name="시·군·구 이름").fill("순창")
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    page.get_by_role("button", name="순창군", exact=True).click()
    at(page, "/pledges/2022/1-1/")
    expect(page.get_by_role("banner")).to_contain_text("순창군")
    expect(page.get_by_text("순창군 또는 비슷한 곳의 사례가 없습니다")).to_be_visible()
    page.get_by_role("link", name=re.compile("다음 공약")).click()
    at(page, "/pledges/2022/1-2/")
    expect(page.get_by_text("순창군 또는 비슷한 곳의 사례를 먼저 놓았습니다")).to_be_visible()
    first = page.get_by_role("article").first
    expect(first).to_contain_text("담양군")
    expect(first).to_contain_text("비슷한 곳")


def print_theme_and_pledge(page):
    page.get_by_role("navigation", name="지금 있는 곳").get_by_role("link", name="시민주권시대로의 전환").click()
    at(page, "/themes/2022/1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("시민주권시대로의 전환")
    page.emulate_media(media="print")
    no_ways_on_paper(page)
    pledges = page.get_by_role("listitem").get_by_role("heading", level=3)
    expect(pledges).to_have_count(4)
    expect(pledges.first).to_be_visible()
    expect(pledges.first).to_have_text("자치헌장 제정")

    page.goto("/pledges/2022/1-1/")
    no_ways_on_paper(page)
    case = page.locator("#case-1")
    expect(case.locator("details[open]")).to_have_count(0)
    expect(case.locator("dl")).to_be_visible()
    expect(case.get_by_text("원문 사본에서 제정 번호는 제6469호입니다.")).to_be_visible()
    expect(case.get_by_role("link", name="이 인용이 틀렸습니다")).to_be_hidden()
    expect(page.get_by_text(re.compile("/pledges/2022/1-1/$|/pledges/2022/1-1/ "))).to_be_visible()


def no_ways_on_paper(page):
    """What only a screen can use is not printed."""
    for gone in page.locator("nav, form, footer, .skip").all():
        expect(gone).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("viewport", [pytest.param(PHONE, marks=pytest.mark.short), DESKTOP])
def test_candidate_finds_a_pledge_and_what_its_citation_hides(page):
    search_from_home(page)

    page.evaluate("window.sameDocument = true")
    box = page.get_by_role("searchbox", name="찾는 말")
    box.fill("")
    box.press_sequentially("자치헌장")
    at(page, "/pledges/?q=자치헌장")
    counted(page, matching(q="자치헌장"))
    box.fill("")
    box.press_sequentially("돌봄")
    at(page, "/pledges/?q=돌봄")
    counted(page, matching(q="돌봄"))

    unfold(page, "조건 고르기")
    page.get_by_label("대상", exact=True).select_option("elderly")
    at(page, "/pledges/?q=돌봄&target=elderly")
    counted(page, matching(q="돌봄", target="elderly"))
    expect(page.get_by_role("status")).to_have_text(f"공약 {matching(q='돌봄', target='elderly')}개")
    expect(page.get_by_role("link", name="지우기: 대상: 어르신")).to_be_visible()
    assert page.evaluate("window.sameDocument") is True

    page.go_back()
    at(page, "/pledges/?q=돌봄")
    counted(page, matching(q="돌봄"))
    expect(page.get_by_role("searchbox", name="찾는 말")).to_have_value("돌봄")
    expect(page.get_by_label("대상", exact=True)).to_have_value("")
    page.go_forward()
    at(page, "/pledges/?q=돌봄&target=elderly")
    counted(page, matching(q="돌봄", target="elderly"))
    expect(page.get_by_label("대상", exact=True)).to_have_value("elderly")

    read_the_pledge(page)
    compare_a_citation(page)
    choose_a_place(page)
    print_theme_and_pledge(page)
    page.pdf()
    expect(page.locator("[data-printed-on]")).to_have_text(re.compile(r"\d{4}\. \d+\. \d+\. 인쇄"))
    assert page.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_candidate_without_javascript_finds_the_same(javascript_off):
    page = javascript_off
    search_from_home(page)
    unfold(page, "조건 고르기")
    page.get_by_label("대상", exact=True).select_option("elderly")
    page.get_by_role("button", name="고른 조건으로 찾기").click()
    page.wait_for_url(lambda url: "target=elderly" in url)
    counted(page, matching(q="돌봄", target="elderly"))
    page.get_by_role("link", name="지우기: 대상: 어르신").click()
    counted(page, matching(q="돌봄"))
    page.go_back()
    counted(page, matching(q="돌봄", target="elderly"))
    read_the_pledge(page)
    expect(page.get_by_role("button", name="인쇄하기")).to_be_hidden()
    compare_a_citation(page)
    choose_a_place(page)
    print_theme_and_pledge(page)
    assert page.complaints == []

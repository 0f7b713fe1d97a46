"""Staff check a citation, and it shows; a visitor's report reaches them."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from handbook.korean import date_text
from pledges.catalogue.models import Citation, CitationReport
from tests import factories

from .conftest import PHONE, answered, opened

EMAIL, NAME, PASSWORD = "yun@example.org", "윤서연", "a long enough sentence"


@pytest.fixture
def desk(browser, live_server, edition_2022):
    """A staff member's browser, logged in at the admin's front door."""
    factories.superuser(EMAIL, PASSWORD, name=NAME)
    with opened(browser, base_url=live_server.url) as desk:
        desk.goto("/admin/catalogue/citation/")
        desk.get_by_label("전자우편").fill(EMAIL)
        desk.get_by_label("비밀번호").fill(PASSWORD)
        desk.get_by_role("button", name="로그인").click()
        yield desk


@pytest.mark.short
def test_a_verified_citation_shows_at_once_and_says_who_checked_it(desk, page):
    began = timezone.localdate()
    page.goto("/pledges/2022/1-1/")
    expect(page.locator("#case-1")).to_contain_text("원문과 다름")
    expect(page.locator("#case-1 .cite")).to_contain_text("2026. 11. 22. 대조")

    table = desk.get_by_role("main").get_by_role("table")
    need_work = Citation.objects.need_work().count()
    assert 0 < need_work < Citation.objects.count()
    expect(table.get_by_role("row")).to_have_count(need_work + 1)
    expect(table.get_by_role("link", name="수원시 시민자치헌장 조례", exact=True)).to_have_count(0)
    desk.get_by_role("link", name="서울특별시 자치헌장 조례").click()
    beside = desk.get_by_role("row", name=re.compile("날짜·번호"))
    expect(beside).to_contain_text("제8127호")
    expect(beside).to_contain_text("제6469호")
    desk.locator("select[name=check_state]").select_option("undecided")
    desk.get_by_label("대조 메모").fill("서울시에 물었습니다.")
    desk.get_by_role("button", name="저장", exact=True).click()
    expect(desk.get_by_text("변경했습니다").or_(desk.get_by_text("변경되었습니다"))).to_be_visible()

    page.goto("/pledges/2022/1-1/")
    case = page.locator("#case-1")
    expect(case).to_contain_text("가릴 수 없음")
    expect(case).not_to_contain_text("원문과 다름")
    checked = Citation.objects.get(checked_by__email=EMAIL)
    assert checked.checked_on >= began
    expect(case).to_contain_text(f"{date_text(checked.checked_on)} 대조")
    page.goto("/cases/?check=undecided")
    expect(page.get_by_role("main")).to_contain_text("서울특별시 자치헌장 조례")

    desk.get_by_role("link", name="서울특별시 자치헌장 조례").first.click()
    desk.get_by_role("link", name="이력", exact=True).click()
    history = desk.get_by_role("main").get_by_role("table")
    expect(history).to_contain_text(NAME)
    expect(history).to_contain_text("고침")
    expect(history).to_contain_text("서울시에 물었습니다.")
    expect(history).to_contain_text(re.compile("원문과 다름 → 가릴 수 없음|differs → undecided"))
    assert page.complaints == desk.complaints == []


@pytest.mark.short
@pytest.mark.parametrize("viewport", [PHONE])
def test_a_report_too_short_is_explained_then_sent_and_read(page, desk):
    page.goto("/pledges/2022/1-1/")
    case = page.locator("#case-1")
    case.locator("summary", has_text="책과 원문 견주기").click()
    case.get_by_role("link", name="이 인용이 틀렸습니다").click()
    expect(page.get_by_role("main")).to_contain_text("서울특별시 자치헌장 조례")
    field = page.get_by_label("무엇이 틀렸습니까?")
    field.fill("틀림")
    page.get_by_role("button", name="보내기").click()
    answered(page, 422)
    expect(field).to_have_value("틀림")
    expect(field).to_have_accessible_description(re.compile("다섯 글자 넘게 적어 주세요."))
    expect(field).to_have_attribute("aria-invalid", "true")
    assert not CitationReport.objects.exists()

    field.press("End")
    field.press_sequentially("니다. 제정 번호는 제6469호입니다.")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보내 주신 내용을 받았습니다")

    desk.goto("/admin/catalogue/citationreport/")
    row = desk.get_by_role("row", name=re.compile("틀림니다. 제정 번호는 제6469호입니다."))
    expect(row).to_contain_text("서울특별시 자치헌장 조례")
    row.get_by_role("checkbox").check()
    desk.locator("select[name=action]").select_option("mark_handled")
    desk.get_by_role("button", name="실행").click()
    expect(desk.get_by_text("신고 1개를 처리했습니다.")).to_be_visible()
    expect(row).to_contain_text(NAME)
    assert page.complaints == desk.complaints == []


def test_a_report_without_javascript(javascript_off):
    page = javascript_off
    page.goto("/pledges/2022/1-1/cases/1/report/")
    page.get_by_role("button", name="보내기").click()
    answered(page, 422)
    expect(page.get_by_text("무엇이 틀렸는지 적어 주세요.")).to_be_visible()
    page.get_by_label("무엇이 틀렸습니까?").fill("번호가 제6469호입니다.")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보내 주신 내용을 받았습니다")
    assert CitationReport.objects.get().text == "번호가 제6469호입니다."
    assert page.complaints == []

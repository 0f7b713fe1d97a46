"""Without JavaScript: an application, signed by the name that is typed; a party registered, changed and cancelled."""

import pytest
from playwright.sync_api import expect

from members.models import Application
from tests.members import people
from tests.workshops import parties, rows
from workshops.models import Event, Party

from .builder import SEONGDONG, SUNCHANG
from .conftest import PHONE, answered
from .people import clock, tick_all

pytestmark = pytest.mark.parametrize("viewport", [PHONE])


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def heading(page, said):
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)


def fill(page, **said):
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)


def test_somebody_applies_in_person(javascript_off, monkeypatch):
    page = javascript_off
    clock(monkeypatch, people.NOW)
    page.goto("/club/apply/")
    page.get_by_label("신청하는 본인").check()
    tick_all(page)
    press(page, "신청서 쓰기")
    heading(page, "가입 신청")
    press(page, "다음")
    answered(page, 422)
    expect(page.get_by_role("alert")).to_contain_text("성명")
    fill(page, name="김가람", birthdate="1965. 3. 2.")
    page.get_by_label("단체").select_option(SUNCHANG)
    press(page, "다음")
    fill(page, mobile="01012345678", mail=people.MAIL, postcode="56048", address="순창읍 경천로 33")
    press(page, "다음")
    tick_all(page)
    press(page, "다음")
    expect(page.get_by_role("main")).to_contain_text("순창군수")
    page.get_by_role("link", name="서명하러 가기").click()
    expect(page.locator("[data-board]")).to_be_hidden()
    fill(page, typed_name="박나래")
    tick_all(page)
    press(page, "서명하고 제출하기")
    answered(page, 422)
    expect(page.get_by_label("이름을 입력해 서명하기")).to_have_value("박나래")
    fill(page, typed_name="김가람")
    press(page, "서명하고 제출하기")
    heading(page, "접수했습니다")
    signature = Application.objects.get().signatures.get()
    assert (signature.manner, signature.typed_name) == ("typed", "김가람")
    page.get_by_role("link", name="상태 보기").click()
    page.get_by_role("link", name="신청 취하하기").click()
    tick_all(page)
    press(page, "취하하기")
    expect(page.get_by_text("지금 상태: 취하")).to_be_visible()
    assert page.complaints == []


def test_a_party_registers_changes_and_cancels(javascript_off, monkeypatch):
    page = javascript_off
    clock(monkeypatch, parties.OPEN)
    event = rows.event(slug="spring", capacity=4, aides_most=2)
    page.goto("/events/spring/")
    page.get_by_role("link", name="신청하기", exact=True).click()
    page.get_by_label("오시는 분 본인입니다").check()
    fill(page, name="박나래", mail="head@example.org", phone="010-1234-5678")
    page.get_by_label("지방자치단체").select_option(SEONGDONG)
    page.get_by_label("함께 오는 보좌진 수").select_option("1")
    page.locator("summary", has_text="보좌진 이름 적기").click()
    fill(page, aide1_name="최동행")
    tick_all(page)
    press(page, "신청하기")
    answered(page, 422)
    expect(page.get_by_label("보좌진 1 이름")).to_have_value("최동행")
    fill(page, aide1_mail="aide@example.org")
    press(page, "신청하기")
    expect(page.get_by_text("2석 가운데 2석을 받으셨습니다.")).to_be_visible()
    page.get_by_role("link", name="사람과 답 바꾸기").click()
    page.get_by_label("함께 오는 보좌진 수").select_option("2")
    press(page, "바꾸기")
    expect(page.get_by_text("3석 가운데 3석을 받으셨습니다.")).to_be_visible()
    page.get_by_role("link", name="신청 취소하기").click()
    press(page, "신청 취소하기")
    expect(page.get_by_text("적으신 이름과 연락처는 지웠습니다.")).to_be_visible()
    assert Party.objects.get().state == "cancelled"
    assert Event.objects.get(pk=event.pk).seats_taken == 0
    assert page.complaints == []

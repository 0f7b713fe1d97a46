"""Two parties of three, four seats: waiting, an offer of two of three, consents, the door, the paper, the archive."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.mail_server import body_of
from tests.workshops import rows
from workshops.models import Attendee, Event, EventAttendance

from .builder import SEONGDONG, SUNCHANG, of
from .conftest import answered, opened
from .people import (
    OPERATOR,
    clock,
    code_on,
    downloaded,
    link_in,
    log_in,
    open_link,
    phone,
    post_office,
    secretary,
    sound_text,
)

OPEN = dt.datetime(2027, 2, 10, 3, tzinfo=dt.UTC)  # noon in Seoul
THE_DAY = dt.datetime(2027, 3, 10, 1, 5, tzinfo=dt.UTC)  # 10:05, five minutes after it began
FIRST, HEAD, SECOND, AIDE = "first@example.org", "head@example.org", "second@example.org", "aide@example.org"
PAGE = "/events/spring/"
DOOR = f"{PAGE}staff/check-in/"


@pytest.fixture
def event(edition_2022):
    return rows.event(title="봄 포럼", slug="spring", capacity=4, aides_most=2, asks_meal=True)


@pytest.fixture
def post(settings, monkeypatch, tmp_path, live_server):
    clock(monkeypatch, OPEN)
    with post_office(settings, monkeypatch, tmp_path, live_server.url) as post:
        yield post


def main(page):
    return page.get_by_role("main")


def come_to_the_form(page, who, name, mail, place):
    page.goto(PAGE)
    page.get_by_role("link", name="신청하기", exact=True).click()
    boxes = main(page).get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    assert [box.is_checked() for box in boxes.all()] == [False, False]
    page.get_by_label(who).check()
    page.get_by_label("이름", exact=True).fill(name)
    page.get_by_label("전자우편", exact=True).fill(mail)
    page.get_by_label("휴대전화").fill("010-1234-5678")
    page.get_by_label("지방자치단체").select_option(place)
    page.get_by_label("함께 오는 보좌진 수").select_option("2")


def agree_and_send(page):
    page.get_by_label(re.compile("^참가 신청에 필요한 개인정보")).check()
    page.get_by_role("button", name="신청하기").click()


def register_first(page):
    """An aide who comes along, the head by name, and one more whose name is not known yet."""
    come_to_the_form(page, "보좌진이고, 함께 갑니다", "이보좌", FIRST, SUNCHANG)
    page.get_by_label("오시는 분 이름").fill("김가람")
    page.get_by_label("식사하는 사람 수").fill("3")
    agree_and_send(page)
    answered(page, 422)
    expect(page.get_by_label("오시는 분 전자우편")).to_have_accessible_description(re.compile("동의를 여쭐 전자우편"))
    expect(page.get_by_label("오시는 분 이름")).to_have_value("김가람")
    page.get_by_label("오시는 분 전자우편").fill(HEAD)
    page.get_by_role("button", name="신청하기").click()
    answered(page, 422)
    box = page.get_by_label(re.compile("^적어 주신 선택 항목"))
    expect(box).to_have_accessible_description(re.compile("선택 항목을 적으셨습니다"))
    box.check()
    page.get_by_role("button", name="신청하기").click()
    expect(page.get_by_text("3석 가운데 3석을 받으셨습니다.")).to_be_visible()


def register_second(page):
    """The head in person, one aide by name, one without."""
    come_to_the_form(page, "오시는 분 본인입니다", "박나래", SECOND, SEONGDONG)
    page.locator("summary", has_text="보좌진 이름 적기").click()
    page.get_by_label("보좌진 1 이름").fill("최동행")
    page.get_by_label("보좌진 1 전자우편").fill(AIDE)
    agree_and_send(page)
    expect(page.get_by_text("아직 받은 자리가 없습니다.")).to_be_visible()
    expect(page.get_by_text("대기 1번째")).to_be_visible()


def offered(page):
    return page.get_by_role("region", name="자리가 났습니다")


def drop_one(page):
    page.get_by_role("link", name="사람과 답 바꾸기").click()
    page.get_by_label("함께 오는 보좌진 수").select_option("1")
    page.get_by_label("식사하는 사람 수").fill("2")
    page.get_by_role("button", name="바꾸기").click()
    expect(page.get_by_text("2석 가운데 2석을 받으셨습니다.")).to_be_visible()


def take_the_offer(second, post):
    """By the link in the letter, two of three with one press; the third seat waits on."""
    letter = post.newest(SECOND, "자리 안내")
    assert "모자란 3석 가운데 2석입니다." in body_of(letter)
    open_link(second, link_in(letter))
    expect(offered(second)).to_contain_text("3명 중 2석")
    expect(offered(second)).to_contain_text("2027. 2. 12.(금) 12:00까지")
    second.get_by_role("button", name="2석 받기").click()
    expect(second.get_by_text("3석 가운데 2석을 받으셨습니다.")).to_be_visible()
    expect(second.get_by_text("나머지 1석은 대기 1번째입니다.")).to_be_visible()
    expect(main(second).get_by_role("listitem").filter(has_text="최동행")).to_contain_text("동의 대기 · 자리 있음")
    assert "3석 가운데 2석" in body_of(post.newest(SECOND, "자리를 받으셨습니다"))


def agree_oneself(aide, post):
    """The named aide's own page: no code before the consent. Gives what a camera reads off the code."""
    open_link(aide, link_in(post.newest(AIDE, "참가자로 적혔습니다")))
    expect(main(aide)).to_contain_text("박나래 님이 서울특별시 성동구 단체장 일행에 적었습니다.")
    expect(aide.get_by_role("link", name="접수대 QR")).to_have_count(0)
    aide.get_by_role("button", name="동의하기").click()
    answered(aide, 422)
    aide.get_by_role("checkbox").check()
    aide.get_by_role("button", name="동의하기").click()
    aide.get_by_role("link", name="접수대 QR").click()
    return code_on(aide)


def check_in_by_code(door, aide, code):
    """Whoever is no staff sees nothing of it; staff press, take it back, and press again."""
    aide.goto(code)
    expect(main(aide)).not_to_contain_text("최동행")
    door.goto(code)
    door.get_by_role("link", name="직원이면 로그인").click()
    log_in(door)
    expect(door.get_by_role("heading", level=1)).to_have_text("최동행")
    arrive = door.get_by_role("button", name="도착", exact=True)
    arrive.click()
    expect(door.get_by_text("도착 10:05")).to_be_visible()
    door.get_by_role("button", name="되돌리기").click()
    expect(arrive).to_be_visible()
    assert not Attendee.objects.exclude(checked_in_at=None).exists()
    arrive.click()
    expect(door.get_by_text("도착 10:05")).to_be_visible()


def check_in_by_list(door):
    """Narrowed while one types; a press by mistake is taken back."""
    door.goto(DOOR)
    expect(door.get_by_text("1 / 4명")).to_be_visible()
    door.get_by_label("이름이나 지방자치단체로 찾기").fill("ㅂㄴㄹ")
    expect(door.get_by_role("button", name=of("도착", "박나래"))).to_be_visible()
    expect(door.get_by_role("button", name=of("도착", "이보좌"))).to_be_hidden()
    door.get_by_role("button", name=of("도착", "박나래")).click()
    door.get_by_role("button", name=of("되돌리기", "박나래")).click()
    door.get_by_role("button", name=of("도착", "박나래")).click()
    expect(door.get_by_role("button", name=of("되돌리기", "박나래"))).to_be_visible()
    door.get_by_role("button", name=of("도착", "이보좌")).click()
    expect(door.get_by_text("3 / 4명")).to_be_visible()


def add_somebody(door, office):
    """Who comes without having registered: with their word only, and once there is a seat."""
    main(door).get_by_role("link", name="현장 등록", exact=True).last.click()
    door.get_by_label("이름", exact=True).fill("정현장")
    door.get_by_label("지방자치단체").select_option(SUNCHANG)
    door.get_by_label("보좌진", exact=True).check()
    add = door.get_by_role("button", name="등록하고 도착으로 적기")
    add.click()
    answered(door, 422)
    door.get_by_role("checkbox").check()
    add.click()
    answered(door, 409)
    expect(door.get_by_role("alert")).to_contain_text("남은 자리가 없습니다.")
    expect(door.get_by_label("이름", exact=True)).to_have_value("정현장")
    raise_capacity(office)
    add.click()
    expect(door.get_by_text("4 / 5명")).to_be_visible()


def raise_capacity(office):
    """By the admin's own form."""
    log_in(office, "/admin/workshops/event/")
    office.get_by_role("link", name="봄 포럼").click()
    expect(office.get_by_role("region", name="지금 자리")).to_contain_text("4석")
    office.get_by_label("정원", exact=False).first.fill("5")
    office.get_by_role("button", name="저장", exact=True).first.click()
    expect(office.get_by_text("변경했습니다").or_(office.get_by_text("변경되었습니다"))).to_be_visible()


def approve_numbers(office, page):
    """What the door has counted, corrected by nobody; the event's page says it from now on."""
    page.goto(PAGE)
    expect(main(page)).not_to_contain_text("참석했습니다")
    office.goto(f"{PAGE}staff/attendance/")
    expect(office.get_by_label("온 단체장(당선인)")).to_have_value("1")
    expect(office.get_by_label("온 대참·동행자")).to_have_value("3")
    office.get_by_role("button", name="이 수로 승인하기").click()
    expect(office.get_by_text("단체장(당선인) 1명, 대참·동행자 3명으로 승인했습니다.")).to_be_visible()
    page.goto(PAGE)
    expect(main(page)).to_contain_text("단체장(당선인) 1명, 대참과 동행자 3명이 참석했습니다.")
    row = EventAttendance.objects.get()
    assert (row.heads, row.officials, row.parties) == (1, 3, 2)


def get_the_paper(aide, letter):
    open_link(aide, link_in(letter))
    name, pdf = downloaded(aide, "참가 확인서(PDF)")
    assert re.fullmatch(r"certificate-2027-\d+-0001\.pdf", name)
    text = sound_text(pdf)
    for said in ("참가확인서", "최동행", "서울특별시성동구동행자", "정기포럼봄포럼", "2027.3.10.", OPERATOR):
        assert said in text


def put_into_the_calendar(page):
    page.goto(PAGE)
    name, file = downloaded(page, "내 달력에 넣기(.ics)")
    assert name == "spring.ics"
    lines = file.decode().split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"SUMMARY:봄 포럼", "LOCATION:희망제작소"} <= set(lines)


@pytest.mark.usefixtures("event")
def test_a_party_waits_is_offered_two_of_three_and_comes(page, browser, live_server, post, monkeypatch):
    put_into_the_calendar(page)
    register_first(page)
    with (
        opened(browser, base_url=live_server.url) as second,
        phone(browser, live_server.url) as aide,
        phone(browser, live_server.url) as door,
        opened(browser, base_url=live_server.url) as office,
    ):
        register_second(second)
        assert "대기 순서는 1번째입니다." in body_of(post.letters(SECOND)[0])
        drop_one(page)
        take_the_offer(second, post)
        code = agree_oneself(aide, post)
        invitation = post.letters(AIDE)[0]

        clock(monkeypatch, THE_DAY)
        secretary()
        assert "행사가 시작되어 대기 순서를 마칩니다." in body_of(post.newest(SECOND, "대기가 끝났습니다"))
        check_in_by_code(door, aide, code)
        check_in_by_list(door)
        add_somebody(door, office)
        approve_numbers(office, page)
        get_the_paper(aide, invitation)
        assert Event.objects.get().seats_taken == 5
        assert [seen.complaints for seen in (page, second, aide, door, office)] == [[]] * 5

"""What staff see is for everyone, too: the pages at the door on a phone, and our own parts of the admin."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pledges.catalogue.models import Term
from tests import factories
from tests.members import people
from tests.workshops import parties, rows
from workshops.models import Attendee
from workshops.people import Guest

from .conftest import DESKTOP, PHONE
from .looking import TOO_WIDE, none_found
from .people import Seen, clock, look_at, secretary, tick_all

FAR = dt.date(2027, 3, 31)
ALL = "#content"
REASON = "접수대 인터넷이 끊길 때 씁니다."


def nobody_found(page):
    page.get_by_role("searchbox").fill("없는 사람")


def somebody_came(page):
    page.get_by_label("이름", exact=True).fill("정현장")
    page.get_by_label("보좌진", exact=True).check()
    tick_all(page)


def reason_given(page):
    page.get_by_label("인쇄하는 까닭").fill(REASON)


def mail_spoilt(page):
    page.get_by_label("전자우편").fill("누구")


def words_for_numbers(page):
    page.get_by_label("온 단체장(당선인)").fill("둘")


DOOR = {
    "door": Seen("접수대", "staff", "check-in/"),
    "those who came": Seen("접수대", "staff", "check-in/?show=here"),
    "nobody found": Seen("접수대", "staff", "check-in/", "찾기", 200, nobody_found),
    "seat without a name": Seen("이름은 나중에", "unnamed", "", "저장하기", 422),
    "who has not agreed": Seen("김참모", "asked", "", "저장하기", 422),
    "who came": Seen("최동행", "came"),
    "name put right with errors": Seen("이름 고치기", "came", "rename/", "고치기", 422),
    "on site": Seen("현장 등록", "staff", "on-site/"),
    "on site with errors": Seen("현장 등록", "staff", "on-site/", "등록하고 도착으로 적기", 422),
    "no seat": Seen("현장 등록", "staff", "on-site/", "등록하고 도착으로 적기", 409, somebody_came),
    "paper list with errors": Seen("종이 명단", "staff", "sheet/", "명단 보기", 422),
    "paper list": Seen("봄 포럼 명단", "staff", "sheet/", "명단 보기", 200, reason_given),
    "attendance": Seen("참석 기록", "staff", "attendance/"),
    "attendance with errors": Seen("참석 기록", "staff", "attendance/", "이 수로 승인하기", 422, words_for_numbers),
    "attendance approved": Seen("참석 기록", "staff", "attendance/", "이 수로 승인하기"),
    "change": Seen("신청 바꾸기", "party", "change/"),
    "contact": Seen("신청한 사람 바꾸기", "party", "contact/", "바꾸기", 422, mail_spoilt),
    "code": Seen("김참모", "code of asked"),
    "code of who came": Seen("최동행", "code of came"),
    "code without a seat": Seen("동행자 1", "code of late"),
}


@pytest.fixture
def office(page, client, monkeypatch):
    """A page of the secretariat's, on the day of the event."""
    clock(monkeypatch, parties.BEGUN)
    client.force_login(secretary())
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.home, "httpOnly": True}]
    )
    return page


@pytest.fixture
def spring():
    """All three seats are taken: by a head without a name, an aide who came, one who has not agreed. A party waits."""
    event = rows.event(title="봄 포럼", slug="spring", capacity=3, aides_most=2)
    named = [Guest("", "최동행", "비서관", "a@example.org"), Guest("", "김참모", "", "b@example.org")]
    parties.register(event, people=named)
    seen = {"checked_in_at": parties.BEGUN, "checked_in_by": people.some_staff(), "certificate_number": 1}
    Attendee.objects.filter(name="최동행").update(agreed_at=parties.OPEN, **seen)
    parties.register(event, 1)
    return event


def test_the_door_is_for_everyone(office, axe, spring):
    unnamed = Attendee.objects.get(party__number=1, role="principal")
    came, asked = Attendee.objects.filter(party__number=1, role="aide").order_by("order")
    late = Attendee.objects.get(party__number=2, role="aide")
    staff = "/events/spring/staff/"
    addresses = {
        "staff": staff,
        "party": f"{staff}parties/{came.party.key}/",
        "unnamed": f"{staff}people/{unnamed.key}/",
        "asked": f"{staff}people/{asked.key}/",
        "came": f"{staff}people/{came.key}/",
        "code of asked": f"/events/check-in/{asked.check_in_code}/",
        "code of came": f"/events/check-in/{came.check_in_code}/",
        "code of late": f"/events/check-in/{late.check_in_code}/",
    }
    look_at(office, axe, DOOR, addresses)


# Our own parts of the admin


def findings(page, part):
    """What axe finds in this part of a page: the rest is Django's."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate("part => axe.run({ include: [[part]] }, { resultTypes: ['violations'] })", part)
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


def members_page(row, tail="change/"):
    return f"/admin/members/{row._meta.model_name}/{row.pk}/{tail}"


def press(button):
    return lambda page: page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def preview(page):
    page.get_by_label("보완할 것").fill("주소를 다시 확인해 주세요.")
    press("미리보기")(page)


def find(page):
    page.get_by_label("성명").fill("나래")
    press("찾기")(page)


def choose_all(action):
    """The action of a list on all its rows."""

    def act(page):
        page.locator("#action-toggle").check()
        page.locator("select[name=action]").select_option(action)
        page.get_by_role("button", name="실행").click()

    return act


def test_our_parts_of_the_admin_are_for_everyone(office, spring):
    reviewing, supplement = people.reviewing(), people.supplement()
    membership = people.approved(government=factories.government(name="가람도 나래시"), name="박나래")
    owed, paid = people.dues(membership=membership), people.dues(due_on=FAR, paid_on=FAR, payer="나래시")
    people.membership(term=Term.objects.get(number=8))
    ended = people.membership(end_reason="resigned", ends_on=dt.date(2026, 12, 1))
    party = spring.parties.get(number=1)
    pages = {
        "queue": ("검토 중 1건", "/admin/members/application/", None, ".changelist-form-container > div > p"),
        "application": ("다음 할 일", members_page(supplement), None, "#content section"),
        "step without a reason": (
            "신청인에게 보일 사유를 적어 주세요.",
            members_page(reviewing, "step/supplement/"),
            press("미리보기"),
            ALL,
        ),
        "letter": ("나갈 편지", members_page(reviewing, "step/supplement/"), preview, ALL),
        "step without a letter": ("편지는 보내지 않습니다", members_page(supplement, "step/review/"), None, ALL),
        "mail": ("지금 주소", members_page(supplement, "mail/"), press("고치기"), ALL),
        "link": ("나갈 편지", members_page(people.confirmed(reviewing), "link/"), None, ALL),
        "paper": ("아래에 표시한 곳", "/admin/members/application/paper/", press("접수하기"), ALL),
        "paper again": ("종이 다시 넣기", members_page(supplement, "paper/"), None, ALL),
        "remove": ("지워지는 것", members_page(reviewing, "remove/"), press("지우기"), ALL),
        "find": ("회원 1명", "/admin/members/member/find/", find, ALL),
        "end": ("아래에 표시한 곳", members_page(membership, "end/"), press("끝내기"), ALL),
        "resume": ("되돌리면", members_page(ended, "resume/"), None, ALL),
        "pay": ("아래에 표시한 곳", members_page(owed, "pay/"), press("낸 것으로 적기"), ALL),
        "take a payment back": ("나래시에서 낸 것으로", members_page(paid, "unpay/"), None, ALL),
        "record dues": ("같은 회비를 적습니다", "/admin/members/membership/", choose_all("record_dues"), ALL),
        "export": ("건을 내려받습니다", "/admin/members/membership/", choose_all("export"), ALL),
        "invite": ("보낼 분", "/admin/members/renewalinvitation/invite/", None, ALL),
        "event": ("기다리는 일행", f"/admin/workshops/event/{spring.pk}/change/", None, ".seats-panel"),
        "tell": ("보낼 편지", f"/admin/workshops/event/{spring.pk}/tell/changed/", press("편지 보기"), ALL),
        "party": ("오는 사람", f"/admin/workshops/party/{party.pk}/change/", None, "#content section"),
        "step of a party": ("접수 번호", f"/admin/workshops/party/{party.pk}/steps/cancel/", None, ALL),
    }
    office.emulate_media(reduced_motion="reduce")
    faults = {}
    for name, (says, address, way, part) in pages.items():
        office.set_viewport_size(PHONE)
        office.goto(address)
        if way:
            way(office)
            office.wait_for_load_state()
        office.complaints[:] = [said for said in office.complaints if "status of 422 " not in said]
        expect(office.locator(part).first).to_contain_text(says)
        faults[f"{name}, wide"] = office.evaluate(TOO_WIDE)
        for size in (PHONE, DESKTOP):
            office.set_viewport_size(size)
            faults[f"{name}, {size['width']} px"] = findings(office, part)
    none_found(faults)
    assert office.complaints == []

"""axe finds nothing on any page of the club and of events; none is wider than a phone, a finger meets every target."""

import datetime as dt

from django.db.models import F
from django.utils import timezone

from handbook.consents import keep
from handbook.sealing import new_secret
from members import actions
from members.loader import read_club, write_club
from members.models import Application, ApplicationLink, Signature
from pledges.catalogue.models import Government
from tests.conftest import EDITION_2022
from tests.members import people
from tests.workshops import parties, rows
from workshops.loader import read_academy, write_academy
from workshops.models import Event, Party, PartyConsent, PartyLink, PersonLink
from workshops.people import Guest, confirm_person

from .builder import SEONGDONG
from .people import Seen, clock, hold, look_at, tick_all

PAST = {
    "starts_on": dt.date(2027, 2, 3),
    "opens_on": dt.date(2027, 1, 4),
    "closes_on": dt.date(2027, 1, 29),
}


def saved_elsewhere(page):
    """In another window, under the page that is open."""
    row = Application.objects.get(key=page.url.split("/applications/")[1].split("/")[0])
    actions.save(application=row, seen=row.version, values={"address": "가람시 다른길 2"}, now=timezone.now())


def signed_too_late(page):
    tick_all(page)
    page.get_by_label("이름을 입력해 서명하기").fill("김가람")
    saved_elsewhere(page)


def asked_often(page):
    for _ in range(3):
        page.request.post(f"{page.url}confirm/", headers={"Sec-Fetch-Site": "same-origin"})


def mail_typed(page):
    page.get_by_role("main").get_by_label("전자우편").fill("somebody@example.org")


def mail_spoilt(page):
    page.get_by_label("전자우편").fill("누구")


def somebody_else(page):
    page.get_by_label("이름", exact=True).fill("박후임")
    page.get_by_label("전자우편", exact=True).fill("successor@example.org")


def number_typed(page):
    page.get_by_label("식사하는 사람 수").fill("많이")


def birthdate_typed(page):
    page.get_by_label("생년월일").fill("19650302")


def number_and_mail_typed(page):
    page.get_by_label("접수 번호").fill("2026-0001")
    mail_typed(page)


def changed_elsewhere(page):
    """In another window, under the page that is open."""
    Party.objects.filter(number=1).update(version=F("version") + 1)


def registered_again(page):
    """By somebody else of the same town hall."""
    page.get_by_label("오시는 분 본인입니다").check()
    page.get_by_label("이름", exact=True).fill("박나래")
    page.get_by_label("휴대전화").fill("01012345678")
    page.get_by_label("지방자치단체").select_option(SEONGDONG)
    page.get_by_label("전자우편", exact=True).fill("somebody@example.org")
    tick_all(page)


WRITING = {
    "apply": Seen("가입 신청", "club", "apply/"),
    "apply without consent": Seen("가입 신청", "club", "apply/", "신청서 쓰기", 422),
    "begun": Seen("쓰고 있는 가입 신청", "empty"),
    "applicant": Seen("가입 신청", "self", "applicant/"),
    "applicant with errors": Seen("가입 신청", "empty", "applicant/", "다음", 422),
    "contact": Seen("가입 신청", "aide", "contact/"),
    "contact with errors": Seen("가입 신청", "empty", "contact/", "다음", 422),
    "contact in conflict": Seen("가입 신청", "self", "contact/", "다음", 409, saved_elsewhere),
    "declaration with errors": Seen("가입 신청", "empty", "declaration/", "다음", 422),
    "review": Seen("살펴보기", "aide", "review/"),
    "review of what is not whole": Seen("살펴보기", "empty", "review/"),
    "desk": Seen("쓰고 있는 가입 신청", "aide"),
    "go on later": Seen("나중에 이어 쓰기", "aide", "mail-link/", "링크 보내기", 422),
    "link mailed": Seen("링크를 보냈습니다", "aide", "mail-link/", "링크 보내기", 200, mail_typed),
    "a link to sign": Seen("서명할 분께 드리기", "aide", "sign-link/"),
    "a new link to sign": Seen("서명할 분께 드리기", "aide", "sign-link/", "서명 링크 만들기"),
    "not for the aide": Seen("처리하지 못했습니다", "aide", "sign/", status=403),
    "sign for oneself": Seen("서명", "self", "sign/"),
    "sign": Seen("서명", "signer", "sign/"),
    "sign with errors": Seen("서명", "signer", "sign/", "서명하고 제출하기", 422),
    "sign what has changed": Seen("서명", "signer", "sign/", "서명하고 제출하기", 409, signed_too_late),
    "delete a draft": Seen("모두 지우기", "aide", "delete/", "모두 지우기", 422),
    "deleted": Seen("지웠습니다", "self", "delete/", "모두 지우기", 200, tick_all),
    "left": Seen("이 기기에서 나갔습니다", "aide", "", "이 기기에서 나가기"),
    "not here any more": Seen("열 수 없는 링크", "aide", status=404),
}
SENT = {
    "club": Seen("목민관클럽", "club"),
    "directory": Seen("회원 명부", "club", "members/"),
    "receipt": Seen("접수했습니다", "received", "receipt/"),
    "received": Seen("가입 신청", "received"),
    "asked too often": Seen("하지 못했습니다", "received", "", "확인 링크 다시 받기", 429, asked_often),
    "withdraw": Seen("신청 취하하기", "received", "withdraw/", "취하하기", 422),
    "delete": Seen("모두 지우기", "received", "delete/"),
    "supplement": Seen("가입 신청", "supplement"),
    "sign once more": Seen("서명", "supplement", "sign/"),
    "approved": Seen("가입 신청", "approved"),
    "ask to delete": Seen("지워 달라고 하기", "approved", "delete/", "요청하기", 422),
    "asked to delete": Seen("가입 신청", "approved", "delete/", "요청하기", 200, tick_all),
    "refused": Seen("가입 신청", "refused"),
    "withdrawn": Seen("가입 신청", "withdrawn"),
    "invitation": Seen("함께하시겠습니까?", "invitation"),
    "invitation without consent": Seen("함께하시겠습니까?", "invitation", "", "신청서 쓰기", 422),
    "invitation declined": Seen("함께하시겠습니까?", "invitation", "", "이번에는 가입하지 않습니다"),
    # Where it is still expected, the same page comes anew every five seconds, under everything that looks at it.
    "paper not made": Seen("아직 만들지 못했습니다", "refused", "paper/"),
    "open": Seen("링크 열기", "open"),
    "own mail": Seen("본인의 주소입니까?", "mail"),
    "own mail with errors": Seen("본인의 주소입니까?", "mail", "", "네, 제 주소입니다", 422),
    "own mail confirmed": Seen("주소를 확인했습니다", "mail", "", "네, 제 주소입니다", 200, birthdate_typed),
    "not one's own mail": Seen("알려 주신 대로 적었습니다", "other mail", "", "제 것이 아닙니다"),
    "link once more": Seen("링크 다시 받기", "club", "link/", "링크 받기", 422),
    "link sent": Seen("요청을 받았습니다", "club", "link/", "링크 받기", 200, number_and_mail_typed),
}
REGISTERING = {
    "events": Seen("시장학교와 행사", "events"),
    "archive": Seen("시장학교", "events", "archive/2022/"),
    "event": Seen("봄 포럼", "event"),
    "cancelled event": Seen("여름 연수", "cancelled"),
    "past event": Seen("지난 포럼", "past"),
    "register": Seen("참가 신청", "event", "register/"),
    "register with errors": Seen("참가 신청", "event", "register/", "신청하기", 422),
    "registered already": Seen("참가 신청", "event", "register/", "신청하기", 409, registered_again),
    "link": Seen("신청을 여는 링크 다시 받기", "event", "link/", "보내기", 422),
    "link sent": Seen("전자우편을 확인해 주세요", "event", "link/", "보내기", 200, mail_typed),
    "party": Seen("일행", "seated"),
    "change": Seen("신청 바꾸기", "seated", "change/"),
    "change with errors": Seen("신청 바꾸기", "seated", "change/", "바꾸기", 422, number_typed),
    "change in conflict": Seen("신청 바꾸기", "seated", "change/", "바꾸기", 409, changed_elsewhere),
    "contact": Seen("연락처 바꾸기", "seated", "contact/", "바꾸기", 422, mail_spoilt),
    "handed over": Seen("신청을 넘겼습니다", "handed over", "contact/", "바꾸기", 200, somebody_else),
    "cancel": Seen("신청 취소하기", "seated", "cancel/"),
    "party taken over": Seen("일행", "taken over", "", "동의하기", 422),
    "party with an offer": Seen("일행", "offered"),
    "party that waits for all": Seen("일행", "offered", "", "넘기고, 모두의 자리가 날 때까지 기다리기"),
    "party that came": Seen("일행", "came"),
    "erase": Seen("보관한 것 지우기", "came", "erase/"),
    "erased party": Seen("일행", "came", "erase/", "지우기"),
    "person": Seen("참가자로 적히셨습니다", "asked", "", "동의하기", 422),
    "person who agreed": Seen("참가자 최동행", "agreed"),
    "pass": Seen("최동행", "agreed", "pass/"),
    "for staff only": Seen("접수대 QR", "code"),
    "refused, therefore forgotten": Seen("지웠습니다", "asked", "", "거절하고 지우기"),
}


def of_application(page, application, purpose):
    hold(page, "/club/open/", ApplicationLink.make(purpose=purpose, application=application))
    return f"/club/applications/{application.key}/"


def of_party(page, party):
    hold(page, "/events/open/", PartyLink.make(purpose="mail", party=party))
    return f"/events/parties/{party.key}/"


def of_person(page, person):
    hold(page, "/events/open/", PersonLink.make(purpose="mail", person=person))
    return f"/events/people/{person.key}/"


def test_signature_on_its_way_is_not_sent_again_until_its_page_comes_back(page):
    """What one tap sends, a second one does not; whoever stopped the browser may press again."""
    page.clock.install()
    page.goto(of_application(page, people.draft(filled_by="aide"), "sign") + "sign/")
    taken = page.evaluate(
        """() => {
            const tap = () => document.querySelector("main form").dispatchEvent(
                new SubmitEvent("submit", { bubbles: true, cancelable: true }));
            const taps = [tap(), tap()];
            window.dispatchEvent(new PageTransitionEvent("pageshow"));
            window.tap = tap;
            return [...taps, tap()];
        }"""
    )
    assert taken == [True, False, True]
    assert not page.evaluate("tap()")
    page.clock.fast_forward(3000)
    assert page.evaluate("tap()")


def test_writing_and_signing_are_for_everyone(page, axe, monkeypatch):
    clock(monkeypatch, people.NOW)
    empty, _ = actions.begin(consents=people.consents("collection"), filled_by="self", now=people.NOW)
    addresses = {
        "club": "/club/",
        "empty": of_application(page, empty, "desk"),
        "self": of_application(page, people.draft(), "desk"),
        "aide": of_application(page, people.draft(filled_by="aide"), "desk"),
        "signer": of_application(page, people.draft(filled_by="aide"), "sign"),
    }
    look_at(page, axe, WRITING, addresses)


def test_what_was_sent_is_for_everyone(page, axe, monkeypatch):
    clock(monkeypatch, people.NOW)
    write_club(read_club(EDITION_2022))
    member = people.approved(agreed=("collection", "directory"))
    made = {
        "received": people.received(),
        "supplement": people.supplement(),
        "approved": people.confirmed(member.application),
        "refused": people.refused(),
        "withdrawn": people.withdrawn(),
    }
    invitation = people.invitation(membership=member)
    hold(page, "/club/open/", ApplicationLink.make(purpose="invitation", invitation=invitation))
    for name in ("received", "supplement"):
        of_application(page, made[name], "confirm")
    Signature.objects.filter(application=made["refused"]).update(pdf_tries=2)
    addresses = {
        "club": "/club/",
        "invitation": f"/club/invitations/{invitation.pk}/",
        "open": f"/club/open/{new_secret()}/",
        "mail": f"/club/mail/{made['received'].key}/",
        "other mail": f"/club/mail/{made['supplement'].key}/",
        **{name: of_application(page, application, "status") for name, application in made.items()},
    }
    look_at(page, axe, SENT, addresses)


def test_registering_is_for_everyone(page, axe, monkeypatch):
    clock(monkeypatch, parties.OPEN)
    write_academy(read_academy(EDITION_2022))
    asks = {"asks_lodging": True, "asks_meal": True, "asks_car": True, "asks_transport": True}
    event = rows.event(title="봄 포럼", slug="spring", capacity=6, aides_most=2, **asks)
    rows.programme_item(event), rows.material(event)
    named = [Guest("", "최동행", "비서관", "a@example.org"), Guest("", "김참모", "", "b@example.org")]
    seated = parties.register(event, people=named, government=Government.objects.get(pk=SEONGDONG))
    agreed, asked = seated.people.filter(role="aide").order_by("order")
    confirm_person(person=agreed, consents=parties.consents(), now=parties.OPEN)
    taken_over = parties.register(event)
    taken_over.consents.update(withdrawn_at=parties.OPEN)
    past = rows.event(title="지난 포럼", slug="past", **PAST)
    rows.attendance(event=past, approved_at=parties.OPEN, approved_by=people.some_staff())
    Event.objects.filter(pk=past.pk).update(seats_taken=1)
    came = rows.party(past)
    keep(parties.consents(), PartyConsent, party=came)
    seen = {"checked_in_at": parties.OPEN, "checked_in_by": people.some_staff(), "certificate_number": 1}
    rows.person(came, role="principal", agreed_at=parties.OPEN, **seen)
    rows.event(title="여름 연수", slug="summer", cancelled_at=parties.OPEN, cancel_reason="비가 옵니다.")
    addresses = {
        "events": "/events/",
        "event": "/events/spring/",
        "past": "/events/past/",
        "cancelled": "/events/summer/",
        "seated": of_party(page, seated),
        "offered": of_party(page, parties.register(event, 2)),
        "handed over": of_party(page, parties.register(event)),
        "taken over": of_party(page, taken_over),
        "came": of_party(page, came),
        "agreed": of_person(page, agreed),
        "asked": of_person(page, asked),
        "code": f"/events/check-in/{agreed.check_in_code}/",
    }
    look_at(page, axe, REGISTERING, addresses)

"""What goes at once when somebody goes, and to whom mails went; and registrations of a cancelled event."""

import datetime as dt

import pytest

from handbook.models import Mail
from handbook.personal import Refused
from tests import factories
from workshops import actions, people
from workshops.daily import STEPS as DAILY
from workshops.models import Event, Party
from workshops.people import Guest
from workshops.work import STEPS as WORK

from . import rows
from .browsing import mails, of_party
from .parties import BEGUN, CLOSED, LATER, OPEN, check, consents, register, told

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", mail="aide@example.org")


@pytest.fixture
def event(db):
    return rows.event(capacity=6, aides_most=3)


@pytest.fixture
def party(event):
    return register(event, people=[AIDE])


def cancelled(at=OPEN):
    Event.objects.update(cancelled_at=at, cancel_reason="태풍")


def addresses():
    return set(Mail.objects.exclude(to="").values_list("to", flat=True))


def test_party_of_a_cancelled_event_erases_what_is_kept_and_is_told_why_it_need_not_cancel(party, clock):
    clock(OPEN)
    client = of_party(party)
    path = f"/events/parties/{party.key}/"
    refused = client.post(f"{path}erase/")
    assert refused.status_code == 409
    assert "그전에는 신청을 취소해 주세요." in refused.text
    cancelled()
    page = client.get(path).text
    assert "erase/" in page
    assert "cancel/" not in page
    refused = client.post(f"{path}cancel/")
    assert refused.status_code == 409
    assert "취소된 행사입니다." in refused.text
    assert client.post(f"{path}erase/").status_code == 302
    party.refresh_from_db()
    assert (party.state, party.name, party.mail) == ("erased", "", "")
    assert not party.people.exists()
    assert check(party.event).seats_taken == 0


def test_erasing_begins_when_the_event_does(party):
    with pytest.raises(Refused, match="시작한 뒤에"):
        actions.erase(party=party, now=BEGUN - dt.timedelta(minutes=1))
    actions.erase(party=party, now=BEGUN)
    assert Party.objects.get().state == "erased"


def test_registrations_of_a_cancelled_event_are_kept_from_the_cancellation_on(party, settings):
    settings.EVENT_AFTER_MONTHS = 1
    cancelled(rows.seoul(2027, 2, 11, 0, 30))
    assert DAILY["registrations deleted"](dt.date(2027, 3, 11)) == 0
    assert DAILY["registrations deleted"](dt.date(2027, 3, 12)) == 1


def test_event_that_was_cancelled_after_its_end_is_over_at_its_end():
    event = rows.event(cancelled_at=rows.seoul(2027, 5, 1), cancel_reason="기록을 바로잡음")
    assert event.over_at == event.ends_at
    assert rows.event().over_at == event.ends_at


def test_address_of_whoever_refuses_is_forgotten_at_once(party):
    told("person/")
    people.refuse_person(person=party.people.get(role="aide"), now=OPEN)
    assert addresses() == {party.mail}


def test_address_of_whoever_cancels_goes_with_the_last_mail(party):
    mail = party.mail
    people.confirm_person(person=party.people.get(role="aide"), consents=consents(), now=OPEN)
    told("party/"), told("person/")
    actions.cancel(party=party, now=OPEN)
    waiting = Mail.objects.waiting()
    assert sorted(waiting.values_list("to", flat=True)) == sorted([AIDE.mail, mail])
    assert Mail.objects.exclude(sent_at=None).exclude(to="").count() == 0
    assert WORK["farewells forgotten"](OPEN) == 0
    told("farewell/")
    assert WORK["farewells forgotten"](OPEN) == 2
    assert addresses() == set()
    assert WORK["farewells forgotten"](OPEN) == 0


def test_erasing_leaves_no_address(party):
    told("party/"), told("person/")
    actions.erase(party=party, now=BEGUN)
    assert addresses() == set()


def test_worker_erases_names_that_nobody_stands_by_as_soon_as_registration_has_closed(party):
    before = rows.seoul(2027, 3, 3, 23, 59)
    assert WORK["unconfirmed names erased"](before) == 0
    assert WORK["unconfirmed names erased"](CLOSED) == 1
    assert WORK["unconfirmed names erased"](CLOSED) == 0
    assert mails(AIDE.mail) == []
    assert check(party.event).seats_taken == 2


def test_whom_staff_have_named_since_may_answer_until_the_end(party):
    aide = party.people.get(role="aide")
    people.forget(aide, CLOSED)
    people.name_person(person=aide, guest=AIDE, by=factories.staff(), now=CLOSED + dt.timedelta(hours=1))
    assert WORK["unconfirmed names erased"](rows.seoul(2027, 3, 10, 16, 59)) == 0
    assert WORK["unconfirmed names erased"](rows.seoul(2027, 3, 10, 17)) == 1


def test_companions_who_agreed_hear_that_their_names_were_erased_and_by_whom(party, clock):
    people.confirm_person(person=party.people.get(role="aide"), consents=consents(), now=OPEN)
    clock(BEGUN)
    client = of_party(party)
    warned = client.get(f"/events/parties/{party.key}/erase/").text
    assert "저마다 동의한 다른 분들의 이름도 함께 지웁니다." in warned
    assert "편지로 알립니다." in warned
    client.post(f"/events/parties/{party.key}/erase/")
    subject, body = mails(AIDE.mail)[-1]
    assert subject.startswith("참가자 명단에서 빠지셨습니다")
    assert "일행의 신청을 맡은 분이 보관한 것을 모두 지웠습니다." in body
    assert "참가 확인서도 더 받을 수 없습니다." in body
    told("farewell/")
    WORK["farewells forgotten"](OPEN)
    assert addresses() == set()


def test_request_that_waited_while_somebody_agreed_dates_the_withdrawal_after_the_consent(party):
    aide = party.people.get(role="aide")
    people.confirm_person(person=aide, consents=consents(), now=OPEN)
    aide.consents.update(given_at=LATER)
    party.consents.update(given_at=LATER)
    people.refuse_person(person=aide, now=OPEN)
    assert aide.consents.get().withdrawn_at == LATER

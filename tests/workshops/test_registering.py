"""The verb that registers: once for a form, once for a government, and everybody for themselves."""

import datetime as dt

import pytest
from django.db import transaction

from handbook.models import Mail
from handbook.personal import Refused
from tests import factories
from workshops import actions
from workshops.actions import AlreadyRegistered, Answers, Registrant
from workshops.models import Attendee, Party, PartyConsent
from workshops.people import Guest

from . import rows
from .parties import CLOSED, OPEN, check, later, register

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")
SELF = Guest(name="홍길동", mail="head@example.org", is_registrant=True)
HEAD = Registrant("홍길동", "head@example.org", "01012345678")


@pytest.fixture
def event(db):
    return rows.event(capacity=6, aides_most=5)


def test_party_is_kept_with_its_people_answers_and_consent(event):
    answers = Answers(lodging=2, meals=2, cars="12가 3456", transport="휠체어 자리")
    party = register(event, people=[AIDE], principal=SELF, registrant=HEAD, answers=answers)
    party.refresh_from_db()
    head, aide = party.people.all()
    assert (party.name, party.mail, party.phone, party.kind) == ("홍길동", "head@example.org", "01012345678", "head")
    assert (party.lodging, party.meals, party.cars, party.transport) == (2, 2, "12가 3456", "휠체어 자리")
    assert (head.role, head.order, head.consent, head.is_registrant) == ("principal", 0, "agreed", True)
    assert (aide.role, aide.order, aide.consent, aide.post) == ("aide", 1, "waiting", "비서관")
    assert PartyConsent.objects.get().wording.text.startswith("개인정보 수집·이용에 동의합니다")
    assert aide.check_in_code != head.check_in_code


def test_only_whoever_was_named_by_somebody_else_is_asked(event):
    party = register(event, people=[AIDE, Guest()], principal=SELF, registrant=HEAD)
    asked = [person.asked_at for person in party.people.all()]
    assert asked == [None, OPEN, None]
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["aide@example.org", "head@example.org"]


def test_same_form_once_more_is_the_same_party(event):
    place = factories.government()
    once = {"form_key": "once", "government": place, "registrant": HEAD, "people": [AIDE, Guest()]}
    first = register(event, **once)
    again = register(event, **once, now=later(minutes=29))
    assert again == first
    assert Mail.objects.count() == 2
    assert check(event).seats_taken == 3


def test_same_form_much_later_opens_nothing(event):
    place = factories.government()
    register(event, form_key="once", government=place, registrant=HEAD)
    with pytest.raises(AlreadyRegistered):
        register(event, form_key="once", government=place, registrant=HEAD, now=later(minutes=30))


@pytest.mark.parametrize(
    "fields",
    [
        {"aides": 2},
        {"kind": "deputy"},
        {"people": [AIDE]},
        {"registrant": Registrant("홍길등", HEAD.mail, HEAD.phone)},
        {"registrant": Registrant(HEAD.name, "other@example.org", HEAD.phone)},
    ],
)
def test_form_of_the_same_government_that_says_something_else_is_no_retry(event, fields):
    place = factories.government()
    said = {"aides": 1, "form_key": "once", "government": place, "registrant": HEAD}
    register(event, **said)
    with pytest.raises(AlreadyRegistered):
        register(event, **said | fields)


def test_form_that_goes_back_and_names_another_government_is_another_party(event):
    first = register(event, 1, form_key="once")
    second = register(event, 1, form_key="once")
    assert second != first
    assert Party.objects.standing().count() == 2
    assert check(event).seats_taken == 4


def test_second_party_of_a_government_is_refused_and_tells_nothing(event):
    place = factories.government()
    register(event, government=place)
    with pytest.raises(AlreadyRegistered) as refused, transaction.atomic():
        register(event, 2, government=place, kind="deputy")
    assert str(refused.value) == "이 지방자치단체의 신청이 이미 있습니다."
    assert check(event).seats_taken == 1
    register(rows.event(), government=place)


def test_government_may_register_again_after_cancelling(event):
    place = factories.government()
    actions.cancel(party=register(event, government=place), now=OPEN)
    assert register(event, government=place).number == 2


def test_aide_of_one_address_comes_once_whatever_the_letters(event):
    register(event, people=[AIDE])
    twice = Guest(name="김참모", mail="AIDE@example.org")
    with pytest.raises(Refused, match="이미 있습니다"), transaction.atomic():
        register(event, people=[twice])
    with pytest.raises(Refused, match="이미 있습니다"), transaction.atomic():
        register(rows.event(aides_most=2), people=[twice, AIDE])
    assert check(event).seats_taken == 2
    assert Party.objects.count() == 1


def test_aide_of_a_cancelled_party_may_come_with_another(event):
    actions.cancel(party=register(event, people=[AIDE]), now=OPEN)
    assert register(event, people=[AIDE]).people.count() == 2


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({}, rows.seoul(2027, 2, 1, 8, 59)),
        ({}, CLOSED),
        ({"published_at": rows.seoul(2027, 2, 20)}, OPEN),
        ({"cancelled_at": rows.LONG_AGO, "cancel_reason": "태풍"}, OPEN),
        ({"opens_on": None, "closes_on": None}, OPEN),
    ],
)
def test_event_that_takes_no_registration_refuses(fields, now):
    with pytest.raises(Refused, match="신청을 받지 않습니다"):
        register(rows.event(**fields), now=now)
    assert not Party.objects.exists()


def test_training_takes_the_aides_of_a_head_and_no_head(event):
    party = register(rows.event(kind="training", aides_most=3), people=[AIDE, Guest()])
    assert [person.role for person in party.people.all()] == ["aide", "aide"]
    assert party.people.first().place_name == "보좌진 1"
    assert party.seats_held == 2


def test_party_of_a_head_is_named_after_the_government():
    place = factories.government(name="가람도 가람시")
    assert register(rows.event(), government=place, kind="deputy").whose == "가람도 가람시 대참"
    assert rows.party(origin="on_site").whose == "단체장"


def test_reminder_of_consent_stays_away_from_unnamed_seats(event):
    register(event, 3)
    assert set(Attendee.objects.values_list("name", "asked_at", "agreed_at")) == {("", None, None)}
    assert dt.timedelta(0) == OPEN - Party.objects.get().registered_at

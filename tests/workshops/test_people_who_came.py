"""Whoever has come is counted once, whatever is put right about their name afterwards."""

import pytest
from django.db import transaction

from tests import factories
from workshops import actions, attendance, people
from workshops.actions import Answers
from workshops.models import Attendee, Event
from workshops.people import FewerThanCame, Guest, NamedTooLate

from . import rows
from .browsing import form, mails
from .desk import PARTIES, logged_in, press
from .parties import BEGUN, CLOSED, check, consents, register

pytestmark = pytest.mark.django_db
HEAD = Guest(name="홍길동", mail="head@example.org")
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")
ENDED = rows.seoul(2027, 3, 10, 18)


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=10, aides_most=3)


@pytest.fixture
def party(event):
    return register(event, principal=HEAD, people=[AIDE, Guest()])


@pytest.fixture
def staff(client, clock):
    clock(BEGUN)
    return logged_in(client, PARTIES, "view_party")


def come(person, agreed=True):
    if agreed and person.name and not person.agreed_at:
        people.confirm_person(person=person, consents=consents(), now=BEGUN)
    return attendance.check_in(person=person, by=factories.staff(f"desk-{person.pk}@example.org"), now=BEGUN)


def send(client, party, **changes):
    path = f"/events/spring/staff/parties/{party.key}/change/"
    return press(client, path, **(form(client.get(path).text) | changes))


def came(party):
    return [person.name for person in party.people.all() if person.checked_in_at]


@pytest.mark.parametrize("kind", ["head", "deputy"])
def test_another_name_for_the_head_who_came_takes_over_the_row(client, staff, party, kind):
    head = come(party.people.get(role="principal"))
    changes = {"kind": kind, "head_name": "박부군수", "head_mail": "deputy@example.org", "head_post": "부군수"}
    assert send(client, party, **changes).status_code == 302
    person = party.people.get(role="principal")
    assert (person.pk, person.name, person.checked_in_at) == (head.pk, "박부군수", BEGUN)
    assert (person.check_in_code, person.consent, person.certificate_number) == (head.check_in_code, "waiting", 2)
    assert [consent.withdrawn_at is None for consent in person.consents.all()] == [False]
    assert len(mails("deputy@example.org")) == 1
    assert mails("head@example.org")[-1][0].startswith("참가자 명단에서 빠지셨습니다")
    assert attendance.counted(party.event) == {
        "heads": int(kind == "head"),
        "officials": int(kind != "head"),
        "parties": 1,
    }


def test_whoever_stood_at_the_desk_was_a_deputy_after_all(client, staff, party):
    seat = register(party.event).people.get()
    people.name_person(person=seat, guest=Guest(name="박부군수"), consents=consents(), by=staff, now=BEGUN)
    come(seat)
    assert send(client, seat.party, kind="deputy").status_code == 302
    person = Attendee.objects.get(name="박부군수")
    assert (person.pk, person.consent, person.place_name) == (seat.pk, "agreed", "대참")


def test_another_name_for_an_aide_who_came_takes_over_the_row(client, staff, party):
    aide = come(party.people.get(name="김참모"))
    assert send(client, party, aide1_name="김참도", aide1_mail="right@example.org").status_code == 302
    assert party.people.count() == 3
    assert came(party) == ["김참도"]
    assert party.people.get(name="김참도").pk == aide.pk
    assert len(party.people.all()) == party.people.first().party.seats_held
    check(party.event)


def test_name_for_a_seat_that_came_without_one(client, staff, party):
    seat = come(party.people.get(name=""))
    changes = {"aide1_name": "", "aide1_mail": "", "aide2_name": "이참모", "aide2_mail": "b@example.org"}
    assert send(client, party, **changes).status_code == 302
    assert party.people.get(name="이참모").pk == seat.pk
    assert came(party) == ["이참모"]


def test_name_that_is_taken_away_leaves_the_arrival_without_a_name(client, staff, party):
    come(party.people.get(name="김참모"))
    assert send(client, party, aide1_name="", aide1_mail="", aides="1").status_code == 302
    assert [person.name for person in party.people.all()] == ["홍길동", ""]
    assert came(party) == [""]


def test_party_is_not_made_smaller_than_came(client, staff, party):
    come(party.people.get(name="김참모"))
    come(party.people.get(name=""))
    answer = send(client, party, aide2_name="", aide2_mail="", aides="1")
    assert answer.status_code == 422
    assert "이미 도착하신 분보다 적게 줄일 수 없습니다." in answer.text
    assert came(party) == ["김참모", ""]
    with pytest.raises(FewerThanCame), transaction.atomic():
        arranged(party, party.people.get(role="principal"))


def arranged(party, head, *aides, now=BEGUN):
    party.refresh_from_db()
    principal = Guest(key=head.key, name=head.name, mail=head.mail)
    values = {"seen": party.version, "kind": party.kind, "answers": Answers(), "by": factories.staff()}
    return actions.change(party=party, principal=principal, aides=aides, now=now, **values)


def test_party_with_somebody_of_the_desk_can_still_be_changed(client, staff, party):
    person = attendance.add_on_site(
        event=party.event,
        kind="aides",
        government=party.government,
        guest=Guest(name="박현장"),
        consents=consents(),
        by=staff,
        now=BEGUN,
    )
    assert send(client, party).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.consent, person.certificate_number) == ("박현장", "agreed", 1)
    assert party.people.count() == 4


def test_two_of_the_desk_with_one_name_stay_two(client, staff, party):
    for key in ("K2345678ABCD", "K2345678ABCE"):
        guest, place = Guest(key=key, name="박현장"), party.government
        values = {"kind": "aides", "government": place, "consents": consents(), "by": staff, "now": BEGUN}
        attendance.add_on_site(event=party.event, guest=guest, **values)
    assert send(client, party).status_code == 302
    assert [person.key for person in party.people.filter(name="박현장")] == ["K2345678ABCD", "K2345678ABCE"]


def test_new_name_without_an_address_is_still_asked_for_one(client, staff, party):
    seat = party.people.get(name="")
    people.name_person(person=seat, guest=Guest(name="최참모"), consents=consents(), by=staff, now=BEGUN)
    assert send(client, party, aide2_name="최참도").status_code == 422


def test_post_of_whoever_has_agreed_is_put_right(client, staff, party):
    aide = party.people.get(name="김참모")
    people.confirm_person(person=aide, consents=consents(), now=CLOSED)
    assert send(client, party, aide1_post="정책비서관").status_code == 302
    aide.refresh_from_db()
    assert (aide.post, aide.consent) == ("정책비서관", "agreed")


@pytest.mark.parametrize("over", [{}, {"cancelled_at": BEGUN, "cancel_reason": "태풍"}], ids=["ended", "cancelled"])
def test_nobody_new_is_named_once_the_event_is_over(client, staff, party, clock, over):
    Event.objects.update(**over)
    clock(BEGUN if over else ENDED)
    typed = {"aide2_name": "이참모", "aide2_mail": "b@example.org"}
    answer = send(client, party, **typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["aide2_name"]
    assert "동의를 여쭐 수 없습니다." in answer.text
    assert mails("b@example.org") == []
    assert send(client, party, aide1_post="실장").status_code == 302
    with pytest.raises(NamedTooLate), transaction.atomic():
        values = {"by": staff, "now": ENDED}
        people.name_person(person=party.people.get(name=""), guest=Guest(name="이참모", mail="b@example.org"), **values)
    assert Attendee.objects.filter(name="이참모").count() == 0

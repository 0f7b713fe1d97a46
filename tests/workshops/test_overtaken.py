"""A change form that was opened before something else has happened to the party shows that first."""

import pytest

from tests import factories
from workshops import attendance, people, registrant
from workshops.actions import Registrant
from workshops.models import Attendee
from workshops.people import Guest

from . import rows
from .browsing import form
from .desk import PARTIES, logged_in, press
from .parties import BEGUN, OPEN, consents, register

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", mail="aide@example.org")
SELF = Guest(name="홍길동", mail="head@example.org", is_registrant=True)


@pytest.fixture
def party(db):
    registrant = Registrant("홍길동", "head@example.org", "01012345678")
    event = rows.event(slug="spring", capacity=10, aides_most=3)
    return register(event, principal=SELF, registrant=registrant, people=[AIDE, Guest()])


def joins(party):
    values = {"kind": "aides", "government": party.government, "consents": consents(), "now": BEGUN}
    attendance.add_on_site(event=party.event, guest=Guest(name="박현장"), by=factories.staff(), **values)


def is_named(party):
    seat, staff = party.people.get(name=""), factories.staff()
    people.name_person(person=seat, guest=Guest(name="최참모"), consents=consents(), by=staff, now=BEGUN)


def refuses(party):
    people.refuse_person(person=party.people.get(name="김참모"), now=OPEN)


def is_too_late(party):
    assert people.erase_unconfirmed(party.event, BEGUN) == 1


def is_renamed(party):
    people.confirm_person(person=party.people.get(name="김참모"), consents=consents(), now=OPEN)
    person, staff = party.people.get(name="김참모"), factories.staff()
    people.rename_person(person=person, guest=Guest(name="김참도"), consents=consents(), by=staff)


def contact_changes(party):
    contact = Registrant("홍길동", "other@example.org", "01012345678")
    registrant.change_contact(party=party, registrant=contact, now=OPEN)


HAPPENED = [joins, is_named, refuses, is_too_late, is_renamed, contact_changes]


@pytest.mark.parametrize("happens", HAPPENED, ids=[one.__name__ for one in HAPPENED])
def test_older_form_wipes_nothing(client, clock, party, happens):
    clock(BEGUN)
    logged_in(client, PARTIES, "view_party")
    path = f"/events/spring/staff/parties/{party.key}/change/"
    typed = form(client.get(path).text)
    happens(party)
    before = list(Attendee.objects.order_by("pk").values())
    assert press(client, path, **typed).status_code == 409
    assert list(Attendee.objects.order_by("pk").values()) == before

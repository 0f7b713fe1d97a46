"""One person's application, membership and registration, with somebody else's beside them; and what is kept of all."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.urls import reverse

from handbook.models import AccessRecord, ConsentWording, Mail
from members import actions as club
from members.models import Application, Dues, RenewalInvitation
from tests import factories
from tests.members import people
from tests.workshops import parties, rows
from workshops import attendance
from workshops.models import Attendee, Event, Party
from workshops.people import Guest, confirm_person

NOW = parties.OPEN
# What stands nowhere but where it is this person's.
NAME, AIDE, PLACE, STREET = "표하늘", "표바다", "나루새군", "나루새로 77"
MAIL, AIDE_MAIL, PHONE, BORN = "marked@example.net", "marked-aide@example.net", "01077770001", dt.date(1971, 11, 7)
MARKS = (
    *(NAME, AIDE, PLACE, STREET, "marked", PHONE, "010-7777-0001"),
    *("1971-11-07", "19711107", "1971. 11. 7."),
)
MARKED = {
    "name": NAME,
    "birthdate": BORN,
    "mobile": PHONE,
    "phone": "",
    "mail": MAIL,
    "address": STREET,
}


def marks_in(text):
    return [mark for mark in MARKS if mark in text]


@dataclass
class World:
    """Made by the verbs that pages call. `other_…` are somebody else's."""

    application: Application
    invitation: RenewalInvitation
    dues: Dues
    party: Party
    other_application: Application
    other_invitation: RenewalInvitation
    other_party: Party

    @cached_property
    def event(self) -> Event:
        return self.party.event

    @cached_property
    def person(self) -> Attendee:
        """The head, who has come and may have a certificate."""
        return self.party.people.get(role="principal")

    @cached_property
    def companion(self) -> Attendee:
        """An aide with a seat, who has not agreed yet."""
        return self.party.people.get(name=AIDE)

    @cached_property
    def seat(self) -> Attendee:
        """Nobody is named for it yet."""
        return self.party.people.get(name="")

    @cached_property
    def other_person(self) -> Attendee:
        return self.other_party.people.get(role="principal")

    @cached_property
    def signature(self):
        return self.application.signatures.get()

    def address(self, name, of):
        """Of a page that belongs to something of the marked person's."""
        return reverse(name, kwargs=self.named(of))

    def named(self, of):
        party, event = {"key": self.party.key}, {"slug": self.event.slug}
        return {
            "application": {"key": self.application.key},
            "invitation": {"pk": self.invitation.pk},
            "party": party,
            "offer": party | {"offer": self.party.offers.get().pk},
            "companion": party | {"person": self.person.key},
            "person": {"key": self.person.key},
            "event": event,
            "guest": event | {"key": self.companion.key},
            "arrived": event | {"key": self.person.key},
            "seat": event | {"key": self.seat.key},
            "staff_party": event | party,
        }[of]


def build():
    place = factories.government(name=f"표시도 {PLACE}", short_name=PLACE, kind="군")
    membership = people.approved(now=NOW, government=place, **MARKED)
    other = people.membership()
    people.dues(membership=membership)
    party, other_party = registered(place)
    return World(
        application=supplemented(place),
        invitation=people.invitation(membership=membership, mail=MAIL),
        dues=people.dues(membership=membership, due_on=dt.date(2028, 3, 31)),
        party=party,
        other_application=people.received(now=NOW, name="박다름", government=factories.government()),
        other_invitation=people.invitation(membership=other),
        other_party=other_party,
    )


def supplemented(place):
    """Written by an aide, signed by the head, sent back, and changed by the aide: everything can be done with it."""
    made = people.supplement(now=NOW, filled_by="aide", own=("collection",), government=place, **MARKED)
    club.save(application=made, seen=made.version, values={"address_detail": "3층"}, now=NOW)
    return people.fresh(made)


def registered(place):
    """Two parties of an event of four seats: the marked one holds two and is offered the third that it wants."""
    event = rows.event(capacity=4, aides_most=3, asks_car=True)
    other = parties.register(event, 1, principal=Guest(name="최다름", mail="other-head@example.org"))
    head, aide = Guest(name=NAME, post="군수", mail=MAIL), Guest(name=AIDE, post="비서관", mail=AIDE_MAIL)
    registrant = parties.Registrant(AIDE, AIDE_MAIL, PHONE)
    party = parties.register(event, government=place, registrant=registrant, principal=head, people=[aide])
    person = party.people.get(role="principal")
    confirm_person(person=person, consents=parties.consents(), now=NOW)
    attendance.check_in(person=person, by=people.some_staff(), now=NOW)
    parties.change(party, 2)
    parties.change(other, 0)
    return Party.objects.get(pk=party.pk), other


@contextmanager
def undone():
    """What happens inside leaves nothing behind: one world serves many tries."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything(*besides):
    """Every row of both apps with their histories, the outbox, the admin's own log and who looked at what.

    Encrypted fields as they read. `besides`: models that are left out.
    """
    ours = [model for app in ("members", "workshops") for model in apps.get_app_config(app).get_models()]
    models = [*ours, Mail, ConsentWording, LogEntry, AccessRecord]
    kept = [model for model in models if model not in besides]
    return {model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in kept}


def differing(before, after):
    """The tables that are not as they were, of those that both hold."""
    return [table for table in before if before[table] != after.get(table, before[table])]

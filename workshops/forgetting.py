"""What goes when a person goes: the name and everything with it. Of who came, the count stays."""

import datetime as dt

from django.db.models import QuerySet

from handbook import outbox

from . import letters
from .models import Attendee


def forget(person: Attendee, now: dt.datetime) -> None:
    """Nothing of the person stays but the seat, and that somebody came."""
    outbox.withdraw(letters.about_person(person))
    person.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    person.links.all().delete()
    person.name = person.post = person.mail = ""
    person.is_registrant = False
    person.asked_at = person.agreed_at = person.certificate_number = None
    person.save()


def strike(people: QuerySet[Attendee], now: dt.datetime, *, tells: bool = True) -> None:
    """Off the list; whoever came stays there without a name. Those who had agreed hear of it."""
    for person in people.select_related("party__government", "event"):
        if tells and person.agreed_at and not person.is_registrant:
            letters.struck(person)
        forget(person, now)
    people.filter(checked_in_at=None).delete()

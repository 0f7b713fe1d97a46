"""What goes when a person or a party goes: the name and everything with it. Of who came, the count stays."""

import datetime as dt

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Greatest

from handbook import outbox
from handbook.models import Consent, Mail

from . import letters
from .models import Attendee, Party


def forget(person: Attendee, now: dt.datetime) -> None:
    """Nothing of the person stays but the seat, and that somebody came."""
    outbox.forget(letters.about_person(person))
    withdraw(person.consents.all(), now)
    person.links.all().delete()
    person.name = person.post = person.mail = ""
    person.is_registrant = False
    person.asked_at = person.agreed_at = person.certificate_number = None
    person.save()


def withdraw[C: Consent](consents: QuerySet[C], now: dt.datetime) -> None:
    """Dates those that stand. A request that had to wait may be older than a consent given meanwhile."""
    at = Greatest("given_at", Value(now, output_field=DateTimeField()))
    consents.filter(withdrawn_at=None).update(withdrawn_at=at)


def strike(people: QuerySet[Attendee], now: dt.datetime, cause: str) -> None:
    """Off the list; whoever came stays there without a name. Those who had agreed hear the cause."""
    for person in people.select_related("party__government", "event"):
        if person.agreed_at and not person.is_registrant:
            letters.struck(person, cause)
        forget(person, now)
    people.filter(checked_in_at=None).delete()


def forget_address(party: Party) -> None:
    """To whom mails about the party and its offers went; what is not sent yet is taken back."""
    for about in (*letters.abouts(party), letters.about_event(party)):
        outbox.forget(about)


def forget_farewells(now: dt.datetime) -> int:
    """The last mails to those who are gone: to whom they went is erased once they went; how many."""
    settled = Mail.objects.filter(Q(sent_at__lte=now) | Q(failed_at__lte=now), about__startswith=letters.FAREWELL)
    return settled.exclude(to="").update(to="")

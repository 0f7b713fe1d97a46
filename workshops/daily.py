"""What events have due once a day: reminders, names that nobody has agreed to, registrations past their term."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from handbook.korean import months_later

from . import letters
from .attendance import delete_registrations
from .models import Attendee, Event, Party
from .people import erase_unconfirmed


def remind_parties(today: dt.date) -> int:
    """Every party with a seat hears once, some days before or as soon after as this runs; how many."""
    last_day = today + dt.timedelta(days=settings.REMINDER_DAYS)
    coming = Event.objects.filter(cancelled_at=None, starts_on__gte=today, starts_on__lte=last_day)
    due = Party.objects.standing().with_seats().filter(event__in=coming, reminded_at=None)
    return sum(remind(party) for party in due.whole())


@transaction.atomic
def remind(party: Party) -> bool:
    """Whoever claims the party first reminds it."""
    claimed = Party.objects.filter(pk=party.pk, reminded_at=None).update(reminded_at=timezone.now())
    if claimed:
        letters.reminded(party)
    return bool(claimed)


def erase_names(today: dt.date) -> int:
    """Names of those who had not agreed when registration closed; how many."""
    closed = Event.objects.filter(Q(closes_on__lt=today) | Q(closes_on=None, starts_on__lt=today))
    due = closed.filter(people__in=Attendee.objects.unconfirmed()).distinct()
    now = timezone.now()
    return sum(erase_unconfirmed(event, now) for event in due)


def delete_old(today: dt.date) -> int:
    """Registrations of events that ended months ago (settings.EVENT_AFTER_MONTHS); how many parties."""
    ended = Event.objects.filter(parties__isnull=False, ends_on__lt=today).distinct()
    due = [event for event in ended if months_later(event.ends_on, settings.EVENT_AFTER_MONTHS) < today]
    now = timezone.now()
    return sum(delete_registrations(event=event, now=now) for event in due)


STEPS: dict[str, Callable[[dt.date], int]] = {
    "parties reminded": remind_parties,
    "unconfirmed names erased": erase_names,
    "registrations deleted": delete_old,
}

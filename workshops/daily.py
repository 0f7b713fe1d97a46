"""What events have due once a day: reminders, names that nobody has agreed to, registrations past their term."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from handbook.korean import months_later

from . import letters, seats
from .attendance import delete_registrations
from .models import Attendee, Event, Party
from .people import ask_again, erase_names
from .registrant import erase_successors


def remind_parties(today: dt.date) -> int:
    """Every party with a seat hears once, some days before or as soon after as this runs; how many."""
    last_day = today + dt.timedelta(days=settings.REMINDER_DAYS)
    coming = Event.objects.filter(cancelled_at=None, starts_on__gte=today, starts_on__lte=last_day)
    due = Party.objects.standing().with_seats().filter(event__in=coming, reminded_at=None)
    return sum(remind(party) for party in due.select_related("event"))


@transaction.atomic
def remind(party: Party) -> bool:
    """As the party stands, the event held: nobody who has just gone, and nothing of what has begun or is off."""
    event, now = seats.locked(party.event), timezone.now()
    found = event.parties.standing().with_seats().whole().filter(pk=party.pk, reminded_at=None).first()
    if found is None or now >= min(event.starts_at, event.over_at):
        return False
    found.event, found.reminded_at = event, now
    found.save(update_fields=["reminded_at"])
    letters.reminded(found)
    return True


def ask_people(today: dt.date) -> int:
    """Those whose address had heard too often on the day they were named; how many are asked."""
    coming = Event.objects.filter(cancelled_at=None, ends_on__gte=today)
    now = timezone.now()
    unasked = Attendee.objects.unasked().filter(event__in=coming, party__state=Party.State.STANDING)
    return sum(ask_again(person, now) for person in unasked.select_related("event"))


def erase_late(today: dt.date) -> int:
    """Names of those who had not agreed in time, should the worker have missed them; how many."""
    now = timezone.now()
    return erase_names(now) + erase_successors(now)


def delete_old(today: dt.date) -> int:
    """Registrations of events that ended, or were cancelled, months ago (settings.EVENT_AFTER_MONTHS); how many."""
    over = Event.objects.filter(Q(ends_on__lt=today) | Q(cancelled_at__isnull=False), parties__isnull=False)
    due = [event for event in over.distinct() if deleted_after(event) < today]
    now = timezone.now()
    return sum(delete_registrations(event=event, now=now) for event in due)


def deleted_after(event: Event) -> dt.date:
    """The last day on which registrations are kept."""
    return months_later(timezone.localdate(event.over_at), settings.EVENT_AFTER_MONTHS)


STEPS: dict[str, Callable[[dt.date], int]] = {
    "parties reminded": remind_parties,
    "people asked": ask_people,
    "unconfirmed names erased": erase_late,
    "registrations deleted": delete_old,
}

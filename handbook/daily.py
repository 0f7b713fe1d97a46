"""What the project itself has due once a day."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from .korean import months_later
from .models import AccessRecord, Limit, Mail

# Days; the outbox gives up sooner.
LONGEST_TRYING = 7


def forget_limits(today: dt.date) -> int:
    """Windows that are over; how many."""
    return Limit.objects.over(timezone.now()).delete()[0]


def forget_receivers(today: dt.date) -> int:
    """Mails that went out or were given up a while ago; how many."""
    return Mail.objects.settled(midnight(today - dt.timedelta(days=settings.MAIL_DAYS))).delete()[0]


def forget_unsent(today: dt.date) -> int:
    """Mails that nobody has tried to send for as long, though never in the week in which a worker still tries."""
    days = max(settings.MAIL_DAYS, LONGEST_TRYING)
    return Mail.objects.stale(midnight(today - dt.timedelta(days=days))).delete()[0]


def forget_accesses(today: dt.date) -> int:
    """Access records past their term; how many."""
    return AccessRecord.objects.filter(at__lt=midnight(months_later(today, -settings.ACCESS_LOG_MONTHS))).delete()[0]


def forget_sessions(today: dt.date) -> int:
    """Logins of staff that are over, with what they were told in them; how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())


STEPS: dict[str, Callable[[dt.date], int]] = {
    "limits forgotten": forget_limits,
    "mails forgotten": forget_receivers,
    "unsent mails given up": forget_unsent,
    "access records forgotten": forget_accesses,
    "sessions forgotten": forget_sessions,
}

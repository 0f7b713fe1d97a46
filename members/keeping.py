"""How long what is kept of people in the club is kept (law document 3.2); the numbers are settings.

A draft lasts from its last change, an application that came to nothing from its decision, everything else until some
months after the term it is for.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from handbook.korean import months_later
from pledges.catalogue.models import Term


def draft_day(today: dt.date) -> dt.date:
    return today + dt.timedelta(days=settings.CLUB_DRAFT_DAYS)


def start_of(day: dt.date) -> dt.datetime:
    """0:00 of this day in Seoul."""
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())


def end_of(day: dt.date) -> dt.datetime:
    """24:00 of this day in Seoul."""
    return start_of(day + dt.timedelta(days=1))


def refused_day(today: dt.date) -> dt.date:
    """For applications that were refused or withdrawn."""
    return today + dt.timedelta(days=settings.CLUB_REFUSED_DAYS)


def member_day(ends_on: dt.date) -> dt.date:
    """For members, and for applications that wait for a decision, by the last day of the membership or the term."""
    return months_later(ends_on, settings.CLUB_AFTER_TERM_MONTHS)


def term_on(day: dt.date) -> Term | None:
    """The term that an application of this day is for: from the day after its election on, the next one."""
    coming = Term.objects.filter(starts_on__gt=day, election__day__lt=day).order_by("starts_on").first()
    return coming or Term.objects.current(day)

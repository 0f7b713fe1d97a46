"""What the pages of events depend on, in one query."""

from functools import cache

from django.db import connection
from django.utils import timezone

from handbook import stamp as stamps
from handbook.public import public_page
from pledges.catalogue.models import Dated, Government
from pledges.catalogue.stamp import dated_models

from .models import Event

OPENED = "opens_on < %s OR (opens_on = %s AND opens_time <= %s)"
OVER = "ends_on < %s OR (ends_on = %s AND ends_time <= %s)"


def shown_models() -> list[type[Dated]]:
    """Our own, and the governments: the page's head names the place a visitor chose."""
    return [*dated_models("workshops"), Government]


@cache
def question() -> str:
    """The shown tables; how often seats have changed; then the events that are out, open, and over."""
    tables = [stamps.counted(model) for model in shown_models()]
    # Counts only ever rise, so no two changes undo each other; PostgreSQL adds them up as it counts rows.
    seats = f"SUM(seat_changes), MAX(changed_at) FROM {Event._meta.db_table}"
    out = stamps.counted(Event, "published_at", "published_at <= %s")
    opened, over = (stamps.counted(Event, where=where) for where in (OPENED, OVER))
    return stamps.question([*tables, seats, out, opened, over])


def stamp() -> str:
    """Changes with every row and seat, when an event comes out, opens or ends, and at midnight."""
    now = timezone.now()
    local = timezone.localtime(now)
    today = connection.ops.adapt_datefield_value(local.date())
    time = connection.ops.adapt_timefield_value(local.time().replace(microsecond=0))
    return f"{local.date().isoformat()}\n{stamps.answer(question(), [now, *[today, today, time] * 2])}"


page = public_page(stamp)

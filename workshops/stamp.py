"""What the pages of events depend on, in one query."""

from functools import cache

from django.apps import apps
from django.db import connection
from django.utils import timezone

from handbook.public import public_page
from pledges.catalogue.models import Government
from pledges.catalogue.models.kept import Dated

from .models import Event


def shown_models() -> list[type[Dated]]:
    """Our own, and the governments: the page's head names the place a visitor chose."""
    own = [model for model in apps.get_app_config("workshops").get_models() if issubclass(model, Dated)]
    return [*own, Government]


@cache
def question() -> str:
    """One row a shown table: how many rows and when the newest changed; then how many events are out, and open."""
    quote = connection.ops.quote_name
    tables = [quote(model._meta.db_table) for model in shown_models()]
    events = quote(Event._meta.db_table)
    parts = [
        f"SELECT {line}, COUNT(*), MAX(changed_at) FROM {table}"  # noqa: S608  our own table names
        for line, table in enumerate(tables)
    ]
    out = f"SELECT {len(tables)}, COUNT(*), MAX(published_at) FROM {events} WHERE published_at <= %s"  # noqa: S608
    opened = (
        f"SELECT {len(tables) + 1}, COUNT(*), MAX(changed_at) FROM {events} "  # noqa: S608
        "WHERE opens_on < %s OR (opens_on = %s AND opens_time <= %s)"
    )
    over = (
        f"SELECT {len(tables) + 2}, COUNT(*), MAX(changed_at) FROM {events} "  # noqa: S608
        "WHERE ends_on < %s OR (ends_on = %s AND ends_time <= %s)"
    )
    return " UNION ALL ".join([*parts, out, opened, over])


def stamp() -> str:
    """Changes with every row, when an event comes out, opens or ends, and at midnight (deadlines, past events).

    Sorted: PostgreSQL gives a UNION's rows in any order.
    """
    now = timezone.now()
    local = timezone.localtime(now)
    today = connection.ops.adapt_datefield_value(local.date())
    time = connection.ops.adapt_timefield_value(local.time().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(question(), [now, *[today, today, time] * 2])
        return "\n".join([local.date().isoformat(), *map(str, sorted(cursor.fetchall()))])


page = public_page(stamp)

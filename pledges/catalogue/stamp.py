"""What public pages depend on, in one query."""

from functools import cache

from django.apps import apps
from django.db import connection
from django.utils import timezone

from handbook.public import public_page

from .models import Dated, PledgeText


def shown_models() -> list[type[Dated]]:
    """Every model whose rows public pages show."""
    return [model for model in apps.get_app_config("catalogue").get_models() if issubclass(model, Dated)]


@cache
def question() -> str:
    """One row a shown table: how many rows and when the newest changed; and how many texts are out by now."""
    quote = connection.ops.quote_name
    tables = [quote(model._meta.db_table) for model in shown_models()]
    texts = quote(PledgeText._meta.db_table)
    parts = [
        f"SELECT {line}, COUNT(*), MAX(changed_at) FROM {table}"  # noqa: S608  our own table names
        for line, table in enumerate(tables)
    ]
    live = f"SELECT {len(tables)}, COUNT(*), MAX(published_at) FROM {texts} WHERE published_at <= %s"  # noqa: S608
    return " UNION ALL ".join([*parts, live])


def stamp() -> str:
    """Changes when a shown row is added, changed or removed, when a text's hour comes, and at midnight.

    Plain SQL, kept as text: building it from querysets costs as much as the rest of a small page. Sorted, because
    PostgreSQL gives the rows of a UNION in any order once it counts large tables in parallel.
    """
    with connection.cursor() as cursor:
        cursor.execute(question(), [timezone.now()])
        return "\n".join([timezone.localdate().isoformat(), *map(str, sorted(cursor.fetchall()))])


page = public_page(stamp)

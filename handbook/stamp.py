"""What pages depend on, in one query of plain SQL: to build it from querysets costs as much as a small page."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection, models


def counted(model: type[models.Model], column: str = "changed_at", where: str = "") -> str:
    """How many rows there are and when the newest was; `where` is a condition that our own code wrote."""
    quote = connection.ops.quote_name
    condition = f" WHERE {where}" if where else ""
    return f"COUNT(*), MAX({quote(column)}) FROM {quote(model._meta.db_table)}{condition}"


def question(parts: Iterable[str]) -> str:
    """All parts in one; each keeps its number, since no order is promised."""
    return " UNION ALL ".join(f"SELECT {number}, {part}" for number, part in enumerate(parts))


def answer(question: str, values: Sequence[str | dt.datetime | None] = ()) -> str:
    """The rows as text, sorted: PostgreSQL gives them in any order once it counts large tables in parallel."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return "\n".join(map(str, sorted(cursor.fetchall())))

"""What the club's public page depends on, in one query."""

from functools import cache

from django.apps import apps
from django.db import connection

from handbook.public import public_page
from pledges.catalogue.models import Government, Term
from pledges.catalogue.models.kept import Dated


def shown_models() -> list[type[Dated]]:
    """The club's own, the terms' days, and the governments: the page's head names the place a visitor chose."""
    own = [model for model in apps.get_app_config("members").get_models() if issubclass(model, Dated)]
    return [*own, Term, Government]


@cache
def question() -> str:
    """One row a shown table: how many rows and when the newest changed."""
    tables = (connection.ops.quote_name(model._meta.db_table) for model in shown_models())
    return " UNION ALL ".join(
        f"SELECT {line}, COUNT(*), MAX(changed_at) FROM {table}"  # noqa: S608  our own table names
        for line, table in enumerate(tables)
    )


def stamp() -> str:
    """Changes when a shown row is added, changed or removed. Sorted: PostgreSQL gives a UNION's rows in any order."""
    with connection.cursor() as cursor:
        cursor.execute(question())
        return "\n".join(map(str, sorted(cursor.fetchall())))


page = public_page(stamp)

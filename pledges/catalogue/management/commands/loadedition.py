"""Load an edition of the handbook from its files."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

from pledges.catalogue.loader import Report, read_edition, write_edition
from pledges.catalogue.loader.command import LoadCommand


class Command(LoadCommand):
    help = (
        "Loads handbook/editions/YEAR with the governments, populations and elections all editions share. "
        "Safe to run again: what staff have edited is left alone, a broken file changes nothing."
    )
    what = "edition"

    def load(self, folder: Path, *, trial: bool) -> Report:
        if not folder.is_dir():
            known = ", ".join(sorted(path.name for path in folder.parent.iterdir() if path.is_dir()))
            raise CommandError(f"There is no edition {folder.name}. There are: {known}.")
        report = write_edition(read_edition(folder), trial=trial)
        if not report.is_empty and not trial:
            learn_sizes()
        return report


def learn_sizes() -> None:
    """Tells PostgreSQL how large the tables are by now: it would plan for empty ones until its own look at them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

"""Load an edition of the handbook from its files."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from pledges.catalogue.loader import BrokenFile, read_edition, write_edition

EDITIONS = settings.BASE_DIR / "handbook" / "editions"


def learn_sizes() -> None:
    """Tells PostgreSQL how large the tables are by now: it would plan for empty ones until its own look at them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class Command(BaseCommand):
    help = (
        "Loads handbook/editions/YEAR with the governments, populations and elections all editions share. "
        "Safe to run again: what staff have edited is left alone, a broken file changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help="the edition, for example 2022")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = EDITIONS / options["year"]
        if not folder.is_dir():
            known = ", ".join(sorted(path.name for path in EDITIONS.iterdir() if path.is_dir()))
            raise CommandError(f"There is no edition {options['year']}. There are: {known}.")
        try:
            report = write_edition(read_edition(folder), trial=options["dry_run"])
        except BrokenFile as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        if not report.is_empty and not options["dry_run"]:
            learn_sizes()
        for line in report.lines():
            self.stdout.write(line)
        if report.is_empty:
            self.stdout.write(f"The edition of {options['year']} is up to date.")
        elif options["dry_run"]:
            self.stdout.write("This was a trial: nothing was changed.")

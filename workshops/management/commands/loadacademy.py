"""Load a 시장학교 from an edition's file."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pledges.catalogue.loader import BrokenFile
from workshops.loader import FILE, read_academy, write_academy

EDITIONS = settings.BASE_DIR / "handbook" / "editions"


class Command(BaseCommand):
    help = (
        f"Loads handbook/editions/YEAR/{FILE}: the 시장학교 that the book announces, as an archive. "
        "Safe to run again: what staff have edited is left alone, a broken file changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help="the edition, for example 2022")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        year, trial = options["year"], options["dry_run"]
        try:
            report = write_academy(read_academy(EDITIONS / year), trial=trial)
        except BrokenFile as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        for line in report.lines():
            self.stdout.write(line)
        if report.is_empty:
            self.stdout.write(f"The 시장학교 of {year} is up to date.")
        elif trial:
            self.stdout.write("This was a trial: nothing was changed.")

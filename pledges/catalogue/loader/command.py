"""What every command that loads an edition's files does alike."""

from abc import abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from .files import BrokenFile
from .settle import Report

EDITIONS = settings.BASE_DIR / "handbook" / "editions"


class LoadCommand(BaseCommand):
    """Loads the files of one edition. `what` is loaded, as the last line calls it."""

    what: ClassVar[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help="the edition, for example 2022")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    @abstractmethod
    def load(self, folder: Path, *, trial: bool) -> Report:
        """Reads the edition's folder and writes what it says. Raises BrokenFile."""

    def handle(self, *args: Any, **options: Any) -> None:
        year, trial = options["year"], options["dry_run"]
        try:
            report = self.load(EDITIONS / year, trial=trial)
        except BrokenFile as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        for line in report.lines():
            self.stdout.write(line)
        if report.is_empty:
            self.stdout.write(f"The {self.what} of {year} is up to date.")
        elif trial:
            self.stdout.write("This was a trial: nothing was changed.")

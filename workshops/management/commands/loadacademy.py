"""Load a 시장학교 from an edition's file."""

from pathlib import Path

from pledges.catalogue.loader.command import LoadCommand
from pledges.catalogue.loader.settle import Report
from workshops.loader import FILE, read_academy, write_academy


class Command(LoadCommand):
    help = (
        f"Loads handbook/editions/YEAR/{FILE}: the 시장학교 that the book announces, as an archive. "
        "Safe to run again: what staff have edited is left alone, a broken file changes nothing."
    )
    what = "시장학교"

    def load(self, folder: Path, *, trial: bool) -> Report:
        return write_academy(read_academy(folder), trial=trial)

"""Load 목민관클럽 from an edition's file."""

from pathlib import Path

from members.loader import FILE, read_club, write_club
from pledges.catalogue.loader.command import LoadCommand
from pledges.catalogue.loader.settle import Report


class Command(LoadCommand):
    help = (
        f"Loads handbook/editions/YEAR/{FILE}: what the club is, its terms, forums, history and publications. "
        "Safe to run again: what staff have edited is left alone, a broken file changes nothing."
    )
    what = "club"

    def load(self, folder: Path, *, trial: bool) -> Report:
        return write_club(read_club(folder), trial=trial)

"""The club of 2022, loaded, and a copy of its file that a test may change."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from members.loader import read_club, write_club
from pledges.catalogue.loader import command
from tests import factories
from tests.conftest import EDITION_2022

from . import people, visitor


@pytest.fixture(scope="session")
def file_2022():
    return read_club(EDITION_2022)


@pytest.fixture
def club_2022(db, file_2022):
    write_club(file_2022)
    return file_2022


@dataclass(frozen=True)
class Copy:
    path: Path

    def change(self, old, new, times=1):
        """Replaces the first of `times` equal passages."""
        text = self.path.read_text(encoding="utf-8")
        assert text.count(old) == times, f"the file has this {text.count(old)} times: {old}"
        self.path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The command reads this copy instead of the edition's own file."""
    folder = tmp_path / "2022"
    folder.mkdir()
    shutil.copy(EDITION_2022 / "club.toml", folder)
    monkeypatch.setattr(command, "EDITIONS", tmp_path)
    return Copy(folder / "club.toml")


@pytest.fixture
def chief(client):
    """A superuser, logged in."""
    chief = factories.superuser(name="이순신")
    client.force_login(chief)
    return chief


@pytest.fixture
def clock(monkeypatch):
    """Pages go by the moment of tests.members.people, or by another that a test sets."""

    def at(now):
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    at(people.NOW)
    return at


@pytest.fixture
def aide():
    """The browser of whoever fills in the form."""
    return visitor.browser()

"""The 시장학교 of 2022, loaded, and a copy of its file that a test may change."""

import datetime as dt
import shutil

import pytest

from pledges.catalogue.loader import command
from tests import factories
from tests.conftest import EDITION_2022
from tests.members.conftest import Copy
from workshops.loader import FILE, read_academy, write_academy


@pytest.fixture(scope="session")
def file_2022():
    return read_academy(EDITION_2022)


@pytest.fixture
def academy_2022(db, file_2022):
    write_academy(file_2022)
    return file_2022


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The command reads this copy instead of the edition's own file."""
    folder = tmp_path / "2022"
    folder.mkdir()
    shutil.copy(EDITION_2022 / FILE, folder)
    monkeypatch.setattr(command, "EDITIONS", tmp_path)
    return Copy(folder / FILE)


@pytest.fixture
def clock(monkeypatch):
    """Sets the hour that pages go by."""

    def at(now):
        # In UTC, as Django's own: SQLite compares moments in raw queries as text.
        monkeypatch.setattr("django.utils.timezone.now", lambda: now.astimezone(dt.UTC))

    return at


@pytest.fixture
def chief(client):
    """A superuser, logged in."""
    chief = factories.superuser(name="이순신")
    client.force_login(chief)
    return chief

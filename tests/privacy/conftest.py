import datetime as dt

import pytest

from . import world as worlds


@pytest.fixture(autouse=True)
def own_line(settings, tmp_path):
    """Files are made without waiting for those of others on this machine."""
    settings.TICKETS = tmp_path / "tickets"


@pytest.fixture
def clock(monkeypatch):
    """Sets the hour that pages go by."""

    def at(now):
        # In UTC, as Django's own: SQLite compares moments in raw queries as text.
        monkeypatch.setattr("django.utils.timezone.now", lambda: now.astimezone(dt.UTC))

    return at


@pytest.fixture
def world(db, clock, settings):
    settings.SITE_OPERATOR = "가람연구소"  # certificates need somebody who issues them
    clock(worlds.NOW)
    return worlds.build()

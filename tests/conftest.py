"""What every test stands on: a SQLite database in a file, the real static files, no network."""

import time

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import settings as property_settings

from handbook.management.commands.prepare import collect_static_files

# Seconds.
WINDOW, NEAR_ITS_END = 600, 8

# The same examples each time, so that a run says something of the change. To look further: --hypothesis-profile=default
property_settings.register_profile("same each time", derandomize=True)
property_settings.load_profile("same each time")

EDITION_2022 = settings.BASE_DIR / "handbook" / "editions" / "2022"


def pytest_sessionstart(session):
    """Make font and static files once, before the workers start: pages name files by the hash of their content."""
    # Else every client reads the whole folder of static files anew: a tenth of a second a test.
    settings.WHITENOISE_AUTOREFRESH = True
    # A real password takes a third of a second to hash, once for every test with a member of staff.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not hasattr(session.config, "workerinput"):
        call_command("buildfont")
        collect_static_files()


@pytest.fixture(autouse=True)
def within_one_window():
    """Limits count within ten minutes, an hour or a day of the clock: no test begins just before one ends."""
    left = WINDOW - time.time() % WINDOW
    if left < NEAR_ITS_END:
        time.sleep(left)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """In memory, concurrent saves fail with "locked", which no installation on a file ever sees."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def files_2022():
    """The 2022 edition's files, read and checked once."""
    from pledges.catalogue.loader import read_edition

    return read_edition(EDITION_2022)


def pytest_collection_modifyitems(items):
    """Tests with the real edition come last: its rows are loaded once and stand from then on (`standing_2022`)."""
    items.sort(key=lambda item: "edition_2022" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def standing_2022(files_2022, django_db_setup, django_db_blocker):
    """Loads the 2022 edition once and lets it stand; keeps all its rows in tables of their own, whose names it returns.

    Loading it for each test anew would leave PostgreSQL with tables that are mostly dead rows.
    """
    from pledges.catalogue.loader import write_edition

    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    tables = [model._meta.db_table for model in models]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        with transaction.atomic():
            write_edition(files_2022)
            for table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS kept_{table}")
                cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as after a real load; without it, plans are made for empty tables
    return tables


@pytest.fixture
def edition_2022(standing_2022, db):
    """The real 2022 edition with places, elections and ordinances; put back where a test has emptied the tables."""
    from pledges.catalogue.models import Edition

    if not Edition.objects.exists():
        with transaction.atomic(), connection.cursor() as cursor:
            for table in standing_2022:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
    return Edition.objects.get(year=2022)

"""What PostgreSQL writes into its own log: statements with places for values, and nothing of what was typed."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from .journey import whole_way
from .world import NOW, marks_in

POSTGRESQL = connection.vendor == "postgresql"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not POSTGRESQL, reason="SQLite writes no log")
def test_log_of_the_database_names_nobody(clock):
    """Every statement, and every error with its detail: which row came twice, which one broke a rule.

    Values of statements are left out as docs/operations.md asks for; errors tell theirs whatever is set.
    """
    clock(NOW)
    with connection.cursor() as cursor:
        for name, value in (("log_statement", "all"), ("log_parameter_max_length", "0")):
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        cursor.execute("SELECT current_setting('data_directory')")
        log = Path(cursor.fetchone()[0]).parent / "log"
    secrets = whole_way()
    call_command("daily", date=NOW.date().replace(year=2035))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_binary_file(%s)", [str(log)])
        written = bytes(cursor.fetchone()[0]).decode(errors="replace")
        cursor.execute("RESET log_statement")
        cursor.execute("RESET log_parameter_max_length")
    assert 'INSERT INTO "workshops_attendee"' in written
    assert 'UPDATE "members_application"' in written
    assert marks_in(written) == []
    assert [secret for secret in secrets if secret in written] == []

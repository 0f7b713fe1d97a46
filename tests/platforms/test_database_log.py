"""What PostgreSQL writes into its own log when it is told to log everything: statements, and nothing that was typed."""

import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from pledges.platforms import access, actions
from pledges.platforms.content import HeadContent

MARKER = "아무도모르는표시말"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes no log")
def test_log_of_the_database_holds_nothing_that_was_typed():
    held, secret = actions.begin(HeadContent())
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[access.COOKIE] = f"k.{secret}"
    desk = f"/platform/{held.platform.key}/"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('log_statement', 'all', false), set_config('log_duration', 'on', false)")
        cursor.execute("SELECT current_setting('data_directory')")
        log = Path(cursor.fetchone()[0]).parent / "log"
    pledge = client.post(f"{desk}own/", {"title": MARKER, "why": MARKER}).headers["Location"]
    client.post(pledge, {"version": "1", "title": f"{MARKER}2", "goal": MARKER, "steps-0-what": MARKER})
    client.post(pledge, {"version": "x", "title": MARKER})
    client.post(f"{desk}head/", {"version": "1", "district": MARKER, "title": MARKER})
    client.post(f"{desk}ways/send/", {"kind": "read", "days": "7", "name": MARKER})
    form = {"profile": "draft", "format": "html", "name": MARKER, "keep_person": "on"}
    waiting = client.post(f"{desk}files/make/", form).headers["Location"]
    while client.get(f"{waiting}download/").status_code != 200:
        time.sleep(0.1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_binary_file(%s)", [str(log)])
        written = bytes(cursor.fetchone()[0]).decode(errors="replace")
        cursor.execute("RESET log_statement")
        cursor.execute("RESET log_duration")
    assert 'UPDATE "platforms_platformpledge"' in written
    assert "표시말" not in written
    assert secret not in written

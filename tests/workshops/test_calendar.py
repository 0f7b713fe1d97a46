"""The calendar file, read back by a reader of its own: unfold, split, unescape."""

import datetime as dt
import re

import pytest
from django.test import Client

from workshops.calendar_file import WIDEST_LINE, calendar_file

from . import rows
from .rows import NEXT, seoul

pytestmark = pytest.mark.django_db
HARD = "가나다, 라마바; C:\\경로\n둘째 줄\r\nBEGIN:VEVENT\x07 끝" + "긴말" * 60


def read_back(file):
    """Name to value of every line, in order; raises where a line is no content line."""
    text = file.decode("utf-8").replace("\r\n ", "")
    assert text.endswith("\r\n")
    lines = [re.fullmatch(r"([A-Z-]+):(.*)", line) for line in text.removesuffix("\r\n").split("\r\n")]
    return [(line[1], unescape(line[2])) for line in lines]


def unescape(value):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_file_is_one_event_with_everything_a_calendar_needs(client):
    event = rows.event(title="정기포럼", slug="forum", ends_on=NEXT, summary="함께 배웁니다.")
    response = client.get("/events/forum/event.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="forum.ics"'
    assert read_back(response.content) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Handbook//Events//KO"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("BEGIN", "VEVENT"),
        ("UID", str(event.uid)),
        ("DTSTAMP", f"{event.changed_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"),
        ("SEQUENCE", "0"),
        ("DTSTART", "20270310T010000Z"),
        ("DTEND", "20270311T080000Z"),
        ("SUMMARY", "정기포럼"),
        ("LOCATION", "희망제작소"),
        ("DESCRIPTION", "함께 배웁니다.\nhttp://127.0.0.1:8000/events/forum/"),
        ("URL", "http://127.0.0.1:8000/events/forum/"),
        ("STATUS", "CONFIRMED"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_hard_text_comes_back_and_cannot_start_a_line_of_its_own():
    fields = read_back(calendar_file(rows.event(title=HARD[:60], summary=HARD), "https://example.org"))
    wanted = HARD.replace("\r\n", "\n").replace("\x07", "")
    assert dict(fields)["DESCRIPTION"].startswith(f"{wanted}\n")
    assert [name for name, value in fields if value == "VEVENT"] == ["BEGIN", "END"]


def test_every_line_fits_and_cuts_no_letter():
    file = calendar_file(rows.event(summary=HARD), "https://example.org")
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= WIDEST_LINE
    assert max(map(len, lines)) > WIDEST_LINE - 3
    assert [line.decode("utf-8") for line in lines]
    assert b"\n" not in file.replace(b"\r\n", b"")


def test_sequence_rises_with_every_change_and_the_name_stays():
    event = rows.event()
    before = dict(read_back(calendar_file(event, "https://example.org")))
    event.slug = "moved"
    event.save()
    after = dict(read_back(calendar_file(event, "https://example.org")))
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert before["UID"] == after["UID"]
    assert after["URL"] == "https://example.org/events/moved/"


def test_cancelled_event_says_so_first():
    event = rows.event(cancelled_at=seoul(2027, 3, 1), cancel_reason="태풍", summary="소개")
    fields = dict(read_back(calendar_file(event, "https://example.org")))
    assert fields["STATUS"] == "CANCELLED"
    assert fields["DESCRIPTION"].startswith("취소되었습니다. 태풍\n소개\n")


def test_example_is_marked_in_its_name():
    fields = dict(read_back(calendar_file(rows.event(is_example=True, title="포럼"), "https://example.org")))
    assert fields["SUMMARY"] == "[예시] 포럼"


def test_file_is_the_same_bytes_for_every_visitor(client):
    rows.event(slug="forum")
    first = client.get("/events/forum/event.ics")
    assert first.content == Client(headers={"Cookie": "theirs=1"}).get("/events/forum/event.ics").content
    assert not first.cookies
    assert client.get("/events/forum/event.ics", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_file_of_a_draft_is_not_found(client):
    rows.event(slug="draft", published_at=None)
    assert client.get("/events/draft/event.ics").status_code == 404

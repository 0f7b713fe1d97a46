"""The example event of a fresh installation: made once, never where staff have, or had, events."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from workshops.example import make_example
from workshops.models import Event

from . import rows
from .rows import seoul

pytestmark = pytest.mark.django_db
NOW = seoul(2027, 1, 10, 12)


def run(*arguments):
    said = StringIO()
    call_command("exampleevent", *arguments, stdout=said)
    return said.getvalue()


def test_fresh_installation_gets_one_open_event_marked_as_an_example(client, clock):
    assert run("--date", "2027-01-10") == "Made an example event: /events/example/\n"
    event = Event.objects.get()
    assert event.is_example
    assert event.starts_on == dt.date(2027, 2, 9)
    clock(seoul(2027, 1, 11, 12))
    assert event.registration(seoul(2027, 1, 11, 12)) == "open"
    page = client.get("/events/example/").text
    assert "<b>예시</b>" in page
    assert "지역 사례 나누기" in page
    assert "행사 화면 예시" in client.get("/events/").text


def test_second_run_makes_and_says_nothing():
    run("--date", "2027-01-10")
    assert run("--date", "2027-05-10") == ""
    assert Event.objects.count() == 1


def test_example_that_staff_have_deleted_never_comes_back():
    make_example(now=NOW).delete()
    assert make_example(now=NOW) is None
    assert not Event.objects.exists()


def test_installation_with_an_event_of_staff_gets_none_even_after_it_is_gone():
    event = rows.event()
    assert make_example(now=NOW) is None
    event.delete()
    assert make_example(now=NOW) is None

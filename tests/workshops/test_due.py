"""What is done by itself: safe to run twice, to miss days, and beside another."""

import datetime as dt

import pytest
from django.core.management import call_command

from handbook.models import Mail
from handbook.steps import run_steps
from tests import factories
from workshops import actions, attendance, people
from workshops import daily as daily_steps
from workshops.daily import STEPS as DAILY
from workshops.models import Attendee, Event, EventAttendance, Offer, Party, PartyConsent, PartyLink, PersonLink
from workshops.people import Guest
from workshops.work import STEPS as WORK

from . import rows
from .browsing import mails
from .parties import BEGUN, LATER, OPEN, check, consents, offer_of, register, told

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", mail="aide@example.org")
DAY_AFTER = rows.seoul(2027, 3, 11, 4)
BEFORE, REMINDED, DAY = dt.date(2027, 3, 6), dt.date(2027, 3, 7), dt.date(2027, 3, 10)


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def event(db):
    return rows.event(capacity=6, aides_most=5)


def daily(step, today):
    return DAILY[step](today)


def reminders():
    return Mail.objects.filter(subject__startswith="곧 열립니다").count()


def test_worker_lapses_offers_and_ends_lines(event):
    register(event, 3)
    second, third = register(event, 3), register(event, 3)
    counts, failed = run_steps("work", OPEN)
    assert (counts["waiting lists ended"], counts["offers lapsed"], failed) == (0, 0, False)
    told()
    assert WORK["offers lapsed"](LATER) == 1
    assert offer_of(third).seats == 2
    assert WORK["waiting lists ended"](BEGUN) == 2
    assert WORK["offers lapsed"](BEGUN) == 0
    second.refresh_from_db()
    assert second.state == "unseated"
    check(event)


def test_party_with_a_seat_is_reminded_once(event):
    register(event, 3)
    register(event, 3)
    assert daily("parties reminded", BEFORE) == 0
    assert daily("parties reminded", REMINDED) == 1
    assert daily("parties reminded", REMINDED) == 0
    assert daily("parties reminded", DAY) == 0
    assert reminders() == 1


def test_missed_night_loses_no_reminder_but_the_event_itself_ends_them(event):
    register(event)
    assert daily("parties reminded", DAY + dt.timedelta(days=1)) == 0
    assert daily("parties reminded", DAY) == 1


def test_nobody_is_reminded_of_a_cancelled_event_or_after_cancelling(event):
    actions.cancel(party=register(event), now=OPEN)
    register(rows.event(aides_most=2))
    Event.objects.exclude(pk=event.pk).update(cancelled_at=OPEN, cancel_reason="태풍")
    assert daily("parties reminded", REMINDED) == 0


def test_days_before_are_those_of_the_installation(event, settings):
    register(event)
    settings.REMINDER_DAYS = 10
    assert daily("parties reminded", dt.date(2027, 2, 27)) == 0
    assert daily("parties reminded", dt.date(2027, 2, 28)) == 1


def test_unconfirmed_names_go_after_the_closing(event, clock):
    party = register(event, people=[AIDE, Guest(name="이참모", mail="b@example.org")])
    people.confirm_person(person=party.people.get(name="이참모"), consents=consents(), now=OPEN)
    clock(rows.seoul(2027, 3, 3, 23))
    assert daily("unconfirmed names erased", dt.date(2027, 3, 3)) == 0
    clock(rows.seoul(2027, 3, 4, 4))
    assert daily("unconfirmed names erased", dt.date(2027, 3, 4)) == 1
    assert daily("unconfirmed names erased", dt.date(2027, 3, 4)) == 0
    assert [person.name for person in party.people.all()] == ["", "", "이참모"]
    assert mails(AIDE.mail) == []
    assert check(event).seats_taken == 3


def test_whom_staff_named_after_the_closing_may_answer_until_the_event_is_over(event, clock):
    party = register(event, 1)
    named_at = rows.seoul(2027, 3, 5, 12)
    seat = party.people.get(role="aide")
    people.name_person(person=seat, guest=AIDE, by=factories.staff(), now=named_at)
    clock(rows.seoul(2027, 3, 6, 4))
    assert daily("unconfirmed names erased", dt.date(2027, 3, 6)) == 0
    clock(rows.seoul(2027, 3, 11, 4))
    assert daily("unconfirmed names erased", dt.date(2027, 3, 11)) == 1


def test_registrations_go_months_after_the_event_and_counts_stay(event, settings):
    settings.EVENT_AFTER_MONTHS = 6
    party = register(event, people=[AIDE])
    register(event, 5)
    attendance.check_in(person=party.people.get(role="principal"), by=factories.staff(), now=BEGUN)
    assert daily("registrations deleted", dt.date(2027, 9, 10)) == 0
    assert daily("registrations deleted", dt.date(2027, 9, 11)) == 2
    assert daily("registrations deleted", dt.date(2027, 9, 11)) == 0
    for model in (Party, Attendee, Offer, PartyLink, PersonLink, PartyConsent):
        assert not model.objects.exists()
    row = EventAttendance.objects.get()
    assert (row.heads, row.officials, row.parties) == (1, 0, 1)
    assert check(event).seats_taken == 0


def test_event_of_another_day_keeps_its_registrations(event):
    register(rows.event(starts_on=dt.date(2027, 6, 1), aides_most=2))
    register(event)
    assert daily("registrations deleted", dt.date(2027, 10, 1)) == 1
    assert Party.objects.count() == 1


def test_daily_run_prints_counts_and_no_names(event, capsys):
    register(event, people=[AIDE])
    call_command("daily", "--date", "2027-10-01")
    said = capsys.readouterr().out
    assert "registrations deleted: 1" in said
    assert "김참모" not in said
    assert "example.org" not in said


def test_name_that_stands_when_the_event_is_over_is_erased_whenever_it_was_asked(event, clock):
    party = register(event, people=[AIDE])
    Attendee.objects.filter(name=AIDE.name).update(asked_at=DAY_AFTER)
    clock(DAY_AFTER)
    assert daily("unconfirmed names erased", DAY) == 1
    assert party.people.get(role="aide").name == ""


def test_whose_address_had_heard_too_often_is_not_erased_before_they_could_answer(event, clock, monkeypatch):
    monkeypatch.setattr(people, "MOST_ASKED", 0)
    party = register(event, 1)
    named_at = rows.seoul(2027, 3, 5, 12)
    people.name_person(person=party.people.get(role="aide"), guest=AIDE, by=factories.staff(), now=named_at)
    clock(named_at)
    assert WORK["unconfirmed names erased"](named_at) == 0
    monkeypatch.undo()
    assert daily("people asked", dt.date(2027, 3, 6)) == 1
    assert len(mails(AIDE.mail)) == 1


def test_party_that_is_gone_meanwhile_is_not_reminded_and_holds_nobody_up(event, monkeypatch):
    first, second = register(event, people=[AIDE]), register(event)
    people.confirm_person(person=first.people.get(role="aide"), consents=consents(), now=OPEN)
    remind = daily_steps.remind

    def too_late(party):
        if party == first:
            actions.cancel(party=first, now=OPEN)
        return remind(party)

    monkeypatch.setattr(daily_steps, "remind", too_late)
    assert daily("parties reminded", REMINDED) == 1
    second.refresh_from_db()
    assert (second.reminded_at is None, reminders()) == (False, 1)


def test_event_that_has_begun_is_not_announced(event, clock):
    register(event)
    clock(BEGUN)
    assert daily("parties reminded", DAY) == 0

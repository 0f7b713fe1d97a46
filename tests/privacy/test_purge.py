"""What is kept of people goes on its day, all of it, and once; and in the end nothing of anybody is left."""

import datetime as dt
import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from handbook.korean import months_later
from handbook.models import AccessRecord, Mail
from members.models import Application, Member, Membership, PurgedCount
from tests.members import office, people
from tests.workshops.rows import seoul
from workshops.models import Attendee, Party

from .world import MAIL, MARKED, NAME, NOW, everything, marks_in, undone

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
DAY = dt.timedelta(days=1)
TERM_ENDS, EVENT_ENDS = dt.date(2030, 6, 30), dt.date(2027, 3, 10)
# What stays for good: events and rules, which are nobody's, and counts without names.
STAYS = {"Event", "HistoricalEvent", "EventAttendance", "HistoricalEventAttendance", "ClubRules", "ReceiptYear"}
STAYS |= {"PurgedCount", "ConsentWording", "LogEntry"}


def days(number):
    return TODAY + dt.timedelta(days=number)


def after_term():
    return months_later(TERM_ENDS, settings.CLUB_AFTER_TERM_MONTHS)


# What is kept until which day, this one included: by the settings that the privacy page tells.
BORDERS = {
    "draft": (Application.objects.filter(state="writing"), lambda: days(settings.CLUB_DRAFT_DAYS)),
    "refused": (Application.objects.filter(state="refused"), lambda: days(settings.CLUB_REFUSED_DAYS)),
    "withdrawn": (Application.objects.filter(state="withdrawn"), lambda: days(settings.CLUB_REFUSED_DAYS)),
    "undecided": (Application.objects.filter(state="supplement"), after_term),
    "approved": (Application.objects.filter(state="approved"), after_term),
    "membership": (Membership.objects.filter(member__name=NAME), after_term),
    "lone member": (Member.objects.filter(memberships=None), lambda: days(settings.CLUB_DRAFT_DAYS)),
    "party": (Party.objects.exclude(mail=""), lambda: months_later(EVENT_ENDS, settings.EVENT_AFTER_MONTHS)),
    "attendee": (Attendee.objects.exclude(name=""), lambda: months_later(EVENT_ENDS, settings.EVENT_AFTER_MONTHS)),
    "mail": (Mail.objects.filter(subject="보낸 것"), lambda: days(settings.MAIL_DAYS)),
    "record": (AccessRecord.objects.filter(page="x"), lambda: months_later(TODAY, settings.ACCESS_LOG_MONTHS)),
}


@pytest.fixture
def full(world):
    """One person's data of every kind and in every state."""
    place = world.application.government
    people.draft(now=NOW, government=place, **MARKED)
    people.refused(now=NOW, government=place, reason=f"{NAME}님은 단체장이 아닙니다.", **MARKED)
    people.withdrawn(now=NOW, government=place, **MARKED)
    scan = f"%PDF-1.7 {NAME}".encode()
    application = office.on_paper(scan=scan, **{**MARKED, "name": f"{NAME}이", "government": place})
    people.member(name=f"{NAME}둘")
    people.actions.mail_desk_link(application=world.application, to=MAIL)
    Party.objects.filter(pk=world.party.pk).update(cars=f"12가 3456 {NAME}", transport=NAME)
    Membership.objects.filter(member__name=NAME).update(end_note=NAME)
    world.dues.payer, world.dues.note, world.dues.paid_on = NAME, NAME, TODAY
    world.dues.save()
    AccessRecord.objects.create(staff=people.some_staff(), what="look", page="x", whose=str(application), at=NOW)
    Mail.objects.create(to=MAIL, subject="보낸 것", sent_at=NOW, body=None)
    return world


def daily(clock, day, hour=4):
    """As the night's run of this day; what it says it has done."""
    clock(seoul(day.year, day.month, day.day, hour))
    out = io.StringIO()
    call_command("daily", date=day, stdout=out)
    assert marks_in(out.getvalue()) == []
    return {line.split(": ")[0]: int(line.split(": ")[1]) for line in out.getvalue().splitlines()}


def test_day_before_it_stays_and_day_after_it_is_gone(full, clock):
    for border, (rows, last_day) in BORDERS.items():
        with undone():
            daily(clock, last_day(), hour=23)
            assert rows.all().exists(), border
            daily(clock, last_day() + DAY)
            assert not rows.all().exists(), border


def test_missed_month_is_made_up_for_and_twice_is_once(full, clock):
    for border, (rows, last_day) in BORDERS.items():
        late = last_day() + 31 * DAY
        with undone():
            assert rows.all().exists(), border
            daily(clock, late)
            assert not rows.all().exists(), border
            before = everything()
            assert set(daily(clock, late).values()) == {0}, border
            assert everything() == before, border


@pytest.fixture
def other_periods(settings):
    settings.CLUB_DRAFT_DAYS, settings.CLUB_REFUSED_DAYS, settings.MAIL_DAYS = 3, 5, 7
    settings.CLUB_AFTER_TERM_MONTHS, settings.EVENT_AFTER_MONTHS, settings.ACCESS_LOG_MONTHS = 1, 2, 12


def test_periods_are_those_of_the_settings(other_periods, full, clock):
    test_day_before_it_stays_and_day_after_it_is_gone(full, clock)


def test_every_night_until_all_is_over_leaves_counts_and_nobody(full, clock):
    """Whether or not the mails ever went out."""
    for last_day in sorted({last_day() for _, last_day in BORDERS.values()}):
        daily(clock, last_day + DAY)
    assert tables_left() - STAYS == set()
    assert marks_in(words_of(everything())) == []


def test_one_night_when_all_is_over_leaves_counts_and_nobody(full, clock):
    """A site that stood still for years."""
    daily(clock, after_term() + 400 * DAY)
    assert tables_left() - STAYS == set()
    assert marks_in(words_of(everything())) == []


def test_what_is_left_are_numbers(full, clock):
    daily(clock, after_term() + DAY)
    counted = {(row.what, row.period): row.count for row in PurgedCount.objects.all()}
    # Of those in the world, and beside them the paper of the year before and another's membership.
    expected = {("draft", 2027): 1, ("refused", 2027): 1, ("withdrawn", 2027): 1, ("undecided", 2027): 2}
    assert counted == {**expected, ("undecided", 2026): 1, ("membership", 9): 2}


def tables_left():
    return {table for table, rows in everything().items() if rows}


def words_of(dump):
    """All that is written in it; bytes as the letters that they may be."""
    values = (value for rows in dump.values() for row in rows for value in row)
    return " ".join(
        bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
        for value in values
    )


def test_before_it_goes_the_dump_shows_what_is_looked_for(full):
    """So that it would be found in every table that holds words of a person, encrypted or not."""
    marked = {table for table, rows in everything().items() if marks_in(words_of({table: rows}))}
    assert marked >= {"Application", "Signature", "Member", "Membership", "Dues", "RenewalInvitation", "Progress"}
    assert marked >= {"Party", "Attendee", "Mail"}

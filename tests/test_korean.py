"""Dates, moments and telephone numbers as Korean offices write them."""

import datetime as dt

import pytest

from handbook.korean import date_text, moment_text, months_later, phone_text


def test_day_is_written_with_full_stops_and_no_zeros():
    assert date_text(dt.date(2026, 4, 5)) == "2026. 4. 5."


def test_moment_goes_by_the_clock_in_seoul():
    assert moment_text(dt.datetime(2026, 12, 31, 15, 5, tzinfo=dt.UTC)) == "2027. 1. 1. 00:05"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2027-01-15", 6, "2027-07-15"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-05-31", 1, "2027-06-30"),
        ("2027-12-31", 12, "2028-12-31"),
        ("2027-12-01", 1, "2028-01-01"),
        ("2027-01-31", -2, "2026-11-30"),
        ("2026-11-26", -24, "2024-11-26"),
        ("2026-11-26", 0, "2026-11-26"),
    ],
)
def test_month_later_is_the_same_day_or_the_last_one(day, months, later):
    assert months_later(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)


@pytest.mark.parametrize(
    ("digits", "written"),
    [
        ("021234567", "02-123-4567"),
        ("0212345678", "02-1234-5678"),
        ("0311234567", "031-123-4567"),
        ("01012345678", "010-1234-5678"),
        ("15881234", "1588-1234"),
    ],
)
def test_number_is_written_as_it_is_read_aloud(digits, written):
    assert phone_text(digits) == written

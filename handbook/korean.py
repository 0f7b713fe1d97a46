"""Dates as Korean offices write them (행정업무규정 7조)."""

import datetime as dt

from django.utils import timezone

SHORT_NUMBER = 8


def date_text(day: dt.date) -> str:
    """2026. 11. 22."""
    return f"{day.year}. {day.month}. {day.day}."


def moment_text(moment: dt.datetime) -> str:
    """2026. 11. 22. 09:58, on Seoul's clock."""
    local = timezone.localtime(moment)
    return f"{date_text(local.date())} {local:%H:%M}"


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


def phone_text(digits: str) -> str:
    """02-123-4567, 010-1234-5678, 1588-1234: as numbers are read aloud."""
    if len(digits) == SHORT_NUMBER:
        return f"{digits[:4]}-{digits[4:]}"
    area = 2 if digits.startswith("02") else 3
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"

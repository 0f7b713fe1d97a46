"""Dates as Korean offices write them (행정업무규정 7조)."""

import datetime as dt


def date_text(day: dt.date) -> str:
    """2026. 11. 22."""
    return f"{day.year}. {day.month}. {day.day}."

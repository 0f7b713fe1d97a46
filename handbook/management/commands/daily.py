"""What is due once a day, in every app that has a `daily` module."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from handbook.steps import run_steps


class Command(BaseCommand):
    help = "Deletes what is past its day. Safe to run twice and to miss a day; prints what it did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", type=dt.date.fromisoformat, default=None, help="as on this day: 2027-03-21")

    def handle(self, *arguments: Any, date: dt.date | None = None, **options: Any) -> None:
        """Each step stands alone: one that fails is logged and the others still run."""
        today = date or timezone.localdate()
        counts, failed = run_steps("daily", today)
        for what, count in counts.items():
            self.stdout.write(f"{what}: {count}")
        if failed:
            raise SystemExit(1)

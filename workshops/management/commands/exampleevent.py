"""Make the example event of a fresh installation."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workshops.example import make_example


class Command(BaseCommand):
    help = (
        "Makes one open event marked 예시, only where no event was ever made. "
        "Safe to run again: says and makes nothing where one stands, or stood and was deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=dt.date.fromisoformat, help="the day it counts from, else today")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["date"]
        now = timezone.localtime()
        event = make_example(now=now.replace(year=day.year, month=day.month, day=day.day) if day else now)
        if event:
            self.stdout.write(f"Made an example event: {event.get_absolute_url()}")

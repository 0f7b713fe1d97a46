"""What is due once a day, in every app that has a `daily` module."""

import datetime as dt
import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deletes what is past its day. Safe to run twice and to miss a day; prints what it did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", type=dt.date.fromisoformat, default=None, help="as on this day: 2027-03-21")

    def handle(self, *arguments: Any, date: dt.date | None = None, **options: Any) -> None:
        """Each step stands alone: one that fails is logged and the others still run."""
        today = date or timezone.localdate()
        failed = False
        for config in apps.get_app_configs():
            name = f"{config.name}.daily"
            if find_spec(name) is None:
                continue
            for what, step in import_module(name).STEPS.items():
                try:
                    self.stdout.write(f"{what}: {step(today)}")
                except Exception:
                    log.exception("%s: %s", config.label, what)
                    failed = True
        if failed:
            raise SystemExit(1)

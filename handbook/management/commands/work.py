"""What is due at any moment, in every app that has a `work` module: mail, offers that lapse, files to make."""

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from handbook.steps import run_steps

PAUSE, PAUSE_AFTER_FAILURE = 1.0, 10.0


class Command(BaseCommand):
    help = (
        "Does what is due and looks again every second until it is stopped. Each step claims its rows, so several may "
        "run at once, and one that is killed leaves nothing half done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, print the counts and end")
        parser.add_argument("--beside", type=int, default=None, metavar="PID", help="end when this process has ended")

    def handle(self, *arguments: Any, once: bool = False, beside: int | None = None, **options: Any) -> None:
        if once:
            counts, failed = run_steps("work", timezone.now())
            for what, count in counts.items():
                self.stdout.write(f"{what}: {count}")
            if failed:
                raise SystemExit(1)
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set() and (beside is None or is_alive(beside)):
            counts, failed = run_steps("work", timezone.now())
            close_old_connections()
            stopped.wait(PAUSE_AFTER_FAILURE if failed else 0 if any(counts.values()) else PAUSE)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it is somebody else's
    return True

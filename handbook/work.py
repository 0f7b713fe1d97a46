"""What the project itself has to do all the time."""

import datetime as dt
from collections.abc import Callable

from .outbox import send_due

STEPS: dict[str, Callable[[dt.datetime], int]] = {"mails sent": send_due}

"""What the project itself has due once a day."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from .models import Limit


def forget_limits(today: dt.date) -> int:
    """Windows that are over; how many."""
    return Limit.objects.over(timezone.now()).delete()[0]


STEPS: dict[str, Callable[[dt.date], int]] = {"limits forgotten": forget_limits}

"""What events have to do all the time: lines that end and offers that nobody has answered."""

import datetime as dt
from collections.abc import Callable

from .offers import end_lines, lapse_offers

# Whoever waits when an event begins is told so, before their last offer would count as one not answered.
STEPS: dict[str, Callable[[dt.datetime], int]] = {"waiting lists ended": end_lines, "offers lapsed": lapse_offers}

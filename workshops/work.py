"""What events have to do all the time: lines that end, offers that nobody has answered, names that are over."""

import datetime as dt
from collections.abc import Callable

from .forgetting import forget_farewells
from .offers import end_lines, lapse_offers
from .people import erase_names
from .registrant import erase_successors

# Whoever waits when an event begins is told so, before their last offer would count as one not answered.
STEPS: dict[str, Callable[[dt.datetime], int]] = {
    "waiting lists ended": end_lines,
    "offers lapsed": lapse_offers,
    "unconfirmed names erased": erase_names,
    "successors erased": erase_successors,
    "farewells forgotten": forget_farewells,
}

"""What is due once a day: deletion on time (개인정보 보호법 21조), by the days that `keeping` sets."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from .models import FileJob, HandOverCode, Link, Platform, PlatformPledge

# A pledge taken out can be put back for as long; a link that is over stays as long, to be told from an unknown one.
REMEMBERED = dt.timedelta(days=30)


def delete_platforms(today: dt.date) -> int:
    """Platforms whose last day is over, with everything of theirs."""
    due = Platform.objects.due(today)
    count = due.count()
    due.delete()
    return count


def delete_files(today: dt.date) -> int:
    return FileJob.objects.over(timezone.now()).delete()[0]


def delete_codes(today: dt.date) -> int:
    return HandOverCode.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def delete_removed(today: dt.date) -> int:
    """Pledges taken out a month ago, with their history."""
    old = PlatformPledge.objects.removed().filter(removed_at__lt=timezone.now() - REMEMBERED)
    count = old.count()
    old.delete()
    return count


def delete_links(today: dt.date) -> int:
    """Links that ended a month ago."""
    return Link.objects.over(timezone.now() - REMEMBERED).delete()[0]


STEPS: dict[str, Callable[[dt.date], int]] = {
    "platforms deleted": delete_platforms,
    "finished files deleted": delete_files,
    "codes deleted": delete_codes,
    "pledges taken out deleted": delete_removed,
    "ended links deleted": delete_links,
}

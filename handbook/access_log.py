"""Every staff look at personal data leaves a record: who, when, from where, whose, what (안전성 확보조치 기준 8조).

The admin's pages write it by `handbook.admin.logged`.
"""

import ipaddress
from collections.abc import Iterable

from django.http import HttpRequest

from .limits import seen_address
from .models import AccessRecord, staff_of


def note_access(request: HttpRequest, what: str, whose: Iterable[str], *, page: str = "", reason: str = "") -> None:
    """Writes one record. `whose` are numbers of applications or registrations, all of them."""
    AccessRecord.objects.create(
        staff=staff_of(request),
        address=whole_address(request),
        what=what,
        page=page or request.path[:100],
        whose=", ".join(whose),
        reason=reason[:200],
    )


def whole_address(request: HttpRequest) -> str | None:
    """The address itself, not its network; None where a proxy names it in a way of its own."""
    try:
        return str(ipaddress.ip_address(seen_address(request)))
    except ValueError:
        return None

"""The code that is shown at the desk: a QR that leads staff to the person."""

import segno
from django.conf import settings
from django.urls import reverse

from .models import Attendee


def address(person: Attendee) -> str:
    return f"{settings.SITE_ORIGIN}{reverse('workshops:check_in', args=[person.check_in_code])}"


def drawing(address: str) -> tuple[int, str]:
    """The side of the code in modules, with its quiet zone, and the path of its dark modules for an SVG."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=4))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return len(rows), "".join(dark)

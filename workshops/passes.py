"""The code that is shown at the desk: a QR that leads staff to the person."""

from django.conf import settings
from django.urls import reverse

from .models import Attendee


def address(person: Attendee) -> str:
    return f"{settings.SITE_ORIGIN}{reverse('workshops:check_in', args=[person.check_in_code])}"

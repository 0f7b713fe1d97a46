"""Staff for tests, with the permissions that a page asks for, and what the access log has of them."""

import itertools

from django.contrib.auth.models import Permission

from handbook.models import AccessRecord
from tests import factories

SAME = {"sec-fetch-site": "same-origin"}
DOOR, COUNTS, PARTIES = "change_attendee", "change_eventattendance", "change_party"
count = itertools.count(1)


def staff_with(*codenames):
    """A member of staff who may do just this with events."""
    staff = factories.staff(f"staff-{next(count)}@example.org", name="이접수")
    permissions = Permission.objects.filter(content_type__app_label="workshops", codename__in=codenames)
    assert permissions.count() == len(codenames)
    staff.user_permissions.set(permissions)
    return staff


def logged_in(client, *codenames):
    """The same, in this browser."""
    staff = staff_with(*codenames)
    client.force_login(staff)
    return staff


def press(client, path, **data):
    """A POST as a browser sends it from a page of this site."""
    return client.post(path, data, headers=SAME)


def records(what):
    """Whose data, on which page; the oldest first."""
    return list(AccessRecord.objects.filter(what=what).order_by("pk").values_list("whose", "page"))

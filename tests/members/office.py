"""The secretariat in tests: who is logged in, where its pages are, what the access log holds."""

from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.core.management import call_command

from handbook.models import AccessRecord, Staff
from members import actions
from members.models import Application
from members.texts import consent_texts
from tests import factories

from . import people

PDF, JPEG, PNG = b"%PDF-1.7 paper", b"\xff\xd8\xff\xe0 paper", b"\x89PNG\r\n\x1a\n paper"


def of_group(client, name):
    call_command("staffroles", verbosity=0)
    staff = Staff.objects.filter(name=name).first() or factories.staff(f"{name}@example.org", name=name)
    staff.groups.add(Group.objects.get(name=name))
    client.force_login(staff)
    return staff


def secretary(client):
    """Handles people's data."""
    return of_group(client, "사무국")


def viewer(client):
    """Sees them."""
    return of_group(client, "조회 담당")


def nobody(client):
    """Staff without any right."""
    client.force_login(factories.staff("nobody@example.org"))


def page(row, tail="change/"):
    return f"/admin/members/{row._meta.model_name}/{row.pk}/{tail}"


def records():
    """What was done to whose data, in order."""
    return list(AccessRecord.objects.order_by("pk").values_list("what", "whose"))


@contextmanager
def recorded(*expected):
    """The access log gets these records and no others."""
    before = len(records())
    yield
    assert records()[before:] == list(expected)


def on_paper(scan=PDF, scan_type="application/pdf", origin="paper", agreed=("collection",), **values):
    """An application that came on paper; fields by name win."""
    people.some_term()
    known = people.filled(**values)
    known.pop("declared")
    return actions.enter_paper(
        by=people.some_staff(),
        origin=origin,
        values=known,
        agreed=[text for text in consent_texts() if text.key in agreed],
        scan=scan,
        scan_type=scan_type,
        now=people.NOW,
    )


def state(application):
    return Application.objects.get(pk=application.pk).state

"""The three groups of staff, made once."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from tests import factories

pytestmark = pytest.mark.django_db
READ = ("/admin/catalogue/pledge/", "/admin/members/forum/", "/admin/members/application/", "/admin/workshops/party/")
EVENT, PLEDGE, MAIL, LOG = (
    "/admin/workshops/event/add/",
    "/admin/catalogue/pledge/add/",
    "/admin/handbook/mail/",
    "/admin/handbook/accessrecord/",
)


def made():
    output = io.StringIO()
    call_command("staffroles", stdout=output)
    return output.getvalue()


def of_group(client, name):
    made()
    member = factories.staff("member@example.org")
    member.groups.add(Group.objects.get(name=name))
    client.force_login(member)
    return client


def answers(client, paths):
    return [client.get(path).status_code for path in paths]


def test_groups_are_made_once_and_left_as_staff_change_them():
    assert made().splitlines() == [f"Staff group made: {name}" for name in ("편집자", "사무국", "조회 담당")]
    group = Group.objects.get(name="사무국")
    group.permissions.clear()
    assert made() == ""
    assert not group.permissions.exists()


def test_editor_changes_what_is_public_and_sees_no_person(client):
    client = of_group(client, "편집자")
    assert answers(client, READ) == [200, 200, 403, 403]
    assert answers(client, [EVENT, PLEDGE, MAIL, LOG]) == [200, 200, 403, 403]


def test_secretariat_handles_people_and_changes_no_pledge(client):
    client = of_group(client, "사무국")
    assert answers(client, READ) == [200, 200, 200, 200]
    assert answers(client, [EVENT, PLEDGE, MAIL, LOG]) == [200, 403, 200, 403]


def test_viewer_looks_and_changes_nothing(client):
    client = of_group(client, "조회 담당")
    assert answers(client, READ) == [200, 200, 200, 200]
    assert answers(client, [EVENT, PLEDGE, MAIL, LOG]) == [403, 403, 403, 403]

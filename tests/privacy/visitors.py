"""Browsers of all who might come: each with what it holds, and no more."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from members.models import ApplicationLink
from tests import factories
from workshops.models import PartyLink, PersonLink

from .world import NOW

SAME_ORIGIN, CROSS_SITE = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}
CLUB_PURPOSES = ("status", "desk", "sign", "signed")
OVER, CLOSED = {"expires_at": NOW - dt.timedelta(hours=1)}, {"revoked_at": NOW - dt.timedelta(hours=1)}


def browser(*secrets, **headers):
    """With these secrets in its cookie, as if it had opened their links."""
    client = Client(headers=headers or SAME_ORIGIN, enforce_csrf_checks=True)
    if secrets:
        client.cookies[settings.LINKS_COOKIE] = ".".join(secrets)
    return client


def secrets_of(client):
    return client.cookies[settings.LINKS_COOKIE].value.split(".")


def application_link(application, purpose="status", **fields):
    return ApplicationLink.make(purpose=purpose, application=application, **fields)


def invitation_link(invitation, **fields):
    return ApplicationLink.make(purpose="invitation", invitation=invitation, **fields)


def party_link(party, **fields):
    return PartyLink.make(purpose="mail", party=party, **fields)


def person_link(person, **fields):
    return PersonLink.make(purpose="mail", person=person, **fields)


def links_of(world, **fields):
    """A link of each kind that opens something of the marked person's."""
    club = [application_link(world.application, purpose, **fields) for purpose in CLUB_PURPOSES]
    events = [party_link(world.party, **fields), person_link(world.person, **fields)]
    return [*club, invitation_link(world.invitation, **fields), *events]


def of_group(name, **options):
    """Staff with the rights of a group, or without any."""
    call_command("staffroles", verbosity=0)
    staff = factories.staff(f"{name or 'nobody'}@example.org", name="이직원")
    staff.groups.set(Group.objects.filter(name=name))
    return logged_in(staff, **options)


def logged_in(staff, *, checks_token=False):
    """The admin's own check of where a press comes from stays out of the way, so that it hides no other."""
    client = Client(headers=SAME_ORIGIN, enforce_csrf_checks=checks_token)
    client.force_login(staff)
    return client


# By their own links; to everything that is not theirs they are strangers.
HOLDERS = {
    "applicant": lambda world: browser(application_link(world.application)),
    "aide": lambda world: browser(application_link(world.application, "desk")),
    "signer": lambda world: browser(application_link(world.application, "sign")),
    "who has signed": lambda world: browser(application_link(world.application, "signed")),
    "reader": lambda world: browser(application_link(world.application, "confirm")),
    "invited": lambda world: browser(invitation_link(world.invitation)),
    "registrant": lambda world: browser(party_link(world.party)),
    "person": lambda world: browser(person_link(world.person)),
}
STRANGERS = {
    "anonymous": lambda world: browser(),
    "another applicant": lambda world: browser(
        *(application_link(world.other_application, purpose) for purpose in CLUB_PURPOSES)
    ),
    "another member": lambda world: browser(invitation_link(world.other_invitation)),
    "another party": lambda world: browser(party_link(world.other_party)),
    "another person": lambda world: browser(person_link(world.other_person)),
    "companion": lambda world: browser(person_link(world.companion)),
    "whose links are over": lambda world: browser(*links_of(world, **OVER)),
    "whose links are closed": lambda world: browser(*links_of(world, **CLOSED)),
    "who guesses": lambda world: browser("x" * 22, "../../admin/", "0"),
    "secretary": lambda world: of_group("사무국"),
    "chief": lambda world: logged_in(factories.superuser()),
}
VISITORS = HOLDERS | STRANGERS

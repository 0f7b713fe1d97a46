"""What the button of each page sends, so that it would change something if it were taken."""

import datetime as dt

from members import actions as club
from members.admin.paper_forms import APPLICANT
from members.models import Application
from members.texts import DIRECTORY, consent_text
from tests.members import people
from tests.workshops import parties
from workshops.models import Attendee, PartyConsent

from .world import BORN, MAIL, NAME, NOW

SURE, NOTHING = {"sure": "on"}, {}
AGREED = {"consent_collection": "on"}


def over_version(world, **fields):
    return {"version": world.application.version, **fields}


def applicant(world):
    code = world.application.government_id
    return over_version(world, name="이바뀜", government=code, birthdate="19800101")


def contact(world):
    named = {"mobile": "010-9999-8888", "phone": "", "mail": "changed@example.org"}
    return over_version(world, **named, postcode="54321", address="바뀐로 1", address_detail="")


def signature(world):
    return over_version(world, typed_name=world.application.name, agreed="on", **AGREED)


def change_of_party(world):
    """The same head, and somebody else as the aide."""
    head = {"kind": "head", "head_name": NAME, "head_post": "군수", "head_mail": MAIL}
    return {**head, "aides": "2", "aide1_name": "이바뀜", "aide1_mail": "changed@example.org", "version": 2}


def contact_of_party(world):
    return {"name": "이바뀜", "mail": "changed@example.org", "phone": "010-9999-8888"}


# By the page's name: what is sent.
PRESSES = {
    "members:sign_link": lambda world: NOTHING,
    "members:leave": lambda world: NOTHING,
    "members:applicant": applicant,
    "members:contact": contact,
    "members:declaration": lambda world: over_version(world, declared="on"),
    "members:mail_link": lambda world: {"to": "changed@example.org"},
    "members:sign": signature,
    "members:withdraw": lambda world: SURE,
    "members:delete": lambda world: SURE,
    "members:resubmit": lambda world: NOTHING,
    "members:confirm": lambda world: NOTHING,
    "members:own_mail": lambda world: {"birthdate": f"{BORN:%Y%m%d}"},
    "members:not_own_mail": lambda world: NOTHING,
    "members:listing": lambda world: {f"consent_{DIRECTORY}": "on"},
    "members:withdraw_listing": lambda world: NOTHING,
    "members:invitation": lambda world: {"filled_by": "self", **AGREED},
    "members:decline": lambda world: NOTHING,
    "workshops:change": change_of_party,
    "workshops:contact": contact_of_party,
    "workshops:party_agree": lambda world: AGREED,
    "workshops:party_refuse": lambda world: NOTHING,
    "workshops:person_close": lambda world: NOTHING,
    "workshops:leave_line": lambda world: NOTHING,
    "workshops:cancel": lambda world: NOTHING,
    "workshops:erase": lambda world: NOTHING,
    "workshops:close": lambda world: NOTHING,
    "workshops:accept": lambda world: NOTHING,
    "workshops:decline": lambda world: NOTHING,
    "workshops:agree": lambda world: AGREED,
    "workshops:refuse": lambda world: NOTHING,
}
# These change the browser's cookie alone.
ONLY_HERE = {"members:leave", "workshops:close", "workshops:person_close"}


def as_it_was_signed(world, clock):
    Application.objects.filter(pk=world.application.pk).update(version=world.signature.version)


def listed(world, clock):
    consents = people.consents(DIRECTORY, texts=[consent_text(DIRECTORY)])
    club.agree_to_listing(application=world.application, consents=consents, now=NOW)


def on_paper(world, clock):
    kept = {name: getattr(world.application, name) for name in APPLICANT}
    scan = {"scan": b"%PDF-1.7", "scan_type": "application/pdf"}
    by, seen = people.some_staff(), world.application.version
    club.enter_paper_again(application=world.application, by=by, seen=seen, values=kept, now=NOW, **scan)


def not_agreed(world, clock):
    Attendee.objects.filter(pk=world.person.pk).update(agreed_at=None)


def taken_over(world, clock):
    PartyConsent.objects.filter(party=world.party).update(withdrawn_at=NOW)


def registered_oneself(world, clock):
    Attendee.objects.filter(pk=world.person.pk).update(is_registrant=True)


def after_the_event(world, clock):
    clock(parties.BEGUN + dt.timedelta(days=1))


# What has to be so before the press can do something.
BEFORE = {
    "members:resubmit": as_it_was_signed,
    "members:withdraw_listing": listed,
    "members:scan": on_paper,
    "workshops:agree": not_agreed,
    "workshops:party_agree": taken_over,
    "workshops:party_refuse": taken_over,
    "workshops:party_certificate": registered_oneself,
    "workshops:erase": after_the_event,
}

"""Whoever is asked about a registration: their address put right, or somebody else who takes it over."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from handbook.consents import ConsentForm, keep
from handbook.models import Staff

from . import letters, people, seats
from .actions import Registrant, require, set_values
from .forgetting import forget_address
from .models import COLLECTION, Party, PartyConsent

OVER = "행사가 끝나 바꿀 수 없습니다. 사무국에 알려 주세요."


@transaction.atomic
def change_contact(*, party: Party, registrant: Registrant, now: dt.datetime, by: Staff | None = None) -> Party:
    """Another address hears from now on, also of an offer that is open; no link that was mailed before opens any more.

    Another name at another address is somebody else. Raises Refused, ComesAlready.
    """
    party = seats.locked_party(party)
    require(party, by is not None or now < party.event.ends_at, OVER)
    former = Registrant(party.name, party.mail, party.phone)
    set_values(party, asdict(registrant))
    party.save(update_fields=list(asdict(registrant)))
    if is_somebody_else(former, registrant):
        hand_over(party, now)
    else:
        people.rename_registrant(party, registrant.name, registrant.mail)
    if is_elsewhere(former, registrant):
        move_mail(party, former.mail, now)
    return party


def is_elsewhere(former: Registrant, registrant: Registrant) -> bool:
    return former.mail.lower() != registrant.mail.lower()


def is_somebody_else(former: Registrant, registrant: Registrant) -> bool:
    """One of both alone is put right: a letter of the name, or the address of the same person."""
    return former.name != registrant.name and is_elsewhere(former, registrant)


def hand_over(party: Party, now: dt.datetime) -> None:
    """The new one agrees for themselves. The former one, if they come, stays on the list as one who has agreed."""
    agreed = party.consents.filter(key=COLLECTION, withdrawn_at=None)
    comes = party.people.filter(is_registrant=True).first()
    if comes:
        for consent in agreed:
            comes.consents.create(key=consent.key, wording=consent.wording, given_at=consent.given_at)
        comes.is_registrant = False
        comes.save(update_fields=["is_registrant"])
        comes.event, comes.party = party.event, party
        letters.handed_over(comes)
    agreed.update(withdrawn_at=now)


def move_mail(party: Party, former: str, now: dt.datetime) -> None:
    """Closes what was mailed, and tells both addresses."""
    party.links.filter(purpose=letters.MAILED, revoked_at=None).update(revoked_at=now)
    forget_address(party)
    letters.contact_changed(party, former)
    letters.link_again(party)
    if party.open_offer:
        letters.offered(party, party.open_offer)


@transaction.atomic
def agree(*, party: Party, consents: ConsentForm, now: dt.datetime) -> None:
    """Whoever took the registration over, for themselves; pressing twice is agreeing once. Raises Refused."""
    party = seats.locked_party(party)
    require(party, now < party.event.ends_at, OVER)
    if not party.is_agreed_to:
        keep(consents, PartyConsent, party=party)

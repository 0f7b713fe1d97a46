"""Whoever is asked about a registration: their address put right, or somebody else who takes it over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from handbook import outbox
from handbook.consents import ConsentForm, keep
from handbook.models import Staff
from handbook.personal import Refused

from . import letters, people, seats
from .actions import Registrant, require, set_values
from .forgetting import forget_address, withdraw
from .models import COLLECTION, Event, Party, PartyConsent, PartyLink
from .models.party import PartyLinkQuerySet

OVER = "행사가 끝나 바꿀 수 없습니다. 사무국에 알려 주세요."
NOT_AFTER = (
    "행사가 끝나거나 취소된 뒤에는 다른 분이 이어받을 수 없습니다. "
    "같은 분의 이름을 바로잡는 것이면 그 칸을 표시해 주세요."
)
ONLY_MAILED = "적힌 전자우편으로 보낸 가장 새 링크를 열어 답해 주세요."
AGREED = "이미 동의하셨습니다. 다른 분께 넘기려면 연락처를 바꾸고, 모두 지우려면 신청을 취소해 주세요."
NOBODY = Registrant(name="", mail="", phone="")


@transaction.atomic
def change_contact(
    *, party: Party, registrant: Registrant, now: dt.datetime, is_same: bool = False, by: Staff | None = None
) -> bool:
    """Another address hears from now on, also of an offer that is open; no link that was mailed before opens any more.

    Whether somebody else has taken the party over: then none of its links opens. `is_same`: a name is put right.
    Raises Refused, ComesAlready.
    """
    party = seats.locked_party(party)
    require(party, by is not None or now < party.event.ends_at, OVER)
    former = Registrant(party.name, party.mail, party.phone)
    is_handed_over = is_somebody_else(former, registrant, is_same=is_same)
    require(party, not is_handed_over or now < party.event.over_at, NOT_AFTER)
    write_registrant(party, registrant)
    if is_handed_over:
        hand_over(party, now)
    else:
        people.rename_registrant(party, registrant.name, registrant.mail)
    if is_handed_over or is_elsewhere(former, registrant):
        named_by = "사무국이" if by else f"{former.name} 님이" if is_handed_over else ""
        move_mail(party, former, now, named_by=named_by)
    return is_handed_over


def is_elsewhere(former: Registrant, registrant: Registrant) -> bool:
    return former.mail.lower() != registrant.mail.lower()


def is_somebody_else(former: Registrant, registrant: Registrant, *, is_same: bool) -> bool:
    """Another name is another person, unless whoever changes it says that it is put right, at the same address."""
    return former.name != registrant.name and (is_elsewhere(former, registrant) or not is_same)


def write_registrant(party: Party, registrant: Registrant) -> None:
    set_values(party, asdict(registrant))
    party.save(update_fields=list(asdict(registrant)))
    party.outdate_forms()


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
    withdraw(agreed, now)


def move_mail(party: Party, former: Registrant, now: dt.datetime, *, named_by: str) -> None:
    """Closes what was mailed, and tells both addresses. Where nobody has agreed, no browser that was let in stays."""
    is_agreed_to = party.is_agreed_to
    close_links(party, now, but=[PartyLink.DEVICE] if is_agreed_to else [])
    for about in letters.abouts(party):
        outbox.forget(about)
    if is_elsewhere(former, Registrant(party.name, party.mail, party.phone)):
        letters.contact_changed(party, former.mail)
    if is_agreed_to:
        letters.link_again(party)
    else:
        letters.successor(party, named_by)
    letters.follow(party)
    if party.open_offer:
        letters.offered(party, party.open_offer)


def close_links(party: Party, now: dt.datetime, *, but: Sequence[str] = ()) -> None:
    party.links.filter(revoked_at=None).exclude(purpose__in=but).update(revoked_at=now)


@transaction.atomic
def agree(*, party: Party, links: PartyLinkQuerySet, consents: ConsentForm, now: dt.datetime) -> None:
    """Whoever took the registration over, for themselves; pressing twice is agreeing once.

    `links`: what this browser holds of those that were mailed. Raises Refused.
    """
    party = seats.locked_party(party)
    require(party, now < party.event.ends_at, OVER)
    require(party, links.exists(), ONLY_MAILED)
    if not party.is_agreed_to:
        keep(consents, PartyConsent, party=party)


@transaction.atomic
def refuse(*, party: Party, links: PartyLinkQuerySet, now: dt.datetime) -> None:
    """Whoever was named and is not it: nobody can be asked then, until staff name another. Raises Refused."""
    party = seats.locked_party(party)
    require(party, links.exists(), ONLY_MAILED)
    if party.is_agreed_to:
        raise Refused(AGREED)
    forget_registrant(party, now)


def forget_registrant(party: Party, now: dt.datetime) -> None:
    """Nothing is kept of whoever is asked; the party and its people stay as they are."""
    forget_address(party)
    close_links(party, now)
    write_registrant(party, NOBODY)


@transaction.atomic
def erase_not_agreed(event: Event, now: dt.datetime) -> int:
    """Of those who were to take a party over, once the event is over; how many."""
    event = seats.locked(event)
    parties = list(event.parties.not_agreed_to()) if now >= event.ends_at else []
    for party in parties:
        party.event = event
        forget_registrant(party, now)
    return len(parties)


def erase_successors(now: dt.datetime) -> int:
    """Of every event that is over; how many. Looks before it holds an event."""
    over = Event.objects.filter(ends_on__lte=timezone.localdate(now))
    due = over.filter(parties__in=Party.objects.not_agreed_to()).distinct()
    return sum(erase_not_agreed(event, now) for event in due if now >= event.ends_at)

"""Answers to offers of seats, and what happens when none comes."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from handbook.models import Mail
from handbook.personal import Refused

from . import letters, seats
from .models import Event, Offer, Party

OVER = "이 자리 안내는 끝났습니다. 지금 순서를 아래에서 확인해 주세요."


def locked_offer(offer: Offer) -> tuple[Event, Party, Offer]:
    """All as they stand, the event held."""
    party = seats.locked_party(offer.party)
    found = party.offers.get(pk=offer.pk)
    found.party = party
    return party.event, party, found


@transaction.atomic
def accept_offer(*, offer: Offer, now: dt.datetime) -> Party:
    """The seats are the party's; what is still missing waits where it waited. Pressing twice is accepting once.

    Raises Refused.
    """
    event, party, offer = locked_offer(offer)
    if offer.answer == Offer.Answer.ACCEPTED:
        return party
    if not offer.stands(now):
        raise Refused(OVER)
    seats.answer(offer, Offer.Answer.ACCEPTED, now)
    party.seats_held += offer.seats
    party.lapses = 0
    party.version += 1
    if not party.seats_missing:
        seats.step_out(event, party)
    party.save()
    letters.seated(party, offer.seats)
    return party


@transaction.atomic
def decline_offer(*, offer: Offer, waits_for_all: bool, now: dt.datetime) -> Party:
    """Passes the seats on. Who was offered a part may wait in place until all fit; else they leave the line.

    Raises Refused.
    """
    event, party, offer = locked_offer(offer)
    if offer.answer == Offer.Answer.DECLINED:
        return party
    if not offer.stands(now):
        raise Refused(OVER)
    if waits_for_all and offer.seats >= party.seats_missing:
        raise Refused("모두의 자리를 안내했습니다. 받거나 대기를 그만두는 것 가운데 골라 주세요.")
    seats.refuse_offer(event, offer, Offer.Answer.DECLINED, now)
    if waits_for_all:
        party.wants_all = True
        party.version += 1
        party.save()
    else:
        letters.left(party)
        seats.leave_line(event, party, Party.State.CANCELLED, now)
    seats.offer_free_seats(event, now=now)
    return party


def lapse_offers(now: dt.datetime) -> int:
    """Passes on what nobody has answered in time; how many offers. Safe in several processes at once."""
    due = Offer.objects.filter(answer="", expires_at__lte=now).select_related("party__event").order_by("expires_at")
    return sum(lapse(offer, now) for offer in due)


@transaction.atomic
def lapse(offer: Offer, now: dt.datetime) -> bool:
    """To the end of the line; after the second time out of it. An offer whose mail still waits is not answered late:
    it gets its hours anew, and lapses for nobody while the mail server is away.
    """
    event, party, offer = locked_offer(offer)
    if not offer.is_open or now < offer.expires_at:
        return False
    if now < event.starts_at and Mail.objects.waiting().filter(about=letters.about(offer)).exists():
        seats.offer_anew(party, offer, now)
        return False
    seats.refuse_offer(event, offer, Offer.Answer.LAPSED, now)
    party.lapses += 1
    letters.lapsed(party, is_last=party.lapses >= seats.MOST_LAPSES)
    if party.lapses >= seats.MOST_LAPSES:
        seats.leave_line(event, party, Party.State.LAPSED, now)
    else:
        seats.stand_in_line(event, party, seats.draw_number(event))
        party.version += 1
        party.save()
    seats.offer_free_seats(event, now=now)
    return True


def end_lines(now: dt.datetime) -> int:
    """Events that have begun have no line any more; how many parties waited in vain."""
    begun = Event.objects.filter(waiting_parties__gte=1, cancelled_at=None, starts_on__lte=timezone.localdate(now))
    return sum(end_line(event=event, now=now) for event in begun if event.starts_at <= now)


@transaction.atomic
def end_line(*, event: Event, now: dt.datetime) -> int:
    event = seats.locked(event)
    if event.cancelled_at or now < event.starts_at:
        return 0  # cancelled or postponed while this waited
    waiting = list(event.parties.waiting().whole())
    for party in waiting:
        party.event = event
        letters.unseated(party)
        seats.leave_line(event, party, Party.State.UNSEATED, now)
    return len(waiting)

"""Seats and the line of those who wait: the one rule, in the words of the page.

신청한 순서대로 자리를 드립니다. 일행 모두의 자리가 없으면 대기 순서에 섭니다. 자리가 나면 맨 앞 일행에게 난 만큼
안내하고, 정한 때 안에 받지 않으면 다음 일행에게 넘어갑니다. 일부만 받으면 나머지는 대기 순서 그대로 기다립니다.

- An event counts the seats that parties hold and the seats that open offers keep free: both are taken.
- Whoever has not answered an offer goes to the end of the line; after the second one they leave it with what they hold.
- Whoever would rather have seats for all passes on a part and keeps the place: they hear again when all fit.
- Whoever wants more people goes to the end of the line with what is missing, and keeps what they hold or are offered.
- The line ends when the event begins.

Every change happens while the event's row is held (`locked`), one after another. Seats are taken by one conditional
UPDATE, with the database's own check behind it.
"""

import datetime as dt

from django.db.models import F, QuerySet

from handbook import outbox
from handbook.personal import Refused

from . import letters
from .forgetting import forget_address, strike
from .models import COUNTERS, Event, Offer, Party

MOST_LAPSES = 2


class Full(Refused):
    """No seat, and no line to stand in."""

    def __init__(self) -> None:
        super().__init__("남은 자리가 모자랍니다. 행사가 시작한 뒤에는 대기를 받지 않습니다.")


def locked(event: Event) -> Event:
    """The event as it stands, held until the transaction ends."""
    return Event.objects.select_for_update().get(pk=event.pk)


def locked_party(party: Party) -> Party:
    """The party as it stands, its event held."""
    event = locked(party.event)
    found = Party.objects.select_related("government").get(pk=party.pk)
    found.event = event
    return found


def seats_of(event: Event, kind: str, aides: int) -> int:
    """How many seats a party takes: one for the head, the 당선인 or the deputy, and one for each aide that counts."""
    principal = 0 if kind == Party.Kind.AIDES else 1
    return principal + (aides if event.counts_aides else 0)


def rows(event: Event) -> QuerySet[Event]:
    return Event.objects.filter(pk=event.pk)


def keep(event: Event, seats: int) -> bool:
    """Whether there was room: the seats are then taken."""
    room = rows(event).filter(seats_taken__lte=F("capacity") - seats)
    return bool(room.update(seats_taken=F("seats_taken") + seats, seat_changes=F("seat_changes") + 1))


def take(event: Event, seats: int) -> bool:
    """Whether there was room and nobody was waiting: whoever comes later overtakes nobody."""
    room = rows(event).filter(seats_taken__lte=F("capacity") - seats, waiting_parties=0)
    return bool(room.update(seats_taken=F("seats_taken") + seats, seat_changes=F("seat_changes") + 1))


def give_back(event: Event, seats: int) -> None:
    if seats:
        rows(event).update(seats_taken=F("seats_taken") - seats, seat_changes=F("seat_changes") + 1)


def draw_number(event: Event) -> int:
    """The next number of the event: of a registration, or of a place at the end of the line."""
    rows(event).update(numbers_drawn=F("numbers_drawn") + 1)
    event.refresh_from_db(fields=["numbers_drawn"])
    return event.numbers_drawn


def draw_certificate(event: Event) -> int:
    """The next number of the event's certificates: none is given twice, even when the first one's person is gone."""
    rows(event).update(certificates_drawn=F("certificates_drawn") + 1)
    event.refresh_from_db(fields=["certificates_drawn"])
    return event.certificates_drawn


def stand_in_line(event: Event, party: Party, ticket: int) -> None:
    """Gives a place in line in place of the one the party may have had. Does not save the party."""
    if party.ticket is None:
        rows(event).update(waiting_parties=F("waiting_parties") + 1, seat_changes=F("seat_changes") + 1)
    party.ticket = ticket


def step_out(event: Event, party: Party) -> None:
    """The party waits no longer. Does not save the party."""
    if party.ticket is not None:
        rows(event).update(waiting_parties=F("waiting_parties") - 1, seat_changes=F("seat_changes") + 1)
    party.ticket, party.wants_all, party.lapses = None, False, 0


def claim(event: Event, party: Party, seats: int, now: dt.datetime, ticket: int | None = None) -> None:
    """Takes the seats for a party that does not wait, or puts it at the end of the line. Does not save the party.

    Raises Full where the event has begun: its line has ended.
    """
    if party.ticket is None and take(event, seats):
        party.seats_held += seats
    elif now >= event.starts_at:
        raise Full
    else:
        stand_in_line(event, party, ticket or draw_number(event))


def shrink(event: Event, party: Party, now: dt.datetime) -> None:
    """Gives back what a party of fewer people holds or is offered beyond what it wants. Does not save the party."""
    surplus = max(0, party.seats_held - party.seats_wanted)
    give_back(event, surplus)
    party.seats_held -= surplus
    offer = party.offers.filter(answer="").first()
    if offer and offer.seats > party.seats_missing:
        give_back(event, offer.seats - party.seats_missing)
        if party.seats_missing:
            offer.seats = party.seats_missing
            offer.save(update_fields=["seats"])
        else:
            answer(offer, Offer.Answer.WITHDRAWN, now)
    if not party.seats_missing:
        step_out(event, party)


def place_in_line(party: Party) -> int:
    """1 for whoever comes next; 0 for whoever does not wait."""
    if party.ticket is None:
        return 0
    return Party.objects.filter(event=party.event_id, ticket__lte=party.ticket).count()


def offer_free_seats(event: Event, *, now: dt.datetime) -> int:
    """Offers what is free to those who wait, in their order, as far as it goes; how many seats.

    Whoever is first gets all they miss before the next one hears of any; an open offer that is too small grows. Called
    after everything that frees seats, with the event held.
    """
    event.refresh_from_db(fields=["capacity", *COUNTERS])
    if event.cancelled_at or now >= event.starts_at or event.seats_free <= 0:
        return 0
    free = event.seats_free
    for party in event.parties.waiting().whole():
        if free <= 0:
            break
        free -= offer_to(event, party, free, now)
    return event.seats_free - free


def offer_to(event: Event, party: Party, free: int, now: dt.datetime) -> int:
    """Offers this party as many of the free seats as it misses; how many."""
    offer = party.open_offer
    missing = party.seats_missing - (offer.seats if offer else 0)
    seats = min(free, missing)
    if not seats or (party.wants_all and seats < missing) or not keep(event, seats):
        return 0
    if offer:
        offer.seats += seats
        offer_anew(party, offer, now)
    else:
        offer = Offer.objects.create(party=party, seats=seats, offered_at=now, expires_at=until(event, now))
        letters.offered(party, offer)
    return seats


def until(event: Event, now: dt.datetime) -> dt.datetime:
    """Until when an offer of now can be answered."""
    return min(now + dt.timedelta(hours=event.hours_to_answer), event.starts_at)


def offer_anew(party: Party, offer: Offer, now: dt.datetime) -> None:
    """The offer gets its hours anew, and one mail tells of it."""
    offer.offered_at, offer.expires_at = now, until(party.event, now)
    offer.save()
    outbox.withdraw(letters.about(offer))
    letters.offered(party, offer)


def answer(offer: Offer, said: Offer.Answer, now: dt.datetime) -> None:
    offer.answer, offer.answered_at = said, now
    offer.save(update_fields=["answer", "answered_at"])
    outbox.withdraw(letters.about(offer))


def refuse_offer(event: Event, offer: Offer, said: Offer.Answer, now: dt.datetime) -> None:
    """The offer ends unused: its seats are free again."""
    answer(offer, said, now)
    give_back(event, offer.seats)


def leave_line(event: Event, party: Party, state: Party.State, now: dt.datetime) -> None:
    """The party keeps the seats it holds, and the people who fit; one without a seat ends in this state."""
    if not party.seats_held:
        end(event, party, state, now)
        return
    withdraw_offers(event, party, now)
    step_out(event, party)
    stay = [person.pk for person in party.seated()]
    strike(party.people.exclude(pk__in=stay), now, "left" if state == Party.State.CANCELLED else state)
    party.seats_wanted = party.seats_held
    party.version += 1
    party.save()


def end(event: Event, party: Party, state: Party.State, now: dt.datetime) -> None:
    """The party stands no longer: its seats are free, and nothing of persons is kept."""
    withdraw_offers(event, party, now)
    give_back(event, party.seats_held)
    step_out(event, party)
    strike(party.people.all(), now, state)
    forget_address(party)
    party.state, party.ended_at, party.seats_held = state, now, 0
    party.name = party.mail = party.phone = party.cars = party.transport = ""
    party.lodging = party.meals = None
    party.version += 1
    party.save()


def withdraw_offers(event: Event, party: Party, now: dt.datetime) -> None:
    for offer in party.offers.filter(answer=""):
        refuse_offer(event, offer, Offer.Answer.WITHDRAWN, now)

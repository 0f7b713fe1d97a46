"""What whoever registers can do: register, change, cancel, leave the line. All or nothing, the event held."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.db import transaction

from handbook.consents import ConsentForm, keep
from handbook.keys import new_key
from handbook.models import Staff
from handbook.personal import Refused
from pledges.catalogue.models import Government

from . import letters, people, seats
from .forgetting import withdraw
from .models import Attendee, Event, Party, PartyConsent
from .people import Guest
from .texts import ANSWERS

# Within this time the same form sent again is a retry, and is answered like the first.
RETRY = dt.timedelta(minutes=30)
NOT_OPEN = "지금은 신청을 받지 않습니다. 행사 화면에서 신청 기간을 확인해 주세요."
NO_CHANGE = "신청을 마감한 뒤에는 바꿀 수 없습니다. 사무국에 알려 주세요."
STARTED = "행사가 시작되어 바꿀 수 없습니다. 사무국에 알려 주세요."
CANCELLED = "취소된 행사입니다. 바꿀 것이 없습니다. 보관한 것은 신청 화면에서 지울 수 있습니다."
NOT_OVER = "행사가 시작한 뒤에 지울 수 있습니다. 그전에는 신청을 취소해 주세요. 취소하면 바로 지웁니다."
ENDED = "이미 끝난 신청입니다."


class AlreadyRegistered(Refused):
    """The government has a party in this event. Says nothing of it."""


class Conflict(Exception):
    """Somebody changed the party first."""


@dataclass(frozen=True)
class Registrant:
    """Whoever fills in the form."""

    name: str
    mail: str
    phone: str


@dataclass(frozen=True)
class Answers:
    """What the event asks; empty where it does not ask or nobody answered."""

    lodging: int | None = None
    meals: int | None = None
    cars: str = ""
    transport: str = ""


@transaction.atomic
def register(
    *,
    event: Event,
    form_key: str,
    kind: str,
    government: Government,
    registrant: Registrant,
    principal: Guest | None,
    aides: Sequence[Guest],
    answers: Answers,
    consents: ConsentForm,
    now: dt.datetime,
) -> Party:
    """Takes seats for the whole party or a place in line. The same form once more gives the party it made.

    Raises AlreadyRegistered, Full, Refused.
    """
    event = seats.locked(event)
    known = event.parties.filter(form_key=form_key).first()
    guests = [*([principal] if principal else []), *aides]
    if known and says_the_same(known, kind, government, registrant, guests) and now - known.registered_at < RETRY:
        return known
    require_open(event, now)
    if event.parties.standing().filter(government=government).exists():
        raise AlreadyRegistered("이 지방자치단체의 신청이 이미 있습니다.")
    if known:
        give_up_form(known)
    party = Party(event=event, form_key=form_key, kind=kind, government=government, registered_at=now)
    set_values(party, {**asdict(registrant), **asdict(answers)})
    enter(event, party, seats.seats_of(event, kind, len(aides)), now)
    people.arrange(party, principal, aides, now)
    keep(consents, PartyConsent, party=party)
    letters.registered(party, seats.place_in_line(party))
    seats.offer_free_seats(event, now=now)
    return party


def says_the_same(
    party: Party, kind: str, government: Government, registrant: Registrant, guests: Sequence[Guest]
) -> bool:
    """Whether a form says what it said when it made this party, which stands: who comes from where, and who writes."""
    stands = (party.kind, party.government_id, party.name, party.mail)
    people = sorted(party.people.values_list("name", "mail"))
    said = (kind, government.pk, registrant.name, registrant.mail)
    return party.stands and stands == said and people == sorted((guest.name, guest.mail) for guest in guests)


def give_up_form(former: Party) -> None:
    """Whoever has cancelled, or went back and chose another government, and sends the same form again means it anew:
    the form's name is the new party's.
    """
    former.form_key = new_key()
    former.save(update_fields=["form_key"])


def set_values(party: Party, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(party, name, value)


def enter(event: Event, party: Party, wanted: int, now: dt.datetime) -> None:
    """Numbers the party, seats it or puts it in line, and saves it. Raises Full."""
    party.number, party.seats_wanted = seats.draw_number(event), wanted
    seats.claim(event, party, wanted, now, ticket=party.number)
    party.save(force_insert=True)


def require_open(event: Event, now: dt.datetime) -> None:
    is_public = event.published_at is not None and event.published_at <= now
    if event.cancelled_at or not is_public or event.registration(now) != Event.Registration.OPEN:
        raise Refused(NOT_OPEN)


def may_change(event: Event, now: dt.datetime) -> bool:
    return event.takes_changes(now)


def may_cancel(event: Event, now: dt.datetime) -> bool:
    """Whoever cannot come says so until the event begins: somebody else may have the seat."""
    return not event.cancelled_at and now < event.starts_at


def may_erase(event: Event, now: dt.datetime) -> bool:
    """From when on cancelling frees nothing that somebody else could use."""
    return now >= min(event.starts_at, event.over_at)


def too_late(event: Event) -> str:
    """Why nobody can cancel any more."""
    return CANCELLED if event.cancelled_at else STARTED


def require(party: Party, allowed: bool, otherwise: str) -> None:
    if not party.stands:
        raise Refused(ENDED)
    if not allowed:
        raise Refused(otherwise)


@transaction.atomic
def change(
    *,
    party: Party,
    seen: int,
    kind: str,
    principal: Guest | None,
    aides: Sequence[Guest],
    answers: Answers,
    now: dt.datetime,
    consents: ConsentForm | None = None,
    by: Staff | None = None,
) -> Party:
    """Other people, other answers. Fewer people free seats; for more there must be room, or they wait at the end.

    `consents` has the box for the answers where it had to be shown (`texts.change_texts`). Staff may do it at any time.
    Raises Conflict where the party is no longer at the version `seen`, Full, what `people.arrange` raises, and Refused.
    """
    party = seats.locked_party(party)
    event = party.event
    require(party, by is not None or may_change(event, now), NO_CHANGE)
    if party.version != seen:
        raise Conflict
    if principal and is_another_by_kind(party, kind):
        principal = replace(principal, key="")
    set_values(party, {**asdict(answers), "kind": kind, "version": seen + 1})
    wanted = seats.seats_of(event, kind, len(aides))
    more, party.seats_wanted = wanted - party.seats_wanted, wanted
    if more > 0:
        seats.claim(event, party, more, now)
    else:
        seats.shrink(event, party, now)
    party.save()
    people.arrange(party, principal, aides, now)
    keep_answers(party, answers, consents, now)
    letters.changed(party, seats.place_in_line(party))
    seats.offer_free_seats(event, now=now)
    return party


def is_another_by_kind(party: Party, kind: str) -> bool:
    """A deputy is another person than the head; but whoever stood at the desk was only taken for the wrong one."""
    has_come = party.people.filter(role=Attendee.Role.PRINCIPAL, checked_in_at__isnull=False).exists()
    return not has_come and (kind == Party.Kind.DEPUTY) != (party.kind == Party.Kind.DEPUTY)


def keep_answers(party: Party, answers: Answers, consents: ConsentForm | None, now: dt.datetime) -> None:
    """Answers stay with their consent; where none is left, or another one is given, the former is dated."""
    is_given = bool(consents and consents.given)
    if answers == Answers() or is_given:
        withdraw(party.consents.filter(key=ANSWERS), now)
    if consents and is_given and answers != Answers():
        keep(consents, PartyConsent, party=party)


@transaction.atomic
def cancel(*, party: Party, now: dt.datetime, by: Staff | None = None) -> None:
    """Frees everything and keeps nothing of persons; pressing twice is cancelling once. Raises Refused."""
    party = seats.locked_party(party)
    if party.stands:
        require(party, by is not None or may_cancel(party.event, now), too_late(party.event))
        letters.cancelled(party)
        seats.end(party.event, party, Party.State.CANCELLED, now)
        seats.offer_free_seats(party.event, now=now)


@transaction.atomic
def leave_waiting_list(*, party: Party, now: dt.datetime) -> Party:
    """Whoever holds seats keeps them, and the people who fit; a party without a seat has then cancelled.

    Raises Refused.
    """
    party = seats.locked_party(party)
    if party.ticket is not None:
        require(party, may_cancel(party.event, now), too_late(party.event))
        letters.left(party)
        seats.leave_line(party.event, party, Party.State.CANCELLED, now)
        seats.offer_free_seats(party.event, now=now)
    return party


@transaction.atomic
def erase(*, party: Party, now: dt.datetime) -> None:
    """Whoever registered may have everything of their party deleted before its time: once the event has begun, or is
    cancelled; until then they cancel. Raises Refused.
    """
    party = seats.locked_party(party)
    if party.stands:
        require(party, may_erase(party.event, now), NOT_OVER)
        seats.end(party.event, party, Party.State.ERASED, now)


@transaction.atomic
def cancel_event(*, event: Event, now: dt.datetime) -> int:
    """Tells every party that the event was cancelled, and takes back what is offered; how many parties."""
    event = seats.locked(event)
    parties = list(event.parties.standing().whole())
    for party in parties:
        party.event = event
        seats.withdraw_offers(event, party, now)
        letters.event_cancelled(party)
    return len(parties)


@transaction.atomic
def remind_anew(*, event: Event) -> int:
    """A later day is told of as the first one was; how many parties had heard of that."""
    return seats.locked(event).parties.exclude(reminded_at=None).update(reminded_at=None)


@transaction.atomic
def fill(*, event: Event, now: dt.datetime) -> int:
    """Offers what a larger capacity, or an event that takes place after all, has freed; how many seats."""
    return seats.offer_free_seats(seats.locked(event), now=now)

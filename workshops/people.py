"""The people of a party: naming, asking, agreeing, refusing. Whoever registers agrees for nobody but themselves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from handbook.consents import ConsentForm, keep
from handbook.limits import TooOften, spend
from handbook.models import Staff
from handbook.personal import Refused

from . import letters, seats
from .forgetting import forget, strike, withdraw
from .models import Attendee, Event, Party, PersonConsent

GONE = "이 자리의 이름은 이미 지워졌습니다."
DAY = 24 * 3600
MOST_ASKED = 3


class ComesAlready(Refused):
    """An aide of this address is on a list of the event already. Says nothing of whose."""

    def __init__(self, mail: str) -> None:
        super().__init__("같은 전자우편의 동행자가 이 행사에 이미 있습니다. 다른 분을 적거나 이름을 비워 주세요.")
        self.mail = mail


class NamedTooLate(Refused):
    """Nobody is asked any more, so nobody new is named."""

    def __init__(self, name: str) -> None:
        super().__init__("끝났거나 취소된 행사라 동의를 여쭐 수 없습니다. 새 이름은 적지 않습니다.")
        self.name = name


class FewerThanCame(Refused):
    """Says nothing of who has come."""

    def __init__(self) -> None:
        super().__init__("이미 도착하신 분보다 적게 줄일 수 없습니다. 오시는 사람 수를 다시 골라 주세요.")


@dataclass(frozen=True)
class Guest:
    """Somebody as a form names them; nobody yet where the name is empty. `key`: of a person who stands already."""

    key: str = ""
    name: str = ""
    post: str = ""
    mail: str = ""
    is_registrant: bool = False


def arrange(party: Party, principal: Guest | None, aides: Sequence[Guest], now: dt.datetime) -> None:
    """Makes these the people of the party: who stands already and is the same stays, all others are new or gone.

    Somebody who has come is counted in their row: whoever is named in their place takes it over. Raises ComesAlready,
    NamedTooLate, FewerThanCame.
    """
    known = {person.key: person for person in party.people.all()}
    guests = [(Attendee.Role.PRINCIPAL, 0, principal)] if principal else []
    guests += [(Attendee.Role.AIDE, order, guest) for order, guest in enumerate(aides, 1)]
    stay = {guest.key for role, _, guest in guests if is_same(known.get(guest.key), role, guest)}
    # First: a new person may have the address of one who goes.
    strike(party.people.exclude(key__in=stay), now, "changed")
    came = list(party.people.exclude(key__in=stay))
    wanted = {guest.key for _, _, guest in guests}
    for role, order, guest in guests:
        if guest.key in stay:
            move(known[guest.key], order, guest)
        else:
            place = place_of(came, role, guest, wanted) or Attendee(role=role)
            fill(place, party, order, guest, now)
    if came:
        raise FewerThanCame


def is_same(person: Attendee | None, role: str, guest: Guest) -> bool:
    """Whether the guest is still this person. Another name or address is somebody else, who agrees for themselves."""
    if person is None or person.role != role:
        return False
    return (person.name, person.mail.lower()) == (guest.name, guest.mail.lower())


def place_of(came: list[Attendee], role: str, guest: Guest, wanted: set[str]) -> Attendee | None:
    """The row of somebody who has come, which this guest takes: their own, else one that no other guest has."""
    rows = [person for person in came if person.role == role and (person.key == guest.key or person.key not in wanted)]
    rows.sort(key=lambda person: person.key != guest.key)
    if rows:
        came.remove(rows[0])
    return rows[0] if rows else None


def move(person: Attendee, order: int, guest: Guest) -> None:
    person.order, person.post = order, guest.post
    person.save(update_fields=["order", "post"])


def fill(person: Attendee, party: Party, order: int, guest: Guest, now: dt.datetime) -> None:
    """Puts the guest in a place that is new, or that has no name any more. Raises ComesAlready, NamedTooLate."""
    person.party, person.event, person.order = party, party.event, order
    person.is_registrant, person.agreed_at = guest.is_registrant, now if guest.is_registrant else None
    put_name(person, guest, now)


def put_name(person: Attendee, guest: Guest, now: dt.datetime) -> None:
    """The name in its place, numbered if they have come, and asked if they have not agreed.

    Raises ComesAlready, NamedTooLate.
    """
    person.name, person.post, person.mail = guest.name, guest.post, guest.mail
    if person.consent == Attendee.Consent.WAITING and now >= person.event.over_at:
        raise NamedTooLate(guest.name)
    require_once(person)
    person.save()
    number_certificate(person)
    ask(person, now)


def require_once(person: Attendee) -> None:
    """Raises ComesAlready. The event is held, so that this is the moment to ask.

    The database holds it, too (`attendee_aide_once`), but would write the address into its log.
    """
    others = Attendee.objects.filter(event=person.event, role=Attendee.Role.AIDE, mail__iexact=person.mail)
    if person.role == Attendee.Role.AIDE and person.mail and others.exclude(pk=person.pk).exists():
        raise ComesAlready(person.mail)


def rename_registrant(party: Party, name: str, mail: str) -> None:
    """Whoever registered and comes too stands on the list as they call themselves now. Raises ComesAlready."""
    for person in party.people.filter(is_registrant=True):
        person.name, person.mail = name, mail
        require_once(person)
        person.save(update_fields=["name", "mail"])


def ask(person: Attendee, now: dt.datetime) -> bool:
    """Sends whoever was named by somebody else the link to their own page; whether it was sent.

    An address that hears too often keeps its name on the list, and is asked by the next day's run.
    """
    if person.consent != Attendee.Consent.WAITING or not person.mail or not may_be_asked(person, now):
        return False
    person.asked_at = now
    person.save(update_fields=["asked_at"])
    letters.asked(person, now)
    return True


def may_be_asked(person: Attendee, now: dt.datetime) -> bool:
    """A few mails a day about one event: whoever names a stranger again and again fills nobody's letter box."""
    try:
        spend("ask a person", f"{person.event_id} {person.mail.lower()}", most=MOST_ASKED, seconds=DAY, now=now)
    except TooOften:
        return False
    return True


@transaction.atomic
def ask_again(person: Attendee, now: dt.datetime) -> bool:
    """Who could not be asked yet, the event held; nobody once the event is over or off."""
    event = seats.locked(person.event)
    found = Attendee.objects.unasked().select_related("party__government").filter(pk=person.pk).first()
    if found is None or now >= event.over_at:
        return False
    found.event = found.party.event = event
    return ask(found, now)


def standing(person: Attendee) -> Attendee:
    """The person as they stand, the event held. Raises Refused where the name is gone."""
    event = seats.locked(person.event)
    found = Attendee.objects.select_related("party__government").filter(pk=person.pk).exclude(name="").first()
    if found is None:
        raise Refused(GONE)
    found.event = found.party.event = event
    return found


@transaction.atomic
def confirm_person(*, person: Attendee, consents: ConsentForm, now: dt.datetime) -> None:
    """The person's own consent; pressing twice is agreeing once. Raises Refused."""
    person = standing(person)
    if person.agreed_at is None:
        person.agreed_at = now
        person.save(update_fields=["agreed_at"])
        keep(consents, PersonConsent, person=person)


@transaction.atomic
def refuse_person(*, person: Attendee, now: dt.datetime) -> None:
    """Refused or withdrawn: the name goes at once, the seat stays, whoever registered hears of it. Raises Refused."""
    person = standing(person)
    if person.is_registrant:
        raise Refused("신청하신 분의 동의를 거두려면 참가 신청을 취소해 주세요.")
    if person.came_alone:
        seats.end(person.event, person.party, Party.State.CANCELLED, now)
        seats.offer_free_seats(person.event, now=now)
    else:
        forget(person, now)
        person.party.outdate_forms()
        letters.refused(person, is_open=person.event.takes_changes(now))


@transaction.atomic
def name_person(
    *, person: Attendee, guest: Guest, by: Staff, now: dt.datetime, consents: ConsentForm | None = None
) -> Attendee:
    """Staff name a seat that has no name: with the consent given at the desk, or with an address to be asked by.

    Raises Refused.
    """
    event = seats.locked(person.event)
    empty = Attendee.objects.select_related("party__government").filter(pk=person.pk, name="").first()
    if empty is None:
        raise Refused("이미 이름이 있는 자리입니다.")
    empty.event = empty.party.event = event
    empty.agreed_at = now if consents else None
    put_name(empty, guest, now)
    if consents:
        keep(consents, PersonConsent, person=empty)
    empty.party.outdate_forms()
    return empty


@transaction.atomic
def rename_person(*, person: Attendee, guest: Guest, by: Staff, consents: ConsentForm) -> None:
    """A name put right at the desk, where its person stands and agrees to it as it is now. Raises Refused."""
    person = standing(person)
    if person.is_registrant:
        raise Refused("신청한 사람의 이름은 연락처 바꾸기에서 고칩니다.")
    if person.agreed_at is None:
        raise Refused("아직 동의하지 않은 분입니다. 먼저 본인의 동의를 여쭈어 주세요.")
    if person.came_alone:
        person.party.name = guest.name
        person.party.save(update_fields=["name"])
    person.name, person.post = guest.name, guest.post
    person.save(update_fields=["name", "post"])
    withdraw(person.consents.all(), timezone.now())
    keep(consents, PersonConsent, person=person)
    person.party.outdate_forms()


def number_certificate(person: Attendee) -> None:
    """The next number of the event, once, for whoever came and has a name. The event is held."""
    if person.checked_in_at and person.name and person.certificate_number is None:
        person.certificate_number = seats.draw_certificate(person.event)
        person.save(update_fields=["certificate_number"])


@transaction.atomic
def erase_unconfirmed(event: Event, now: dt.datetime) -> int:
    """Names of those who were asked before the closing and never agreed; their seats stay. How many.

    Who has been named or asked since may answer until the event is over.
    """
    event = seats.locked(event)
    people = list(too_late(event, now).select_related("party"))
    for person in people:
        forget(person, now)
        person.party.outdate_forms()
    return len(people)


def too_late(event: Event, now: dt.datetime) -> QuerySet[Attendee]:
    unconfirmed: QuerySet[Attendee] = event.people.unconfirmed()
    if now >= event.ends_at:
        return unconfirmed
    asked_until = event.closes_at or event.starts_at
    return unconfirmed.filter(asked_at__lt=asked_until) if now >= asked_until else unconfirmed.none()


def erase_names(now: dt.datetime) -> int:
    """All that are too late, of every event that has closed; how many. Looks before it holds an event."""
    today = timezone.localdate(now)
    closed = Event.objects.filter(Q(closes_on__lt=today) | Q(closes_on=None, starts_on__lte=today))
    due = closed.filter(people__in=Attendee.objects.unconfirmed()).distinct()
    return sum(erase_unconfirmed(event, now) for event in due if too_late(event, now).exists())

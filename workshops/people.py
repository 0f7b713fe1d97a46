"""The people of a party: naming, asking, agreeing, refusing. Whoever registers agrees for nobody but themselves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from handbook.consents import ConsentForm, keep
from handbook.limits import TooOften, spend
from handbook.models import Staff
from handbook.personal import Refused

from . import letters, seats
from .forgetting import forget, strike
from .models import Attendee, Event, Party, PersonConsent

GONE = "이 자리의 이름은 이미 지워졌습니다."
DAY = 24 * 3600
MOST_ASKED = 3


class ComesAlready(Refused):
    """An aide of this address is on a list of the event already. Says nothing of whose."""

    def __init__(self, mail: str) -> None:
        super().__init__("같은 전자우편의 동행자가 이 행사에 이미 있습니다. 다른 분을 적거나 이름을 비워 주세요.")
        self.mail = mail


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

    Raises ComesAlready.
    """
    known = {person.key: person for person in party.people.all()}
    guests = [(Attendee.Role.PRINCIPAL, 0, principal)] if principal else []
    guests += [(Attendee.Role.AIDE, order, guest) for order, guest in enumerate(aides, 1)]
    stay = {guest.key for role, _, guest in guests if is_same(known.get(guest.key), role, guest)}
    # First: a new person may have the address of one who goes.
    strike(party.people.exclude(key__in=stay), now, "changed")
    for role, order, guest in guests:
        if guest.key in stay:
            move(known[guest.key], order, guest)
        else:
            add(party, role, order, guest, now)


def is_same(person: Attendee | None, role: str, guest: Guest) -> bool:
    """Whether the guest is still this person. Another name or address is somebody else, who agrees for themselves."""
    if person is None or person.role != role:
        return False
    return (person.name, person.mail.lower()) == (guest.name, guest.mail.lower())


def move(person: Attendee, order: int, guest: Guest) -> None:
    person.order = order
    if person.consent == Attendee.Consent.WAITING:
        person.post = guest.post
    person.save(update_fields=["order", "post"])


def add(party: Party, role: str, order: int, guest: Guest, now: dt.datetime) -> Attendee:
    """Raises ComesAlready."""
    values = {"name": guest.name, "post": guest.post, "mail": guest.mail, "is_registrant": guest.is_registrant}
    agreed_at = now if guest.is_registrant else None
    person = Attendee(party=party, event=party.event, role=role, order=order, agreed_at=agreed_at, **values)
    require_once(person)
    person.save()
    ask(person, now)
    return person


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
    forget(person, now)
    letters.refused(person)


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
    empty.name, empty.post, empty.mail = guest.name, guest.post, guest.mail
    empty.agreed_at = now if consents else None
    require_once(empty)
    empty.save()
    if consents:
        keep(consents, PersonConsent, person=empty)
    number_certificate(empty)
    ask(empty, now)
    return empty


def number_certificate(person: Attendee) -> None:
    """The next number of the event, once, for whoever came and has a name. The event is held."""
    if person.checked_in_at and person.name and person.certificate_number is None:
        last = Attendee.objects.filter(event=person.event_id).aggregate(last=Max("certificate_number"))["last"]
        person.certificate_number = (last or 0) + 1
        person.save(update_fields=["certificate_number"])


@transaction.atomic
def erase_unconfirmed(event: Event, now: dt.datetime) -> int:
    """Names of those who were asked before the closing and never agreed; their seats stay. How many.

    Whom staff have named since may answer until the event is over.
    """
    event = seats.locked(event)
    people = list(too_late(event, now))
    for person in people:
        forget(person, now)
    return len(people)


def too_late(event: Event, now: dt.datetime) -> QuerySet[Attendee]:
    asked_until = event.ends_at if now >= event.ends_at else event.closes_at or event.starts_at
    asked_before = Q(asked_at=None) | Q(asked_at__lt=asked_until)
    unconfirmed: QuerySet[Attendee] = event.people.unconfirmed().filter(asked_before)
    return unconfirmed if now >= asked_until else unconfirmed.none()


def erase_names(now: dt.datetime) -> int:
    """All that are too late, of every event that has closed; how many. Looks before it holds an event."""
    today = timezone.localdate(now)
    closed = Event.objects.filter(Q(closes_on__lt=today) | Q(closes_on=None, starts_on__lte=today))
    due = closed.filter(people__in=Attendee.objects.unconfirmed()).distinct()
    return sum(erase_unconfirmed(event, now) for event in due if too_late(event, now).exists())

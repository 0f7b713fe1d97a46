"""On the day: who has come, who is added at the door, and how many they were."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Max

from handbook.consents import ConsentForm, keep
from handbook.keys import new_key
from handbook.models import Staff
from handbook.personal import Refused
from pledges.catalogue.models import Government

from . import offers, people, seats
from .models import COUNTERS, Attendee, Event, EventAttendance, Party, PersonConsent
from .people import Guest

NO_SEAT = "이 일행의 자리 가운데 남은 것이 없습니다. 정원을 늘린 뒤 다시 해 주세요."
FULL = "남은 자리가 없습니다. 정원을 늘린 뒤 다시 해 주세요."
OTHERS_FIRST = "기다리는 일행이 먼저입니다. 행사가 시작하면 대기가 끝나고, 남은 자리에 넣을 수 있습니다."


def held(person: Attendee) -> Attendee:
    """The person as they stand, the event held."""
    event = seats.locked(person.event)
    found = Attendee.objects.select_related("party__government").get(pk=person.pk)
    found.event = found.party.event = event
    return found


@transaction.atomic
def check_in(*, person: Attendee, by: Staff, now: dt.datetime) -> Attendee:
    """Notes that a person with a seat has come; the first time counts. Raises Refused."""
    person = held(person)
    if person.checked_in_at is None:
        if person.event.cancelled_at:
            raise Refused("취소된 행사입니다.")
        if person not in person.party.seated():
            raise Refused(NO_SEAT)
        person.checked_in_at, person.checked_in_by = now, by
        person.save(update_fields=["checked_in_at", "checked_in_by"])
        people.number_certificate(person)
        propose_attendance(event=person.event, now=now)
    return person


@transaction.atomic
def undo_check_in(*, person: Attendee, now: dt.datetime) -> Attendee:
    """A press by mistake. The certificate's number stays theirs."""
    person = held(person)
    if person.checked_in_at is not None:
        person.checked_in_at = person.checked_in_by = None
        person.save(update_fields=["checked_in_at", "checked_in_by"])
        propose_attendance(event=person.event, now=now)
    return person


@transaction.atomic
def add_on_site(
    *,
    event: Event,
    kind: str,
    government: Government | None,
    guest: Guest,
    consents: ConsentForm,
    by: Staff,
    now: dt.datetime,
) -> Attendee:
    """Somebody who comes without having registered takes a free seat and is checked in; the name with their consent.

    With a party of their government they join it, as an aide. The same form once more (`guest.key`) gives the person
    it made. Raises Refused where no seat is free.
    """
    event = seats.locked(event)
    known = event.people.select_related("party__government").filter(key=guest.key).first()
    if known:
        return known
    if now >= event.starts_at and event.waiting_parties:
        offers.end_line(event=event, now=now)
    party = event.parties.standing().filter(government=government).first() if government else None
    person = join(party, event, guest, now) if party else enter_alone(event, kind, government, guest, now)
    keep(consents, PersonConsent, person=person)
    return check_in(person=person, by=by, now=now)


def join(party: Party, event: Event, guest: Guest, now: dt.datetime) -> Attendee:
    """An aide more."""
    party.event = event
    if event.counts_aides:
        take_or_refuse(event)
        party.seats_held += 1
        party.seats_wanted += 1
        party.save()
    party.outdate_forms()
    last = party.people.aggregate(last=Max("order"))["last"] or 0
    return on_list(party, Attendee.Role.AIDE, last + 1, guest, now)


def enter_alone(event: Event, kind: str, government: Government | None, guest: Guest, now: dt.datetime) -> Attendee:
    party = Party(event=event, kind=kind, government=government, origin=Party.Origin.ON_SITE, registered_at=now)
    party.name, party.number = guest.name, seats.draw_number(event)
    role, order = (Attendee.Role.AIDE, 1) if kind == Party.Kind.AIDES else (Attendee.Role.PRINCIPAL, 0)
    party.seats_wanted = party.seats_held = seats.seats_of(event, kind, order)
    if party.seats_wanted:
        take_or_refuse(event)
    party.save(force_insert=True)
    return on_list(party, role, order, guest, now)


def take_or_refuse(event: Event) -> None:
    if not seats.take(event, 1):
        event.refresh_from_db(fields=COUNTERS)
        raise Refused(OTHERS_FIRST if event.waiting_parties else FULL)


def on_list(party: Party, role: str, order: int, guest: Guest, now: dt.datetime) -> Attendee:
    """With the consent that was given at the desk."""
    values = {"key": guest.key or new_key(), "name": guest.name, "post": guest.post, "agreed_at": now}
    return party.people.create(event=party.event, role=role, order=order, **values)


def counted(event: Event) -> dict[str, int]:
    """Who came, by the check-in of this moment: in the words of the attendance's row."""
    came = Attendee.objects.filter(event=event, checked_in_at__isnull=False)
    themselves = {"role": Attendee.Role.PRINCIPAL, "party__kind__in": (Party.Kind.HEAD, Party.Kind.ELECT)}
    heads = came.filter(**themselves).count()
    parties = event.parties.that_had_seats().count()
    return {"heads": heads, "officials": came.count() - heads, "parties": parties}


def proposed(event: Event) -> dict[str, int]:
    """By the check-in; once registrations are deleted, as it was counted last."""
    row = EventAttendance.objects.filter(event=event).first()
    if row and not event.parties.exists():
        return {"heads": row.heads, "officials": row.officials, "parties": row.parties}
    return counted(event)


@transaction.atomic
def propose_attendance(*, event: Event, now: dt.datetime) -> EventAttendance | None:
    """Counts who came; what staff have approved stays as it is, and then nothing is proposed."""
    row = EventAttendance.objects.filter(event=event).first()
    if row and row.approved_at:
        return None
    row = row or EventAttendance(event=event)
    for name, value in {**counted(event), "proposed_at": now}.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def approve_attendance(*, event: Event, heads: int, officials: int, by: Staff, now: dt.datetime) -> EventAttendance:
    """The event's page shows these numbers from now on; the same once more changes nothing."""
    event = seats.locked(event)
    row = EventAttendance.objects.filter(event=event).first()
    row = row or EventAttendance(event=event, **counted(event), proposed_at=now)
    if row.approved_at is None or (row.heads, row.officials) != (heads, officials):
        row.heads, row.officials, row.parties = heads, officials, proposed(event)["parties"]
        row.approved_by, row.approved_at = by, now
        row.save()
    return row


@transaction.atomic
def delete_registrations(*, event: Event, now: dt.datetime) -> int:
    """Everything of persons; how many parties. What stays are counts: the attendance and the event's own."""
    event = seats.locked(event)
    if not EventAttendance.objects.filter(event=event).exists():
        propose_attendance(event=event, now=now)
    count = event.parties.count()
    event.parties.all().delete()
    seats.rows(event).update(seats_taken=0, waiting_parties=0, seat_changes=F("seat_changes") + 1)
    return count

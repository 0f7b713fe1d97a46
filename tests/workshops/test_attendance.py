"""On the day: checking in, adding at the door, counting, and what stays when names go."""

import datetime as dt

import pytest
from django.db import transaction

from handbook.personal import Refused
from tests import factories
from workshops import actions, attendance, offers, people
from workshops.door import DoorList
from workshops.models import Attendee, Event, EventAttendance, Party, PartyLink
from workshops.people import Guest

from . import rows
from .parties import BEGUN, OPEN, check, consents, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return rows.event(capacity=4, aides_most=3)


@pytest.fixture
def staff(db):
    return factories.staff()


def come(person, staff):
    return attendance.check_in(person=person, by=staff, now=BEGUN)


def added(event, staff, **fields):
    guest = Guest(name="최손님", post="주무관")
    values = {"kind": "head", "government": None, "guest": guest, "consents": consents(), "now": BEGUN, **fields}
    return attendance.add_on_site(event=event, by=staff, **values)


def test_person_is_checked_in_once_by_the_first_who_did(event, staff):
    person = come(register(event).people.get(), staff)
    attendance.check_in(person=person, by=factories.staff("other@example.org"), now=OPEN)
    person.refresh_from_db()
    assert (person.checked_in_at, person.checked_in_by) == (BEGUN, staff)


def test_check_in_can_be_undone_and_the_certificate_keeps_its_number(event, staff):
    party = register(event, people=[Guest(name="김참모", mail="aide@example.org")])
    aide = come(party.people.get(role="aide"), staff)
    people.confirm_person(person=aide, consents=consents(), now=BEGUN)
    aide.refresh_from_db()
    assert aide.may_have_certificate
    assert aide.certificate == f"2027-{event.pk}-0001"
    undone = attendance.undo_check_in(person=aide, now=BEGUN)
    assert (undone.checked_in_at, undone.checked_in_by, undone.certificate_number) == (None, None, 1)
    assert not undone.may_have_certificate
    assert EventAttendance.objects.get().officials == 0
    attendance.undo_check_in(person=aide, now=BEGUN)
    assert come(aide, staff).certificate_number == 1


def test_seat_without_a_name_is_counted_and_gets_a_number_with_its_name(event, staff):
    person = come(register(event).people.get(), staff)
    assert person.certificate_number is None
    named = people.name_person(person=person, guest=Guest(name="홍길동"), consents=consents(), by=staff, now=BEGUN)
    assert named.certificate_number == 1


def test_whoever_has_no_seat_is_not_checked_in(event, staff):
    register(event, 2)
    waiting = register(event, 1)
    with pytest.raises(Refused, match="남은 것이 없습니다"):
        come(waiting.people.first(), staff)


def test_nobody_comes_to_a_cancelled_event(event, staff):
    person = register(event).people.get()
    Event.objects.update(cancelled_at=OPEN, cancel_reason="태풍")
    with pytest.raises(Refused, match="취소된 행사"):
        come(person, staff)


def test_attendance_counts_heads_who_came_themselves_and_everybody_else(event, staff):
    for kind in ("head", "elect", "deputy"):
        come(register(event, kind=kind).people.get(), staff)
    row = EventAttendance.objects.get()
    assert (row.heads, row.officials, row.parties, row.proposed_at) == (2, 1, 3, BEGUN)


def test_approved_attendance_stays_as_it_is(event, staff):
    come(register(event).people.get(), staff)
    row = EventAttendance.objects.get()
    for moment in (BEGUN, OPEN):
        attendance.approve_attendance(event=event, heads=row.heads, officials=4, by=staff, now=moment)
    come(register(event).people.get(), staff)
    row.refresh_from_db()
    assert (row.heads, row.officials, row.approved_by, row.approved_at) == (1, 4, staff, BEGUN)
    other = factories.staff("other@example.org")
    row = attendance.approve_attendance(event=event, heads=2, officials=0, by=other, now=OPEN)
    assert (row.heads, row.officials, row.approved_by, row.approved_at) == (2, 0, other, OPEN)
    assert attendance.propose_attendance(event=event, now=OPEN) is None


def test_somebody_at_the_door_takes_a_free_seat_and_has_agreed(event, staff):
    person = added(event, staff)
    assert (person.checked_in_at, person.consent, person.certificate_number) == (BEGUN, "agreed", 1)
    assert (person.party.origin, person.party.government, person.party.whose) == ("on_site", None, "단체장")
    assert person.consents.get().key == "collection"
    assert check(event).seats_taken == 1


def test_form_sent_twice_at_the_door_is_one_person(event, staff):
    guest = Guest(key="K2345678ABCD", name="최손님")
    assert added(event, staff, guest=guest) == added(event, staff, guest=guest)
    assert check(event).seats_taken == 1


def test_numbers_of_an_event_without_check_in_can_be_approved(event, staff):
    register(event, 1)
    row = attendance.approve_attendance(event=event, heads=1, officials=1, by=staff, now=BEGUN)
    assert (row.parties, row.approved_by) == (1, staff)


def test_somebody_at_the_door_joins_the_party_of_their_government(event, staff):
    party = register(event, 1)
    person = added(event, staff, government=party.government)
    assert person.party == party
    assert (person.role, person.order) == ("aide", 2)
    assert check(event).seats_taken == 3


def test_door_is_closed_where_no_seat_is_free(event, staff):
    register(event, 3)
    with pytest.raises(Refused, match="정원을 늘린 뒤"), transaction.atomic():
        added(event, staff)
    assert Party.objects.count() == 1
    Event.objects.update(capacity=5)
    added(event, staff, kind="aides")
    assert check(event).seats_taken == 5


def test_door_lets_nobody_past_the_line_before_the_event_begins(event, staff):
    register(event, 2)
    waiting = register(event, 2)
    offers.decline_offer(offer=waiting.offers.get(), waits_for_all=True, now=OPEN)
    assert check(event).seats_free == 1
    with pytest.raises(Refused, match="기다리는 일행이 먼저입니다"), transaction.atomic():
        added(event, staff, now=BEGUN - dt.timedelta(minutes=10))
    added(event, staff)
    check(event)


def test_line_is_over_before_somebody_at_the_door_is_seated(event, staff):
    register(event, 2)
    waiting = register(event, 1)
    assert added(event, staff).checked_in_at == BEGUN
    waiting.refresh_from_db()
    assert waiting.state == "unseated"
    check(event)


def test_heads_counted_take_no_seat_for_a_joiner(staff):
    event = rows.event(counted="heads", aides_count=False, aides_most=2, capacity=1)
    party = register(event, 1)
    added(event, staff, government=party.government)
    assert check(event).seats_taken == 1
    assert party.people.count() == 3


def test_registrations_are_deleted_and_counts_stay(event, staff):
    register(event, 1)
    come(register(event).people.get(), staff)
    actions.cancel(party=register(event), now=OPEN)
    assert attendance.delete_registrations(event=event, now=BEGUN) == 3
    assert not Party.objects.exists()
    assert not Attendee.objects.exists()
    assert not PartyLink.objects.exists()
    row = EventAttendance.objects.get()
    assert (row.heads, row.officials, row.parties) == (1, 0, 2)
    assert check(event).seats_taken == 0
    assert attendance.delete_registrations(event=event, now=BEGUN) == 0


def test_counts_are_made_before_registrations_go_where_nobody_was_checked_in(event):
    register(event, 1)
    attendance.delete_registrations(event=event, now=BEGUN)
    row = EventAttendance.objects.get()
    assert (row.heads, row.parties) == (0, 1)


def test_party_that_erases_after_the_event_stays_counted_and_approving_counts_anew(event, staff):
    party, other = register(event, 1), register(event)
    come(party.people.first(), staff)
    row = attendance.approve_attendance(event=event, heads=1, officials=0, by=staff, now=BEGUN)
    assert row.parties == 2
    register(event, now=OPEN)
    for one in (party, other):
        actions.erase(party=one, now=BEGUN)
    assert attendance.proposed(event) == {"heads": 1, "officials": 0, "parties": 3}
    row = attendance.approve_attendance(event=event, heads=1, officials=1, by=staff, now=BEGUN)
    assert row.parties == 3


def test_number_of_a_certificate_is_never_given_twice(event, staff):
    first = added(event, staff)
    people.refuse_person(person=first, now=BEGUN)
    second = added(event, staff, guest=Guest(name="이손님"))
    assert second.certificate_number == 2
    actions.erase(party=second.party, now=BEGUN)
    assert added(event, staff).certificate_number == 3
    assert Event.objects.get().certificates_drawn == 3


def test_aide_who_comes_alone_takes_no_seat_where_aides_take_none(staff):
    event = rows.event(counted="heads", aides_count=False, aides_most=2, capacity=1)
    register(event)
    person = added(event, staff, kind="aides")
    assert (person.checked_in_at, person.party.seats_held) == (BEGUN, 0)
    assert check(event).seats_taken == 1
    assert attendance.counted(event) == {"heads": 0, "officials": 1, "parties": 2}
    assert [party.pk for party in DoorList.of(event).parties if party == person.party] == [person.party.pk]
    with pytest.raises(Refused, match="정원을 늘린 뒤"), transaction.atomic():
        added(event, staff)

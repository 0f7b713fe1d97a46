"""The one rule of seats and the line, step by step."""

import pytest

from workshops import actions, offers, seats
from workshops.models import Event

from . import parties, rows
from .parties import OPEN, change, check, held, later, line, offer_of, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return rows.event(capacity=6, aides_most=5)


@pytest.mark.parametrize(
    ("fields", "kind", "aides", "wanted"),
    [
        ({"aides_most": 5}, "head", 3, 4),
        ({"aides_most": 5}, "deputy", 0, 1),
        ({"aides_most": 5, "aides_count": False}, "elect", 3, 1),
        ({"aides_most": 5, "counted": "heads", "aides_count": False}, "head", 3, 1),
        ({"aides_most": 5, "kind": "training"}, "aides", 3, 3),
    ],
)
def test_seats_are_counted_in_people_or_heads_as_the_event_says(fields, kind, aides, wanted):
    event = rows.event(**fields)
    assert seats.seats_of(event, kind, aides) == wanted
    party = register(event, aides, kind=kind)
    assert (party.seats_wanted, party.seats_held) == (wanted, wanted)
    assert check(event).seats_taken == wanted


def test_whoever_comes_first_is_seated_and_the_next_party_waits_as_a_whole(event):
    first, second = register(event, 3), register(event, 3)
    assert (first.seats_held, first.ticket) == (4, None)
    assert second.seats_held == 0
    assert [party.pk for party in line(event)] == [second.pk]
    assert seats.place_in_line(second) == 1
    assert seats.place_in_line(first) == 0
    check(event)


def test_party_that_waits_is_at_once_offered_what_is_free(event):
    register(event, 3)
    second = register(event, 3)
    offer = offer_of(second)
    assert (offer.seats, offer.offered_at, offer.expires_at) == (2, OPEN, later(hours=48))
    assert check(event).seats_taken == 6


def test_nobody_overtakes_although_one_would_fit(event):
    register(event, 4)
    register(event, 2)
    single = register(event)
    assert single.seats_held == 0
    assert offer_of(single) is None
    assert seats.place_in_line(single) == 2
    check(event)


def test_cancelling_frees_seats_and_offers_and_keeps_nothing_of_persons(event):
    first, second, third = register(event, 3), register(event, 3), register(event, 1)
    actions.cancel(party=second, now=OPEN)
    second.refresh_from_db()
    assert (second.state, second.ended_at, second.name, second.mail, second.phone) == ("cancelled", OPEN, "", "", "")
    assert not second.people.exists()
    assert [offer.answer for offer in second.offers.all()] == ["withdrawn"]
    assert offer_of(third).seats == 2
    actions.cancel(party=first, now=OPEN)
    assert check(event).seats_taken == 2
    actions.cancel(party=first, now=OPEN)
    assert check(event).seats_taken == 2


def test_leaving_the_line_keeps_what_is_held_with_the_people_who_fit(event):
    register(event, 3)
    second = register(event, 3)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    party = actions.leave_waiting_list(party=second, now=OPEN)
    assert (party.seats_wanted, party.seats_held, party.ticket, party.state) == (2, 2, None, "standing")
    assert [person.order for person in party.people.all()] == [0, 1]
    actions.leave_waiting_list(party=second, now=OPEN)
    assert check(event).waiting_parties == 0


def test_leaving_the_line_without_a_seat_is_cancelling(event):
    register(event, 3)
    second, third = register(event, 3), register(event)
    actions.leave_waiting_list(party=second, now=OPEN)
    second.refresh_from_db()
    assert second.state == "cancelled"
    assert offer_of(third).seats == 1
    check(event)


def test_more_people_take_free_seats(event):
    party = change(register(event, 1), 3)
    assert (party.seats_held, party.seats_wanted, party.ticket) == (4, 4, None)
    check(event)


def test_more_people_than_seats_wait_and_are_offered_what_there_is(event):
    party = change(register(event, 3), 5)
    assert (party.seats_held, party.ticket) == (6, None)
    event.refresh_from_db()
    other = rows.event(capacity=6, aides_most=5)
    register(other, 2)
    party = change(register(other), 3)
    assert (party.seats_held, party.seats_wanted) == (1, 4)
    assert offer_of(party).seats == 2
    check(other)


def test_more_people_than_waited_for_go_to_the_end_of_the_line(event):
    register(event, 5)
    second, third = register(event), register(event)
    change(second, 1)
    assert line(event) == [third, second]
    check(event)


def test_more_people_take_an_offer_along_to_the_end_of_the_line(event):
    register(event, 4)
    second, third = register(event, 3), register(event)
    change(second, 0)
    assert [offer.seats if (offer := offer_of(party)) else 0 for party in line(event)] == [1, 0]
    change(second, 3)
    assert line(event) == [third, second]
    assert offer_of(third) is None
    assert offer_of(second).seats == 1
    check(event)
    Event.objects.filter(pk=event.pk).update(capacity=7)
    actions.fill(event=event, now=OPEN)
    assert offer_of(third).seats == 1
    assert offer_of(second).seats == 1


def test_fewer_people_give_back_what_is_held_then_what_is_offered(event):
    register(event, 3)
    second = register(event, 3)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    Event.objects.filter(pk=event.pk).update(capacity=8)
    actions.fill(event=event, now=OPEN)
    assert offer_of(second).seats == 2
    change(second, 2)
    assert offer_of(second).seats == 1
    assert held(second) == [2]
    change(second, 1)
    assert offer_of(second) is None
    assert line(event) == []
    change(second, 0)
    assert held(second) == [1]
    assert check(event).seats_taken == 5


def test_larger_capacity_offers_to_those_who_wait_in_their_order(event):
    register(event, 5)
    second, third, fourth = register(event, 1), register(event), register(event, 1)
    Event.objects.filter(pk=event.pk).update(capacity=10)
    assert actions.fill(event=event, now=OPEN) == 4
    assert [offer_of(party).seats for party in (second, third, fourth)] == [2, 1, 1]
    check(event)


def test_counting_seats_is_no_change_of_the_event(event):
    before = Event.objects.values("uid", "revision", "changed_at").get()
    register(event, 5)
    register(event)
    assert Event.objects.values("uid", "revision", "changed_at").get() == before
    assert event.history.count() == 1


def test_saving_an_event_that_was_opened_earlier_leaves_the_seats_as_they_are(event):
    opened_earlier = Event.objects.get()
    register(event, 5)
    register(event)
    opened_earlier.title = "다른 이름"
    opened_earlier.save()
    assert check(event).title == "다른 이름"
    assert opened_earlier.history.count() == 2


def test_people_with_seats_go_by_their_order():
    event = rows.event(capacity=4, aides_most=3)
    register(event, 1)
    second = register(event, 2)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    second.refresh_from_db()
    assert [person.order for person in second.seated()] == [0, 1]
    heads = rows.event(counted="heads", aides_count=False, aides_most=3)
    party = register(heads, 3)
    assert len(party.seated()) == 4


def test_receipts_are_numbered_within_their_event(event):
    numbers = [register(event).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert register(rows.event()).receipt.endswith("-001")
    assert parties.check(event).numbers_drawn == 3

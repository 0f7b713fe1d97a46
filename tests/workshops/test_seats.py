"""The one rule of seats and the line, step by step."""

import datetime as dt

import pytest

from handbook.personal import Refused
from workshops import actions, offers, seats
from workshops.models import Event, Party

from . import parties, rows
from .parties import BEGUN, CLOSED, LATER, OPEN, change, check, held, later, line, offer_of, register

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


def test_accepting_a_part_keeps_the_place_and_the_rest_comes_first(event):
    first, second, third = register(event, 3), register(event, 3), register(event)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    assert held(first, second, third) == [4, 2, 0]
    assert line(event) == [second, third]
    change(first, 2)
    assert offer_of(second).seats == 1
    assert offer_of(third) is None
    change(first, 0)
    assert offer_of(second).seats == 2
    assert offer_of(third).seats == 1
    check(event)


def test_offer_that_grows_gets_its_hours_anew(event):
    first, second = register(event, 3), register(event, 3)
    change(first, 2, now=later(hours=40))
    offer = offer_of(second)
    assert (offer.seats, offer.expires_at) == (3, later(hours=88))
    assert second.offers.count() == 1


def test_accepting_all_ends_the_wait(event):
    first, second = register(event, 5), register(event, 1)
    actions.cancel(party=first, now=OPEN)
    party = offers.accept_offer(offer=offer_of(second), now=OPEN)
    assert (party.seats_held, party.ticket) == (2, None)
    assert check(event).waiting_parties == 0


def test_accepting_twice_is_accepting_once(event):
    register(event, 3)
    second = register(event, 3)
    offer = offer_of(second)
    for _ in range(2):
        offers.accept_offer(offer=offer, now=OPEN)
    assert held(second) == [2]
    check(event)


def test_offer_cannot_be_answered_once_its_hour_has_come(event):
    register(event, 3)
    offer = offer_of(register(event, 3))
    offers.accept_offer(offer=offer, now=later(hours=47, minutes=59))
    register(event)
    offer = rows.offer(Party.objects.last(), expires_at=LATER)
    for answer in (offers.accept_offer, lambda **said: offers.decline_offer(waits_for_all=False, **said)):
        with pytest.raises(Refused, match="끝났습니다"):
            answer(offer=offer, now=LATER)


def test_lapsed_offer_passes_to_the_next_and_the_party_goes_to_the_end(event):
    register(event, 3)
    second, third = register(event, 3), register(event, 1)
    assert offers.lapse_offers(later(hours=47)) == 0
    assert offers.lapse_offers(LATER) == 1
    assert line(event) == [third, second]
    assert offer_of(second) is None
    assert offer_of(third).seats == 2
    check(event)


def test_second_lapse_ends_the_wait_of_a_party_without_seats(event):
    register(event, 3)
    second = register(event, 3)
    offers.lapse_offers(LATER)
    assert offer_of(second).expires_at == LATER + dt.timedelta(hours=48)
    assert offers.lapse_offers(LATER + dt.timedelta(hours=48)) == 1
    second.refresh_from_db()
    assert (second.state, second.seats_held, second.ticket, second.name) == ("lapsed", 0, None, "")
    assert not second.people.exists()
    assert check(event).waiting_parties == 0


def test_second_lapse_leaves_a_party_the_seats_it_holds(event):
    register(event, 3)
    second = register(event, 3)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    Event.objects.filter(pk=event.pk).update(capacity=7)
    actions.fill(event=event, now=OPEN)
    offers.lapse_offers(LATER)
    offers.lapse_offers(LATER + dt.timedelta(hours=48))
    second.refresh_from_db()
    assert (second.state, second.seats_held, second.seats_wanted, second.ticket) == ("standing", 2, 2, None)
    assert [person.order for person in second.people.all()] == [0, 1]
    assert check(event).seats_free == 1


def test_accepting_in_between_forgives_the_first_lapse(event):
    register(event, 3)
    second = register(event, 3)
    offers.lapse_offers(LATER)
    offers.accept_offer(offer=offer_of(second), now=LATER)
    second.refresh_from_db()
    assert second.lapses == 0


def test_declining_ends_the_wait_and_passes_the_seats_on(event):
    register(event, 3)
    second, third = register(event, 3), register(event)
    party = offers.decline_offer(offer=offer_of(second), waits_for_all=False, now=OPEN)
    assert (party.state, party.name) == ("cancelled", "")
    assert offer_of(third).seats == 1
    assert line(event) == [third]
    check(event)


def test_waiting_for_all_keeps_the_place_and_hears_only_when_all_fit(event):
    first = register(event, 3)
    second, third = register(event, 3), register(event)
    offers.decline_offer(offer=offer_of(second), waits_for_all=True, now=OPEN)
    assert offer_of(second) is None
    offers.accept_offer(offer=offer_of(third), now=OPEN)
    assert line(event) == [second]
    change(first, 2)
    assert offer_of(second) is None
    change(first, 0)
    assert offer_of(second).seats == 4
    check(event)


def test_waiting_for_all_is_no_answer_to_an_offer_for_all(event):
    first, second = register(event, 5), register(event, 1)
    actions.cancel(party=first, now=OPEN)
    with pytest.raises(Refused, match="모두의 자리"):
        offers.decline_offer(offer=offer_of(second), waits_for_all=True, now=OPEN)


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


def test_offers_stand_beyond_the_closing_and_end_when_the_event_begins(event):
    first, second = register(event, 5), register(event)
    actions.cancel(party=first, now=BEGUN - dt.timedelta(hours=5))
    offer = offer_of(second)
    assert offer.offered_at > CLOSED
    assert offer.expires_at == BEGUN
    assert offers.end_lines(BEGUN - dt.timedelta(minutes=1)) == 0
    assert offers.end_lines(BEGUN) == 1
    second.refresh_from_db()
    assert (second.state, second.name) == ("unseated", "")
    assert check(event).waiting_parties == 0


def test_line_that_ends_leaves_parties_what_they_hold(event):
    register(event, 3)
    second, third = register(event, 3), register(event)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    assert offers.end_lines(BEGUN) == 2
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, second.seats_held, second.seats_wanted) == ("standing", 2, 2)
    assert third.state == "unseated"
    assert actions.fill(event=event, now=BEGUN) == 0
    check(event)


def test_cancelled_event_takes_its_offers_back_and_makes_none(event):
    register(event, 3)
    second = register(event, 3)
    Event.objects.filter(pk=event.pk).update(cancelled_at=OPEN, cancel_reason="태풍")
    assert actions.cancel_event(event=event, now=OPEN) == 2
    assert offer_of(second) is None
    assert actions.fill(event=event, now=OPEN) == 0
    assert offers.end_lines(BEGUN) == 0
    Event.objects.filter(pk=event.pk).update(cancelled_at=None, cancel_reason="")
    actions.fill(event=event, now=OPEN)
    assert offer_of(second).seats == 2
    check(event)


def test_installation_says_how_long_an_offer_stands_unless_the_event_does(settings):
    settings.OFFER_HOURS = 24
    assert rows.event().hours_to_answer == 24
    assert rows.event(offer_hours=6).hours_to_answer == 6


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

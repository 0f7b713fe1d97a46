"""Offers of seats: accepted, passed on, left unanswered, and when they end."""

import datetime as dt

import pytest

from handbook.personal import Refused
from workshops import actions, offers
from workshops.models import Event, Party

from . import rows
from .browsing import mails
from .parties import BEGUN, CLOSED, LATER, OPEN, change, check, held, lapse, later, line, offer_of, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return rows.event(capacity=6, aides_most=5)


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
    assert lapse(later(hours=47)) == 0
    assert lapse(LATER) == 1
    assert line(event) == [third, second]
    assert offer_of(second) is None
    assert offer_of(third).seats == 2
    check(event)


def test_offer_that_nobody_could_be_told_of_gets_its_hours_anew_instead_of_lapsing(event):
    register(event, 3)
    second = register(event, 3)
    assert offers.lapse_offers(LATER) == 0  # the mail server is away
    offer = offer_of(second)
    assert (offer.seats, offer.expires_at) == (2, LATER + dt.timedelta(hours=48))
    [(_, body)] = [told for told in mails(second.mail) if told[0].startswith("자리 안내")]
    assert "2027. 2. 14. 12:00까지 받아 주세요." in body
    second.refresh_from_db()
    assert (second.lapses, line(event)) == (0, [second])
    assert lapse(LATER + dt.timedelta(hours=47)) == 0
    assert lapse(LATER + dt.timedelta(hours=48)) == 1
    check(event)


def test_offer_that_nobody_could_be_told_of_ends_with_the_line(event):
    register(event, 3)
    second = register(event, 3)
    offers.lapse_offers(BEGUN - dt.timedelta(hours=5))
    assert offer_of(second).expires_at == BEGUN
    assert offers.end_lines(BEGUN) == 1
    assert offers.lapse_offers(BEGUN) == 0


def test_second_lapse_ends_the_wait_of_a_party_without_seats(event):
    register(event, 3)
    second = register(event, 3)
    lapse(LATER)
    assert offer_of(second).expires_at == LATER + dt.timedelta(hours=48)
    assert lapse(LATER + dt.timedelta(hours=48)) == 1
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
    lapse(LATER)
    lapse(LATER + dt.timedelta(hours=48))
    second.refresh_from_db()
    assert (second.state, second.seats_held, second.seats_wanted, second.ticket) == ("standing", 2, 2, None)
    assert [person.order for person in second.people.all()] == [0, 1]
    assert check(event).seats_free == 1


def test_accepting_in_between_forgives_the_first_lapse(event):
    register(event, 3)
    second = register(event, 3)
    lapse(LATER)
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


def test_whoever_comes_while_somebody_waits_for_all_stands_behind_and_is_offered_a_seat(event):
    register(event, 3)
    second = register(event, 3)
    offers.decline_offer(offer=offer_of(second), waits_for_all=True, now=OPEN)
    third = register(event)
    assert (third.seats_held, offer_of(third).seats) == (0, 1)
    assert line(event) == [second, third]
    check(event)


def test_whoever_got_seats_for_all_hears_of_a_part_again(event):
    first = register(event, 3)
    second = register(event, 3)
    offers.decline_offer(offer=offer_of(second), waits_for_all=True, now=OPEN)
    change(first, 0)
    party = offers.accept_offer(offer=offer_of(second), now=OPEN)
    assert (party.seats_held, party.wants_all) == (4, False)
    party = change(second, 5)
    assert (party.seats_held, offer_of(party).seats) == (4, 1)
    check(event)


def test_waiting_for_all_is_no_answer_to_an_offer_for_all(event):
    first, second = register(event, 5), register(event, 1)
    actions.cancel(party=first, now=OPEN)
    with pytest.raises(Refused, match="모두의 자리"):
        offers.decline_offer(offer=offer_of(second), waits_for_all=True, now=OPEN)


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


@pytest.mark.parametrize("leaves", ["line", "party of fewer"])
def test_whoever_left_the_line_begins_anew(leaves):
    event = rows.event(capacity=3, aides_most=2)
    register(event, 1)
    party = register(event, 1)
    offers.accept_offer(offer=offer_of(party), now=OPEN)
    Party.objects.filter(pk=party.pk).update(lapses=1)
    if leaves == "line":
        actions.leave_waiting_list(party=party, now=LATER)
    else:
        change(party, 0, now=LATER)
    party.refresh_from_db()
    assert (party.ticket, party.seats_held, party.lapses) == (None, 1, 0)


def test_event_that_was_postponed_meanwhile_keeps_its_line():
    event = rows.event(capacity=1)
    register(event), register(event)
    Event.objects.update(starts_on=dt.date(2027, 4, 10), ends_on=dt.date(2027, 4, 10))
    assert offers.end_line(event=event, now=BEGUN) == 0
    Event.objects.update(starts_on=rows.DAY, ends_on=rows.DAY, cancelled_at=OPEN, cancel_reason="태풍")
    assert offers.end_line(event=event, now=BEGUN) == 0
    assert len(line(event)) == 1

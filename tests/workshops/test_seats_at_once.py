"""Many at once: never more seats than there are, nobody twice, nobody lost, the line in order."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from handbook.personal import Refused
from tests import factories
from workshops import actions, attendance, offers
from workshops.actions import AlreadyRegistered, Registrant
from workshops.models import Attendee, Event, Party
from workshops.people import Guest

from . import rows
from .parties import BEGUN, LATER, OPEN, check, line, offer_of, register, told

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks):
    """Runs all tasks at the same moment, each on a connection of its own; the result or the error of each."""
    start = threading.Barrier(len(tasks))

    def run(task):
        start.wait()
        try:
            return task()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_seats_are_never_more_than_the_capacity():
    event = rows.event(capacity=20, aides_most=3)
    places = [factories.government() for _ in range(32)]
    chance = random.Random(5)
    sizes = [chance.randint(0, 3) for _ in places]
    tasks = [
        lambda n=n, place=place: register(event, n, government=place) for n, place in zip(sizes, places, strict=True)
    ]
    made = at_once(tasks)
    assert len({party.number for party in made}) == 32
    assert Attendee.objects.count() == sum(sizes) + 32
    event = check(event)
    assert event.seats_taken == 20
    waiting = line(event)
    assert [party.ticket for party in waiting] == [party.number for party in waiting]
    seated = Party.objects.filter(seats_held__gte=1)
    assert max(party.number for party in seated) < waiting[0].number


def test_double_press_is_one_party():
    event = rows.event(capacity=20, aides_most=3)
    place = factories.government()
    said = {
        "form_key": "once",
        "government": place,
        "registrant": Registrant("홍길동", "head@example.org", "01012345678"),
    }
    made = at_once([lambda: register(event, 2, **said) for _ in range(8)])
    assert len({party.pk for party in made}) == 1
    assert check(event).seats_taken == 3


def test_government_that_registers_twice_at_once_has_one_party():
    event = rows.event(capacity=20, aides_most=3)
    place = factories.government()
    made = at_once([lambda: register(event, 2, government=place) for _ in range(8)])
    assert sum(isinstance(party, Party) for party in made) == 1
    assert sum(isinstance(party, AlreadyRegistered) for party in made) == 7
    assert check(event).seats_taken == 3


def test_aide_named_by_two_parties_at_once_comes_with_one():
    event = rows.event(capacity=20, aides_most=3)
    places = [factories.government() for _ in range(4)]
    aide = Guest(name="김참모", mail="aide@example.org")
    made = at_once([lambda place=place: register(event, people=[aide], government=place) for place in places])
    assert sum(isinstance(party, Party) for party in made) == 1
    assert check(event).seats_taken == 2


def test_offer_accepted_many_times_at_once_is_accepted_once():
    event = rows.event(capacity=6, aides_most=5)
    register(event, 3)
    second = register(event, 3)
    offer = offer_of(second)
    at_once([lambda: offers.accept_offer(offer=offer, now=OPEN) for _ in range(6)])
    second.refresh_from_db()
    assert second.seats_held == 2
    check(event)


def test_offer_that_lapses_while_it_is_accepted_ends_one_way():
    event = rows.event(capacity=6, aides_most=5)
    register(event, 3)
    second, third = register(event, 3), register(event)
    offer = offer_of(second)
    told()
    tasks = [lambda: offers.accept_offer(offer=offer, now=OPEN), *[lambda: offers.lapse_offers(LATER)] * 4]
    at_once(tasks)
    offer.refresh_from_db()
    second.refresh_from_db()
    assert (offer.answer, second.seats_held) in {("accepted", 2), ("lapsed", 0)}
    assert offer_of(third) is None or offer.answer == "lapsed"
    check(event)


def test_cancelling_and_registering_at_once_leave_nobody_unheard():
    event = rows.event(capacity=10, aides_most=4)
    first = [register(event, 4) for _ in range(2)]
    places = [factories.government() for _ in range(6)]
    tasks = [lambda party=party: actions.cancel(party=party, now=OPEN) for party in first]
    tasks += [lambda place=place: register(event, 2, government=place) for place in places]
    at_once(tasks)
    event = check(event)
    assert event.seats_taken == 10
    assert event.waiting_parties > 0


def test_capacity_lowered_while_people_register_is_kept_by_the_database():
    event = rows.event(capacity=12, aides_most=0)
    places = [factories.government() for _ in range(10)]

    def lower():
        with transaction.atomic():
            standing = Event.objects.select_for_update().get(pk=event.pk)
            Event.objects.filter(pk=event.pk).update(capacity=max(4, standing.seats_taken))

    at_once([lower, *[lambda place=place: register(event, government=place) for place in places]])
    check(event)
    assert Party.objects.count() == 10


def test_person_checked_in_by_two_phones_at_once_has_one_certificate():
    event = rows.event(capacity=20, aides_most=3)
    staff = factories.staff()
    people = [Guest(name="홍길동", mail="head@example.org", is_registrant=True)]
    persons = [register(event, principal=people[0]).people.get() for _ in range(3)]
    at_once([lambda p=p: attendance.check_in(person=p, by=staff, now=BEGUN) for p in persons * 2])
    assert sorted(Attendee.objects.values_list("certificate_number", flat=True)) == [1, 2, 3]

"""An event's seats on its admin page: drawn, told, and what a larger or smaller capacity does."""

import pytest

from tests.catalogue.shelf import admin_address as address
from workshops.daily import STEPS as DAILY
from workshops.models import Event
from workshops.people import Guest

from . import rows
from .browsing import mails
from .desk import DOOR, logged_in
from .parties import check, later, offer_of, register
from .test_admin import errors, over

pytestmark = pytest.mark.django_db
OPENED = {
    "opens_on": "2027-02-01",
    "closes_on": "2027-03-03",
    "published_at_0": "2026-11-01",
    "published_at_1": "09:00",
}


@pytest.fixture
def event(db):
    return rows.event(slug="spring", title="봄 포럼", capacity=4, aides_most=3)


@pytest.fixture
def now(clock):
    clock(later(hours=1))


def path(event):
    return address(Event, f"{event.pk}/change/")


def save(client, event, **changes):
    typed = {"capacity": str(event.capacity), "aides_most": "3", **OPENED, **changes}
    return client.post(path(event), over(event, **typed), follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_seats_are_drawn_and_told(client, now, chief, event):
    register(event, 1)
    waiting, last = register(event, 3), register(event)
    page = client.get(path(event)).text
    assert [page.count(f'class="{kind}"') - 1 for kind in ("held", "offered", "free")] == [2, 2, 0]
    for told in ("4석 가운데 4석", "2석, 2027. 2. 12. 12:00까지", waiting.receipt, last.receipt):
        assert told in page
    assert page.index(waiting.receipt) < page.index(last.receipt)
    assert str(waiting.government) not in page


def test_large_hall_is_told_and_not_drawn(client, now, chief, event):
    Event.objects.update(capacity=401)
    page = client.get(path(event)).text
    assert page.count('class="free"') == 1
    assert "401석" in page


def test_page_leads_to_the_lists_and_to_the_desk_for_whoever_may(client, now, chief, event):
    register(event)
    page = client.get(path(event)).text
    lists = [
        f"/admin/workshops/party/?event__id__exact={event.pk}",
        f"/admin/workshops/attendee/?event__id__exact={event.pk}",
        f"/admin/workshops/offer/?party__event__id__exact={event.pk}",
        "/events/spring/staff/check-in/",
        "/events/spring/staff/attendance/",
    ]
    for link in lists:
        assert link in page
        assert client.get(link).status_code == 200
    logged_in(client, "change_event")
    page = client.get(path(event)).text
    assert not any(link in page for link in lists)


def test_panel_asks_the_same_queries_for_any_number_of_parties(
    client, now, chief, event, django_assert_max_num_queries
):
    register(event, 3), register(event, 1)
    with django_assert_max_num_queries(60) as one:
        client.get(path(event))
    register(event, 1), register(event, 1)
    with django_assert_max_num_queries(len(one)) as three:
        client.get(path(event))
    assert len(three) == len(one)


def test_larger_capacity_offers_in_order_and_says_so(client, now, chief, event):
    register(event, 3)
    first, second = register(event, 1), register(event, 1)
    answer = save(client, event, capacity="7")
    assert "기다리던 일행에게 3석을 안내했습니다." in said(answer)
    assert [offer_of(party).seats for party in (first, second)] == [2, 1]
    assert mails(first.mail)[-1][0].startswith("자리 안내")


def test_smaller_capacity_than_what_is_taken_is_refused(client, now, chief, event):
    register(event, 2)
    answer = save(client, event, capacity="2", aides_most="1")
    assert "이미 3석이 나갔습니다. 3석보다 적게는 줄일 수 없습니다." in errors(answer)
    event = check(event)
    assert (event.capacity, event.seats_taken) == (4, 3)
    save(client, event, capacity="3", aides_most="2")
    assert check(event).capacity == 3


def test_cancelling_tells_the_parties_and_counts_them(client, now, chief, event):
    party = register(event, 1)
    waiting = register(event, 3)
    answer = save(client, event, cancel_reason="태풍")
    assert "신청한 일행 2팀에 취소를 알리는 편지를 보냅니다." in said(answer)
    for told in (party, waiting):
        assert mails(told.mail)[-1][0].startswith("행사를 취소했습니다")
    assert offer_of(waiting) is None


def test_event_with_registrations_is_not_deleted_and_nobody_is_named(client, now, chief, event):
    register(event, principal=Guest(name="홍길동", mail="head@example.org"))
    delete = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    for answer in (client.get(address(Event, f"{event.pk}/delete/")), client.post(address(Event), delete)):
        assert "봄 포럼: 참가 신청이 있어 지울 수 없습니다." in answer.text
        assert "홍길동" not in answer.text
    assert Event.objects.filter(pk=event.pk).exists()


def test_list_shows_what_is_taken(client, now, chief, event):
    register(event, 3)
    register(event)
    assert "4/4석, 대기 1팀" in client.get(address(Event)).text


def test_desk_needs_no_right_to_change_events(client, now, event):
    logged_in(client, DOOR)
    assert client.get("/events/spring/staff/check-in/").status_code == 200
    assert client.get(path(event)).status_code == 403


@pytest.mark.usefixtures("now", "chief")
@pytest.mark.parametrize(("day", "again"), [("2027-04-10", 1), ("2027-03-09", 0)])
def test_event_that_is_put_off_is_told_of_again_before_its_new_day(client, event, day, again):
    register(event)
    assert DAILY["parties reminded"](rows.DAY) == 1
    save(client, event, starts_on=day, ends_on=day)
    event.refresh_from_db()
    assert str(event.starts_on) == day
    assert DAILY["parties reminded"](event.starts_on) == again


@pytest.mark.parametrize("when", [("", ""), ("2027-03-01", "09:00")])
def test_event_with_registrations_stays_out(client, now, chief, event, when):
    register(event)
    day, time = when
    answer = save(client, event, published_at_0=day, published_at_1=time)
    assert "공개를 거두거나 미룰 수 없습니다." in answer.text
    assert Event.objects.get().published_at == rows.LONG_AGO

"""The desk at the door: who is expected, who has come, and names that stand in no address."""

import pytest

from handbook.models import AccessRecord
from tests import factories
from workshops.models import Attendee, Event, EventAttendance
from workshops.people import Guest

from . import rows
from .desk import logged_in, press, records
from .parties import BEGUN, register

pytestmark = pytest.mark.django_db
DOOR = "/events/spring/staff/check-in/"


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=4, aides_most=3)


@pytest.fixture
def party(event):
    """A head and an aide who registers and comes; a third seat without a name."""
    place = factories.government(name="전라남도 담양군", short_name="담양군")
    aide = Guest(name="김참모", post="비서관", mail="aide@example.org", is_registrant=True)
    return register(
        event, government=place, principal=Guest(name="홍길동", mail="h@example.org"), people=[aide, Guest()]
    )


@pytest.fixture
def door(client, clock):
    """A member of staff who may check in, at the hour of the event."""
    clock(BEGUN)
    return logged_in(client, "change_attendee")


def test_list_shows_who_is_expected_and_looking_is_recorded(client, door, party):
    page = client.get(DOOR)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    for said in ("전라남도 담양군 단체장", "홍길동", "김참모", "비서관", "이름은 나중에", party.receipt, "0 / 3명"):
        assert said in page.text
    assert records("list") == [(party.receipt, "events/spring/door")]
    record = AccessRecord.objects.get()
    assert (record.staff, record.address) == (door, "127.0.0.1")


def test_press_checks_in_once_and_another_takes_it_back(client, door, party):
    head = party.people.get(role="principal")
    for _ in range(2):
        answer = press(client, f"{DOOR}{head.key}/", show="late")
        assert answer.status_code == 302
        assert answer["Location"] == f"{DOOR}?show=late#p-{head.key}"
    head.refresh_from_db()
    assert (head.checked_in_at, head.checked_in_by) == (BEGUN, door)
    page = client.get(DOOR).text
    assert "도착 10:00" in page
    assert "1 / 3명" in page
    assert EventAttendance.objects.get().heads == 1
    press(client, f"{DOOR}{head.key}/undo/")
    head.refresh_from_db()
    assert head.checked_in_at is None
    assert records("change") == [(party.receipt, "events/spring/arrive")] * 2 + [
        (party.receipt, "events/spring/undo_arrival")
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("홍길", ["홍길동"]),
        ("ㅎㄱㄷ", ["홍길동"]),
        ("담양 김", ["김참모"]),
        ("비서관", ["김참모"]),
        ("없는 사람", []),
        ("담양", ["홍길동", "김참모", ""]),
    ],
)
def test_list_is_narrowed_by_what_is_typed(client, door, party, query, found):
    register(party.event, principal=Guest(name="박시장", mail="other@example.org"))
    page = press(client, DOOR, query=query)
    assert page.status_code == 200
    shown = [guest.person.name for _, guests in page.context["groups"] for guest in guests]
    assert shown == found
    assert f'value="{query}"' in page.text
    assert records("list") == [(party.receipt if found else "", "events/spring/door")]


def test_list_shows_those_who_have_come_or_not(client, door, party):
    press(client, f"{DOOR}{party.people.get(name='김참모').key}/")
    here = client.get(f"{DOOR}?show=here").text
    late = client.get(f"{DOOR}?show=late").text
    assert "김참모" in here
    assert "홍길동" not in here
    assert "홍길동" in late
    assert "김참모" not in late
    assert "홍길동" in client.get(f"{DOOR}?show=nonsense").text


def test_parties_that_only_wait_or_have_ended_are_not_on_the_list(client, door, party):
    waiting = register(party.event, 1, principal=Guest(name="박시장", mail="other@example.org"))
    assert waiting.seats_held == 0
    assert "박시장" not in client.get(DOOR).text
    person = waiting.people.first()
    answer = press(client, f"{DOOR}{person.key}/")
    assert answer.status_code == 409
    assert "정원을 늘린 뒤" in answer.text


def test_nobody_comes_to_a_cancelled_event(client, door, party):
    Event.objects.update(cancelled_at=BEGUN, cancel_reason="태풍")
    answer = press(client, f"{DOOR}{party.people.first().key}/")
    assert answer.status_code == 409
    assert "취소된 행사입니다." in answer.text
    assert not AccessRecord.objects.filter(what="change").exists()


def test_person_of_another_event_is_not_found(client, door, party):
    other = register(rows.event()).people.first()
    assert press(client, f"{DOOR}{other.key}/").status_code == 404
    assert press(client, "/events/nowhere/staff/check-in/").status_code == 404


def test_get_never_checks_in(client, door, party):
    assert client.get(f"{DOOR}{party.people.first().key}/").status_code == 405
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


def test_press_from_another_site_is_refused(client, door, party):
    head = party.people.first()
    assert client.post(f"{DOOR}{head.key}/", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


STAFF_PAGES = ("check-in/", "on-site/", "sheet/", "attendance/")


@pytest.mark.parametrize("tail", STAFF_PAGES)
def test_visitor_is_sent_to_the_login_and_staff_without_the_right_is_refused(client, party, tail):
    path = f"/events/spring/staff/{tail}"
    assert client.get(path)["Location"] == f"/admin/login/?next={path}"
    client.force_login(factories.staff("nobody@example.org"))
    answer = client.get(path)
    assert answer.status_code == 403
    assert "권한이 없습니다" in answer.text
    assert not AccessRecord.objects.exists()


def test_session_that_ends_under_a_press_comes_back_to_the_list(client, party):
    answer = press(client, f"{DOOR}{party.people.first().key}/")
    assert answer["Location"] == f"/admin/login/?next={DOOR}"


def test_list_asks_the_same_queries_for_any_number_of_parties(client, door, event, django_assert_num_queries):
    Event.objects.update(capacity=50)
    register(event, 1)
    client.get(DOOR)
    with django_assert_num_queries(12):
        client.get(DOOR)
    register(event, 1), register(event, 1)
    with django_assert_num_queries(12):
        client.get(DOOR)

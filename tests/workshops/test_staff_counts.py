"""How many came: counted, corrected, approved; and the list on paper."""

import pytest

from handbook.models import AccessRecord
from workshops import attendance, people
from workshops.models import EventAttendance
from workshops.people import Guest

from . import rows
from .browsing import form
from .desk import COUNTS, DOOR, logged_in, press, records
from .parties import BEGUN, consents, register

pytestmark = pytest.mark.django_db
COUNT = "/events/spring/staff/attendance/"
SHEET = "/events/spring/staff/sheet/"
HEAD = Guest(name="홍길동", post="군수", mail="head@example.org")


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=5, aides_most=3)


@pytest.fixture
def party(event):
    return register(event, 1, principal=HEAD)


@pytest.fixture
def staff(client, clock):
    clock(BEGUN)
    return logged_in(client, DOOR, COUNTS)


def come(client, person):
    press(client, f"/events/spring/staff/check-in/{person.key}/")


def test_numbers_are_proposed_from_the_check_in_and_shown_once_approved(client, staff, party):
    for person in party.people.all():
        come(client, person)
    page = client.get(COUNT)
    assert page.status_code == 200
    assert "단체장(당선인) 1명, 대참·동행자 1명" in page.text
    assert "아직 승인하지 않았습니다." in page.text
    assert form(page.text) == {"heads": "1", "officials": "1"}
    assert press(client, COUNT, heads="1", officials="3")["Location"] == COUNT
    row = EventAttendance.objects.get()
    assert (row.heads, row.officials, row.parties, row.approved_by) == (1, 3, 1, staff)
    page = client.get(COUNT).text
    assert form(page) == {"heads": "1", "officials": "3"}
    assert "이접수 님이 2027. 3. 10. 10:00에 단체장(당선인) 1명, 대참·동행자 3명으로 승인했습니다." in page
    assert "접수에서 센 수와 다릅니다" in page
    assert "단체장(당선인) 1명, 대참과 동행자 3명이 참석했습니다." in client.get("/events/spring/").text


def test_approved_numbers_are_corrected_and_history_keeps_both(client, staff, party):
    for heads in ("1", "1", "2"):
        press(client, COUNT, heads=heads, officials="0")
    row = EventAttendance.objects.get()
    assert row.heads == 2
    assert list(row.history.order_by("pk").values_list("heads", flat=True)) == [1, 2]


def test_later_check_in_is_counted_beside_what_was_approved(client, staff, party):
    press(client, COUNT, heads="0", officials="0")
    assert "접수에서 센 수와 다릅니다" not in client.get(COUNT).text
    come(client, party.people.first())
    page = client.get(COUNT).text
    assert "접수에서 세면 단체장(당선인) 1명" in page
    assert "접수에서 센 수와 다릅니다" in page
    assert EventAttendance.objects.get().heads == 0


def test_numbers_counted_before_registrations_were_deleted_can_still_be_approved(client, staff, party):
    come(client, party.people.first())
    attendance.delete_registrations(event=party.event, now=BEGUN)
    page = client.get(COUNT).text
    assert form(page) == {"heads": "1", "officials": "0"}
    press(client, COUNT, **form(page))
    assert "접수에서 센 수와 다릅니다" not in client.get(COUNT).text
    row = EventAttendance.objects.get()
    assert (row.heads, row.approved_by) == (1, staff)


@pytest.mark.parametrize("typed", ["", "-1", "많이", "30001"])
def test_number_that_is_none_is_refused_and_stays_on_the_page(client, staff, event, typed):
    answer = press(client, COUNT, heads=typed, officials="7")
    assert answer.status_code == 422
    assert "0부터 30000까지의 숫자를 적어 주세요." in answer.text
    assert 'aria-describedby="heads_error"' in answer.text
    assert 'value="7"' in answer.text
    assert not EventAttendance.objects.exists()


def test_looking_at_numbers_counts_nothing_and_changes_nothing(client, staff, party):
    client.get(COUNT)
    assert not EventAttendance.objects.exists()


def test_staff_of_the_door_alone_approve_nothing(client, event):
    logged_in(client, DOOR)
    assert press(client, COUNT, heads="1", officials="1").status_code == 403
    assert not EventAttendance.objects.exists()


def test_list_on_paper_asks_for_a_reason_and_records_it(client, staff, party):
    waiting = register(party.event, 3, principal=Guest(name="박시장", mail="other@example.org"))
    page = client.get(SHEET)
    assert "홍길동" not in page.text
    assert not AccessRecord.objects.exists()
    answer = press(client, SHEET, reason=" ")
    assert answer.status_code == 422
    assert "인쇄하는 까닭을 적어 주세요." in answer.text
    assert "홍길동" not in press(client, SHEET, reason="접수대 예비").text  # has not agreed yet
    people.confirm_person(person=party.people.get(role="principal"), consents=consents(), now=BEGUN)
    page = press(client, SHEET, reason="접수대 예비")
    for said in ("홍길동", "군수", str(party.government), "단체장", "파쇄해 주세요"):
        assert said in page.text
    assert waiting.seats_held == 0
    assert "박시장" not in page.text
    assert records("export") == [(party.receipt, "events/spring/door_sheet")] * 2
    assert {*AccessRecord.objects.filter(what="export").values_list("reason", flat=True)} == {"접수대 예비"}
    assert page["Cache-Control"] == "no-store, private"


def test_list_on_paper_shows_who_has_come_and_not_who_has_no_seat(client, staff, event):
    first = register(event, 2)
    second = register(event, 2)
    assert second.seats_held == 0
    come(client, first.people.first())
    page = press(client, SHEET, reason="예비").text
    assert page.count('class="box"') == 2
    assert "<td>10:00</td>" in page

"""What an event's public page says of registration, seats and attendance."""

import pytest

from tests import factories
from workshops import actions, attendance

from . import rows
from .parties import register
from .rows import seoul
from .test_pages import part

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_year(clock):
    clock(seoul(2027, 1, 10, 12))


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (seoul(2027, 2, 1, 8, 59), "신청은 2027. 2. 1.(월) 09:00부터 2027. 3. 3.(수) 24:00까지 받습니다."),
        (seoul(2027, 2, 1, 9), "신청은 2027. 2. 1.(월) 09:00부터 받고 있습니다. 2027. 3. 3.(수) 24:00에 마감합니다."),
        (seoul(2027, 3, 3, 23, 59), "2027. 3. 3.(수) 24:00에 마감합니다."),
        (seoul(2027, 3, 4), "신청은 2027. 3. 3.(수) 24:00에 마감했습니다."),
    ],
)
def test_registration_is_said_by_the_hour(client, clock, now, says):
    rows.event(slug="forum", asks_meal=True)
    clock(now)
    registration = part(client.get("/events/forum/").text, "registration")
    assert says in registration
    is_open = seoul(2027, 2, 1, 9) <= now < seoul(2027, 3, 4)
    assert ("신청하기" in registration) == is_open
    assert ("남은 자리 50석 기다리는 일행 0" in registration) == is_open
    open_or_coming = now < seoul(2027, 3, 4)
    assert ("식사" in registration) == open_or_coming
    assert ("일행 모두의 자리가 없으면 대기 순서에 섭니다." in registration) == open_or_coming
    assert ("48시간 안에 받지 않으면" in registration) == open_or_coming
    assert ("신청을 여는 링크 다시 받기" in registration) == (now >= seoul(2027, 2, 1, 9))


@pytest.mark.parametrize(
    ("aides", "free", "says"),
    [
        ([1], 4, "남은 자리 4석 기다리는 일행 0 신청하기"),
        ([5], 0, "남은 자리가 없어, 지금 신청하시면 대기 순서에 섭니다."),
        ([5, 0], 0, "기다리는 일행이 있어, 지금 신청하시면 그 뒤에 섭니다."),
    ],
)
def test_page_says_how_many_seats_are_free_and_who_waits(client, clock, aides, free, says):
    event = rows.event(slug="forum", capacity=6, aides_most=5)
    clock(seoul(2027, 2, 10, 12))
    first = client.get("/events/forum/")
    for number in aides:
        register(event, number)
    again = client.get("/events/forum/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    registration = part(again.text, "registration")
    assert f"남은 자리 {free}석 기다리는 일행 {len(aides) - 1}" in registration
    assert says in registration
    assert 'href="/events/forum/register/"' in again.text


def test_changes_of_two_events_that_outweigh_each_other_still_renew_the_page(client, clock):
    clock(seoul(2027, 2, 10, 12))
    first, second = rows.event(slug="forum", aides_most=2), rows.event(aides_most=2)
    party = register(first)
    tag = client.get("/events/forum/")["ETag"]
    actions.cancel(party=party, now=seoul(2027, 2, 10, 12))
    register(second)
    assert client.get("/events/forum/", headers={"If-None-Match": tag}).status_code == 200


def test_attendance_is_shown_once_it_is_approved(client):
    event = rows.event(slug="forum")
    rows.attendance(event=event, heads=31, officials=109)
    assert 'id="attendance"' not in client.get("/events/forum/").text
    staff = factories.staff()
    attendance.approve_attendance(event=event, heads=31, officials=109, by=staff, now=seoul(2027, 1, 10))
    page = client.get("/events/forum/").text
    assert "단체장(당선인) 31명, 대참과 동행자 109명이 참석했습니다." in part(page, "attendance")

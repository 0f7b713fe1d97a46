"""What an event knows about itself, by the hour it is given."""

import datetime as dt

import pytest

from workshops.models import Event

from . import rows
from .rows import DAY, NEXT, seoul

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (seoul(2027, 2, 1, 8, 59, 59), "before"),
        (seoul(2027, 2, 1, 9), "open"),
        (seoul(2027, 3, 3, 23, 59, 59), "open"),
        (seoul(2027, 3, 4), "closed"),
    ],
)
def test_registration_opens_at_its_hour_and_closes_at_the_end_of_its_day(now, state):
    assert rows.event().registration(now) == state
    assert rows.event().registration(now.astimezone(dt.UTC)) == state


def test_registration_without_days_is_undecided_until_the_event_is_over():
    event = rows.undated()
    assert event.registration(seoul(2027, 3, 10, 16, 59)) == "undecided"
    assert event.registration(seoul(2027, 3, 10, 17)) == "closed"


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"published_at": None}, "초안"),
        ({"published_at": seoul(2027, 1, 1, 0, 1)}, "예약"),
        ({"published_at": seoul(2027, 1, 1)}, "공개"),
        ({"cancelled_at": seoul(2026, 12, 1), "cancel_reason": "태풍"}, "취소"),
    ],
)
def test_standing_says_draft_scheduled_published_or_cancelled(fields, standing):
    assert rows.event(**fields).standing(seoul(2027, 1, 1)) == standing


def test_only_what_is_out_is_public():
    rows.event(published_at=None)
    rows.event(published_at=seoul(2027, 1, 1, 0, 1))
    out = rows.event(published_at=seoul(2027, 1, 1))
    cancelled = rows.event(cancelled_at=seoul(2026, 12, 1), cancel_reason="태풍")
    assert set(Event.objects.public(seoul(2027, 1, 1))) == {out, cancelled}


def test_event_is_coming_through_its_last_day_and_then_past():
    event = rows.event(ends_on=NEXT)
    sooner = rows.event(starts_on=dt.date(2027, 3, 9))
    assert list(Event.objects.coming(dt.date(2027, 3, 9))) == [sooner, event]
    assert list(Event.objects.coming(NEXT)) == [event]
    assert list(Event.objects.past(NEXT)) == [sooner]
    assert list(Event.objects.past(dt.date(2027, 3, 12))) == [event, sooner]


def test_example_is_never_past():
    rows.event(is_example=True)
    assert not Event.objects.past(dt.date(2028, 1, 1)).exists()


def test_publishing_brings_forward_what_is_scheduled_and_leaves_what_is_out():
    draft, scheduled, out = (rows.event(published_at=at) for at in (None, seoul(2027, 5, 1), rows.LONG_AGO))
    for event in (draft, scheduled, out):
        event.publish(at=seoul(2027, 1, 1))
        event.refresh_from_db()
    assert [event.published_at for event in (draft, scheduled, out)] == [*[seoul(2027, 1, 1)] * 2, rows.LONG_AGO]
    assert [event.revision for event in (draft, scheduled, out)] == [1, 1, 0]


def test_cancellation_keeps_its_first_date_and_goes_with_its_reason():
    event = rows.event()
    event.cancel_reason = "태풍"
    event.note_cancellation(at=seoul(2027, 3, 1))
    event.note_cancellation(at=seoul(2027, 3, 2))
    assert event.cancelled_at == seoul(2027, 3, 1)
    event.cancel_reason = ""
    event.note_cancellation(at=seoul(2027, 3, 3))
    assert event.cancelled_at is None


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ({}, "2027. 3. 10.(수) 10:00~17:00"),
        ({"ends_on": NEXT}, "2027. 3. 10.(수) 10:00 ~ 2027. 3. 11.(목) 17:00"),
    ],
)
def test_when_names_the_last_day_only_where_there_are_several(fields, when):
    assert rows.event(starts_on=DAY, **fields).when == when


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, "희망제작소"),
        ({"mode": "both"}, "희망제작소, 온라인 병행"),
        ({"mode": "online", "place": ""}, "온라인"),
    ],
)
def test_where_says_whether_one_may_take_part_online(fields, where):
    assert rows.event(**fields).where == where

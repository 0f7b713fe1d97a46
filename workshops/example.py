"""One open event, plainly marked 예시, so that a newcomer has something to try."""

import datetime as dt

from django.db import transaction

from .models import Event, ProgrammeItem

HOURS = (
    (dt.time(10), dt.time(10, 30), "여는 이야기"),
    (dt.time(10, 30), dt.time(12), "지역 사례 나누기"),
    (dt.time(13, 30), dt.time(17), "모둠 토론과 마무리"),
)


def make_example(*, now: dt.datetime) -> Event | None:
    """A month from now, open for registration; None where any event stands or ever stood, this one included.

    The history keeps what was deleted: an installation whose staff have removed the example never gets it again.
    """
    if Event.objects.exists() or Event.history.exists():
        return None
    today = now.date()
    day = today + dt.timedelta(days=30)
    with transaction.atomic():
        event = Event.objects.create(
            kind=Event.Kind.FORUM,
            title="행사 화면 예시",
            slug="example",
            summary="행사가 어떻게 보이는지 알려 주는 예시입니다. 관리 화면에서 고치거나 지울 수 있습니다.",
            starts_on=day,
            starts_time=dt.time(10),
            ends_on=day,
            ends_time=dt.time(17),
            place="예시 회의실",
            fee=0,
            capacity=50,
            aides_most=2,
            opens_on=today,
            opens_time=dt.time(0),
            closes_on=day - dt.timedelta(days=7),
            asks_meal=True,
            asks_car=True,
            published_at=now,
            is_example=True,
        )
        for starts, ends, title in HOURS:
            ProgrammeItem.objects.create(event=event, day=day, starts_time=starts, ends_time=ends, title=title)
    return event

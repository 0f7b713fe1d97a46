"""One right row of every model of workshops; what a test cares about it says itself."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from workshops.models import Academy, AcademyEntry, Event, Material, ProgrammeItem

SEOUL = ZoneInfo("Asia/Seoul")
BOOK = {"source": "handbook", "section": "개요"}
LONG_AGO = dt.datetime(2026, 11, 1, 9, tzinfo=SEOUL)
DAY = dt.date(2027, 3, 10)
NEXT = dt.date(2027, 3, 11)
count = itertools.count(1)


def seoul(*parts):
    """A moment on Seoul's clock."""
    return dt.datetime(*parts, tzinfo=SEOUL)


def event(**fields):
    """A forum of one day, published long ago, whose registration closes a week before."""
    number = next(count)
    defaults = {
        "kind": "forum",
        "title": f"{number}차 정기포럼",
        "slug": f"forum-{number}",
        "starts_on": DAY,
        "starts_time": dt.time(10),
        "ends_on": fields.get("starts_on", DAY),
        "ends_time": dt.time(17),
        "place": "희망제작소",
        "capacity": 50,
        "opens_on": dt.date(2027, 2, 1),
        "closes_on": dt.date(2027, 3, 3),
        "published_at": LONG_AGO,
    }
    return Event.objects.create(**{**defaults, **fields})


def undated(**fields):
    """An event whose registration has no days yet."""
    return event(**{"opens_on": None, "closes_on": None, **fields})


def some_event():
    return Event.objects.first() or event()


def programme_item(event=None, **fields):
    defaults = {"day": DAY, "starts_time": dt.time(10), "ends_time": dt.time(11), "title": "여는 이야기"}
    return ProgrammeItem.objects.create(event=event or some_event(), **{**defaults, **fields})


def material(event=None, **fields):
    defaults = {"title": "발제문", "url": "https://example.org/paper.pdf"}
    return Material.objects.create(event=event or some_event(), **{**defaults, **fields})


def academy(**fields):
    defaults = {
        "edition_year": 2000 + next(count),
        "title": "시장학교",
        "printed_name": "워크숍",
        "starts_on": dt.date(2022, 6, 10),
        "ends_on": dt.date(2022, 6, 11),
        "duration": "1박2일",
        "place": "서울 혹은 세종시",
        "capacity": 50,
        "who": "당선인입니다.",
    }
    return Academy.objects.create(**{**BOOK, **defaults, **fields})


def academy_entry(parent=None, **fields):
    defaults = {"group": "lecture", "position": next(count), "label": "십계명"}
    parent = parent or Academy.objects.first() or academy()
    return AcademyEntry.objects.create(academy=parent, **{**BOOK, **defaults, **fields})


MAKERS = {
    Event: event,
    ProgrammeItem: programme_item,
    Material: material,
    Academy: academy,
    AcademyEntry: academy_entry,
}

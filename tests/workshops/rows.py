"""One right row of every model of workshops; what a test cares about it says itself."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from tests import factories
from workshops.models import (
    Academy,
    AcademyEntry,
    Attendee,
    Event,
    EventAttendance,
    Material,
    Offer,
    Party,
    ProgrammeItem,
)

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


def party(event=None, **fields):
    """A row as the verbs leave it, of one seat; `parties.register` goes through the verb."""
    number = next(count)
    event = event or some_event()
    defaults = {
        "kind": "head",
        "number": number,
        "government": None if fields.get("origin") == "on_site" else factories.government(),
        "form_key": f"row-{number}",
        "name": "홍길동",
        "mail": f"party-{number}@example.org",
        "phone": "01012345678",
        "seats_wanted": 1,
        "seats_held": 1,
    }
    return Party.objects.create(event=event, **{**defaults, **fields})


def person(of=None, **fields):
    of = of or party()
    defaults = {"role": "aide", "order": next(count), "name": "김참모", "mail": f"person-{next(count)}@example.org"}
    return Attendee.objects.create(party=of, event=of.event, **{**defaults, **fields})


def offer(of=None, **fields):
    of = of or party(seats_held=0, ticket=next(count))
    defaults = {"seats": 1, "offered_at": LONG_AGO, "expires_at": seoul(2027, 2, 12, 12)}
    return Offer.objects.create(party=of, **{**defaults, **fields})


def attendance(**fields):
    return EventAttendance.objects.create(
        **{"event": event(), "heads": 3, "officials": 5, "proposed_at": LONG_AGO, **fields}
    )


MAKERS = {
    Event: event,
    ProgrammeItem: programme_item,
    Material: material,
    Academy: academy,
    AcademyEntry: academy_entry,
    EventAttendance: attendance,
}

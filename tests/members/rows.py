"""One right row of every model of the club; what a test cares about it says itself."""

import datetime as dt
import itertools

from members.models import ClubTerm, Entry, Forum, Milestone, PrintedTotal, Publication

BOOK = {"edition_year": 2022, "source": "handbook", "section": "모임의 구성"}
count = itertools.count(1)


def entry(**fields):
    defaults = {"group": "about", "position": next(count), "label": "목적", "text": "함께 공부합니다."}
    return Entry.objects.create(**{**BOOK, **defaults, **fields})


def club_term(number=7, **fields):
    defaults = {"members": 62, "counted": "2022년 1월 기준"}
    return ClubTerm.objects.create(number=number, **{**BOOK, **defaults, **fields})


def some_term():
    return ClubTerm.objects.first() or club_term()


def milestone(**fields):
    defaults = {"kind": "caption", "position": next(count), "year": 2014, "label": "출범식"}
    return Milestone.objects.create(**{**BOOK, **defaults, **fields})


def forum(term=None, **fields):
    number = fields.pop("number", next(count))
    defaults = {
        "name": f"{number}차 정기포럼",
        "printed_from": dt.date(2019, 1, 10),
        "place": "서울시",
        "mode": "in_person",
        "heads": 10,
        "officials": 20,
    }
    return Forum.objects.create(term=term or some_term(), number=number, **{**BOOK, **defaults, **fields})


def printed_total(term=None, **fields):
    defaults = {"counts": "heads", "value": 350}
    return PrintedTotal.objects.create(term=term or some_term(), **{**BOOK, **defaults, **fields})


def publication(**fields):
    number = next(count)
    defaults = {"kind": "book", "title": f"책 {number}", "volume": number, "year": 2014}
    return Publication.objects.create(**{**BOOK, **defaults, **fields})


MAKERS = {
    Entry: entry,
    ClubTerm: club_term,
    Milestone: milestone,
    Forum: forum,
    PrintedTotal: printed_total,
    Publication: publication,
}

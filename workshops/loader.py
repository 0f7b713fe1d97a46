"""Reads an edition's `mayors_academy.toml`, refuses a broken one with its place, and writes it: all or nothing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from pledges.catalogue.loader.files import BrokenFile, expect_run, read_toml, twice
from pledges.catalogue.loader.settle import Report, Settler, all_or_nothing
from pledges.catalogue.loader.shapes import Shape, Text

from .models import Academy, AcademyEntry

FILE = "mayors_academy.toml"
Count = Annotated[int, Meta(ge=1, le=32767)]


class PrintedShape(Shape, kw_only=True):
    source: Literal["handbook", "editorial"]
    section: str = ""
    note: str = ""


class EntryShape(PrintedShape, kw_only=True):
    label: Text
    printed: str = ""
    text: str = ""


class TopicShape(PrintedShape, kw_only=True):
    number: Count
    label: Text
    items: Annotated[list[Text], Meta(min_length=1)]


class OverviewShape(PrintedShape, kw_only=True):
    title: Text
    printed_name: Text
    first_day: dt.date = field(name="from")
    last_day: dt.date = field(name="to")
    duration: Text
    place: Text
    place_note: str = ""
    capacity: Count
    who: Text
    fee: str = ""


class AcademyShape(Shape):
    edition: Count
    overview: OverviewShape
    reasons: list[EntryShape]
    lectures: list[EntryShape]
    topics: list[TopicShape]
    contacts: list[EntryShape]

    def entries(self) -> Iterator[tuple[str, Sequence[EntryShape]]]:
        """The lists of plain entries by their name in the file."""
        yield "reasons", self.reasons
        yield "lectures", self.lectures
        yield "contacts", self.contacts


GROUPS = {
    "reasons": AcademyEntry.Group.REASON,
    "lectures": AcademyEntry.Group.LECTURE,
    "contacts": AcademyEntry.Group.CONTACT,
}


def read_academy(folder: Path) -> AcademyShape:
    """An edition's 시장학교, right in itself. Raises BrokenFile with the entry and the field."""
    academy = read_toml(folder / FILE, AcademyShape)
    if academy.overview.last_day < academy.overview.first_day:
        raise BrokenFile(FILE, "overview", "to", "must not be before from")
    check_section("overview", academy.overview)
    for part, entries in (*academy.entries(), ("topics", academy.topics)):
        for number, entry in enumerate(entries, 1):
            check_section(f"{part} {number}", entry)
    expect_run(f"{FILE} topics", [topic.number for topic in academy.topics])
    if twice(item for topic in academy.topics for item in topic.items):
        raise BrokenFile(FILE, "topics", "items", "an item stands twice")
    return academy


def check_section(entry: str, printed: PrintedShape) -> None:
    if printed.source == "handbook" and not printed.section:
        raise BrokenFile(FILE, entry, "section", "what stands in the handbook says where")


def write_academy(academy: AcademyShape, *, trial: bool = False) -> Report:
    """Returns what was done; with `trial` what would be done, changing nothing. What staff edited is left alone."""
    report = Report()
    with all_or_nothing(trial=trial):
        write_entries(academy, write_overview(academy, report), report)
    return report


def provenance(entry: PrintedShape) -> dict[str, Any]:
    return {"source": entry.source, "section": entry.section, "note": entry.note}


def write_overview(academy: AcademyShape, report: Report) -> Academy:
    overview = academy.overview
    same = ("title", "printed_name", "duration", "place", "place_note", "capacity", "who", "fee")
    values = {name: getattr(overview, name) for name in same}
    days = {"starts_on": overview.first_day, "ends_on": overview.last_day}
    settler = Settler(Academy, report, FILE, key=("edition_year",))
    return settler.settle({"edition_year": academy.edition}, {**values, **days, **provenance(overview)})


def write_entries(academy: AcademyShape, row: Academy, report: Report) -> None:
    """Positions run within a group; a topic's items keep its number and name as their part."""
    settler = Settler(AcademyEntry, report, FILE, key=("academy_id", "group", "position"))
    for group, position, values in rows_of(academy):
        identity = {"academy_id": row.pk, "group": group.value, "position": position}
        settler.settle(identity, values)


def rows_of(academy: AcademyShape) -> Iterator[tuple[AcademyEntry.Group, int, dict[str, Any]]]:
    for part, entries in academy.entries():
        for position, entry in enumerate(entries, 1):
            values = {"part": "", "label": entry.label, "printed": entry.printed, "text": entry.text}
            yield GROUPS[part], position, {**values, **provenance(entry)}
    items = [(topic, item) for topic in academy.topics for item in topic.items]
    for position, (topic, item) in enumerate(items, 1):
        values = {"part": topic.label, "label": item, "printed": "", "text": ""}
        yield AcademyEntry.Group.TOPIC, position, {**values, **provenance(topic)}

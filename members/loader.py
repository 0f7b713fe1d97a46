"""Reads an edition's `club.toml`, refuses a broken one with its place, and writes it: all or nothing, nothing twice."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from pledges.catalogue.loader.files import BrokenFile, expect_run, read_toml, twice
from pledges.catalogue.loader.settle import Report, Settler, all_or_nothing
from pledges.catalogue.loader.shapes import Shape, Text

from .models import ClubTerm, Entry, Forum, Milestone, PrintedTotal, Publication

FILE = "club.toml"
GROUPS = {
    "about": Entry.Group.ABOUT,
    "organs": Entry.Group.ORGAN,
    "offices": Entry.Group.OFFICE,
    "activities": Entry.Group.ACTIVITY,
    "chart": Entry.Group.CHART,
    "contacts": Entry.Group.CONTACT,
}
Count = Annotated[int, Meta(ge=1, le=32767)]
SourceName = Literal["handbook", "press", "editorial"]


class PrintedShape(Shape, kw_only=True):
    source: SourceName
    section: str = ""
    note: str = ""


class EntryShape(PrintedShape, kw_only=True):
    label: Text
    part: str = ""
    printed: str = ""
    probable: str = ""
    text: str = ""


class TermShape(PrintedShape, kw_only=True):
    number: Count
    members: Count | None = None
    counted: str = ""


class MilestoneShape(PrintedShape, kw_only=True):
    kind: Literal["founding", "caption"]
    year: Count
    label: Text
    place: str = ""
    happened_on: dt.date | None = None


class ProbableShape(Shape):
    on: dt.date
    source: SourceName
    text: str = ""


class ForumShape(PrintedShape, kw_only=True):
    term: Count
    name: Text
    first_day: dt.date = field(name="from")
    last_day: dt.date | None = field(name="to", default=None)
    place: Text
    mode: Literal["in_person", "online", "both"]
    topic: str
    heads: Count
    officials: Count
    number: Count | None = None
    probable: ProbableShape | None = None


class TotalShape(PrintedShape, kw_only=True):
    term: Count
    counts: Literal["forums", "heads", "officials"]
    value: Count
    covers: str = ""


class PublicationShape(PrintedShape, kw_only=True):
    kind: Literal["journal", "book"]
    title: Text
    volume: Count | None = None
    year: Count | None = None
    printed: str = ""
    text: str = ""


class ClubShape(Shape):
    edition: Count
    about: list[EntryShape]
    organs: list[EntryShape]
    offices: list[EntryShape]
    activities: list[EntryShape]
    chart: list[EntryShape]
    contacts: list[EntryShape]
    terms: list[TermShape]
    milestones: list[MilestoneShape]
    forums: list[ForumShape]
    totals: list[TotalShape]
    publications: list[PublicationShape]

    def parts(self) -> Iterator[tuple[str, Sequence[PrintedShape]]]:
        """Every list of entries by its name in the file."""
        for name in (*GROUPS, "terms", "milestones", "forums", "totals", "publications"):
            yield name, getattr(self, name)


def read_club(folder: Path) -> ClubShape:
    """An edition's club, right in itself. Raises BrokenFile with the entry and the field."""
    club = read_toml(folder / FILE, ClubShape)
    for part, entries in club.parts():
        for number, entry in enumerate(entries, 1):
            if entry.source == "handbook" and not entry.section:
                raise BrokenFile(FILE, f"{part} {number}", "section", "what stands in the handbook says where")
    check_terms(club)
    check_forums(club)
    expect_run(f"{FILE} publications", [book.volume or 0 for book in club.publications if book.kind == "book"])
    return club


def check_terms(club: ClubShape) -> None:
    """Every forum and total belongs to a term of the file; a count of members has its month."""
    known = {term.number for term in club.terms}
    for part, named_terms in (
        ("forums", [forum.term for forum in club.forums]),
        ("totals", [total.term for total in club.totals]),
    ):
        for number, term_number in enumerate(named_terms, 1):
            if term_number not in known:
                raise BrokenFile(FILE, f"{part} {number}", "term", f"there is no term {term_number}")
    for number, term in enumerate(club.terms, 1):
        if (term.members is None) != (not term.counted):
            raise BrokenFile(FILE, f"terms {number}", "counted", "members and counted stand together or not at all")


def check_forums(club: ClubShape) -> None:
    """Days in order, names and numbers once in a term, a probable date that is another one."""
    for entry, forum in enumerate(club.forums, 1):
        place = (FILE, f"forums {entry} {forum.name}")
        if forum.last_day and forum.last_day <= forum.first_day:
            raise BrokenFile(*place, "to", "must be after from; a meeting of one day has none")
        if forum.probable and forum.probable.on == forum.first_day:
            raise BrokenFile(*place, "probable", "is the printed date")
    for name, values in (
        ("name", [f"{forum.term} {forum.name}" for forum in club.forums]),
        ("number", [f"{forum.term}-{forum.number}" for forum in club.forums if forum.number]),
    ):
        if twice(values):
            raise BrokenFile(FILE, "forums", name, "stands twice in one term")


def write_club(club: ClubShape, *, trial: bool = False) -> Report:
    """Returns what was done; with `trial` what would be done, changing nothing. What staff edited is left alone."""
    report = Report()
    with all_or_nothing(trial=trial):
        write_entries(club, report)
        write_history(club, report)
        write_forums(club, write_terms(club, report), report)
        write_publications(club, report)
    return report


def provenance(club: ClubShape, entry: PrintedShape) -> dict[str, Any]:
    return {
        "edition_year": club.edition,
        "source": entry.source,
        "section": entry.section,
        "note": entry.note,
    }


def named(entry: Shape, names: Iterable[str]) -> Mapping[str, Any]:
    """Fields that the file and the table call alike."""
    return {name: getattr(entry, name) for name in names}


def write_entries(club: ClubShape, report: Report) -> None:
    settler = Settler(Entry, report, FILE, key=("group", "position"))
    for part, group in GROUPS.items():
        entries: list[EntryShape] = getattr(club, part)
        for position, entry in enumerate(entries, 1):
            values = named(entry, ("label", "part", "printed", "probable", "text"))
            settler.settle({"group": group.value, "position": position}, {**values, **provenance(club, entry)})


def write_terms(club: ClubShape, report: Report) -> dict[int, ClubTerm]:
    settler = Settler(ClubTerm, report, FILE, key=("number",))
    return {
        term.number: settler.settle(
            {"number": term.number}, {**named(term, ("members", "counted")), **provenance(club, term)}
        )
        for term in club.terms
    }


def write_history(club: ClubShape, report: Report) -> None:
    settler = Settler(Milestone, report, FILE, key=("position",))
    for position, milestone in enumerate(club.milestones, 1):
        values = named(milestone, ("kind", "year", "happened_on", "label", "place"))
        settler.settle({"position": position}, {**values, **provenance(club, milestone)})


def write_forums(club: ClubShape, terms: Mapping[int, ClubTerm], report: Report) -> None:
    forums = Settler(Forum, report, FILE, key=("term_id", "name"), among=Forum.objects.select_related("term"))
    for forum in club.forums:
        values = {
            **named(forum, ("number", "place", "mode", "topic", "heads", "officials")),
            "printed_from": forum.first_day,
            "printed_to": forum.last_day,
            "probable_on": forum.probable.on if forum.probable else None,
            "probable_source": forum.probable.source if forum.probable else "",
            "probable_text": forum.probable.text if forum.probable else "",
        }
        forums.settle({"term_id": terms[forum.term].pk, "name": forum.name}, {**values, **provenance(club, forum)})
    totals = Settler(
        PrintedTotal, report, FILE, key=("term_id", "counts"), among=PrintedTotal.objects.select_related("term")
    )
    for total in club.totals:
        totals.settle(
            {"term_id": terms[total.term].pk, "counts": total.counts},
            {**named(total, ("value", "covers")), **provenance(club, total)},
        )


def write_publications(club: ClubShape, report: Report) -> None:
    settler = Settler(Publication, report, FILE, key=("kind", "title"))
    for entry in club.publications:
        settler.settle(
            {"kind": entry.kind, "title": entry.title},
            {**named(entry, ("volume", "year", "printed", "text")), **provenance(club, entry)},
        )

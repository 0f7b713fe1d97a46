"""Citations as printed, ordinances as the register has them, and how the two compare (register CSV, `verdict`)."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

from ..models import Case, Citation, Edition, Ordinance, OrdinanceVersion, Standing
from .files import EditionFiles
from .settle import Report, Settler, save_checked
from .shapes import CaseShape, RegisterShape

STANDING_OF = {"yes": Standing.IN_FORCE, "renamed": Standing.RENAMED, "no": Standing.NOT_FOUND}


def write_citations(files: EditionFiles, edition: Edition, cases: dict[tuple[str, int], Case], report: Report) -> None:
    rows = {(row.theme, row.pledge, row.printed_name): row for row in files.register}
    found = Settler(
        Ordinance,
        report,
        "ordinances.csv",
        key=("register_id",),
        held={"versions": versions_of},
        among=Ordinance.objects.prefetch_related("versions"),
    )
    sought = Settler(
        Ordinance,
        report,
        "ordinances.csv",
        key=("title", "government_id"),
        among=Ordinance.objects.filter(register_id=None),
    )
    citations = Settler(Citation, report, "themes", key=("case_id",))
    for theme, pledge, number, shape in files.cases():
        if shape.kind != "ordinance":
            continue
        row = rows[theme.number, pledge.number, shape.printed_name or shape.name]
        government = shape.places[0] if len(shape.places) == 1 else None
        if row.register_id:
            versions = versions_in(row)
            values = {
                "title": row.official_name,
                "government_id": government,
                "standing": STANDING_OF[row.found].value,
                "url": row.source_url,
                "versions": versions,
            }
            ordinance = found.settle({"register_id": row.register_id}, values, versioned(versions))
        else:
            identity = {"title": shape.name, "government_id": government}
            ordinance = sought.settle(identity, {"standing": STANDING_OF[row.found].value})
        case = cases[f"{theme.number}-{pledge.number}", number]
        citations.file = theme.file
        citations.settle({"case_id": case.pk}, citation_values(shape, row, ordinance, edition))


def citation_values(
    shape: CaseShape, row: RegisterShape, ordinance: Ordinance, edition: Edition
) -> dict[str, str | int | dt.date | None]:
    printed = shape.printed
    return {
        "printed_text": printed.text if printed else "",
        "printed_date": printed.date if printed else None,
        "printed_number": printed.number if printed else "",
        "printed_action": printed.action if printed else "",
        "ordinance_id": ordinance.pk,
        "check_state": Citation.CHECK_OF[Citation.Finding(row.verdict)].value,
        "finding": row.verdict,
        "checked_on": edition.register_read_on,
    }


VERSION = ("date", "number", "action", "title", "effective_on", "serial", "is_current")


def versions_in(row: RegisterShape) -> list[dict[str, Any]]:
    """All promulgations the register file names: its history, the enactment and the text of today; oldest first."""
    known: dict[tuple[dt.date, str], OrdinanceVersion] = {}

    def version(day: dt.date, number: str) -> OrdinanceVersion:
        return known.setdefault((day, number), OrdinanceVersion(date=day, number=number))

    for number, day in re.findall(r"제(\d+)호 (\d{4}-\d{2}-\d{2})", row.history):
        version(dt.date.fromisoformat(day), number)
    if row.enacted_date and row.enacted_number:
        version(row.enacted_date, row.enacted_number).action = "제정"
    if row.current_date and row.current_number:
        current = version(row.current_date, row.current_number)
        current.action, current.title, current.is_current = row.current_action, row.official_name, True
        current.serial, current.effective_on = row.version_serial, row.effective_date
    return in_order(known.values())


def versions_of(ordinance: Ordinance) -> list[dict[str, Any]]:
    return in_order(ordinance.versions.all())


def in_order(versions: Iterable[OrdinanceVersion]) -> list[dict[str, Any]]:
    rows = [{name: getattr(version, name) for name in VERSION} for version in versions]
    return sorted(rows, key=lambda row: (row["date"], row["number"].zfill(10)))


def versioned(versions: list[dict[str, Any]]) -> Callable[[Ordinance], None]:
    """Makes these the versions of an ordinance; only one may be current, at no moment two."""

    def write(ordinance: Ordinance) -> None:
        known = {(version.date, version.number): version for version in ordinance.versions.all()}
        ordinance.versions.update(is_current=False)
        for values in versions:
            version = known.pop((values["date"], values["number"]), None) or OrdinanceVersion(ordinance=ordinance)
            for name, value in values.items():
                setattr(version, name, value)
            save_checked(version, "ordinances.csv")
        for gone in known.values():
            gone.delete()

    return write

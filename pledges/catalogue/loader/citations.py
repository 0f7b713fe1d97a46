"""Citations as printed, ordinances as the register has them, and how the two compare (register CSV, `verdict`)."""

import datetime as dt
import re

from ..models import Case, Citation, Edition, Ordinance, OrdinanceVersion, Standing
from .files import EditionFiles
from .settle import Report, Settler
from .shapes import CaseShape, RegisterShape

STANDING_OF = {"yes": Standing.IN_FORCE, "renamed": Standing.RENAMED, "no": Standing.NOT_FOUND}


def write_citations(files: EditionFiles, edition: Edition, cases: dict[tuple[str, int], Case], report: Report) -> None:
    rows = {(row.theme, row.pledge, row.printed_name): row for row in files.register}
    found = Settler(Ordinance, report, "ordinances.csv", key=("register_id",))
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
            values = {
                "title": row.official_name,
                "government_id": government,
                "standing": STANDING_OF[row.found].value,
                "url": row.source_url,
            }
            ordinance = found.settle({"register_id": row.register_id}, values)
            write_versions(ordinance, row)
        else:
            identity = {"title": shape.name, "government_id": government}
            ordinance = sought.settle(identity, {"standing": STANDING_OF[row.found].value})
        case = cases[f"{theme.number}-{pledge.number}", number]
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


def write_versions(ordinance: Ordinance, row: RegisterShape) -> None:
    """All promulgations the register file names: its history, the enactment and the text of today."""
    known = {(version.date, version.number): version for version in ordinance.versions.all()}
    for number, day in re.findall(r"제(\d+)호 (\d{4}-\d{2}-\d{2})", row.history):
        known.setdefault((dt.date.fromisoformat(day), number), OrdinanceVersion())
    if row.enacted_date and row.enacted_number:
        known.setdefault((row.enacted_date, row.enacted_number), OrdinanceVersion()).action = "제정"
    if row.current_date and row.current_number:
        current = known.setdefault((row.current_date, row.current_number), OrdinanceVersion())
        current.action, current.title, current.is_current = row.current_action, row.official_name, True
        current.serial, current.effective_on = row.version_serial, row.effective_date
    for (day, number), version in known.items():
        if version.pk is None:
            version.ordinance, version.date, version.number = ordinance, day, number
            version.save()

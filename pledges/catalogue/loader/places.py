"""Governments, populations, elections and terms: dated records shared by all editions."""

import datetime as dt

from ..models import Election, Government, Population, Succession, Term
from .files import EditionFiles
from .settle import Report, Settler


def write_places(files: EditionFiles, report: Report) -> None:
    settler = Settler(Government, report, "governments.csv", key=("code",))
    # Provinces first: a basic government names its province.
    for row in sorted(files.governments, key=lambda row: bool(row.parent_code)):
        values = {
            "name": row.name,
            "short_name": row.short_name,
            "kind": row.kind,
            "parent_id": row.parent_code or None,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "source_note": row.source_note,
        }
        settler.settle({"code": row.code}, values)
    known = set(Succession.objects.values_list("former_id", "successor_id"))
    Succession.objects.bulk_create(
        Succession(former_id=row.code, successor_id=code, position=position)
        for row in files.governments
        for position, code in enumerate(filter(None, row.successor_codes.split(";")))
        if (row.code, code) not in known
    )
    counts = Settler(Population, report, "population.csv", key=("government_id", "month"))
    for count in files.populations:
        month = dt.date.fromisoformat(f"{count.year_month}-01")
        counts.settle(
            {"government_id": count.code, "month": month}, {"people": count.population, "source": count.source}
        )


def write_calendar(files: EditionFiles, report: Report) -> None:
    settler = Settler(Election, report, "elections.toml", key=("key",))
    elections = {}
    for entry in files.calendar.elections:
        values = {
            "kind": entry.kind,
            "name": entry.name,
            "day": entry.day,
            "status": entry.status,
            "offices": ",".join(entry.offices),
            "note": entry.note,
            "source": entry.source,
            "confidence": entry.confidence,
        }
        elections[entry.key] = settler.settle({"key": entry.key}, values)
    terms = Settler(Term, report, "elections.toml", key=("number",))
    for term in files.calendar.terms:
        election = elections.get(term.election)
        values = {
            "name": term.name,
            "starts_on": term.starts,
            "ends_on": term.ends,
            "election_id": election.pk if election else None,
        }
        terms.settle({"number": term.number}, values)

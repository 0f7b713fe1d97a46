"""Reads an edition's files and refuses a broken one, naming the file, the entry and the field."""

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from .shapes import (
    CalendarShape,
    CaseShape,
    EditionShape,
    GovernmentShape,
    GuideShape,
    InstituteShape,
    PledgeShape,
    PopulationShape,
    RegisterShape,
    ThemeShape,
)

DATA = Path(__file__).resolve().parent.parent / "data"


class BrokenFile(Exception):
    """A file that cannot be loaded: where, and what to mend."""

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        self.file, self.entry, self.field, self.problem = file, entry, field, problem
        super().__init__(": ".join(filter(None, (file, entry, field, problem))))


@dataclass(frozen=True)
class EditionFiles:
    edition: EditionShape
    themes: list[ThemeShape]
    guide: GuideShape
    institute: InstituteShape
    register: list[RegisterShape]
    governments: list[GovernmentShape]
    populations: list[PopulationShape]
    calendar: CalendarShape

    def pledges(self) -> Iterator[tuple[ThemeShape, PledgeShape]]:
        return ((theme, pledge) for theme in self.themes for pledge in theme.pledges)

    def cases(self) -> Iterator[tuple[ThemeShape, PledgeShape, int, CaseShape]]:
        """Every case with its number inside its pledge, counted from 1."""
        for theme, pledge in self.pledges():
            for number, case in enumerate(pledge.cases, 1):
                yield theme, pledge, number, case


def read_edition(folder: Path, data: Path = DATA) -> EditionFiles:
    """All files of an edition, each right in itself and all right with each other."""
    theme_files = sorted((folder / "themes").glob("*.toml"))
    if not theme_files:
        raise BrokenFile(str(folder.name), "themes", "", "there is no theme file")
    files = EditionFiles(
        edition=read_toml(folder / "edition.toml", EditionShape),
        themes=[read_toml(path, ThemeShape) for path in theme_files],
        guide=read_toml(folder / "guide.toml", GuideShape),
        institute=read_toml(folder / "institute.toml", InstituteShape),
        register=read_csv(folder / "ordinances.csv", RegisterShape),
        governments=read_csv(data / "governments.csv", GovernmentShape),
        populations=read_csv(data / "population.csv", PopulationShape),
        calendar=read_toml(data / "elections.toml", CalendarShape),
    )
    check_numbers(files)
    check_places(files)
    check_references(files)
    check_register(files)
    return files


def read_toml[T](path: Path, shape: type[T]) -> T:
    raw: dict[str, Any] = {}
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(raw, shape)
    except FileNotFoundError as error:
        raise BrokenFile(path.name, "", "", "the file is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenFile(path.name, "", "", f"not readable as TOML: {error}") from error
    except msgspec.ValidationError as error:
        entry, field, problem = locate(str(error), raw)
        raise BrokenFile(path.name, entry, field, problem) from error


def read_csv[T](path: Path, shape: type[T]) -> list[T]:
    """A row a shape; an empty cell is None where the shape allows it."""
    rows = []
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BrokenFile(path.name, "", "", "the file is missing") from error
    except UnicodeDecodeError as error:
        raise BrokenFile(path.name, "", "", f"not readable as UTF-8: {error}") from error
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        if None in row:
            raise BrokenFile(path.name, f"line {number}", "", "has more cells than there are columns")
        cells = {
            name: value or (None if name.endswith(("_date", "_from", "_to")) else "") for name, value in row.items()
        }
        try:
            rows.append(msgspec.convert(cells, shape, strict=False))
        except msgspec.ValidationError as error:
            _, field, problem = locate(str(error), cells)
            raise BrokenFile(path.name, f"line {number}", field, problem) from error
    return rows


def locate(message: str, raw: dict[str, Any]) -> tuple[str, str, str]:
    """msgspec's `Expected … - at `$.pledges[2].cases[0].kind`` as entry, field and problem."""
    problem, _, path = message.partition(" - at `$")
    if unknown := re.search(r"(?:unknown|required) field `(\w+)`", problem):
        path = f"{path.rstrip('`')}.{unknown[1]}"
    names: list[str] = []
    field, value = "", raw
    for name, index in re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", path.rstrip("`")):
        if name:
            field = name
            value = value.get(name, {}) if isinstance(value, dict) else {}
        elif index.isdigit() and isinstance(value, list):
            value = value[int(index)]
            title = (
                value.get("title") or value.get("name") or value.get("label") or "" if isinstance(value, dict) else ""
            )
            names.append(f"{field} {int(index) + 1} {title}".strip())
    return ", ".join(names), field, problem


def check_numbers(files: EditionFiles) -> None:
    """Themes and the pledges of each run from 1 without a gap."""
    expect_run("themes", [theme.number for theme in files.themes])
    for theme in files.themes:
        expect_run(theme.file, [pledge.number for pledge in theme.pledges])
    expect_run("guide.toml questions", [question.number for question in files.guide.questions])
    expect_run("guide.toml rules", [rule.number for rule in files.guide.rules])


def expect_run(place: str, numbers: list[int]) -> None:
    if numbers != list(range(1, len(numbers) + 1)):
        raise BrokenFile(place, "", "number", f"must run from 1 without a gap or a repetition; it is {numbers}")


def check_places(files: EditionFiles) -> None:
    """Provinces, successors and counts of residents name governments of the file."""
    known = {row.code for row in files.governments}
    for row in files.governments:
        for name, codes in (("parent_code", [row.parent_code]), ("successor_codes", row.successor_codes.split(";"))):
            if unknown := set(filter(None, codes)) - known:
                raise BrokenFile(
                    "governments.csv", row.code, name, f"no government has the code {', '.join(sorted(unknown))}"
                )
    for count in files.populations:
        if count.code not in known:
            raise BrokenFile("population.csv", count.name, "code", f"no government has the code {count.code}")


def check_references(files: EditionFiles) -> None:
    """Codes were in force when the edition appeared; similar pledges exist; values of a list stand once."""
    day = files.edition.published_on
    labels = {f"{theme.number}-{pledge.number}" for theme, pledge in files.pledges()}
    in_force = {
        row.code
        for row in files.governments
        if (not row.valid_from or row.valid_from <= day) and (not row.valid_to or row.valid_to >= day)
    }
    for theme, pledge in files.pledges():
        place = (theme.file, f"pledge {pledge.number} {pledge.title}")
        for name, values in (("offices", pledge.offices), ("fits", pledge.fits), ("targets", pledge.targets)):
            if not values or twice(values):
                raise BrokenFile(*place, name, "must name at least one value, each once")
        if "everyone" in pledge.targets and len(pledge.targets) > 1:
            raise BrokenFile(*place, "targets", "everyone stands alone")
        similar = [entry.pledge for entry in pledge.similar]
        if twice(similar) or not set(similar) <= labels - {f"{theme.number}-{pledge.number}"}:
            raise BrokenFile(*place, "similar", f"must name other pledges of this edition, each once; it is {similar}")
        for case in pledge.cases:
            if unknown := set(case.places) - in_force:
                problem = f"no government in force on {day} has the code {', '.join(sorted(unknown))}"
                raise BrokenFile(*place, f"{case.name} places", problem)
            if case.printed and case.kind != "ordinance":
                raise BrokenFile(*place, f"{case.name} printed", "only an ordinance has a printed date and number")


def twice(values: Iterable[str]) -> bool:
    return any(count > 1 for count in Counter(values).values())


def check_register(files: EditionFiles) -> None:
    """Every ordinance case has its row in the register file with the same printed facts, and the other way round."""
    rows = {(row.theme, row.pledge, row.printed_name): row for row in files.register}
    for theme, pledge, _, case in files.cases():
        if case.kind != "ordinance":
            continue
        place = (theme.file, f"pledge {pledge.number} {case.name}")
        row = rows.pop((theme.number, pledge.number, case.printed_name or case.name), None)
        if row is None:
            raise BrokenFile(*place, "name", "stands in no row of ordinances.csv")
        printed = (case.printed.date, case.printed.number, case.printed.action) if case.printed else (None, "", "")
        if printed != (row.printed_date, row.printed_number, row.printed_action):
            raise BrokenFile(*place, "printed", "differs from ordinances.csv")
    for _theme, _pledge, name in rows:
        raise BrokenFile("ordinances.csv", name, "printed_name", "stands in no theme file")

"""검토용 요약: the platform on two pages, to be talked over. Not for handing out, which both pages say.

Two pages hold a fixed number of lines. Every text is cut to a few lines of its cell, at the end of a sentence where
there is one; as many pledges as fit are told, the others are named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pledges.catalogue.models import Office
from pledges.documents.tree import Block, Document, Heading, Paragraph, Run, Table

from ..amounts import won_text
from ..budget import Source
from ..content import PledgeContent
from ..whole import Chosen, Whole
from . import parts
from .money import budget_of, money_table
from .parts import Choice, line, numbered

KEY = "summary"
LABEL = "검토용 요약"
DESCRIPTION = "공약과 재원을 두 쪽에 줄여 담습니다. 함께 검토할 때 씁니다."
OFFICES: frozenset[Office] | None = None
HEADER = "검토용 · 배부용 아님"

HEAD = ("순위", "공약", "목표", "기한", "재원")
WIDTHS = (3, 14, 18, 6, 7)
# Columns of text a line of a cell surely takes (a Korean letter is two), at the compact size.
COLUMNS = (4, 31, 40, 12, 14)
LINES = (3, 2)  # of a row at most: three where all pledges fit so, else two
NAME_COLUMNS = 36  # of a pledge that is only named
LINE_COLUMNS = 84  # of a paragraph over the whole width
# Lines of a cell that two pages hold beside the heads. Measured: 128 in PDF, where a row has 0.13 lines of air.
PAGE_LINES = 118
ROW_AIR = 0.4
MOST_YEARS = 6


def why_not(office: Office | None) -> str:
    """Every office may look over its own draft."""
    return ""


def build(whole: Whole, choice: Choice = parts.DEFAULT) -> Document:
    return Document(
        title=f"{LABEL}: {line(whole.title)}",
        blocks=tuple(blocks(whole)),
        code=parts.code_text(whole),
        header=HEADER,
        footer=shortened(whole.title, 60),
        accent=parts.accent_of(whole),
        compact=True,
    )


def blocks(whole: Whole) -> list[Block]:
    facts = " · ".join(
        filter(None, (parts.office_line(whole), parts.election_line(whole), f"공약 {len(whole.pledges)}개"))
    )
    found: list[Block] = [
        Heading(1, shortened(whole.title, 80)),
        Paragraph((Run(shortened(facts, 2 * LINE_COLUMNS)),), look="small"),
    ]
    money = money_blocks(whole)
    room = PAGE_LINES - sum(len(table.rows) + 4 for table in money)
    rows, told = fitted(whole, room)
    if told:
        found.append(Table("", HEAD, tuple(rows[:told]), WIDTHS))
    if told < len(rows):
        found.append(Paragraph((Run("그 밖의 공약  ", bold=True), Run(" · ".join(map(named, rows[told:]))))))
    return [*found, *money]


def fitted(whole: Whole, room: float) -> tuple[list[tuple[str, ...]], int]:
    """A row a pledge, and how many of them are told."""
    for lines in LINES:
        rows = [pledge_row(number, chosen, whole, lines) for number, chosen in numbered(whole)]
        if lines_of(rows) <= room:
            return rows, len(rows)
    return rows, how_many(rows, room)


def pledge_row(number: int, chosen: Chosen, whole: Whole, lines: int) -> tuple[str, ...]:
    content = chosen.content
    cells = (
        str(number),
        parts.title_of(content),
        content.goal or content.one_line,
        content.deadline,
        money_text(content, whole),
    )
    return tuple(shortened(cell, columns * lines - columns // 4) for cell, columns in zip(cells, COLUMNS, strict=True))


def money_text(content: PledgeContent, whole: Whole) -> str:
    """The sum, or what is said in its place; words about money would be cut to nothing here."""
    match Source.of(content):
        case Source.AMOUNTS:
            return won_text(budget_of([content], whole.setting).total)
        case Source.NO_BUDGET:
            return parts.NO_BUDGET
        case Source.WORDS:
            return "방법만 적음"
        case Source.NONE:
            return ""


def named(row: Sequence[str]) -> str:
    return f"{row[0]}. {shortened(row[1], NAME_COLUMNS)}"


def money_blocks(whole: Whole) -> list[Table]:
    """The sums of all; without the table where its years would not fit."""
    budget = budget_of((chosen.content for chosen in whole.pledges), whole.setting)
    fits = budget.cells and len(budget.years) <= MOST_YEARS
    return [money_table("공약 전체의 재원", budget, whole.setting)] if fits else []


def how_many(rows: Sequence[Sequence[str]], most: float) -> int:
    """The number of rows to tell so that these and the names of the others take at most so many lines."""
    for told in range(len(rows), 0, -1):
        if lines_of(rows[:told]) + name_lines(rows[told:]) <= most:
            return told
    return 0


def lines_of(rows: Sequence[Sequence[str]]) -> float:
    return sum(max(map(cell_lines, row, COLUMNS)) + ROW_AIR for row in rows)


def cell_lines(text: str, columns: int) -> int:
    return max(1, -(-width(text) // columns))


def name_lines(rows: Sequence[Sequence[str]]) -> float:
    return sum(width(named(row)) + 3 for row in rows) / LINE_COLUMNS + bool(rows) * 2


def width(text: str) -> int:
    """Columns of a fixed font: a Korean letter counts as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, columns: int) -> str:
    """The text on one line within so many columns: cut after a whole sentence, else after a whole word, with “…”."""
    said = line(text)
    if width(said) <= columns:
        return said
    kept, used = "", 2
    for letter in said:
        used += width(letter)
        if used > columns:
            break
        kept += letter
    sentence = re.match(r".*[.?]", kept)
    if sentence and width(sentence[0]) * 2 >= columns:
        return f"{sentence[0]} …"
    word, _, _ = kept.rpartition(" ")
    return f"{word if width(word) * 2 >= columns else kept}…"

"""PDF by typst: PDF/UA-1 (for screen readers) and PDF/A-2a (to keep) at once, from the font of one pip package."""

from __future__ import annotations

import datetime
import math
import re
import zoneinfo
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import msgspec
import typst

from pledges.documents import accents, pictures
from pledges.documents.text import LONGEST_KEPT_WORD, Piece, font_folder, pieces, width
from pledges.documents.tree import (
    FILL_MM,
    Block,
    Contents,
    Cover,
    Document,
    Figure,
    Group,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    headings,
)

TEMPLATE = Path(__file__).with_name("pdf.typ")
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
POINTS_A_MM = 72 / 25.4
COVER_BOX = (170, 210)  # points
FILL_HEIGHT = FILL_MM * POINTS_A_MM
CAPITALS = 0.74  # 0.733 em in this font
CELL_LEADING = 0.6
CAUTION = 1.03

# What one block or text is for the template: names of fields and their plain values.
type Value = str | int | float | bool | Sequence[Value] | Sequence[Piece] | dict[str, Value] | None
type Fields = dict[str, Value]


class NotSet(Exception):
    """Typst set the document, but not without a warning: something may be missing from the page."""


class Measures(msgspec.Struct, frozen=True):
    """Lengths in points, `leading` in ems: the template sets by them and the estimate of heights counts with them."""

    size: float = 10
    leading: float = 0.82
    gap: float = 10.6
    side: float = 68
    top: float = 76
    bottom: float = 66
    chapter: float = 19
    section: float = 13.5
    cell: float = 8.8
    cell_side: float = 6
    cell_top: float = 4.2

    @property
    def text_width(self) -> float:
        return PAGE_WIDTH - 2 * self.side

    @property
    def text_height(self) -> float:
        return PAGE_HEIGHT - self.top - self.bottom


ROOMY = Measures()
COMPACT = Measures(
    size=8.7,
    leading=0.72,
    gap=8,
    side=48,
    top=58,
    bottom=52,
    chapter=14.5,
    section=11,
    cell=8,
    cell_side=4.5,
    cell_top=3.4,
)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _address(address: str) -> str:
    """The address in the signs that a PDF may hold (RFC 3986); what is already encoded stays."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=-._~")


def _joined(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _runs(runs: tuple[Run, ...], room: float) -> list[Fields]:
    """`room` in ems."""
    room = room if width(_joined(runs)) <= room else 0
    return [{"pieces": pieces(run.text, room=room), "bold": run.bold, "link": _address(run.link)} for run in runs]


# Heights: never less than what typst makes of it.


class Extent(NamedTuple):
    """Points: the height of a block and the air it asks for; of two airs that meet, typst keeps the larger."""

    above: float
    height: float
    below: float


def _lines(text: str, size: float, room: float) -> int:
    """Lines the text takes at most; each line may lose as much as the longest word that does not break."""
    total = 0
    for line in text.split("\n"):
        longest = max((min(width(word), LONGEST_KEPT_WORD) for word in line.split()), default=0) * size
        wide = width(line) * size
        total += 1 if wide <= room else math.ceil(wide / max(room - longest, size))
    return total


def _set(text: str, size: float, room: float, leading: float) -> float:
    """The height of a text; a line is as high as its capitals, with the leading between lines."""
    lines = _lines(text, size, room)
    return size * (lines * CAPITALS + (lines - 1) * leading)


def _column_widths(table: Table, measures: Measures) -> list[float]:
    whole = sum(table.widths)
    return [measures.text_width * part / whole - 2 * measures.cell_side for part in table.widths]


def _row_height(cells: tuple[str, ...], rooms: list[float], measures: Measures) -> float:
    """In a cell every syllable may end a line: only the ends of lines and short rows of Latin signs lose room."""
    size = measures.cell
    lines = 1
    for cell, room in zip(cells, rooms, strict=True):
        wide = width(cell) * size
        if wide > room:
            lines = max(lines, math.ceil(wide * 1.15 / max(room - size, size)))
    return size * (lines * CAPITALS + (lines - 1) * CELL_LEADING) + 2 * measures.cell_top + 1


def _row_heights(table: Table, measures: Measures) -> list[float]:
    """Of the head and all rows."""
    rooms = _column_widths(table, measures)
    head, *rows = (_row_height(row, rooms, measures) for row in (table.head, *table.rows))
    return [head, *(max(row, FILL_HEIGHT) if table.to_fill else row for row in rows)]


def _table_extent(table: Table, measures: Measures) -> Extent:
    rows = sum(_row_heights(table, measures))
    if table.caption:
        rows += _set(table.caption, measures.size, measures.text_width, measures.leading) + 0.5 * measures.gap
    return Extent(1.4 * measures.gap, rows, 1.4 * measures.gap)


def _heading_extent(heading: Heading, measures: Measures) -> Extent:
    gap = measures.gap
    size = {1: measures.chapter, 2: measures.section, 3: measures.size * 1.04}[heading.level]
    above, below = {1: (2.6, 1.3), 2: (2.1, 1.05), 3: (1.6, 0.9)}[heading.level]
    bar = 15 if heading.level == 1 else 0
    height = _set(f"{heading.number}  {heading.text}", size, measures.text_width, 0.55) + bar
    return Extent(above * gap, height, below * gap)


def _paragraph_extent(paragraph: Paragraph, measures: Measures) -> Extent:
    text, room, gap = _joined(paragraph.runs), measures.text_width, measures.gap
    if paragraph.look == "note":
        return Extent(1.3 * gap, _set(text, measures.size, room - 25, measures.leading) + 18, 1.3 * gap)
    size = measures.size * (1.14 if paragraph.look == "lead" else 1)
    return Extent(gap, _set(text, size, room, measures.leading), 1.2 * gap)


def _listing_extent(listing: Listing, measures: Measures) -> Extent:
    room, gap = measures.text_width - 2.6 * measures.size, measures.gap
    items = sum(_set(_joined(item), measures.size, room, measures.leading) + 0.76 * gap for item in listing.items)
    return Extent(1.2 * gap, items, 1.2 * gap)


def _extent(block: Block, measures: Measures) -> Extent:
    match block:
        case Heading():
            return _heading_extent(block, measures)
        case Paragraph():
            return _paragraph_extent(block, measures)
        case Listing():
            return _listing_extent(block, measures)
        case Table():
            return _table_extent(block, measures)
        case Group():
            return Extent(2.6 * measures.gap, _height(block.blocks, measures), 1.2 * measures.gap)
    # All that is left makes pages of its own.
    high = pictures.figure_size(block, POINTS_A_MM)[1] if isinstance(block, Figure) else math.inf
    return Extent(measures.gap, high, measures.gap)


def _height(blocks: tuple[Block, ...], measures: Measures) -> float:
    extents = [_extent(block, measures) for block in blocks]
    between = sum(max(upper.below, lower.above) for upper, lower in pairwise(extents))
    return between + sum(extent.height for extent in extents)


def stays_whole(group: Group, measures: Measures) -> bool:
    """Whether one page surely holds the group.

    Only then may it be unbreakable: typst draws a taller one off the page without a word, and measuring in the
    template takes twice the time.
    """
    return _height(group.blocks, measures) * CAUTION <= measures.text_height


# The tree as the template reads it.


def _table(table: Table, measures: Measures) -> Fields:
    rooms = _column_widths(table, measures)
    latin = [max(1, int(room / (measures.cell * 0.66))) for room in rooms]
    heights = _row_heights(table, measures)[1:]

    def cells(row: tuple[str, ...]) -> list[Value]:
        return [
            pieces(_one_line(cell), room=room / measures.cell, longest_kept=0, longest_latin=most + 1)
            for cell, room, most in zip(row, rooms, latin, strict=True)
        ]

    return {
        "caption": pieces(_one_line(table.caption)),
        "head": cells(table.head),
        "rows": [cells(row) for row in table.rows],
        "widths": table.widths,
        "numbers": table.numbers,
        "has_total": table.has_total,
        "tall": any(height > measures.text_height / 4 for height in heights),
        "to_fill": table.to_fill,
        # A row of set height cannot grow: only where its text surely needs no more.
        "heights": [height if height <= FILL_HEIGHT else None for height in heights] if table.to_fill else [],
    }


def _picture(picture: Picture, size: pictures.Size) -> Fields:
    """`size` in points. Bytes as numbers: typst's files in memory are UTF-8 only, and nothing typed goes to a disk."""
    return {"data": list(picture.data), "alt": picture.alt, "width": size[0], "height": size[1]}


def _cover(cover: Cover) -> Fields:
    long = width(cover.title) > 40
    size = 21 if long else 30
    return {
        "title": pieces(_one_line(cover.title), longest_kept=12),
        "title_size": size,
        "above": pieces(_one_line(cover.above)),
        "below": [pieces(_one_line(line)) for line in cover.below],
        "foot": [pieces(_one_line(line)) for line in cover.foot],
        "picture": _picture(cover.picture, pictures.fitted(cover.picture, COVER_BOX)) if cover.picture else None,
    }


def _heading(heading: Heading, measures: Measures) -> Fields:
    room = measures.text_width / measures.chapter - width(heading.number) - 1
    text = pieces(_one_line(heading.text), room=room, longest_kept=14)
    return {"type": "heading", "level": heading.level, "number": pieces(_one_line(heading.number)), "text": text}


def _block(block: Block, measures: Measures) -> Fields:
    """The fields of any block but a figure and a group, which holds others."""
    room = measures.text_width / measures.size
    match block:
        case Heading():
            return _heading(block, measures)
        case Paragraph():
            return {"type": "paragraph", "look": block.look, "runs": _runs(block.runs, (room - 3) / 1.14)}
        case Listing():
            items = [_runs(item, room - 3) for item in block.items]
            return {"type": "listing", "ordered": block.ordered, "items": items}
        case Table():
            return {"type": "table", **_table(block, measures)}
        case Contents():
            return {"type": "contents", "title": pieces(_one_line(block.title))}
    return {"type": "cover", **_cover(block)} if isinstance(block, Cover) else {"type": "page_break"}


def _makes_pages(block: Block) -> bool:
    return isinstance(block, PageBreak | Cover) or (
        isinstance(block, Group) and any(_makes_pages(inner) for inner in block.blocks)
    )


def _first_level(group: Group) -> int:
    """The level of the heading the group starts with, 0 for none: the air above it is then the heading's."""
    first = group.blocks[0] if group.blocks else None
    return first.level if isinstance(first, Heading) else _first_level(first) if isinstance(first, Group) else 0


def _number_widths(document: Document) -> list[Value]:
    """How wide the numbers of the headings of levels 1 and 2 run, in ems, with the air behind them."""
    numbers = {1: 0.0, 2: 0.0}
    for heading in headings(document.blocks):
        if heading.level in numbers and heading.number:
            numbers[heading.level] = max(numbers[heading.level], width(heading.number) + 0.5)
    return list(numbers.values())


def _fields(blocks: tuple[Block, ...], measures: Measures) -> Iterator[Fields]:
    for block in blocks:
        match block:
            case Group() if _makes_pages(block):
                yield from _fields(block.blocks, measures)  # typst begins no page inside a block
            case Group():
                inner = list(_fields(block.blocks, measures))
                whole = stays_whole(block, measures)
                yield {"type": "group", "whole": whole, "starts": _first_level(block), "blocks": inner}
            case Figure():
                yield {"type": "figure", **_picture(block.picture, pictures.figure_size(block, POINTS_A_MM))}
            case Listing(items=()):
                pass
            case _:
                yield _block(block, measures)


def _data(document: Document) -> bytes:
    measures = COMPACT if document.compact else ROOMY
    fields: Fields = {
        "title": document.title,
        "header": pieces(_one_line(document.header)),
        "footer": pieces(_one_line(document.footer)),
        "code": pieces(_one_line(document.code)),
        "number_widths": _number_widths(document),
        "measures": msgspec.to_builtins(measures),
        "accent": accents.ACCENTS[document.accent],
        "ink": accents.INK,
        "grey": accents.GREY,
        "rule": accents.RULE,
        "tint": accents.TINT,
        "blocks": list(_fields(document.blocks, measures)),
    }
    return msgspec.json.encode(fields)


def made_at(code: str) -> datetime.datetime:
    """The time in a version code ("… 2031-03-21 14:30", in Korea); without one 2000-01-01, so bytes never differ."""
    found = re.search(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", code)
    moment = datetime.datetime.fromisoformat(found[0] if found else "2000-01-01 00:00")
    return moment.replace(tzinfo=zoneinfo.ZoneInfo("Asia/Seoul"))


def render(document: Document) -> bytes:
    """The document as PDF; the same bytes each time.

    Raises `typst.TypstError` where a standard is not met and `NotSet` on any warning of typst's.
    """
    inputs = {"main.typ": TEMPLATE.read_bytes(), "document.json": _data(document)}
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    made: bytes
    made, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # its stub leaves out the mapping
        inputs,
        font_paths=fonts,
        pdf_standards=STANDARDS,
        timestamp=int(made_at(document.code).timestamp()),
    )
    if warnings:
        raise NotSet("; ".join(warning.message for warning in warnings))
    return made

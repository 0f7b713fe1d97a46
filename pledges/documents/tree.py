"""The document tree: what a file says, apart from how any format says it.

Texts are NFC and hold no control or direction characters: what cannot be written was refused where it was typed.
A text of one line (headings, cells, captions, list items) holds no line break; a paragraph may hold some.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

# Hues of the one accent a holder chooses, as names; each reads the same in black and white.
type Accent = Literal["ink", "indigo", "teal", "plum", "brown", "olive"]

FILL_MM = 10  # a row that is written in by hand is at least so high


class Run(msgspec.Struct, frozen=True):
    """A stretch of text of one look; `link` is an address, empty for none."""

    text: str
    bold: bool = False
    link: str = ""


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """Levels 1 to 3, none skipped; `number` stands before the text ("3", "2-1"), empty for none."""

    level: Literal[1, 2, 3]
    text: str
    number: str = ""


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """`lead` is larger, `small` a remark, `note` set apart from the text around it (a ruled box)."""

    runs: tuple[Run, ...]
    look: Literal["body", "lead", "small", "note"] = "body"


class Listing(msgspec.Struct, frozen=True, tag="listing"):
    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


class Table(msgspec.Struct, frozen=True, tag="table"):
    """All rows as long as `head`. `numbers` are the columns set to the right; `has_total`: the last row is a sum.

    `to_fill`: a form on paper, whose rows below the head are high enough to write in (`FILL_MM`).
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[int, ...] = ()
    has_total: bool = False
    to_fill: bool = False


class Group(msgspec.Struct, frozen=True, tag="group"):
    """Blocks that stay on one page where one page can hold them."""

    blocks: tuple[Block, ...]


class Contents(msgspec.Struct, frozen=True, tag="contents"):
    """A table of contents over the headings of levels 1 and 2 that follow."""

    title: str


class PageBreak(msgspec.Struct, frozen=True, tag="page_break"):
    pass


class Picture(msgspec.Struct, frozen=True):
    """JPEG or PNG, stored upright; `alt` says in words what it shows, never empty: no PDF is made without it."""

    data: bytes
    alt: str


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """A picture among the text, at the left, in its own shape; narrower than it says only where the page is."""

    picture: Picture
    width_mm: int


class Cover(msgspec.Struct, frozen=True, tag="cover"):
    """A first page of its own. `above` stands over the title (the place), `below` under it, `foot` at its end."""

    title: str
    above: str = ""
    below: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    picture: Picture | None = None


type Block = Heading | Paragraph | Listing | Table | Figure | Group | Contents | PageBreak | Cover


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of a workbook. Whole numbers are numbers, everything else is text and never a formula."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]


class Document(msgspec.Struct, frozen=True):
    """`header` and `footer` stand on every page but the cover; `code` is the version code with its time.

    `compact` sets everything smaller and closer, for documents of a fixed number of pages.
    """

    title: str
    blocks: tuple[Block, ...]
    code: str
    header: str = ""
    footer: str = ""
    accent: Accent = "ink"
    compact: bool = False
    sheets: tuple[Sheet, ...] = ()


def strings(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text of the blocks in reading order, and what a figure shows: what each format has to bring back."""
    for block in blocks:
        match block:
            case Heading():
                yield from filter(None, (block.number, block.text))
            case Paragraph():
                yield from (run.text for run in block.runs)
            case Listing():
                yield from (run.text for item in block.items for run in item)
            case Table():
                yield from filter(None, (block.caption, *block.head, *(cell for row in block.rows for cell in row)))
            case Figure():
                yield block.picture.alt
            case Group():
                yield from strings(block.blocks)
            case Contents():
                yield block.title
            case Cover():
                yield from filter(None, (block.above, block.title, *block.below, *block.foot))
            case PageBreak():
                pass


def headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    """All headings in reading order, those inside groups too."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Group):
            yield from headings(block.blocks)


ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(Document)

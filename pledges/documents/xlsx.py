"""XLSX of a document's sheets (Office Open XML, ISO/IEC 29500). Text stays text: no cell is a formula or a link."""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pledges.documents import accents
from pledges.documents.tree import Document, Sheet

# A file says when its text was made in its version code; these times say nothing about whoever saved it.
FIXED_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
FONT = {"font_name": "맑은 고딕", "font_size": 10, "valign": "top", "font_color": accents.INK}
A4 = 9
NAME_UNITS = 31  # the longest name of a sheet, in UTF-16 units
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
RESERVED_NAME = "history"
WIDTHS = (8, 60)  # the narrowest and the widest column, in letters of half width
EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number

type Cell = str | int | None


def render(document: Document) -> bytes:
    """The file's bytes, one sheet for each of the document's.

    Raises ValueError for a text longer than the 32,767 letters a cell can hold.
    """
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "default_format_properties": FONT}) as book:
        # An author would be a name: the document's own texts say who stands behind it.
        book.set_properties({"title": document.title[:255], "created": FIXED_TIME})
        head = book.add_format(
            {"bold": True, "bg_color": accents.TINT, "bottom": 2, "bottom_color": accents.ACCENTS[document.accent]}
        )
        text = book.add_format({"text_wrap": True})
        number = book.add_format({"num_format": "#,##0"})
        names = _names(sheet.name for sheet in document.sheets)
        for name, sheet in zip(names, document.sheets, strict=True):
            page = book.add_worksheet(name)
            _set_print(page, document)
            _write(page, sheet, head, text, number)
    return file.getvalue()


def _write(page: Worksheet, sheet: Sheet, head: Format, text: Format, number: Format) -> None:
    page.freeze_panes(1, 0)
    for column, title in enumerate(sheet.head):
        _write_text(page, 0, column, title, head)
        cells = (row[column] for row in sheet.rows)
        page.set_column(column, column, _width((title, *cells)))
    for at, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int) and abs(cell) < EXACT:
                page.write_number(at, column, cell, number)
            elif cell is not None:
                _write_text(page, at, column, str(cell), text)


def _write_text(page: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """`write_string` never looks for a formula or an address, and drops a text too long for a cell, saying so."""
    if text and page.write_string(row, column, text, look) != 0:
        raise ValueError(f"A cell holds 32,767 letters; the text in row {row + 1} has {len(text):,}.")


def _set_print(page: Worksheet, document: Document) -> None:
    """A4 across, as wide as one page, the head on each; header and footer say what and which version it is."""
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_header("&L" + _plain(document.header or document.title))
    page.set_footer("&L" + _plain(document.code) + "&R&P / &N")


def _plain(text: str) -> str:
    """Text for a header or footer, where "&" begins a command and 255 letters are all."""
    return text[:100].replace("&", "&&")


def _names(wanted: Iterable[str]) -> list[str]:
    """Names a workbook takes: legal, at most 31 units long, no two alike whatever their case."""
    names: list[str] = []
    taken = {RESERVED_NAME}
    for name in wanted:
        legal = " ".join(name.translate(NOT_IN_NAMES).split()).strip("'") or "표"
        candidate, at = _cut(legal, NAME_UNITS), 1
        while candidate.lower() in taken:
            at += 1
            candidate = f"{_cut(legal, NAME_UNITS - len(f' ({at})'))} ({at})"
        taken.add(candidate.lower())
        names.append(candidate)
    return names


def _cut(text: str, units: int) -> str:
    """The start of `text` that takes at most so many UTF-16 units, no letter cut in two."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore").strip().strip("'")


def _width(cells: Iterable[Cell]) -> int:
    """A column's width: that of its longest line within reason, Korean letters counted twice."""
    longest = max((_letters(line) for cell in cells for line in _shown(cell).split("\n")), default=0)
    return min(max(longest + 2, WIDTHS[0]), WIDTHS[1])


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def _letters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

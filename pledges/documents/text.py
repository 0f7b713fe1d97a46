"""What the PDF's font can set, and where its lines may break."""

from __future__ import annotations

import importlib.resources
import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pledges.documents.tree import Document, strings

FONT_PACKAGE = "justmytype_intl_cjk"
FONT_FOLDER = "fonts/ofl/notosanskr"
FONT_FILE = "NotoSansKR[wght].ttf"
WHITE_SQUARE = "□"

# Kinds of pieces, as the template reads them.
FLOWS = 0  # breaks where Unicode lets it
KEPT = 1  # one word, never broken
BREAKS_AFTER = 2  # a part of something too long, after which a line may end
NEW_LINE = 3

type Piece = tuple[int, str]

LONGEST_KEPT_WORD = 16
_EAST_ASIAN = "\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
_KOREAN = re.compile(f"[{_EAST_ASIAN}]")
_OPENING = "([{<「『〈《【“‘\"'"
_CLOSING = ")]}>」』〉》】”’\"'.,:;!?…·"


def font_folder() -> Path:
    """Where the one font lies; the package carries it as a plain file."""
    return Path(str(importlib.resources.files(FONT_PACKAGE) / FONT_FOLDER))


@cache
def covered() -> frozenset[int]:
    """The code points that the font has a glyph for.

    Read from its table of 32-bit characters (OpenType `cmap`, format 12) by hand: fontTools takes half a second for
    it, as it names every glyph first.
    """
    data = (font_folder() / FONT_FILE).read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    subtables = struct.unpack_from(">H", data, start + 2)[0]
    offsets = (start + struct.unpack_from(">HHL", data, start + 4 + 8 * at)[2] for at in range(subtables))
    table = next(offset for offset in offsets if struct.unpack_from(">H", data, offset)[0] == 12)
    groups = struct.unpack_from(">L", data, table + 12)[0]
    found: set[int] = set()
    for at in range(groups):
        first, last, _ = struct.unpack_from(">LLL", data, table + 16 + 12 * at)
        found.update(range(first, last + 1))
    return frozenset(found)


def is_silent(character: str) -> bool:
    """Signs that only steer others (joiners, variation selectors): nothing is lost where they are left out."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def is_missing(character: str) -> bool:
    """Whether a reader would miss this character. Private ones are: PDF/A-2a refuses them, nobody can read them."""
    if character == "\n" or character.isspace() or is_silent(character):
        return False
    return ord(character) not in covered() or unicodedata.category(character) == "Co"


def missing_glyphs(document: Document) -> list[str]:
    """Each character on the document's pages that the PDF cannot show, once, in order of appearance."""
    texts = (*strings(document.blocks), document.header, document.footer, document.code)
    return [character for character in dict.fromkeys("".join(texts)) if is_missing(character)]


def _shown(character: str) -> str:
    if is_missing(character):
        return WHITE_SQUARE
    if is_silent(character):
        return ""
    return " " if character.isspace() and character != "\n" and ord(character) not in covered() else character


def printable(text: str) -> str:
    """The text as the font can set it: □ for each missing glyph, a plain space for a space it lacks."""
    return text if covered().issuperset(map(ord, text)) else "".join(map(_shown, text))


def width(text: str) -> float:
    """How wide the text runs at most, in ems; the font's Korean is 0.92, its digits 0.52, its widest Latin 0.93."""
    return sum(1.0 if ord(sign) >= 0x1100 else 0.95 if sign in "MWmw@%" or sign.isupper() else 0.6 for sign in text)


def _in_parts(word: str, longest: int, part: int) -> Iterator[Piece]:
    """Cuts what has no place to break (an address, a long code) so that it stays in its column."""
    unbroken = re.compile(f"([^{_EAST_ASIAN}]{{{longest},}})")
    for at, stretch in enumerate(unbroken.split(word)):
        if at % 2:
            yield from ((BREAKS_AFTER, stretch[i : i + part]) for i in range(0, len(stretch), part))
        elif stretch:
            yield FLOWS, stretch


def _word(word: str, longest_kept: int, longest_latin: int) -> Iterator[Piece]:
    """One word. Punctuation around it stays outside: a box that ends in 」 made a reader lose the space after it."""
    core = word.lstrip(_OPENING)
    opening = word[: len(word) - len(core)]
    core = core.rstrip(_CLOSING)
    closing = word[len(opening) + len(core) :]
    if 1 < len(core) <= longest_kept and _KOREAN.search(core):
        yield from ((kind, text) for kind, text in ((FLOWS, opening), (KEPT, core), (FLOWS, closing)) if text)
    else:
        yield from _in_parts(word, longest_latin, 3 if longest_latin > 9 else 1)


def pieces(
    text: str, *, room: float = 0, longest_kept: int = LONGEST_KEPT_WORD, longest_latin: int = 24
) -> list[Piece]:
    """The text in pieces that break like Korean prose: between words.

    `room` is the line's length in ems: what surely fits one line needs no pieces, which halves typst's work.
    `longest_kept` is the longest Korean word that stays whole, in characters (0 in table cells, where a kept word
    could leave its column); `longest_latin` the longest row of other signs that is not cut.
    """
    shown = printable(text)
    if "\n" not in shown and width(shown) <= room:
        return [(FLOWS, shown)] if shown else []
    found: list[Piece] = []
    for word in re.findall(r"\n|[^\S\n]+|\S+", shown):
        made = [(NEW_LINE, "")] if word == "\n" else _word(word, longest_kept, longest_latin)
        for kind, part in made:
            if kind == FLOWS and found and found[-1][0] == FLOWS:
                found[-1] = (FLOWS, found[-1][1] + part)
            else:
                found.append((kind, part))
    return found

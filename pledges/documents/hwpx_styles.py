"""What an HWPX looks like: letters, paragraphs, lines and numberings, written once into the file's header part.

Hangul's own names: charPr is how letters look, paraPr how a paragraph stands, borderFill what frames and fills it.
Sizes are points, and HWPUNIT (a hundredth of a point) where the format asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from pledges.documents import accents
from pledges.documents.tree import Document

UNIT = 100  # HWPUNIT to the point
UNIT_A_MM = 7200 / 25.4
NAMESPACES = {
    name: f"http://www.hancom.co.kr/hwpml/2011/{part}"
    for name, part in (("hh", "head"), ("hp", "paragraph"), ("hc", "core"), ("hs", "section"))
}
# The file names its font and holds none: 함초롬돋움 comes with Hangul and is the first of python-hwpx's empty document.
SCRIPTS = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")
NO_BORDER = "2"  # the empty document's borderFill without lines
AUTOMATIC_RIGHT_TAB = "2"  # the empty document's tabPr whose one tab ends at the right edge
# The empty document's styles by id. Body text stands in 본문: what stands in 바탕글 Hangul would collect as contents.
BODY, OUTLINES, HEADER, CONTENTS_TITLE, CONTENTS, CAPTION = "1", ("2", "3", "4"), "14", "18", ("19", "20"), "22"


def elements(xml: str) -> list[etree._Element]:
    """The elements of a piece of XML that uses this format's prefixes."""
    declared = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
    return list(etree.fromstring(f"<x {declared}>{xml}</x>"))


@dataclass(frozen=True)
class Look:
    """Sizes in points, margins in millimetres. `top_mm` and `bottom_mm` hold header and footer."""

    accent: str
    body: float
    gap: float  # factor of all spacing
    side_mm: int
    top_mm: int
    bottom_mm: int

    @classmethod
    def of(cls, document: Document) -> Look:
        accent = accents.ACCENTS[document.accent]
        if document.compact:
            return cls(accent, body=9, gap=0.6, side_mm=18, top_mm=20, bottom_mm=18)
        return cls(accent, body=10, gap=1, side_mm=22, top_mm=23, bottom_mm=21)

    @property
    def text_width(self) -> int:
        """In HWPUNIT, of A4."""
        return int((210 - 2 * self.side_mm) * UNIT_A_MM)

    @property
    def text_height(self) -> int:
        """In HWPUNIT, of A4."""
        return int((297 - self.top_mm - self.bottom_mm) * UNIT_A_MM)


@dataclass(frozen=True)
class Kind:
    """One kind of paragraph. `line` in percent of the font size; `border` names one of `_borders`."""

    size: float
    bold: bool = False
    colour: str = accents.INK
    before: float = 0
    after: float = 0
    line: int = 150
    left: float = 0
    align: str = "LEFT"
    border: str = ""
    style: str = BODY
    level: int = 0
    tab: str = "0"
    keep: bool = False

    @property
    def air(self) -> int:
        """The spacing before and after it, in HWPUNIT."""
        return round((self.before + self.after) * UNIT)


def _kinds(look: Look) -> dict[str, Kind]:
    body, gap, accent, grey = look.body, look.gap, look.accent, accents.GREY
    one, two, three = OUTLINES
    cell = Kind(body - 1, line=130)
    bold_cell = Kind(body - 1, line=130, bold=True)
    return {
        "body": Kind(body, after=5 * gap),
        "lead": Kind(body + 1.5, after=7 * gap),
        "small": Kind(body - 1.5, colour=grey, after=4 * gap),
        "note": Kind(body, before=6 * gap, after=8 * gap, left=8, border="note"),
        "item": Kind(body, after=1.5 * gap, left=6),
        "heading1": Kind(body + 7, True, accent, 24 * gap, 8 * gap, 130, border="rule", style=one, level=1, keep=True),
        "heading2": Kind(body + 2.5, True, before=15 * gap, after=5 * gap, line=130, style=two, level=2, keep=True),
        "heading3": Kind(body + 0.5, True, grey, 10 * gap, 3 * gap, 130, style=three, level=3, keep=True),
        "caption": Kind(body - 1, True, grey, 6 * gap, 3 * gap, style=CAPTION, keep=True),
        "table": Kind(3, line=100, after=3 * gap),
        "cell": cell,
        "head": bold_cell,
        "total": bold_cell,
        "cell_number": Kind(body - 1, line=130, align="RIGHT"),
        "head_number": Kind(body - 1, line=130, bold=True, align="RIGHT"),
        "total_number": Kind(body - 1, line=130, bold=True, align="RIGHT"),
        "contents": Kind(body + 7, True, accent, after=14 * gap, style=CONTENTS_TITLE, keep=True),
        "contents1": Kind(body, True, before=7 * gap, after=gap, style=CONTENTS[0], tab=AUTOMATIC_RIGHT_TAB),
        "contents2": Kind(body - 0.5, after=gap, left=15, style=CONTENTS[1], tab=AUTOMATIC_RIGHT_TAB),
        "above": Kind(14, True, grey, 110 * gap, 8),
        "title30": Kind(30, True, accent, after=18, line=130, border="rule"),
        "title24": Kind(24, True, accent, after=18, line=130, border="rule"),
        "title18": Kind(18, True, accent, after=18, line=130, border="rule"),
        "below": Kind(13, after=4),
        "picture": Kind(body, before=30 * gap, line=100),
        "figure": Kind(body, before=4 * gap, after=6 * gap, line=100),
        "foot": Kind(10.5, colour=grey, after=2),
        "header": Kind(8.5, colour=grey, style=HEADER, line=130, tab=AUTOMATIC_RIGHT_TAB),
    }  # fmt: skip


def _borders(look: Look) -> dict[str, str]:
    """borderFill by name: its lines as (side, width, colour) and its fill."""
    strong = ("top", "0.4 mm", look.accent)
    close = ("bottom", "0.4 mm", look.accent)
    thin = ("bottom", "0.12 mm", accents.RULE)
    return {
        "note": _border_fill([("left", "1.0 mm", look.accent)], accents.TINT),
        "rule": _border_fill([("bottom", "0.4 mm", look.accent)]),
        "table": _border_fill([]),
        "head": _border_fill([strong, ("bottom", "0.12 mm", look.accent)], accents.TINT),
        "head_last": _border_fill([strong, close], accents.TINT),
        "cell": _border_fill([thin]),
        "cell_last": _border_fill([close]),
        "total_last": _border_fill([("top", "0.4 mm", accents.GREY), close]),
    }


def _border_fill(lines: list[tuple[str, str, str]], fill: str = "none") -> str:
    drawn = {side: f'type="SOLID" width="{width}" color="{colour}"' for side, width, colour in lines}
    none = 'type="NONE" width="0.1 mm" color="#000000"'
    sides = "".join(f"<hh:{side}Border {drawn.get(side, none)}/>" for side in ("left", "right", "top", "bottom"))
    return (
        '<hh:borderFill id="{id}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" isCounter="0"/>'
        f'{sides}<hh:diagonal {none}/><hc:fillBrush><hc:winBrush faceColor="{fill}" hatchColor="#999999" alpha="0"/>'
        "</hc:fillBrush></hh:borderFill>"
    )


@dataclass
class Shapes:
    """The ids of everything a paragraph refers to. `kept` turns a paraPr into the one that stays with the next."""

    head: etree._Element
    look: Look
    kinds: dict[str, Kind] = field(init=False)
    borders: dict[str, str] = field(init=False)
    letters: dict[str, str] = field(default_factory=dict)
    paragraphs: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._blank_outline_numbers()
        self.borders = {name: self._add("borderFills", xml) for name, xml in _borders(self.look).items()}
        self.kinds = _kinds(self.look)
        for name, kind in self.kinds.items():
            self.letters[name] = self._letter(kind)
            self.paragraphs[name] = self._paragraph(kind)
        for name in ("body", "lead", "small", "note", "item"):
            kind = self.kinds[name]
            self.letters[f"{name}_bold"] = self._letter(kind, bold=True)
            self.letters[f"{name}_link"] = self._letter(kind, link=True)
            self.letters[f"{name}_bold_link"] = self._letter(kind, bold=True, link=True)
        self._set_styles()
        self._add_bullets()

    def letter(self, name: str, *, bold: bool, link: bool) -> str:
        return self.letters[name + "_bold" * bold + "_link" * link]

    def listing(self, *, ordered: bool) -> str:
        """The paraPr of a list's items; each ordered list has a numbering of its own, so each begins at 1."""
        if not ordered:
            return self.paragraphs["bullet"]
        numbering = self._add(
            "numberings",
            '<hh:numbering id="{id}" start="1"><hh:paraHead start="1" level="1" align="LEFT" useInstWidth="1" '
            'autoIndent="1" widthAdjust="0" textOffsetType="PERCENT" textOffset="50" numFormat="DIGIT" '
            'charPrIDRef="4294967295" checkable="0">^1.</hh:paraHead></hh:numbering>',
        )
        return self._paragraph(self.kinds["item"], f'type="NUMBER" idRef="{numbering}" level="0"')

    def pushed_down(self, name: str, gap: int) -> str:
        """The paraPr of a kind with `gap` HWPUNIT before it."""
        return self._paragraph(replace(self.kinds[name], before=gap / UNIT))

    def _add(self, container: str, xml: str) -> str:
        """Appends the definition under the container of that name; its new id."""
        parent = self.head.find(f"hh:refList/hh:{container}", NAMESPACES)
        used = [int(child.get("id")) for child in parent]
        identity = str(max(used, default=-1) + 1)
        parent.append(elements(xml.replace("{id}", identity))[0])
        parent.set("itemCnt", str(len(parent)))
        return identity

    def _letter(self, kind: Kind, *, bold: bool = False, link: bool = False) -> str:
        same = {name: "".join(f' {script}="{value}"' for script in SCRIPTS) for name, value in LETTER_VALUES.items()}
        colour = self.look.accent if link else kind.colour
        under = f'"BOTTOM" shape="SOLID" color="{accents.RULE}"' if link else '"NONE" shape="SOLID" color="#000000"'
        return self._add(
            "charProperties",
            f'<hh:charPr id="{{id}}" height="{round(kind.size * UNIT)}" textColor="{colour}" shadeColor="none" '
            f'useFontSpace="0" useKerning="0" symMark="NONE" borderFillIDRef="{NO_BORDER}">'
            + "".join(f"<hh:{name}{values}/>" for name, values in same.items())
            + ("<hh:bold/>" if bold or kind.bold else "")
            + f'<hh:underline type={under}/><hh:strikeout shape="NONE" color="#000000"/><hh:outline type="NONE"/>'
            '<hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>',
        )

    def _paragraph(self, kind: Kind, heading: str = "") -> str:
        """The paraPr of a kind, and its twin that stays with the next paragraph."""
        if kind.level:
            heading = f'type="OUTLINE" idRef="0" level="{kind.level - 1}"'
        identity = self._add("paraProperties", self._paragraph_xml(kind, heading, keep=kind.keep))
        twin = identity if kind.keep else self._add("paraProperties", self._paragraph_xml(kind, heading, keep=True))
        self.kept[identity] = twin
        return identity

    def _paragraph_xml(self, kind: Kind, heading: str, *, keep: bool) -> str:
        border, gap = self.borders.get(kind.border, NO_BORDER), BORDER_GAP[kind.border]
        # BREAK_WORD in non-Latin text keeps Korean words whole and KEEP_WORD fills lines by the letter: named the
        # wrong way round, as measured in Hangul 2022 and 2024 (github.com/edwardkim/rhwp, issue 2185).
        return (
            f'<hh:paraPr id="{{id}}" tabPrIDRef="{kind.tab}" condense="0" fontLineHeight="0" snapToGrid="0" '
            'suppressLineNumbers="0" checked="0" textDir="LTR">'
            f'<hh:align horizontal="{kind.align}" vertical="BASELINE"/>'
            f"<hh:heading {heading or NO_HEADING}/>"
            f'<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="BREAK_WORD" widowOrphan="1" '
            f'keepWithNext="{int(keep)}" keepLines="{int(keep)}" pageBreakBefore="0" lineWrap="BREAK"/>'
            '<hh:autoSpacing eAsianEng="0" eAsianNum="0"/><hp:switch><hp:case '
            'hp:required-namespace="http://www.hancom.co.kr/hwpml/2016/HwpUnitChar">'
            f"{_spacing(kind, 1)}</hp:case><hp:default>{_spacing(kind, 2)}</hp:default></hp:switch>"
            f'<hh:border borderFillIDRef="{border}" offsetLeft="{gap}" offsetRight="0" offsetTop="{gap // 2}" '
            f'offsetBottom="{gap // 2}" connect="0" ignoreMargin="0"/></hh:paraPr>'
        )

    def _blank_outline_numbers(self) -> None:
        """Hangul numbers outline paragraphs "1." and "가." by itself; our headings carry their own numbers."""
        for mark in self.head.iter(f"{{{NAMESPACES['hh']}}}paraHead"):
            mark.text = None
            mark.set("numFormat", "DIGIT")

    def _set_styles(self) -> None:
        """The named styles look as their paragraphs do, so that what a person adds in Hangul fits in."""
        named = {style.get("id"): style for style in self.head.iter(f"{{{NAMESPACES['hh']}}}style")}
        for name in (
            "heading1",
            "heading2",
            "heading3",
            "caption",
            "contents",
            "contents1",
            "contents2",
            "body",
            "header",
        ):
            style = named[self.kinds[name].style]
            style.set("paraPrIDRef", self.paragraphs[name])
            style.set("charPrIDRef", self.letters[name])

    def _add_bullets(self) -> None:
        styles = self.head.find("hh:refList/hh:styles", NAMESPACES)
        bullets = elements(
            '<hh:bullets itemCnt="1"><hh:bullet id="1" char="•" useImage="0"><hh:paraHead level="0" align="LEFT" '
            'useInstWidth="0" autoIndent="1" widthAdjust="0" textOffsetType="PERCENT" textOffset="50" '
            'numFormat="DIGIT" charPrIDRef="4294967295" checkable="0"/></hh:bullet></hh:bullets>'
        )
        # In the schema's order: numberings, bullets, paraProperties.
        styles.getparent().find("hh:numberings", NAMESPACES).addnext(bullets[0])
        self.paragraphs["bullet"] = self._paragraph(self.kinds["item"], 'type="BULLET" idRef="1" level="0"')


NAMED = ("body", "heading1", "heading2", "heading3", "caption", "contents", "contents1", "contents2", "header")
NO_HEADING = 'type="NONE" idRef="0" level="0"'
LETTER_VALUES = {"fontRef": 0, "ratio": 100, "spacing": 0, "relSz": 100, "offset": 0}
BORDER_GAP = {"": 0, "note": 600, "rule": 400}  # HWPUNIT between text and line


def _spacing(kind: Kind, factor: int) -> str:
    """Margins and line spacing; readers without the HwpUnitChar namespace halve them, hence `factor`."""
    values = {"intent": 0.0, "left": kind.left, "right": 0.0, "prev": kind.before, "next": kind.after}
    margins = "".join(
        f'<hc:{name} value="{round(value * UNIT) * factor}" unit="HWPUNIT"/>' for name, value in values.items()
    )
    return f'<hh:margin>{margins}</hh:margin><hh:lineSpacing type="PERCENT" value="{kind.line}" unit="HWPUNIT"/>'


def lines(text: str, size: float, width: float) -> int:
    """How many lines `text` takes, cautiously: Korean letters are as wide as high, others a little over half."""
    taken = 0
    for line in text.split("\n"):
        wide = sum(1 if ord(letter) > 0x1100 else 0.56 for letter in line) * size * UNIT
        taken += max(1, -(-int(wide * 1.05) // max(1, int(width))))
    return taken


def height(texts: Iterable[str], kind: Kind, width: float) -> int:
    """The height in HWPUNIT of paragraphs of one kind, spacing included."""
    line = kind.size * UNIT * kind.line / 100
    return sum(round(lines(text, kind.size, width) * line) + kind.air for text in texts)

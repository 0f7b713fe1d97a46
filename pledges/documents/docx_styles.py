"""What a DOCX looks like: its styles, numbering and language, set on python-docx's plain template."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Package
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pledges.documents import accents
from pledges.documents.tree import FILL_MM, Document

FONT = "맑은 고딕"  # on every Windows since Vista; elsewhere the reader's own Korean font stands in
PAGE_MM = (210, 297)
TWIPS_A_MM = 1440 / 25.4
INK, GREY, RULE, TINT = (colour.lstrip("#") for colour in (accents.INK, accents.GREY, accents.RULE, accents.TINT))
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
TEMPLATE_STYLES = ("DefaultParagraphFont", "TableNormal", "NoList")  # what every style of a kind stands on
HEAD_SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
TOTAL_RULE = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{GREY}"/></w:tcBorders>'
FILL_HEIGHT = f'<w:trHeight w:val="{round(FILL_MM * TWIPS_A_MM)}" w:hRule="atLeast"/>'
MIDDLE = '<w:vAlign w:val="center"/>'
NOTE_INDENT = '<w:ind w:left="200" w:right="120"/>'
# Numbering of our own: ids above those of the template, which has nine.
BULLET, DECIMAL = 101, 102


@dataclass(frozen=True)
class Look:
    """Sizes in points, margins in millimetres, colours as hex without "#"."""

    accent: str
    body: float
    gap: float  # factor of all spacing
    side_mm: int
    top_mm: int
    bottom_mm: int

    @classmethod
    def of(cls, document: Document) -> Look:
        accent = accents.ACCENTS[document.accent].lstrip("#")
        if document.compact:
            return cls(accent, body=9, gap=0.6, side_mm=18, top_mm=20, bottom_mm=18)
        return cls(accent, body=10, gap=1, side_mm=22, top_mm=23, bottom_mm=21)

    @property
    def text_width_twips(self) -> int:
        return int((PAGE_MM[0] - 2 * self.side_mm) * TWIPS_A_MM)


def apply(package: Package, look: Look) -> None:
    """Puts our styles in the place of the template's gallery and makes Korean the language."""
    root = package.styles.element
    fresh = parse_xml(f"<w:styles {nsdecls('w')}>{_defaults()}{''.join(_styles(look))}</w:styles>")
    root.remove(root.find(qn("w:docDefaults")))
    for old in root.findall(qn("w:style")):
        if old.get(qn("w:styleId")) not in TEMPLATE_STYLES:
            root.remove(old)
    root.insert(0, fresh[0])
    for style in list(fresh):
        root.append(style)
    _set_numbering(package)
    _set_settings(package)


def _set_settings(package: Package) -> None:
    settings = package.settings.element
    for name in ("proofState", "savePreviewPicture", "rsids"):
        settings.remove(settings.find(qn(f"w:{name}")))
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "ko-KR")
    language.set(qn("w:eastAsia"), "ko-KR")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word opens the file in its compatibility mode


def _defaults() -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{FONTS}"
        '<w:lang w:val="ko-KR" w:eastAsia="ko-KR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
    )


def _style(
    identity: str,
    name: str,
    *,
    size: float,
    before: float = 0,
    after: float = 0,
    line: float = 1.4,
    bold: bool = False,
    colour: str = "",
    first: str = "",
    last: str = "",
    base: str = "Normal",
    following: str = "BodyText",
) -> str:
    """A paragraph style; size and spacing in points; `first` and `last` stand around spacing in `w:pPr`.

    `line` is the distance of lines by font size: lines as fonts define them are a sixth further apart in 맑은 고딕 than
    in the fonts that replace it.
    """
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
    spacing += f' w:line="{round(line * size * 20)}" w:lineRule="atLeast"/>'
    look = ("<w:b/><w:bCs/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    look += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    default = "" if base else ' w:default="1"'
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identity}"><w:name w:val="{name}"/>{based}'
        f'<w:next w:val="{following}"/><w:qFormat/><w:pPr>{first}{spacing}{last}</w:pPr><w:rPr>{look}</w:rPr></w:style>'
    )


def _styles(look: Look) -> list[str]:
    return [
        *_text(look),
        *_headings(look),
        *_tables(look),
        *_contents(look),
        *_cover(look),
        *_edges(look),
        *_runs(look),
    ]


def _border(side: str, size: int, space: int, colour: str) -> str:
    """A line of `size` eighths of a point, `space` points from the text."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _text(look: Look) -> list[str]:
    body, gap = look.body, look.gap
    # wordWrap on keeps words whole, Korean ones too; Korean templates turn it off ([MS-OI29500] 2.1.67). autoSpace off:
    # Korean sets no space between a digit and the Hangul after it.
    words = '<w:widowControl/><w:wordWrap/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    # Lines above and below in the colour of the ground: room between its edge and the text.
    edges = (_border("top", 4, 4, TINT), _border("left", 18, 8, look.accent), _border("bottom", 4, 4, TINT))
    note = f"<w:keepLines/><w:pBdr>{''.join(edges)}</w:pBdr>"
    note += f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    return [
        _style("Normal", "Normal", size=body, colour=INK, first=words, base="", following="Normal"),
        _style("BodyText", "Body Text", size=body, after=5 * gap),
        _style("Lead", "Lead", size=body + 1.5, after=7 * gap),
        _style("Remark", "Remark", size=body - 1.5, after=4 * gap, colour=GREY),
        _style("Note", "Note", size=body, before=10 * gap, after=12 * gap, first=note, last=NOTE_INDENT),
        _style("ListNumber", "List Number", size=body, after=1.5 * gap, first=_item(DECIMAL), following="ListNumber"),
        _style("ListBullet", "List Bullet", size=body, after=1.5 * gap, first=_item(BULLET), following="ListBullet"),
    ]


def _item(numbering: int) -> str:
    return f'<w:keepLines/><w:numPr><w:numId w:val="{numbering}"/></w:numPr>'


def _headings(look: Look) -> list[str]:
    body, gap = look.body, look.gap
    keep = "<w:keepNext/><w:keepLines/>"
    rule = f"<w:pBdr>{_border('bottom', 8, 4, look.accent)}</w:pBdr>"
    level = '<w:outlineLvl w:val="{}"/>'
    return [
        _style("Heading1", "heading 1", size=body + 7, bold=True, colour=look.accent, before=24 * gap, after=8 * gap,
               line=1.3, first=keep + rule, last=level.format(0)),
        _style("Heading2", "heading 2", size=body + 2.5, bold=True, before=15 * gap, after=5 * gap, line=1.3,
               first=keep, last=level.format(1)),
        _style("Heading3", "heading 3", size=body + 0.5, bold=True, colour=GREY, before=10 * gap, after=3 * gap,
               line=1.3, first=keep, last=level.format(2)),
    ]  # fmt: skip


def _tables(look: Look) -> list[str]:
    size, gap = look.body - 1, look.gap
    margin = round(32 * gap)
    edges = f"{_border('top', 8, 0, look.accent)}{_border('bottom', 8, 0, look.accent)}{_border('insideH', 4, 0, RULE)}"
    table = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="Report"><w:name w:val="Report"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblCellMar><w:top w:w="{margin}" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        f'<w:bottom w:w="{margin}" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return [
        table,
        _style("Caption", "caption", size=size, bold=True, colour=GREY, before=6 * gap, after=3 * gap,
               first="<w:keepNext/><w:keepLines/>"),
        _style("TableText", "Table Text", size=size, line=1.4, following="TableText"),
        _style("TableHead", "Table Head", size=size, line=1.4, bold=True, first="<w:keepNext/>"),
        _style("TableTotal", "Table Total", size=size, line=1.4, bold=True),
        _style("TableGap", "Table Gap", size=4, after=3 * gap, line=1),
    ]  # fmt: skip


def _contents(look: Look) -> list[str]:
    body, gap = look.body, look.gap
    width = look.text_width_twips
    # No dotted leader: it would lead to nothing where a program does not compute the page numbers.
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    indent = '<w:ind w:left="{}" w:right="600"/>'
    return [
        _style("TOCHeading", "TOC Heading", size=body + 7, bold=True, colour=look.accent, after=14 * gap,
               first="<w:keepNext/><w:keepLines/>"),
        _style("TOC1", "toc 1", size=body, bold=True, before=7 * gap, after=1 * gap, first=tab, last=indent.format(0)),
        _style("TOC2", "toc 2", size=body - 0.5, after=1 * gap, first=tab, last=indent.format(300)),
    ]  # fmt: skip


def _cover(look: Look) -> list[str]:
    rule = f"<w:pBdr>{_border('bottom', 12, 14, look.accent)}</w:pBdr>"
    return [
        _style("CoverAbove", "Cover Above", size=14, bold=True, colour=GREY, before=110 * look.gap, after=8),
        _style("Title", "Title", size=30, bold=True, colour=look.accent, after=18, line=1.3, first=rule),
        _style("Subtitle", "Subtitle", size=13, colour=INK, after=4),
        _style("CoverPicture", "Cover Picture", size=look.body, before=30 * look.gap),
        _style("CoverFoot", "Cover Foot", size=10.5, colour=GREY, after=2),
    ]


def _edges(look: Look) -> list[str]:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{look.text_width_twips}"/></w:tabs>'
    return [
        _style("Header", "header", size=8.5, colour=GREY, following="Header"),
        _style("Footer", "footer", size=8.5, colour=GREY, first=tab, following="Footer"),
    ]


def _runs(look: Look) -> list[str]:
    looks = {
        ("Strong", "Strong"): "<w:b/><w:bCs/>",
        ("Hyperlink", "Hyperlink"): f'<w:color w:val="{look.accent}"/><w:u w:val="single" w:color="{RULE}"/>',
        ("HeadingNumber", "Heading Number"): f'<w:color w:val="{look.accent}"/>',
    }
    return [
        f'<w:style w:type="character" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{look_of_run}</w:rPr></w:style>'
        for (identity, name), look_of_run in looks.items()
    ]


def _set_numbering(package: Package) -> None:
    """Replaces the template's numbering by one bullet list and one counted list, both one level deep."""
    root = package.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    for identity, form, text in ((BULLET, "bullet", "•"), (DECIMAL, "decimal", "%1.")):
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" w:hanging="320"/></w:pPr><w:rPr>{FONTS}</w:rPr>'
                "</w:lvl></w:abstractNum>"
            )
        )
    for identity in (BULLET, DECIMAL):
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{identity}"><w:abstractNumId w:val="{identity}"/></w:num>')
        )


def add_numbering(package: Package) -> int:
    """A counted list that begins at 1 again; its id for `w:numId`."""
    root = package.part.numbering_part.element
    identity = DECIMAL + len(root) - 3
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{identity}"><w:abstractNumId w:val="{DECIMAL}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    return identity

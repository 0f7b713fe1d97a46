"""DOCX of a document, for Word and whatever else reads Office Open XML (ECMA-376, ISO/IEC 29500).

The body is written as XML text and parsed once: python-docx gives the package, its styles, the numbering and the links.
`import docx` here is python-docx: imports within a package are absolute.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator
from copy import deepcopy
from urllib.parse import quote
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Package
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from lxml import etree

from pledges.documents import accents, pictures
from pledges.documents import docx_styles as styles
from pledges.documents.tree import (
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
)

# A file says when its text was made in its version code; these times say nothing about whoever saved it.
FIXED_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
LOOKS = {"body": "BodyText", "lead": "Lead", "small": "Remark", "note": "Note"}
# Parts of python-docx's template that say nothing true of this file: a picture of another page, another program's
# counts, other styles, an empty bibliography.
UNTRUE = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml")
# What an address may hold (RFC 3986); all else is written as %xx, since Word calls a file with other addresses broken.
ADDRESS_SIGNS = "!#$%&'()*+,/:;=?@[]~"


def render(document: Document) -> bytes:
    """The file's bytes; the same document gives the same XML."""
    package = docx.Document()
    look = styles.Look.of(document)
    styles.apply(package, look)
    _set_page(package, document, look)
    _set_properties(package, document)
    _Body(package, document, look).write()
    if any(isinstance(block, Contents) for block in _flat(document.blocks)):
        _ask_for_page_numbers(package)
    file = io.BytesIO()
    package.save(file)
    return file.getvalue()


def _set_page(package: Package, document: Document, look: styles.Look) -> None:
    """A4; header and footer on every page but the cover, which is the first page of the last section."""
    section = package.sections[0]
    section.page_width, section.page_height = Mm(styles.PAGE_MM[0]), Mm(styles.PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(look.side_mm)
    section.top_margin, section.bottom_margin = Mm(look.top_mm), Mm(look.bottom_mm)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = any(isinstance(block, Cover) for block in document.blocks)
    left = " · ".join(filter(None, (document.footer, document.code)))
    number = f"{_run('', tab=True)}{_field('PAGE')}{_run(' / ')}{_field('NUMPAGES')}"
    _replace(section.header.paragraphs[0]._p, _paragraph("Header", _run(document.header)))
    _replace(section.footer.paragraphs[0]._p, _paragraph("Footer", _run(left) + number))


def _set_properties(package: Package, document: Document) -> None:
    properties = package.core_properties
    properties.title, properties.language = document.title[:255], "ko-KR"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = FIXED_TIME
    for relations in (package.part.package.rels, package.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(UNTRUE)]:
            del relations[key]


def _ask_for_page_numbers(package: Package) -> None:
    """Word fills the contents' page numbers when it opens the file, after asking. The place is the schema's order."""
    element = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
    package.settings.element.find(qn("w:compat")).addprevious(element)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in reading order, groups opened."""
    for block in blocks:
        if isinstance(block, Group):
            yield from _flat(block.blocks)
        else:
            yield block


class _Body:
    """Collects the body's top elements as XML text; `groups` are the spans of those that stay together."""

    def __init__(self, package: Package, document: Document, look: styles.Look) -> None:
        self.package, self.document, self.look = package, document, look
        self.parts: list[str] = []
        self.groups: list[tuple[int, int]] = []
        self.links: dict[str, str] = {}
        self.marks = self.drawings = 0
        self.break_before = False

    def write(self) -> None:
        for block in self.document.blocks:
            self.block(block)
        body = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{''.join(self.parts)}</w:body>")
        elements = list(body)
        for start, end in self.groups:
            _keep_together(elements[start:end])
        end_of_body = self.package.element.body.find(qn("w:sectPr"))
        for element in elements:
            end_of_body.addprevious(element)

    def add(self, style: str, inner: str, properties: str = "") -> None:
        """One paragraph; it takes the page break that waits, in the schema's order of properties."""
        self.parts.append(_paragraph(style, inner, self.take_break() + properties))

    def take_break(self) -> str:
        waits, self.break_before = self.break_before, False
        return "<w:pageBreakBefore/>" if waits else ""

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block)
            case Paragraph():
                self.add(LOOKS[block.look], self.runs(block.runs))
            case Listing():
                self.listing(block)
            case Table():
                self.table(block)
            case Figure():
                self.add("BodyText", self.picture(block.picture, pictures.figure_size(block)))
            case Group():
                start = len(self.parts)
                for inner in block.blocks:
                    self.block(inner)
                self.groups.append((start, len(self.parts)))
            case Contents():
                self.contents(block)
            case Cover():
                self.cover(block)
            case PageBreak():
                self.break_before = True

    def heading(self, block: Heading) -> None:
        self.marks += 1
        number = f"{_run(block.number, style='HeadingNumber')}{_run(' ')}" if block.number else ""
        start = f'<w:bookmarkStart w:id="{self.marks}" w:name="_Toc{self.marks:06}"/>'
        end = f'<w:bookmarkEnd w:id="{self.marks}"/>'
        self.add(f"Heading{block.level}", start + number + _run(block.text) + end)

    def runs(self, runs: Iterable[Run]) -> str:
        return "".join(
            self.link(run) if run.link else _run(run.text, style="Strong" if run.bold else "") for run in runs
        )

    def link(self, run: Run) -> str:
        if run.link not in self.links:
            relate = self.package.part.relate_to
            address = quote(run.link, safe=ADDRESS_SIGNS)
            self.links[run.link] = relate(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        inner = _run(run.text, style="Hyperlink", bold=run.bold)
        return f'<w:hyperlink r:id="{self.links[run.link]}" w:history="1">{inner}</w:hyperlink>'

    def listing(self, block: Listing) -> None:
        """Every ordered list has a `w:num` of its own, else it would count on from the last one."""
        style = "ListNumber" if block.ordered else "ListBullet"
        number = ""
        if block.ordered:
            identity = styles.add_numbering(self.package)
            number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{identity}"/></w:numPr>'
        for item in block.items:
            self.add(style, self.runs(item), number)

    def table(self, block: Table) -> None:
        if block.caption:
            self.add("Caption", _run(block.caption))
        elif self.break_before:
            self.add("TableGap", "")
        widths = _shares(block.widths, self.look.text_width_twips)
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        last = len(block.rows) - 1
        rows = [_row(block, block.head, widths, "TableHead")]
        rows += [
            _row(block, row, widths, "TableTotal" if block.has_total and at == last else "TableText")
            for at, row in enumerate(block.rows)
        ]
        self.parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Report"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        self.add("TableGap", "")  # two tables without a paragraph between them would become one

    def contents(self, block: Contents) -> None:
        """A real field whose entries stand there already: readable, and linked, before anything recomputes it."""
        self.add("TOCHeading", _run(block.title))
        entries = list(self.entries(block))
        for at, (heading, mark) in enumerate(entries):
            start = _field_start(r'TOC \o "1-2" \h \z \u') if at == 0 else ""
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if at == len(entries) - 1 else ""
            text = " ".join(filter(None, (heading.number, heading.text)))
            page = _run("", tab=True) + _field(rf"PAGEREF {mark} \h", "")
            entry = f'<w:hyperlink w:anchor="{mark}" w:history="1">{_run(text)}{page}</w:hyperlink>'
            self.add(f"TOC{heading.level}", start + entry + end)

    def entries(self, contents: Contents) -> Iterator[tuple[Heading, str]]:
        """The headings after `contents` with their marks, which count every heading of the document."""
        mark, follows = 0, False
        for block in _flat(self.document.blocks):
            follows = follows or block is contents
            if isinstance(block, Heading):
                mark += 1
                if follows and block.level < 3:
                    yield block, f"_Toc{mark:06}"

    def cover(self, block: Cover) -> None:
        if self.parts:
            self.end_section()
        self.add("CoverAbove", _run(block.above))
        self.add("Title", _run(block.title, half_points=2 * accents.title_points(block.title)))
        for line in block.below:
            self.add("Subtitle", _run(line))
        if block.picture:
            self.add("CoverPicture", self.picture(block.picture, pictures.fitted(block.picture, pictures.COVER_BOX)))
        # A frame at the foot of the page: it stays there however long the title is.
        frame = (
            f'<w:framePr w:w="{self.look.text_width_twips}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" '
            'w:xAlign="left" w:yAlign="bottom"/>'
        )
        for line in block.foot:
            self.add("CoverFoot", _run(line), frame)
        self.add("TableGap", "")  # a frame stands on the page of the paragraph after it
        self.break_before = True

    def end_section(self) -> None:
        """What came so far is a section of its own, with header and footer on its first page too."""
        self.break_before = False
        section = deepcopy(self.package.sections[0]._sectPr)
        for first_page in section.findall(qn("w:titlePg")):
            section.remove(first_page)
        properties = etree.tostring(section, encoding="unicode")
        self.parts.append(f'<w:p><w:pPr><w:pStyle w:val="TableGap"/>{properties}</w:pPr></w:p>')

    def picture(self, picture: Picture, size: pictures.Size) -> str:
        """`size` in millimetres; `descr` is what a screen reader says."""
        width, height = map(Mm, size)
        inline = self.package.part.new_pic_inline(io.BytesIO(picture.data), width, height)
        self.drawings += 1  # python-docx looks for a free id in the body, which is still empty
        inline.docPr.set("id", str(self.drawings))
        inline.docPr.set("descr", picture.alt)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        run = parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>")
        run[0].append(inline)
        return str(run.xml)


def _keep_together(elements: list[BaseOxmlElement]) -> None:
    """Each paragraph but the last stays on one page with the next, those in tables too: Word's way to keep rows."""
    paragraphs = [paragraph for element in elements for paragraph in element.iter(qn("w:p"))]
    for paragraph in paragraphs[:-1]:
        properties = paragraph.find(qn("w:pPr"))
        if properties.find(qn("w:keepNext")) is None:  # a group within a group was here before
            properties.insert(1, parse_xml(f"<w:keepNext {nsdecls('w')}/>"))


def _shares(widths: tuple[int, ...], whole: int) -> list[int]:
    return [whole * width // sum(widths) for width in widths]


def _row(table: Table, cells: tuple[str, ...], widths: list[int], style: str) -> str:
    head = "<w:tblHeader/>" if style == "TableHead" else ""
    shade = styles.TOTAL_RULE if style == "TableTotal" else ""
    shade = styles.HEAD_SHADE if head else shade
    high, shade = (styles.FILL_HEIGHT, shade + styles.MIDDLE) if table.to_fill and not head else ("", shade)
    columns = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{_paragraph(style, _run(text), RIGHT if at in table.numbers else '')}</w:tc>"
        for at, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{high}{head}</w:trPr>{columns}</w:tr>"


RIGHT = '<w:jc w:val="right"/>'


def _paragraph(style: str, inner: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def _run(text: str, *, style: str = "", bold: bool = False, tab: bool = False, half_points: int = 0) -> str:
    """A run; a line break within the text becomes one of Word's. `half_points` is a size other than the style's."""
    if not text and not tab:
        return ""
    look = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:b/>" if bold else "")
    look += f'<w:sz w:val="{half_points}"/>' if half_points else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:tab/>' if tab else ''}{lines if text else ''}</w:r>"


def _field_start(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _field(code: str, shown: str = "1") -> str:
    """A field with what it shows until a program computes it."""
    return f'{_field_start(code)}{_run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _replace(old: BaseOxmlElement, new: str) -> None:
    old.getparent().replace(old, parse_xml(f"<w:body {nsdecls('w')}>{new}</w:body>")[0])

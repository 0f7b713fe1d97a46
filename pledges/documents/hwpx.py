"""HWPX of a document, for 한글 (OWPML, KS X 6101).

The body is written as XML text and parsed once: python-hwpx gives the package, its empty document and what Hangul wants
in a field. `import hwpx` here is python-hwpx: imports within a package are absolute. Text and XML, not python-hwpx's
paragraph by paragraph calls, because those took thirty times the work.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from hwpx import HwpxDocument
from lxml import etree

from pledges.documents import accents, pictures
from pledges.documents import hwpx_parts as parts
from pledges.documents import hwpx_styles as styles
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
)

HEADING_IDENTITIES = 1_000_000
COVER_RESERVE = 4000  # HWPUNIT left free on a cover, since its heights are estimates
# A file says when its text was made in its version code; these times say nothing about whoever saved it.
FIXED_TIME = "2000-01-01T00:00:00Z"
HEAD, SECTION = "Contents/header.xml", "Contents/section0.xml"


def render(document: Document) -> bytes:
    """The file's bytes; the same document gives the same bytes."""
    package = HwpxDocument.new()
    _set_page(package, document)
    _set_properties(package, document)
    for picture, (width, height) in _pictures(document):
        form = "png" if picture.data.startswith(b"\x89PNG") else "jpg"  # as Hangul names them
        package.add_picture(picture.data, form, width_mm=width, height_mm=height)
    with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as empty:
        files = {name: empty.read(name) for name in empty.namelist()}
    head, section = etree.fromstring(files[HEAD]), etree.fromstring(files[SECTION])
    _Body(section, document, styles.Shapes(head, styles.Look.of(document))).write()
    for name, element in ((HEAD, head), (SECTION, section)):
        files[name] = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _zip(files)


def _zip(files: dict[str, bytes]) -> bytes:
    """The files in their order; `mimetype`, which python-hwpx puts first, has to be stored as it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return file.getvalue()


def _set_page(package: HwpxDocument, document: Document) -> None:
    """A4; Hangul counts header and footer on top of the page's margins."""
    look = styles.Look.of(document)
    package.page.setup(
        paper_size="A4",
        margin_left_mm=look.side_mm,
        margin_right_mm=look.side_mm,
        margin_top_mm=look.top_mm - 10,
        margin_bottom_mm=look.bottom_mm - 10,
        header_margin_mm=10,
        footer_margin_mm=10,
    )
    covered = _has_cover(document)
    package.page.set_visibility(hide_first_header=covered, hide_first_footer=covered)


def _has_cover(document: Document) -> bool:
    return bool(document.blocks) and isinstance(document.blocks[0], Cover)


def _set_properties(package: HwpxDocument, document: Document) -> None:
    """The title and nobody's name: python-hwpx's empty document has an author and a preview of its own."""
    package.parts.clear_document_metadata(keep=("language",), timestamp=FIXED_TIME)
    package.parts.clear_preview()
    package.parts.set_document_metadata(title=document.title)


def _pictures(document: Document) -> Iterator[tuple[Picture, pictures.Size]]:
    """Each with its size in millimetres, in the order in which the body takes their drawings."""
    for block in _flat(document.blocks):
        if isinstance(block, Cover) and block.picture:
            yield block.picture, pictures.fitted(block.picture, pictures.COVER_BOX)
        elif isinstance(block, Figure):
            yield block.picture, pictures.figure_size(block)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in reading order, groups opened."""
    for block in blocks:
        if isinstance(block, Group):
            yield from _flat(block.blocks)
        else:
            yield block


class _Body:
    """Collects the section's paragraphs as XML text; `groups` are the spans of those that stay together."""

    def __init__(self, section: etree._Element, document: Document, shapes: styles.Shapes) -> None:
        self.section, self.document, self.shapes, self.look = section, document, shapes, shapes.look
        self.drawings = section.iter(f"{{{styles.NAMESPACES['hp']}}}pic")
        self.paragraphs: list[str] = []
        self.groups: list[tuple[int, int]] = []
        # Small numbers for fields and objects, which share one space; headings have theirs above.
        self.identities = itertools.count(1)
        self.headings = itertools.count(HEADING_IDENTITIES)
        self.break_before = False

    def write(self) -> None:
        for block in self.document.blocks:
            self.block(block)
        if not self.paragraphs:
            self.add("body", "")
        paragraphs = styles.elements("".join(self.paragraphs))
        for start, end in self.groups:
            for paragraph in paragraphs[start : end - 1]:
                paragraph.set("paraPrIDRef", self.shapes.kept[paragraph.get("paraPrIDRef")])
        first = self.section[0]
        # The section's setup stands in its first paragraph; the empty one it comes in would take a line.
        setup = first[0]
        setup.extend(styles.elements(self.edges()))
        paragraphs[0].insert(0, setup)
        for old in list(self.section):
            self.section.remove(old)
        self.section.extend(paragraphs)

    def add(self, kind: str, inner: str, *, shape: str = "", identity: int = 0) -> None:
        self.paragraphs.append(self.paragraph(kind, inner, shape=shape, identity=identity))

    def paragraph(self, kind: str, inner: str, *, shape: str = "", identity: int = 0) -> str:
        """One paragraph. The page break that waits is set here: readers passed over the one in a paraPr."""
        waits, self.break_before = self.break_before, False
        style, shape = self.shapes.kinds[kind].style, shape or self.shapes.paragraphs[kind]
        return (
            f'<hp:p id="{identity}" paraPrIDRef="{shape}" styleIDRef="{style}" pageBreak="{int(waits)}" '
            f'columnBreak="0" merged="0">{inner or self.run(kind, "")}</hp:p>'
        )

    def run(self, kind: str, text: str, *, bold: bool = False, link: bool = False, after: str = "") -> str:
        """A run of one look; `after` follows the text as XML.

        A line break ends its own `hp:t`: a reader dropped what followed it within one.
        """
        if not text and not after:
            return f'<hp:run charPrIDRef="{self.shapes.letters[kind]}"><hp:t/></hp:run>'
        letter = self.shapes.letter(kind, bold=bold, link=link)
        lines = "<hp:lineBreak/></hp:t><hp:t>".join(escape(text).split("\n"))
        return f'<hp:run charPrIDRef="{letter}"><hp:t>{lines}{after}</hp:t></hp:run>'

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                text = " ".join(filter(None, (block.number, block.text)))
                kind = f"heading{block.level}"
                self.add(kind, self.run(kind, text), identity=next(self.headings))
            case Paragraph():
                self.add(block.look, self.runs(block.look, block.runs))
                if block.look == "note":  # else a reader draws its box on, over a heading with a line of its own
                    self.add("table", "")
            case Listing():
                shape = self.shapes.listing(ordered=block.ordered)
                for item in block.items:
                    self.add("item", self.runs("item", item), shape=shape)
            case Table():
                self.table(block)
            case Figure():
                self.picture("figure", block.picture)
            case Group():
                self.group(block)
            case Contents():
                self.contents(block)
            case Cover():
                self.cover(block)
            case PageBreak():
                self.break_before = True

    def group(self, block: Group) -> None:
        """Only what surely fits on a page is kept together: how Hangul treats more than that is not known."""
        start = len(self.paragraphs)
        for inner in block.blocks:
            self.block(inner)
        if self.height(block) < self.look.text_height * 0.9:
            self.groups.append((start, len(self.paragraphs)))

    def height(self, block: Block) -> int:
        """An estimate in HWPUNIT."""
        width, kinds = self.look.text_width, self.shapes.kinds
        match block:
            case Group():
                return sum(map(self.height, block.blocks))
            case Heading():
                return styles.height([block.number + block.text], kinds[f"heading{block.level}"], width)
            case Paragraph():
                return styles.height([_text(block.runs)], kinds[block.look], width)
            case Listing():
                return styles.height(map(_text, block.items), kinds["item"], width * 0.95)
            case Table():
                rows = self.row_heights(block, _shares(block.widths, width))
                return sum(rows) + styles.height(filter(None, [block.caption]), kinds["caption"], width) + 1000
        return _figure_height(block) + kinds["figure"].air if isinstance(block, Figure) else 0

    def runs(self, kind: str, runs: Iterable[Run]) -> str:
        return "".join(self.link(kind, run) if run.link else self.run(kind, run.text, bold=run.bold) for run in runs)

    def link(self, kind: str, run: Run) -> str:
        start, end = parts.link(next(self.identities), run.link)
        letter = self.shapes.letters[kind]
        text = self.run(kind, run.text, bold=run.bold, link=True)
        return f'<hp:run charPrIDRef="{letter}">{start}</hp:run>{text}<hp:run charPrIDRef="{letter}">{end}</hp:run>'

    def contents(self, block: Contents) -> None:
        """Hangul's own contents, computed anew when it opens the file; the entries stand there already, linked."""
        self.add("contents", self.run("contents", block.title))
        entries = list(self.entries(block))
        start, end = parts.contents(next(self.identities))
        for at, (heading, identity) in enumerate(entries):
            kind = f"contents{heading.level}"
            letter = self.shapes.letters[kind]
            text = " ".join(filter(None, (heading.number, heading.text)))
            open_link, close_link = parts.jump(next(self.identities), identity)
            before = f'<hp:run charPrIDRef="{letter}">{start if at == 0 else ""}{open_link}</hp:run>'
            after = f'<hp:run charPrIDRef="{letter}">{close_link}{end if at == len(entries) - 1 else ""}</hp:run>'
            self.add(kind, before + self.run(kind, text, after=parts.TAB) + after)

    def entries(self, contents: Contents) -> Iterator[tuple[Heading, int]]:
        """The headings after `contents` with the ids of their paragraphs."""
        identities, follows = itertools.count(HEADING_IDENTITIES), False
        for block in _flat(self.document.blocks):
            follows = follows or block is contents
            if isinstance(block, Heading):
                identity = next(identities)
                if follows and block.level < 3:
                    yield block, identity

    def row_heights(self, table: Table, widths: list[int]) -> list[int]:
        """In HWPUNIT. Hangul makes a row higher when its text needs it; other readers draw what stands here."""
        kind = self.shapes.kinds["cell"]
        inside = [width - 2 * parts.CELL_MARGIN[0] for width in widths]
        least = round(FILL_MM * styles.UNIT_A_MM) if table.to_fill else 0
        head, *rows = (
            max(styles.height([text], kind, width) for text, width in zip(row, inside, strict=True))
            + 2 * parts.CELL_MARGIN[1]
            for row in (table.head, *table.rows)
        )
        return [head, *(max(row, least) for row in rows)]

    def table(self, block: Table) -> None:
        if block.caption:  # a paragraph: several readers drop hp:caption
            self.add("caption", self.run("caption", block.caption))
        widths = _shares(block.widths, self.look.text_width)
        heights = self.row_heights(block, widths)
        rows = "".join(self.row(block, at, widths, heights[at]) for at in range(len(heights)))
        table = (
            f'<hp:tbl id="{next(self.identities)}" zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" '
            'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="CELL" repeatHeader="1" '
            f'rowCnt="{len(heights)}" colCnt="{len(widths)}" cellSpacing="0" '
            f'borderFillIDRef="{self.shapes.borders["table"]}" noAdjust="0">'
            f'<hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{sum(heights)}" heightRelTo="ABSOLUTE" '
            f'protect="0"/>{parts.POSITION}'
            '<hp:outMargin left="0" right="0" top="0" bottom="500"/>'
            f"{parts.margin('inMargin')}{rows}</hp:tbl>"
        )
        letter = self.shapes.letters["table"]
        self.add("table", f'<hp:run charPrIDRef="{letter}">{table}<hp:t/></hp:run>')

    def row(self, table: Table, at: int, widths: list[int], height: int) -> str:
        """Row `at`, 0 the head."""
        last = at == len(table.rows)
        name = "head" if at == 0 else "total" if last and table.has_total else "cell"
        border = self.shapes.borders[f"{name}_last" if last else name]
        waits, self.break_before = self.break_before, False  # the break is the table's, not its first cell's
        cells = []
        for column, text in enumerate(table.rows[at - 1] if at else table.head):
            kind = f"{name}_number" if column in table.numbers else name
            cells.append(
                f'<hp:tc name="" header="{int(at == 0)}" hasMargin="0" protect="0" editable="0" dirty="0" '
                f'borderFillIDRef="{border}"><hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" '
                'vertAlign="CENTER" linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" '
                f'hasTextRef="0" hasNumRef="0">{self.paragraph(kind, self.run(kind, text))}</hp:subList>'
                f'<hp:cellAddr colAddr="{column}" rowAddr="{at}"/><hp:cellSpan colSpan="1" rowSpan="1"/>'
                f'<hp:cellSz width="{widths[column]}" height="{height}"/>{parts.margin("cellMargin")}</hp:tc>'
            )
        self.break_before = waits
        return f"<hp:tr>{''.join(cells)}</hp:tr>"

    def cover(self, block: Cover) -> None:
        lines = [("above", block.above), (f"title{accents.title_points(block.title)}", block.title)]
        lines += [("below", line) for line in block.below]
        # Space before the first paragraph of a page is not drawn, so an empty one stands there.
        self.add("body", "" if _has_cover(self.document) else self.hidden_edges())
        for kind, text in lines:
            self.add(kind, self.run(kind, text))
        used = sum(styles.height([text], self.shapes.kinds[kind], self.look.text_width) for kind, text in lines)
        if block.picture:
            used += self.picture("picture", block.picture)
        foot = styles.height(block.foot, self.shapes.kinds["foot"], self.look.text_width)
        for at, line in enumerate(block.foot):
            gap = self.look.text_height - used - foot - COVER_RESERVE
            shape = self.shapes.pushed_down("foot", max(gap, 2000)) if at == 0 else ""
            self.add("foot", self.run("foot", line), shape=shape)
        self.break_before = True

    def picture(self, kind: str, picture: Picture) -> int:
        """Adds the picture's drawing; the height it takes in HWPUNIT. `shapeComment` is what a screen reader says."""
        drawing = next(self.drawings)
        drawing.find("hp:shapeComment", styles.NAMESPACES).text = picture.alt
        for name in ("id", "instid"):  # python-hwpx draws them by chance
            drawing.set(name, str(next(self.identities)))
        inner = etree.tostring(drawing, encoding="unicode")
        self.add(kind, f'<hp:run charPrIDRef="{self.shapes.letters[kind]}">{inner}<hp:t/></hp:run>')
        return int(drawing.find("hp:sz", styles.NAMESPACES).get("height")) + self.shapes.kinds[kind].air

    def hidden_edges(self) -> str:
        """Hides header and footer on the page on which it stands."""
        return f'<hp:run charPrIDRef="{self.shapes.letters["body"]}">{parts.HIDE_ON_THIS_PAGE}<hp:t/></hp:run>'

    def edges(self) -> str:
        """Header and footer as controls of the section's first run."""
        left = " · ".join(filter(None, (self.document.footer, self.document.code)))
        letter = self.shapes.letters["header"]
        footer = self.run("header", left, after=parts.TAB)
        footer += f'<hp:run charPrIDRef="{letter}">{parts.PAGE}<hp:t> / </hp:t>{parts.PAGES}</hp:run>'
        hidden = parts.HIDE_ON_THIS_PAGE if _has_cover(self.document) else ""  # some readers know only this way
        header = self.run("header", self.document.header)
        return self.edge("header", "TOP", header) + self.edge("footer", "BOTTOM", footer) + hidden

    def edge(self, name: str, align: str, inner: str) -> str:
        self.break_before = False
        return (
            f'<hp:ctrl><hp:{name} id="{next(self.identities)}" applyPageType="BOTH"><hp:subList id="" '
            f'textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{align}" linkListIDRef="0" linkListNextIDRef="0" '
            f'textWidth="{self.look.text_width}" textHeight="2835" hasTextRef="0" hasNumRef="0">'
            f"{self.paragraph('header', inner)}</hp:subList></hp:{name}></hp:ctrl>"
        )


def _figure_height(figure: Figure) -> int:
    return round(pictures.figure_size(figure, styles.UNIT_A_MM)[1])


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _shares(widths: tuple[int, ...], whole: int) -> list[int]:
    return [whole * width // sum(widths) for width in widths]

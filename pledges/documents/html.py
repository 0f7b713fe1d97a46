"""HTML: one fragment that the site shows as a preview and the downloaded file carries inside a page of its own."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pledges.documents import accents, pictures
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
    headings,
)

STYLE = Path(__file__).with_name("html.css")
EMPTY = SafeString("")
PIXELS_A_MM = 96 / 25.4  # of CSS, on paper too


def _join(parts: Iterator[SafeString] | list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _lines(text: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in text.split("\n")))


def _run(run: Run) -> SafeString:
    body = _lines(run.text)
    if run.bold:
        body = format_html("<strong>{}</strong>", body)
    # An address that could run a program is shown as text: a link leads only to the web, to mail or to a telephone.
    if run.link.lower().startswith(("https://", "http://", "mailto:", "tel:")):
        body = format_html('<a href="{}" rel="noopener noreferrer">{}</a>', run.link, body)
    return body


def _runs(runs: tuple[Run, ...]) -> SafeString:
    return _join(_run(run) for run in runs)


def _heading_text(heading: Heading) -> SafeString:
    if not heading.number:
        return format_html("{}", heading.text)
    return format_html('<span class="doc-number">{}</span> {}', heading.number, heading.text)


def _paragraph(paragraph: Paragraph) -> SafeString:
    classes = "" if paragraph.look == "body" else format_html(' class="doc-{}"', paragraph.look)
    return format_html("<p{}>{}</p>", classes, _runs(paragraph.runs))


def _listing(listing: Listing) -> SafeString:
    name = SafeString("ol" if listing.ordered else "ul")
    items = format_html_join("", "<li>{}</li>", ((_runs(item),) for item in listing.items))
    return format_html('<{} class="doc-list">{}</{}>', name, items, name) if listing.items else EMPTY


def _cells(form: str, cells: tuple[str, ...], numbers: tuple[int, ...]) -> SafeString:
    """`form` has a place for the class of a column of numbers and one for the text."""
    amount = SafeString(' class="doc-amount"')
    return _join(format_html(form, amount if at in numbers else "", cell) for at, cell in enumerate(cells))


def _table(table: Table) -> SafeString:
    """A column's width is one of 24 classes (parts of a page), as the site allows no style inside its pages."""
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else EMPTY
    shares = (max(1, 24 * width // sum(table.widths)) for width in table.widths)
    total = len(table.rows) if table.has_total else 0
    rows = (
        (SafeString(' class="doc-total"') if at == total else "", _cells("<td{}>{}</td>", row, table.numbers))
        for at, row in enumerate(table.rows, start=1)
    )
    return format_html(
        '<div class="doc-table" role="group" tabindex="0" aria-label="{}"><table{}>{}<colgroup>{}</colgroup>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        table.caption or " · ".join(table.head),
        SafeString(' class="doc-to-fill"') if table.to_fill else EMPTY,
        caption,
        format_html_join("", '<col class="doc-width-{}">', ((share,) for share in shares)),
        _cells('<th scope="col"{}>{}</th>', table.head, table.numbers),
        format_html_join("", "<tr{}>{}</tr>", rows),
    )


def _picture(picture: Picture, *, is_file: bool, size: SafeString = EMPTY) -> SafeString:
    if not is_file:
        return format_html('<p class="doc-picture">{}</p>', picture.alt)
    kind = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    data = base64.b64encode(picture.data).decode()
    return format_html('<img src="data:image/{};base64,{}" alt="{}"{}>', kind, data, picture.alt, size)


def _figure(figure: Figure, *, is_file: bool) -> SafeString:
    pixels = map(round, pictures.figure_size(figure, PIXELS_A_MM))
    size = format_html(' width="{}" height="{}"', *pixels)
    return format_html('<div class="doc-figure">{}</div>', _picture(figure.picture, is_file=is_file, size=size))


def _plain(block: Paragraph | Listing | Table | PageBreak) -> SafeString:
    match block:
        case Paragraph():
            return _paragraph(block)
        case Listing():
            return _listing(block)
        case Table():
            return _table(block)
        case PageBreak():
            return SafeString('<hr class="doc-break">')


class _Writer:
    """Writes blocks in order and counts the headings it has passed: contents link to those still to come."""

    def __init__(self, document: Document, *, is_file: bool) -> None:
        self.headings = list(headings(document.blocks))
        self.is_file = is_file
        self.passed = 0

    def _heading(self, heading: Heading) -> SafeString:
        self.passed += 1
        level = heading.level + 1
        return format_html('<h{} id="doc-{}">{}</h{}>', level, self.passed, _heading_text(heading), level)

    def _contents(self, contents: Contents) -> SafeString:
        entries = (
            (heading.level, place, _heading_text(heading))
            for place, heading in enumerate(self.headings, start=1)
            if place > self.passed and heading.level <= 2
        )
        items = format_html_join("", '<li class="doc-entry-{}"><a href="#doc-{}">{}</a></li>', entries)
        title = format_html("<h2>{}</h2>", contents.title)
        return format_html(
            '<nav class="doc-contents" aria-label="{}">{}<ol>{}</ol></nav>', contents.title, title, items
        )

    def _cover(self, cover: Cover) -> SafeString:
        """In a file the title is the heading of the page, which on the site has one already."""
        name = SafeString("h1" if self.is_file else "p")
        return format_html(
            '<header class="doc-cover">{}<{} class="doc-title">{}</{}>{}{}{}</header>',
            format_html('<p class="doc-above">{}</p>', cover.above) if cover.above else EMPTY,
            name,
            cover.title,
            name,
            format_html_join("", '<p class="doc-below">{}</p>', ((line,) for line in cover.below)),
            _picture(cover.picture, is_file=self.is_file) if cover.picture else EMPTY,
            format_html_join("", '<p class="doc-foot">{}</p>', ((line,) for line in cover.foot)),
        )

    def _block(self, block: Block) -> SafeString:
        match block:
            case Heading():
                return self._heading(block)
            case Figure():
                return _figure(block, is_file=self.is_file)
            case Group():
                return format_html('<section class="doc-group">{}</section>', self.blocks(block.blocks))
            case Contents():
                return self._contents(block)
            case Cover():
                return self._cover(block)
        return _plain(block)

    def blocks(self, blocks: tuple[Block, ...]) -> SafeString:
        return _join(self._block(block) for block in blocks)


def body(document: Document) -> SafeString:
    """The fragment for the site's own page, whose style sheet knows the `doc-` classes; headings begin at h2.

    Every text of the document is escaped. It holds no style, script or picture: the site's policy allows none inside
    its pages, so a picture is told by its words.
    """
    return format_html('<div class="doc">{}</div>', _Writer(document, is_file=False).blocks(document.blocks))


def _running(document: Document) -> tuple[SafeString, SafeString]:
    head = format_html('<p class="doc-running">{}</p>', document.header) if document.header else EMPTY
    foot = format_html_join("", "<span>{}</span>", ((text,) for text in (document.footer, document.code) if text))
    return head, format_html('<footer class="doc-running">{}</footer>', foot)


def _style(document: Document) -> SafeString:
    """The style sheet with this document's colours before it; both are ours, nothing typed goes in."""
    named = {"accent": accents.ACCENTS[document.accent], "ink": accents.INK, "grey": accents.GREY}
    named |= {"rule": accents.RULE, "tint": accents.TINT, "size": "8.7pt" if document.compact else "10pt"}
    properties = "".join(f"--{name}:{value};" for name, value in named.items())
    return SafeString(f":root{{{properties}}}\n{STYLE.read_text(encoding='utf-8')}")


def render(document: Document) -> str:
    """A page that stands alone: read without network or program, printed on A4."""
    has_cover = any(isinstance(block, Cover) for block in document.blocks)
    title = EMPTY if has_cover else format_html('<h1 class="doc-title">{}</h1>', document.title)
    head, foot = _running(document)
    return format_html(
        '<!doctype html>\n<html lang="ko"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        "<style>\n{}</style></head>\n<body>{}<main>{}{}</main>{}</body></html>\n",
        document.title,
        _style(document),
        head,
        title,
        format_html('<div class="doc">{}</div>', _Writer(document, is_file=True).blocks(document.blocks)),
        foot,
    )

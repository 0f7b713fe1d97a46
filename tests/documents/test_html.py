"""HTML, parsed back: every text there, nothing of it markup, no program and no outside file."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from pledges.documents import html
from pledges.documents.tree import Cover, Document, Heading, Paragraph, Run, Table, strings
from tests.documents import samples

DOCUMENTS = {"full": samples.full(), "hostile": samples.hostile(), "form": samples.form()}
VOID = {"br", "col", "hr", "img", "meta"}
KNOWN = {
    *VOID,
    *("html", "head", "title", "style", "body", "main", "header", "footer", "nav", "section", "div", "span", "p"),
    *("h1", "h2", "h3", "h4", "strong", "a", "ol", "ul", "li"),
    *("table", "caption", "colgroup", "thead", "tbody", "tr", "th", "td"),
}


class Page(HTMLParser):
    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts = [], [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        self.texts.append(dict(attributes).get("alt", ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    def text(self):
        return re.sub(r"\s", "", "".join(self.texts))


@pytest.mark.parametrize("write", [html.render, html.body])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_html_brings_back_every_string(name, write):
    found = Page(write(DOCUMENTS[name])).text()
    assert [it for it in strings(DOCUMENTS[name].blocks) if re.sub(r"\s", "", it) not in found] == []


@pytest.mark.parametrize("write", [html.render, html.body])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_html_is_balanced_and_holds_only_our_tags(name, write):
    page = Page(write(DOCUMENTS[name]))
    assert page.open == []
    assert {tag for tag, _ in page.tags} <= KNOWN


def test_html_body_holds_no_style_picture_or_program():
    for tag, attributes in Page(html.body(DOCUMENTS["hostile"])).tags:
        assert tag not in {"style", "img", "script", "link"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert all(it.startswith("doc") for it in attributes.get("class", "doc").split())


def test_html_body_begins_headings_at_the_second_level():
    levels = [tag for tag, _ in Page(html.body(DOCUMENTS["hostile"])).tags if re.fullmatch(r"h\d", tag)]
    assert set(levels) == {"h2", "h3", "h4"}


def test_html_file_asks_for_nothing_outside():
    markup = html.render(DOCUMENTS["full"])
    assert "url(" not in markup
    assert "@import" not in markup
    sources = [attributes["src"] for tag, attributes in Page(markup).tags if tag == "img"]
    assert len(sources) == 1
    assert sources[0].startswith("data:image/png;base64,")


def test_html_file_shows_header_footer_and_code():
    found = Page(html.render(DOCUMENTS["hostile"])).text()
    for words in (DOCUMENTS["hostile"].header, DOCUMENTS["hostile"].footer, DOCUMENTS["hostile"].code):
        assert re.sub(r"\s", "", words) in found


def test_html_contents_lead_to_headings_of_two_levels():
    page = Page(html.body(DOCUMENTS["full"]))
    targets = {attributes["id"] for tag, attributes in page.tags if tag in ("h2", "h3") and "id" in attributes}
    links = [attributes["href"][1:] for tag, attributes in page.tags if attributes.get("href", "").startswith("#")]
    assert len(links) == 59
    assert set(links) == targets


def test_html_table_says_heads_numbers_total_and_widths():
    page = Page(html.body(Document(title="표", blocks=(samples.money("돈", 7),), code="")))
    heads = [attributes for tag, attributes in page.tags if tag == "th"]
    assert [head["scope"] for head in heads] == ["col"] * 7
    assert [head.get("class") for head in heads] == [None, *["doc-amount"] * 6]
    assert [attributes.get("class") for tag, attributes in page.tags if tag == "tr"] == [None] * 5 + ["doc-total"]
    widths = [attributes["class"] for tag, attributes in page.tags if tag == "col"]
    assert widths == ["doc-width-3"] * 6 + ["doc-width-4"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"])
def test_html_links_lead_only_to_web_mail_and_telephone(address):
    markup = html.body(Document(title="길", blocks=(Paragraph((Run("여기", link=address),)),), code=""))
    assert "<a" not in markup
    assert "여기" in markup


def test_html_link_keeps_its_address():
    address = 'https://example.go.kr/?a=1&b="2"<3>#넷'
    page = Page(html.render(Document(title="길", blocks=(Paragraph((Run("여기", link=address),)),), code="")))
    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == [address]


def test_html_file_has_one_first_heading_with_and_without_a_cover():
    for blocks in ((Cover("제목"), Heading(1, "하나")), (Heading(1, "하나"),)):
        page = Page(html.render(Document(title="제목", blocks=blocks, code="")))
        assert [tag for tag, _ in page.tags].count("h1") == 1


def test_html_file_takes_accent_and_size_from_the_document():
    compact = html.render(msgspec.structs.replace(DOCUMENTS["full"], compact=True, accent="plum"))
    assert "--accent:#64284F" in compact
    assert "--size:8.7pt" in compact
    assert "--size:10pt" in html.render(DOCUMENTS["full"])


def test_html_lines_of_a_paragraph_stay_lines():
    markup = html.body(Document(title="줄", blocks=(Paragraph((Run("하나\n<둘>"),)),), code=""))
    assert "<p>하나<br>&lt;둘&gt;</p>" in markup


def test_html_table_without_rows_or_caption_is_named_by_its_heads():
    page = Page(html.body(Document(title="표", blocks=(Table("", ("가", "나"), (), (1, 1)),), code="")))
    assert [attributes["aria-label"] for _, attributes in page.tags if "aria-label" in attributes] == ["가 · 나"]


def test_html_style_knows_every_class_of_the_file():
    style = html.STYLE.read_text(encoding="utf-8")
    known = set(re.findall(r"\.(doc-[a-z0-9-]+)", style))
    for document in DOCUMENTS.values():
        tags = Page(html.render(document)).tags
        used = {it for _, attributes in tags for it in attributes.get("class", "").split()} - {"doc"}
        assert used <= known
    assert {f"doc-width-{share}" for share in range(1, 25)} <= known

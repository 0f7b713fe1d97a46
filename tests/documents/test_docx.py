"""DOCX: real headings, lists, fields and properties, in the order the schema asks for."""

import io
import zipfile
from itertools import pairwise
from urllib.parse import unquote

import docx as python_docx
import pytest
from lxml import etree

from pledges.documents import docx
from pledges.documents.accents import ACCENTS
from pledges.documents.tree import (
    Contents,
    Cover,
    Document,
    Group,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
)
from tests.documents.samples import form, full, hostile, png

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# ECMA-376 Part 1, 17.3.1.26 and 17.15.1.78, as far as our files go.
PARAGRAPH_ORDER = [
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "pBdr", "shd", "tabs"),
    *("wordWrap", "autoSpaceDE", "autoSpaceDN", "spacing", "ind", "jc", "outlineLvl"),
]
SETTINGS_ORDER = [
    *("zoom", "defaultTabStop", "characterSpacingControl", "updateFields", "compat", "mathPr", "themeFontLang"),
]


def parts(document):
    """Every XML part of the file, parsed, by name."""
    archive = zipfile.ZipFile(io.BytesIO(docx.render(document)))
    return {
        name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))
    }


def body(*blocks, **fields):
    return parts(Document("제목", blocks, "판 1", **fields))["word/document.xml"]


def paragraphs(root):
    """(style, text) of each paragraph that says something."""
    found = []
    for paragraph in root.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if text:
            found.append((paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), text))
    return found


def names(element):
    return [etree.QName(child).localname for child in element]


def in_order(found, order):
    places = [order.index(name) for name in found if name in order]
    return all(earlier < later for earlier, later in pairwise(places))


def test_headings_are_word_headings_with_their_numbers():
    root = body(Heading(1, "부", number="1부"), Heading(2, "공약", number="1"), Heading(3, "단계"))
    assert paragraphs(root) == [("Heading1", "1부 부"), ("Heading2", "1 공약"), ("Heading3", "단계")]
    styles = parts(full(1))["word/styles.xml"]
    levels = {style.get(f"{W}styleId"): style.find(f".//{W}outlineLvl") for style in styles.iter(f"{W}style")}
    assert [levels[f"Heading{level}"].get(f"{W}val") for level in (1, 2, 3)] == ["0", "1", "2"]


@pytest.mark.parametrize("document", [full(2), hostile(), form()], ids=["full", "hostile", "form"])
def test_every_part_keeps_the_order_of_the_schema(document):
    files = parts(document)
    checked = 0
    for name in ("word/document.xml", "word/styles.xml"):
        for properties in files[name].iter(f"{W}pPr"):
            found = names(properties)
            assert set(found) <= set(PARAGRAPH_ORDER)
            assert in_order(found, PARAGRAPH_ORDER), found
            checked += 1
    assert checked > 50
    assert in_order(names(files["word/settings.xml"]), SETTINGS_ORDER)
    numbering = names(files["word/numbering.xml"])
    assert numbering == sorted(numbering)  # every abstractNum before the first num


def test_every_style_named_in_the_text_exists():
    files = parts(hostile())
    known = {style.get(f"{W}styleId") for style in files["word/styles.xml"].iter(f"{W}style")}
    used = {
        node.get(f"{W}val")
        for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/styles.xml")
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
        for node in files[name].iter(f"{W}{kind}")
    }
    assert used <= known
    assert len(used) > 20


def test_styles_name_a_korean_font_and_no_theme():
    styles = parts(full(1))["word/styles.xml"]
    fonts = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "맑은 고딕"
    assert not [name for node in styles.iter(f"{W}rFonts") for name in node.attrib if name.endswith("Theme")]
    assert styles.find(f".//{W}lang").get(f"{W}eastAsia") == "ko-KR"


def test_korean_words_stay_whole():
    styles = parts(full(1))["word/styles.xml"]
    normal = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Normal")
    word_wrap = normal.find(f"{W}pPr/{W}wordWrap")
    assert word_wrap is not None
    assert word_wrap.get(f"{W}val") is None  # present without a value means on


def test_each_ordered_list_begins_at_one():
    files = parts(
        Document("제목", tuple(Listing(((Run("가"),), (Run("나"),)), ordered=True) for _ in range(3)), "판 1")
    )
    used = [node.get(f"{W}val") for node in files["word/document.xml"].iter(f"{W}numId")]
    assert used[0] == used[1] != used[2] == used[3] != used[4] == used[5]
    starts = {num.get(f"{W}numId"): num.find(f".//{W}startOverride") for num in files["word/numbering.xml"]}
    assert [starts[identity].get(f"{W}val") for identity in used] == ["1"] * 6


def test_group_keeps_all_but_its_last_paragraph_with_the_next():
    table = Table("표", ("가", "나"), (("1", "2"),), (1, 1))
    inner = Group((Heading(3, "안"), Paragraph((Run("안의 글"),))))
    root = body(Group((Heading(2, "밖"), table, inner, Paragraph((Run("끝"),)))), Paragraph((Run("뒤"),)))
    kept = [len(paragraph.findall(f"{W}pPr/{W}keepNext")) for paragraph in root.iter(f"{W}p")]
    assert kept == [1] * (len(kept) - 2) + [0, 0]


def test_tables_repeat_their_head_and_split_no_row():
    root = body(Table("표", ("이름", "값"), (("가", "1,000"), ("합계", "1,000")), (2, 1), (1,), has_total=True))
    rows = list(root.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    cells = [[cell.find(f"{W}p/{W}pPr") for cell in row.iter(f"{W}tc")] for row in rows]
    assert [[cell.find(f"{W}jc") is not None for cell in row] for row in cells] == [[False, True]] * 3
    assert cells[2][0].find(f"{W}pStyle").get(f"{W}val") == "TableTotal"
    grid = [int(column.get(f"{W}w")) for column in root.iter(f"{W}gridCol")]
    assert grid[0] == pytest.approx(2 * grid[1], abs=2)


def test_contents_link_to_the_headings_that_follow():
    root = body(
        Heading(1, "앞"), Contents("차례"), Heading(1, "가"), Group((Heading(2, "나", number="1"), Heading(3, "다")))
    )
    marks = {mark.get(f"{W}name"): mark.getparent() for mark in root.iter(f"{W}bookmarkStart")}
    links = {
        "".join(node.text or "" for node in link.iter(f"{W}t")): link.get(f"{W}anchor")
        for link in root.iter(f"{W}hyperlink")
    }
    assert set(links) == {"가", "1 나"}
    assert ["".join(node.text or "" for node in marks[mark].iter(f"{W}t")) for mark in links.values()] == list(links)
    codes = [code.text.strip() for code in root.iter(f"{W}instrText")]
    assert codes[0] == r'TOC \o "1-2" \h \z \u'
    kinds = [field.get(f"{W}fldCharType") for field in root.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 3


def test_word_is_asked_for_page_numbers_only_where_there_are_contents():
    with_contents = parts(Document("제목", (Contents("차례"), Heading(1, "가")), "판 1"))
    without = parts(Document("제목", (Heading(1, "가"),), "판 1"))
    assert with_contents["word/settings.xml"].find(f"{W}updateFields") is not None
    assert without["word/settings.xml"].find(f"{W}updateFields") is None


def test_cover_has_no_header_and_stands_alone():
    root = body(Cover("제목", "곳", ("아래",), ("이름",), Picture(png(), '그림 & "말"')), Paragraph((Run("글"),)))
    assert root.find(f".//{W}sectPr/{W}titlePg") is not None
    assert paragraphs(root) == [
        ("CoverAbove", "곳"),
        ("Title", "제목"),
        ("Subtitle", "아래"),
        ("CoverFoot", "이름"),
        ("BodyText", "글"),
    ]
    broken = [paragraph for paragraph in root.iter(f"{W}p") if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert ["".join(paragraph.itertext()) for paragraph in broken] == ["글"]
    described = [node.get("descr") for node in root.iter("{*}docPr")]
    assert described == ['그림 & "말"']


def test_cover_after_a_sheet_begins_a_section_of_its_own():
    root = body(Paragraph((Run("안내"),)), PageBreak(), Cover("제목"), Paragraph((Run("글"),)))
    sheet, rest = root.iter(f"{W}sectPr")
    assert (sheet.find(f"{W}titlePg"), rest.find(f"{W}titlePg") is not None) == (None, True)
    assert [node.tag for node in sheet.iter(f"{W}headerReference", f"{W}footerReference")]
    broken = [paragraph for paragraph in root.iter(f"{W}p") if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert ["".join(paragraph.itertext()) for paragraph in broken] == ["글"]


def test_document_without_cover_has_its_header_on_the_first_page():
    assert body(Paragraph((Run("글"),))).find(f".//{W}sectPr/{W}titlePg") is None


@pytest.mark.parametrize(("wide", "high"), [(300, 20), (20, 300), (60, 80)])
def test_cover_picture_keeps_its_shape_within_its_box(wide, high):
    root = body(Cover("제목", picture=Picture(png(wide, high), "그림")))
    extent = next(root.iter("{*}extent"))
    width, height = int(extent.get("cx")) / 36_000, int(extent.get("cy")) / 36_000
    assert width <= 120.01
    assert height <= 80.01
    assert width / height == pytest.approx(wide / high, rel=0.01)


def test_page_break_before_a_table_is_not_lost():
    root = body(Paragraph((Run("글"),)), PageBreak(), Table("", ("가",), (), (1,)))
    elements = [etree.QName(element).localname for element in root[0]]
    assert elements[:3] == ["p", "p", "tbl"]
    assert root[0][1].find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_links_go_where_the_run_says():
    address = 'https://example.go.kr/?a=1&b="2"<3>#넷'
    runs = (Run("앞 "), Run("말", link=address), Run(" 뒤", link=address))
    files = parts(Document("제목", (Paragraph(runs),), "판 1"))
    links = list(files["word/document.xml"].iter(f"{W}hyperlink"))
    targets = {node.get("Id"): node.get("Target") for node in files["word/_rels/document.xml.rels"]}
    identity = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    written = "https://example.go.kr/?a=1&b=%222%22%3C3%3E#%EB%84%B7"
    assert [targets[link.get(identity)] for link in links] == [written, written]
    assert unquote(written) == address


def test_line_breaks_within_a_paragraph_are_words_own():
    root = body(Paragraph((Run("하나\n둘\n\n셋"),)))
    assert len(list(root.iter(f"{W}br"))) == 3


def test_footer_counts_pages_and_carries_the_code():
    files = parts(full(1))
    footer = files["word/footer1.xml"]
    assert [code.text.strip() for code in footer.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert "판 3f9a2c · 2026-05-01 14:30" in "".join(footer.itertext())
    assert "전라남도 담양군 공약집" in "".join(files["word/header1.xml"].itertext())


def test_properties_name_nobody():
    properties = python_docx.Document(io.BytesIO(docx.render(full(1)))).core_properties
    assert properties.title == "함께 걷는 담양, 오늘보다 나은 내일"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created == properties.modified
    assert properties.created.year == 2000


def test_file_carries_no_part_of_the_template_that_is_not_its_own():
    names_of_parts = zipfile.ZipFile(io.BytesIO(docx.render(full(1)))).namelist()
    assert not [name for name in names_of_parts if "thumbnail" in name or "customXml" in name or "app.xml" in name]


def test_page_is_a4_and_compact_has_smaller_letters():
    wide, close = (parts(Document("제목", (), "판 1", compact=compact)) for compact in (False, True))
    size = wide["word/document.xml"].find(f".//{W}pgSz")
    assert (int(size.get(f"{W}w")), int(size.get(f"{W}h"))) == pytest.approx((11906, 16838), abs=2)
    letters = []
    for files in (wide, close):
        style = next(s for s in files["word/styles.xml"].iter(f"{W}style") if s.get(f"{W}styleId") == "BodyText")
        letters.append(int(style.find(f"{W}rPr/{W}sz").get(f"{W}val")))
    assert letters[1] < letters[0]


@pytest.mark.parametrize("accent", ACCENTS)
def test_accent_colours_the_headings(accent):
    styles = parts(Document("제목", (), "판 1", accent=accent))["word/styles.xml"]
    heading = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Heading1")
    assert heading.find(f"{W}rPr/{W}color").get(f"{W}val") == ACCENTS[accent].lstrip("#")

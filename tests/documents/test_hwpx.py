"""HWPX: valid, openable, and written as Hangul and other readers want it."""

import io
import re
import zipfile

import pytest
from hwpx.tools.package_validator import validate_editor_open_safety, validate_package
from hwpx.tools.validator import validate_document
from lxml import etree
from PIL import Image

from pledges.documents import hwpx
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

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
DOCUMENTS = {
    "full": full(3),
    "hostile": hostile(),
    "form": form(),
    "empty": Document("제목", (), "판 1"),
    "compact": Document("제목", (Table("", ("가",), (("나",),), (1,)),), "판 1", compact=True),
}


def parts(document):
    archive = zipfile.ZipFile(io.BytesIO(hwpx.render(document)))
    return {name: archive.read(name) for name in archive.namelist()}


def section_and_head(*blocks, **fields):
    files = parts(Document("제목", blocks, "판 1", **fields))
    return etree.fromstring(files["Contents/section0.xml"]), etree.fromstring(files["Contents/header.xml"])


def text_of(element):
    return "".join("".join(node.itertext()) for node in element.iter(f"{HP}t"))


def shape_of(paragraph, head):
    """The paraPr a paragraph refers to."""
    wanted = paragraph.get("paraPrIDRef")
    return next(shape for shape in head.iter(f"{HH}paraPr") if shape.get("id") == wanted)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_file_passes_the_validators(name, tmp_path):
    path = tmp_path / "document.hwpx"
    path.write_bytes(hwpx.render(DOCUMENTS[name]))
    assert [str(issue) for issue in validate_document(path).issues] == []
    # Hangul's own files have no version part in their manifest either.
    complaints = [issue for issue in validate_package(path).issues if "version part" not in str(issue)]
    assert [str(issue) for issue in complaints] == []
    assert validate_editor_open_safety(path).ok


def test_mimetype_comes_first_and_is_stored():
    first = zipfile.ZipFile(io.BytesIO(hwpx.render(full(1)))).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_same_document_gives_the_same_bytes():
    assert hwpx.render(full(2)) == hwpx.render(full(2))


def test_metadata_name_nobody():
    metadata = parts(full(1))["Contents/content.hpf"].decode()
    assert "함께 걷는 담양, 오늘보다 나은 내일" in metadata
    assert re.findall(r"<opf:meta [^>]*>([^<]+)</opf:meta>", metadata) == ["2000-01-01T00:00:00Z"] * 2
    assert parts(full(1))["Preview/PrvText.txt"] == b""


def test_every_id_a_paragraph_names_is_defined():
    files = parts(hostile())
    section, head = (etree.fromstring(files[f"Contents/{name}.xml"]) for name in ("section0", "header"))
    for attribute, kind in (
        ("paraPrIDRef", "paraPr"),
        ("charPrIDRef", "charPr"),
        ("styleIDRef", "style"),
        ("borderFillIDRef", "borderFill"),
    ):
        known = {node.get("id") for node in head.iter(f"{HH}{kind}")}
        used = {node.get(attribute) for root in (section, head) for node in root.iter() if node.get(attribute)}
        assert used - {"4294967295"} <= known, kind  # none, in numbering
    for container in head.find(f"{HH}refList"):
        if container.get("itemCnt"):
            assert int(container.get("itemCnt")) == len(container), container.tag


def test_ids_of_fields_and_objects_are_unique():
    section, _ = section_and_head(*hostile().blocks)
    for kinds in (("fieldBegin",), ("tbl", "pic", "header", "footer")):
        identities = [node.get("id") for kind in kinds for node in section.iter(f"{HP}{kind}")]
        assert len(identities) == len(set(identities)) > 2
    starts = [node.get("id") for node in section.iter(f"{HP}fieldBegin")]
    assert sorted(starts) == sorted(node.get("beginIDRef") for node in section.iter(f"{HP}fieldEnd"))


def test_headings_stand_in_outline_styles_and_hangul_numbers_none():
    section, head = section_and_head(Heading(1, "부", number="1부"), Heading(2, "공약"), Heading(3, "단계"))
    names = {style.get("id"): style.get("name") for style in head.iter(f"{HH}style")}
    found = [(names[p.get("styleIDRef")], text_of(p)) for p in section if text_of(p)]
    # The first paragraph carries the section's header and footer too.
    assert [name for name, _ in found] == ["개요 1", "개요 2", "개요 3"]
    assert found[0][1].endswith("1부 부")
    levels = [shape_of(paragraph, head).find(f"{HH}heading") for paragraph in section]
    assert [(level.get("type"), level.get("level")) for level in levels] == [("OUTLINE", str(at)) for at in range(3)]
    outline = next(node for node in head.iter(f"{HH}numbering") if node.get("id") == "1")
    assert {mark.text for mark in outline} == {None}


def test_each_ordered_list_begins_at_one():
    blocks = [Listing(((Run("가"),), (Run("나"),)), ordered=True) for _ in range(2)]
    section, head = section_and_head(*blocks, Listing(((Run("다"),),)))
    marks = [shape_of(paragraph, head).find(f"{HH}heading") for paragraph in section]
    assert [mark.get("type") for mark in marks] == ["NUMBER"] * 4 + ["BULLET"]
    identities = [mark.get("idRef") for mark in marks[:4]]
    assert identities[0] == identities[1] != identities[2] == identities[3]
    starts = {node.get("id"): (node.get("start"), node[0].text) for node in head.iter(f"{HH}numbering")}
    assert {starts[identity] for identity in identities} == {("1", "^1.")}


def test_korean_words_stay_whole():
    _, head = section_and_head(Paragraph((Run("글"),)))
    body = next(style for style in head.iter(f"{HH}style") if style.get("name") == "본문")
    shape = next(node for node in head.iter(f"{HH}paraPr") if node.get("id") == body.get("paraPrIDRef"))
    assert shape.find(f"{HH}breakSetting").get("breakNonLatinWord") == "BREAK_WORD"  # named the wrong way round


def test_text_stands_in_no_style_that_contents_collect():
    section, _ = section_and_head(*hostile().blocks)
    in_normal = [p for p in section.iter(f"{HP}p") if p.get("styleIDRef") == "0" and text_of(p)]
    assert in_normal == []


def test_group_that_fits_a_page_is_kept_together():
    table = Table("표", ("가",), (("1",),), (1,))
    section, head = section_and_head(Group((Paragraph((Run("하나"),)), table, Paragraph((Run("끝"),)))))
    kept = [shape_of(paragraph, head).find(f"{HH}breakSetting").get("keepWithNext") for paragraph in section]
    assert kept == ["1", "1", "1", "0"]


def test_group_longer_than_a_page_is_let_go():
    section, head = section_and_head(Group(tuple(Paragraph((Run("긴 글 " * 200),)) for _ in range(10))))
    kept = {shape_of(paragraph, head).find(f"{HH}breakSetting").get("keepWithNext") for paragraph in section}
    assert kept == {"0"}


def test_tables_repeat_their_head_and_fit_the_page():
    rows = (("가", "1,000"), ("합계", "1,000"))
    section, head = section_and_head(Table("표", ("이름", "값"), rows, (2, 1), (1,), has_total=True))
    table = next(section.iter(f"{HP}tbl"))
    assert (table.get("repeatHeader"), table.get("rowCnt"), table.get("colCnt")) == ("1", "3", "2")
    cells = list(table.iter(f"{HP}tc"))
    assert [cell.get("header") for cell in cells] == ["1", "1", "0", "0", "0", "0"]
    aligned = [shape_of(next(cell.iter(f"{HP}p")), head).find(f"{HH}align").get("horizontal") for cell in cells]
    assert aligned == ["LEFT", "RIGHT"] * 3
    page, margin = next(section.iter(f"{HP}pagePr")), next(section.iter(f"{HP}pagePr"))[0]
    inside = int(page.get("width")) - int(margin.get("left")) - int(margin.get("right"))
    assert int(table.find(f"{HP}sz").get("width")) == pytest.approx(inside, abs=20)


def test_rows_are_as_high_as_their_text():
    section, _ = section_and_head(Table("", ("가", "나"), (("짧게", "긴 글 " * 100),), (1, 1)))
    heights = [int(size.get("height")) for size in section.iter(f"{HP}cellSz")]
    assert heights[0] == heights[1] > 1_500
    assert heights[2] == heights[3] > 5 * heights[0]
    assert int(next(section.iter(f"{HP}tbl")).find(f"{HP}sz").get("height")) == heights[0] + heights[2]


def test_contents_link_to_the_headings_that_follow_without_numbers_of_their_own():
    blocks = (Heading(1, "앞"), Contents("차례"), Heading(1, "가"), Heading(2, "나", number="1"), Heading(3, "다"))
    section, _ = section_and_head(*blocks)
    ids = {paragraph.get("id"): text_of(paragraph) for paragraph in section if paragraph.get("id") != "0"}
    commands = [node.text for node in section.iter(f"{HP}stringParam") if node.get("name") == "Command"]
    assert commands[0].startswith("TableOfContents:set:")
    targets = [re.match(r"\?#(\d+);", command).group(1) for command in commands[1:]]
    assert [ids[target] for target in targets] == ["가", "1 나"]
    contents = next(node for node in section.iter(f"{HP}fieldBegin") if node.get("type") == "TABLEOFCONTENTS")
    assert contents.get("dirty") == "1"
    assert [text_of(paragraph) for paragraph in section][2:4] == ["가", "1 나"]


def test_cover_hides_header_and_footer_and_the_next_block_begins_a_page():
    cover = Cover("제목", "곳", ("아래",), ("이름",), Picture(png(), '그림 & "말"'))
    section, _ = section_and_head(cover, Paragraph((Run("글"),)))
    hiding = next(section.iter(f"{HP}pageHiding"))
    assert (hiding.get("hideHeader"), hiding.get("hideFooter")) == ("1", "1")
    assert next(section.iter(f"{HP}visibility")).get("hideFirstHeader") in {"1", "true"}
    broken = [text_of(paragraph) for paragraph in section if paragraph.get("pageBreak") == "1"]
    assert broken == ["글"]
    assert [node.text for node in section.iter(f"{HP}shapeComment")] == ['그림 & "말"']


def test_cover_after_a_sheet_hides_header_and_footer_on_its_own_page():
    section, _ = section_and_head(Paragraph((Run("안내"),)), PageBreak(), Cover("제목"), header="머리")
    assert next(section.iter(f"{HP}visibility")).get("hideFirstHeader") not in {"1", "true"}
    (hiding,) = section.iter(f"{HP}pageHiding")
    paragraph = next(node for node in hiding.iterancestors(f"{HP}p"))
    assert paragraph.get("pageBreak") == "1"


def test_document_without_cover_shows_header_and_footer():
    section, _ = section_and_head(Paragraph((Run("글"),)), header="머리")
    assert next(section.iter(f"{HP}pageHiding"), None) is None
    assert text_of(next(section.iter(f"{HP}header"))) == "머리"


def test_page_break_before_a_table_is_the_tables():
    section, _ = section_and_head(Paragraph((Run("글"),)), PageBreak(), Table("", ("가",), (("나",),), (1,)))
    assert [p.get("pageBreak") for p in section] == ["0", "1"]
    assert {p.get("pageBreak") for p in section[1].iter(f"{HP}p")} == {"0", "1"}
    assert [p.get("pageBreak") for cell in section.iter(f"{HP}tc") for p in cell.iter(f"{HP}p")] == ["0", "0"]


@pytest.mark.parametrize(("wide", "high"), [(300, 20), (20, 300), (60, 80)])
def test_cover_picture_keeps_its_shape_within_its_box(wide, high):
    section, _ = section_and_head(Cover("제목", picture=Picture(png(wide, high), "그림")))
    size = next(section.iter(f"{HP}pic")).find(f"{HP}sz")
    width, height = (int(size.get(name)) * 25.4 / 7200 for name in ("width", "height"))
    assert width <= 120.1
    assert height <= 80.1
    assert width / height == pytest.approx(wide / high, rel=0.01)


def test_jpeg_is_named_as_hangul_names_it():
    file = io.BytesIO()
    Image.new("RGB", (30, 40)).save(file, "JPEG")
    files = parts(Document("제목", (Cover("제목", picture=Picture(file.getvalue(), "그림")),), "판 1"))
    assert files["BinData/BIN0001.jpg"] == file.getvalue()
    assert 'href="BinData/BIN0001.jpg"' in files["Contents/content.hpf"].decode()


def test_links_go_where_the_run_says():
    section, _ = section_and_head(Paragraph((Run("말", link='https://example.go.kr/a|b?x="1"'),)))
    values = {node.get("name"): node.text for node in section.iter(f"{HP}stringParam")}
    assert values["Path"] == "https://example.go.kr/a%7Cb?x=%221%22"
    assert values["Command"] == r"https\://example.go.kr/a%7Cb\?x=%221%22;1;0;0;"


def test_line_breaks_within_a_paragraph_are_the_formats_own():
    section, _ = section_and_head(Paragraph((Run("하나\n둘\n\n셋"),)))
    assert len(list(section.iter(f"{HP}lineBreak"))) == 3


def test_footer_counts_pages_and_carries_the_code():
    files = parts(full(1))
    footer = next(etree.fromstring(files["Contents/section0.xml"]).iter(f"{HP}footer"))
    assert [node.get("numType") for node in footer.iter(f"{HP}autoNum")] == ["PAGE", "TOTAL_PAGE"]
    assert text_of(footer) == "홍길동 · 판 3f9a2c · 2026-05-01 14:30 / "


@pytest.mark.parametrize("accent", ACCENTS)
def test_accent_colours_the_headings(accent):
    _, head = section_and_head(Heading(1, "부"), accent=accent)
    style = next(style for style in head.iter(f"{HH}style") if style.get("name") == "개요 1")
    letter = next(node for node in head.iter(f"{HH}charPr") if node.get("id") == style.get("charPrIDRef"))
    assert letter.get("textColor") == ACCENTS[accent]

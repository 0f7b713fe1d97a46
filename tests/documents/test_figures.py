"""Pictures among the text and tables to write in by hand, measured in every format."""

import io
import re
import zipfile
from itertools import pairwise

import pypdfium2
import pytest
from lxml import etree

from pledges.documents import docx, html, hwpx, pdf
from pledges.documents.tree import DECODER, ENCODER, Cover, Document, Figure, Group, Paragraph, Picture, Run, Table
from tests.documents.reading import structure
from tests.documents.samples import form, png, signature

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
POINTS_A_MM = 72 / 25.4
ALT = '홍길동의 <서명> & "그림"'


def document(*blocks):
    return Document("제목", blocks, "판 1")


def xml_of(data, name):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def docx_body(*blocks):
    return xml_of(docx.render(document(*blocks)), "word/document.xml")


def hwpx_section(*blocks):
    return xml_of(hwpx.render(document(*blocks)), "Contents/section0.xml")


def drawn_in_pdf(data):
    """Left, bottom, right and top of the first page's one picture, in points."""
    opened = pypdfium2.PdfDocument(data)
    (drawn,) = opened[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    place = drawn.get_bounds()
    opened.close()
    return place


def size_in_pdf(figure):
    left, bottom, right, top = drawn_in_pdf(pdf.render(document(figure)))
    return (right - left) / POINTS_A_MM, (top - bottom) / POINTS_A_MM


def size_in_docx(figure):
    extent = next(docx_body(figure).iter("{*}extent"))
    return int(extent.get("cx")) / 36_000, int(extent.get("cy")) / 36_000


def size_in_hwpx(figure):
    size = next(hwpx_section(figure).iter("{*}pic")).find("{*}sz")
    return int(size.get("width")) * 25.4 / 7200, int(size.get("height")) * 25.4 / 7200


def size_in_html(figure):
    size = re.search(r'<img [^>]*width="(\d+)" height="(\d+)">', html.render(document(figure)))
    return int(size[1]) * 25.4 / 96, int(size[2]) * 25.4 / 96


@pytest.mark.parametrize("size_in", [size_in_pdf, size_in_docx, size_in_hwpx, size_in_html])
@pytest.mark.parametrize(
    ("pixels", "asked", "expected"),
    [
        ((600, 200), 60, (60, 20)),
        ((30, 40), 45, (45, 60)),
        ((60, 20), 300, (160, 53.3)),  # no wider than a page's text
        ((20, 100), 90, (40, 200)),  # nor higher than a page
    ],
)
def test_figure_has_its_width_and_shape(size_in, pixels, asked, expected):
    figure = Figure(Picture(png(*pixels), "그림"), asked)
    assert size_in(figure) == pytest.approx(expected, abs=0.2)


def test_figure_stands_at_the_left_edge_of_the_text():
    left, *_ = drawn_in_pdf(pdf.render(document(Figure(Picture(signature(), ALT), 60))))
    assert left == pytest.approx(pdf.ROOMY.side, abs=0.1)
    (paragraph,) = (node for node in docx_body(Figure(Picture(png(), ALT), 60)).iter(f"{W}p") if len(node) > 1)
    assert paragraph.find(f"{W}pPr/{W}jc") is None
    place = next(hwpx_section(Figure(Picture(png(), ALT), 60)).iter("{*}pic")).find("{*}pos")
    assert (place.get("treatAsChar"), place.get("horzAlign")) == ("1", "LEFT")


def test_figure_is_told_in_words():
    figure = Figure(Picture(signature(), ALT), 60)
    tagged = [element["/Alt"] for element in structure(pdf.render(document(figure))) if element.get("/S") == "/Figure"]
    assert tagged == [ALT]
    assert [node.get("descr") for node in docx_body(figure).iter("{*}docPr")] == [ALT]
    assert [node.text for node in hwpx_section(figure).iter("{*}shapeComment")] == [ALT]
    escaped = "홍길동의 &lt;서명&gt; &amp; &quot;그림&quot;"
    assert f'alt="{escaped}"' in html.render(document(figure))
    assert f'<p class="doc-picture">{escaped}</p>' in html.body(document(figure))


def test_drawings_of_cover_and_figures_have_ids_of_their_own():
    blocks = (Cover("제목", picture=Picture(png(), "겉")), *(Figure(Picture(png(), f"{at}"), 20) for at in range(2)))
    drawings = list(docx_body(*blocks).iter("{*}docPr"))
    assert [node.get("descr") for node in drawings] == ["겉", "0", "1"]
    assert len({node.get("id") for node in drawings}) == 3
    pictures = list(hwpx_section(*blocks).iter("{*}pic"))
    assert [node.findtext("{*}shapeComment") for node in pictures] == ["겉", "0", "1"]
    assert len({node.get("id") for node in pictures}) == 3


def kept_in_hwpx(group):
    data = hwpx.render(document(group))
    paragraph = next(iter(xml_of(data, "Contents/section0.xml")))
    shapes = xml_of(data, "Contents/header.xml").iter("{*}paraPr")
    shape = next(shape for shape in shapes if shape.get("id") == paragraph.get("paraPrIDRef"))
    return shape.find("{*}breakSetting").get("keepWithNext") == "1"


@pytest.mark.parametrize(("times", "whole"), [(1, True), (2, False)])
def test_group_counts_the_height_of_its_figures(times, whole):
    group = Group((Paragraph((Run("앞"),)), *[Figure(Picture(png(30, 40), "그림"), 105)] * times))  # each 140 mm high
    assert pdf.stays_whole(group, pdf.ROOMY) is whole
    assert kept_in_hwpx(group) is whole


def test_figure_survives_the_way_to_the_process_that_makes_files():
    assert DECODER.decode(ENCODER.encode(form())) == form()


LONG = "긴 항목의 이름 " * 9


def to_fill(*, yes=True):
    rows = (("성명", ""), ("직위", ""), (LONG, ""), ("주소", ""))
    return Table("신청인", ("항목", "적는 곳"), rows, (1, 3), to_fill=yes)


def rows_in_pdf(table):
    """Heights of the rows below the head in millimetres, by the lines between them."""
    opened = pypdfium2.PdfDocument(pdf.render(document(table)))
    lines = opened[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
    places = sorted({round(line.get_bounds()[1], 1) for line in lines})
    opened.close()
    return [(upper - lower) / POINTS_A_MM for lower, upper in pairwise(places[: len(table.rows) + 1])][::-1]


def rows_in_hwpx(table):
    cells = hwpx_section(table).iter("{*}tc")
    heights = [int(cell.find("{*}cellSz").get("height")) for cell in cells if cell.get("header") == "0"]
    return [height * 25.4 / 7200 for height in heights[::2]]


@pytest.mark.parametrize("rows_in", [rows_in_pdf, rows_in_hwpx])
def test_rows_to_fill_are_ten_millimetres_high_or_as_high_as_their_text(rows_in):
    filled, plain = rows_in(to_fill()), rows_in(to_fill(yes=False))
    assert [filled[at] for at in (0, 1, 3)] == pytest.approx([10] * 3, abs=0.3)
    assert max(plain[at] for at in (0, 1, 3)) < 7
    assert filled[2] == pytest.approx(plain[2], abs=0.1)
    assert filled[2] > 15


def test_rows_to_fill_stay_apart_in_the_middle_of_their_height():
    opened = pypdfium2.PdfDocument(pdf.render(document(to_fill())))
    words = opened[0].get_textpage()
    _, bottom, _, top = words.get_charbox(words.get_text_range().index("성명"))
    lines = opened[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
    above, below = sorted({round(line.get_bounds()[1], 1) for line in lines}, reverse=True)[2:4]
    opened.close()
    assert (top + bottom) / 2 == pytest.approx((above + below) / 2, abs=2)


def test_docx_rows_to_fill_are_high_at_least():
    rows = list(docx_body(to_fill()).iter(f"{W}tr"))
    heights = [row.find(f"{W}trPr/{W}trHeight") for row in rows]
    assert heights[0] is None
    assert {(int(it.get(f"{W}val")), it.get(f"{W}hRule")) for it in heights[1:]} == {(567, "atLeast")}
    assert [cell.tag for cell in rows[1].find(f"{W}tc/{W}tcPr")] == [f"{W}tcW", f"{W}vAlign"]
    assert next(docx_body(to_fill(yes=False)).iter(f"{W}trHeight"), None) is None


def test_html_rows_to_fill_have_a_height():
    assert '<table class="doc-to-fill">' in html.body(document(to_fill()))
    assert "doc-to-fill" not in html.body(document(to_fill(yes=False)))
    assert re.search(r"\.doc-to-fill td \{[^}]*height: 10mm;", html.STYLE.read_text(encoding="utf-8"))

"""XLSX: text is text, numbers are numbers, and the sheets print."""

import io

import openpyxl
import pytest

from pledges.documents import xlsx
from pledges.documents.accents import ACCENTS
from pledges.documents.tree import Document, Sheet

CODE = "판 1 & 2"


def book(*sheets, **fields):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(Document("제목", (), CODE, sheets=sheets, **fields))))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.go.kr", "mailto:a@b.kr", "{=1}", "1"]
)
def test_text_is_never_a_formula_a_link_or_a_number(text):
    page = book(Sheet("장", (text,), ((text,),)))["장"]
    for cell in (page["A1"], page["A2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_whole_numbers_are_numbers_with_separators():
    page = book(Sheet("장", ("수",), ((1_234_567,), (-1,), (0,), (2_147_483_648,), (None,))))["장"]
    assert [page[f"A{row}"].value for row in range(2, 7)] == [1_234_567, -1, 0, 2_147_483_648, None]
    assert page["A2"].number_format == "#,##0"


def test_number_of_more_digits_than_a_spreadsheet_keeps_is_text():
    page = book(Sheet("장", ("수",), ((999_999_999_999_999,), (1_234_567_890_123_456,))))["장"]
    assert [page["A2"].value, page["A3"].value] == [999_999_999_999_999, "1234567890123456"]


def test_text_too_long_for_a_cell_is_refused():
    assert len(book(Sheet("장", ("글",), (("가" * 32_767,),)))["장"]["A2"].value) == 32_767
    with pytest.raises(ValueError, match="32,768"):
        book(Sheet("장", ("글",), (("가" * 32_768,),)))


def test_head_is_bold_and_stays_in_sight():
    page = book(Sheet("장", ("이름", "값"), (("가", 1),)), accent="plum")["장"]
    assert [page["A1"].font.bold, page["A2"].font.bold] == [True, False]
    assert page["A1"].border.bottom.color.rgb == "FF" + ACCENTS["plum"].lstrip("#")
    assert page.freeze_panes == "A2"


def test_columns_fit_their_text_within_reason():
    page = book(Sheet("장", ("수", "이름", "긴 글"), ((1, "가나다라마바사", "가" * 200),)))["장"]
    widths = [page.column_dimensions[name].width for name in "ABC"]
    assert widths[0] == pytest.approx(8, abs=1)
    assert widths[1] == pytest.approx(16, abs=1)
    assert widths[2] == pytest.approx(60, abs=1)
    assert page["C2"].alignment.wrap_text


def test_sheets_print_across_a4_as_wide_as_the_page():
    page = book(Sheet("장", ("이름",), ()), header="머리 & 말")["장"]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.oddHeader.left.text == "머리 && 말"
    assert page.oddFooter.left.text == "판 1 && 2"


def test_names_of_sheets_are_legal_and_unique():
    wanted = ["a/b:c", "", "History", "긴 이름 " * 20, "긴 이름 " * 20, "가", "'가'", "🚌" * 30, "A b c"]
    names = book(*(Sheet(name, ("머리",), ()) for name in wanted)).sheetnames
    assert names[:3] == ["a b c", "표", "History (2)"]
    assert names[5:7] == ["가", "가 (2)"]
    assert names[8] == "A b c (2)"
    assert len({name.lower() for name in names}) == len(wanted)
    assert max(len(name.encode("utf-16-le")) // 2 for name in names) <= 31


def test_properties_name_nobody():
    properties = book(Sheet("장", ("이름",), ())).properties
    assert properties.title == "제목"
    assert (properties.creator or "", properties.lastModifiedBy or "") == ("", "")
    assert properties.created.year == properties.modified.year == 2000

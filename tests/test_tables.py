import csv
import io

import pytest

from handbook.tables import csv_response, safe_cell
from tests import factories


def rows_of(response):
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), ("", ""), (0, "0"), (3026, "3026"), ("제3026호", "제3026호"), ("1=1", "1=1"), ("'=1", "'=1")],
)
def test_cell_that_is_harmless_stays_as_it_is(value, expected):
    assert safe_cell(value) == expected


def test_response_opens_in_a_spreadsheet():
    response = csv_response("cases.csv", ("name", "did"), [("돌봄", 'a,"b"'), (None, "첫 줄\n둘째 줄")])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert b"\r\n" in response.content
    assert rows_of(response) == [["name", "did"], ["돌봄", 'a,"b"'], ["", "첫 줄\n둘째 줄"]]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/open-data/cases.csv", "/open-data/pledges.csv"])
def test_what_staff_typed_runs_in_no_public_table(client, path):
    formula = '=HYPERLINK("https://example.org","눌러 보세요")'
    factories.case(factories.pledge(title=formula), name=formula)
    cells = {cell for row in rows_of(client.get(path)) for cell in row}
    assert f"'{formula}" in cells
    assert formula not in cells

import csv
import datetime as dt
import io
import json
import re

import pytest

from pledges.catalogue.models import Case, PledgeText
from pledges.catalogue.open_data import case_rows, catalogue_of, pledge_rows
from tests import factories

JSON, CASES, PLEDGES = "/open-data/catalogue.json", "/open-data/cases.csv", "/open-data/pledges.csv"
FORMULA = "=1+1"


@pytest.fixture
def catalogue(db):
    """One theme; a pledge with an ordinance that was found, one that was not, and a programme abroad."""
    theme = factories.theme(factories.edition(2022), number=6, title="돌봄")
    pledge = factories.pledge(theme, number=1, title="어르신 돌봄")
    text = pledge.texts.get()
    for kind, value in (("office", "metro_head"), ("office", "basic_head"), ("place", "city"), ("target", "elderly")):
        factories.facet(text, kind, value)
    place = factories.government("91010", name="가람도 하나시")
    found = factories.ordinance(register_id="2173302", title="하나시 돌봄 기본 조례", standing="renamed", url="")
    factories.ordinance_version(found, date=dt.date(2017, 5, 18), number="6469", action="제정")
    factories.ordinance_version(found, date=dt.date(2021, 9, 30), number="8127", action="타법개정", is_current=True)
    factories.checked_citation(
        factories.ordinance_case(pledge, name="하나시 돌봄 조례", places=[place]),
        "differs",
        printed_date=dt.date(2017, 5, 18),
        printed_number="8127",
        ordinance=found,
    )
    factories.checked_citation(
        factories.ordinance_case(pledge, name=FORMULA),
        "undecided",
        printed_date=None,
        printed_number="",
        printed_action="",
        ordinance=factories.ordinance(register_id=None, title=FORMULA, standing="not_found"),
    )
    factories.case(pledge, kind="overseas", name="에너지 자립마을", place="덴마크 삼소섬")
    return theme.edition


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_json_has_exactly_the_promised_shape(client, catalogue):
    response = client.get(JSON)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    data = json.loads(response.content)
    assert "희망제작소" in data.pop("licence")
    assert data == {
        "edition": 2022,
        "themes": [
            {
                "number": 6,
                "title": "돌봄",
                "pledges": [
                    {
                        "number": 1,
                        "title": "어르신 돌봄",
                        "url": "http://testserver/pledges/2022/6-1/",
                        "cases": [
                            {
                                "kind": "ordinance",
                                "name": "하나시 돌봄 조례",
                                "place": {"code": "91010", "name": "가람도 하나시"},
                                "printed": {"date": "2017-05-18", "number": "8127", "action": "제정"},
                                "register": {
                                    "id": "2173302",
                                    "title": "하나시 돌봄 기본 조례",
                                    "enacted": {"date": "2017-05-18", "number": "6469"},
                                    "current": {"date": "2021-09-30", "number": "8127", "action": "타법개정"},
                                    "url": None,
                                },
                                "check": "differs",
                                "standing": "renamed",
                            },
                            {
                                "kind": "ordinance",
                                "name": FORMULA,
                                "place": {"code": None, "name": None},
                                "printed": {"date": None, "number": None, "action": None},
                                "register": None,
                                "check": "undecided",
                                "standing": "not_found",
                            },
                            {
                                "kind": "overseas",
                                "name": "에너지 자립마을",
                                "place": {"code": None, "name": "덴마크 삼소섬"},
                                "printed": {"date": None, "number": None, "action": None},
                                "register": None,
                                "check": None,
                                "standing": None,
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_register_entry_without_known_versions_has_nulls(client, catalogue):
    Case.objects.get(name="하나시 돌봄 조례").citation.ordinance.versions.all().delete()
    case = json.loads(client.get(JSON).content)["themes"][0]["pledges"][0]["cases"][0]
    assert case["register"]["enacted"] == {"date": None, "number": None}
    assert case["register"]["current"] == {"date": None, "number": None, "action": None}


def test_json_of_the_edition_counts_as_the_book_does(client, edition_2022):
    data = json.loads(client.get(JSON).content)
    pledges = [pledge for theme in data["themes"] for pledge in theme["pledges"]]
    cases = [case for pledge in pledges for case in pledge["cases"]]
    assert (len(data["themes"]), len(pledges), len(cases)) == (12, 50, 96)
    assert sum(bool(case["printed"]["date"] and case["printed"]["number"]) for case in cases) == 49
    assert sum(case["register"] is not None for case in cases) == 43
    assert [case["check"] for case in cases].count(None) == 46
    digits, day = re.compile(r"[0-9]+"), re.compile(r"\d{4}-\d\d-\d\d")
    for case in cases:
        register = case["register"] or {"id": None, "enacted": {}, "current": {}}
        events = (case["printed"], register["enacted"], register["current"])
        for value in (register["id"], case["place"]["code"], *(event.get("number") for event in events)):
            assert value is None or digits.fullmatch(value)
        assert all(event.get("date") is None or day.fullmatch(event["date"]) for event in events)
        assert "" not in (*case.values(), *register.values(), *(value for event in events for value in event.values()))


def test_json_of_the_first_case_is_the_books_and_the_registers(client, edition_2022):
    theme = json.loads(client.get(JSON).content)["themes"][0]
    assert (theme["number"], theme["title"]) == (1, "시민주권시대로의 전환")
    assert theme["pledges"][0]["cases"][0] == {
        "kind": "ordinance",
        "name": "서울특별시 자치헌장 조례",
        "place": {"code": "11000", "name": "서울특별시"},
        "printed": {"date": "2017-05-18", "number": "8127", "action": "제정"},
        "register": {
            "id": "2173302",
            "title": "서울특별시 자치헌장 조례",
            "enacted": {"date": "2017-05-18", "number": "6469"},
            "current": {"date": "2021-09-30", "number": "8127", "action": "타법개정"},
            "url": "https://www.law.go.kr/자치법규/서울특별시자치헌장조례",
        },
        "check": "differs",
        "standing": "in_force",
    }


def test_open_data_shows_live_texts_only(client, catalogue):
    draft = factories.pledge(live=False)
    factories.pledge_text(draft, title="초안", published_at=None)
    scheduled = PledgeText.objects.get(title="어르신 돌봄").pledge
    factories.pledge_text(scheduled, title="내년 이름", published_at=dt.datetime(9999, 1, 1, tzinfo=dt.UTC))
    for path in (JSON, PLEDGES):
        content = client.get(path).content.decode()
        assert "어르신 돌봄" in content
        assert "초안" not in content
        assert "내년 이름" not in content


def test_cases_csv_has_the_documented_columns_and_rows(client, catalogue):
    response = client.get(CASES)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfedition,theme_number,pledge_number,")
    assert rows_of(response) == [
        [
            *("edition", "theme_number", "pledge_number", "pledge_title", "case_number", "kind", "name"),
            *("place_code", "place_name", "printed_date", "printed_number", "printed_action", "register_id"),
            *("register_title", "enacted_date", "enacted_number", "current_date", "current_number"),
            *("current_action", "register_url", "check", "standing"),
        ],
        [
            *("2022", "6", "1", "어르신 돌봄", "1", "ordinance", "하나시 돌봄 조례", "91010", "가람도 하나시"),
            *("2017-05-18", "8127", "제정", "2173302", "하나시 돌봄 기본 조례", "2017-05-18", "6469"),
            *("2021-09-30", "8127", "타법개정", "", "differs", "renamed"),
        ],
        ["2022", "6", "1", "어르신 돌봄", "2", "ordinance", "'=1+1", *[""] * 13, "undecided", "not_found"],
        [
            *("2022", "6", "1", "어르신 돌봄", "3", "overseas", "에너지 자립마을", "", "덴마크 삼소섬"),
            *[""] * 13,
        ],
    ]


def test_pledges_csv_has_the_documented_columns_and_rows(client, catalogue, settings):
    settings.SITE_ORIGIN = "https://example.org"
    response = client.get(PLEDGES)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows_of(response) == [
        ["edition", "theme_number", "theme_title", "number", "title", "offices", "fits", "targets", "cases", "url"],
        [
            *("2022", "6", "돌봄", "1", "어르신 돌봄", "metro_head;basic_head", "city", "elderly", "3"),
            "https://example.org/pledges/2022/6-1/",
        ],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_title_runs_as_a_formula(client, catalogue, start):
    PledgeText.objects.filter(title="어르신 돌봄").update(title=f"{start}HYPERLINK(1)")
    text = client.get(PLEDGES).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1][4] == f"'{start}HYPERLINK(1)"


def test_tables_of_the_edition_have_every_row(client, edition_2022):
    cases, pledges = rows_of(client.get(CASES)), rows_of(client.get(PLEDGES))
    assert (len(cases), len(pledges)) == (97, 51)
    assert {len(row) for row in cases} == {22}
    assert {len(row) for row in pledges} == {10}
    assert [row[10] for row in cases[1:] if row[6] == "당진시 에너지 기본 조례"] == ["685"]


def test_without_an_edition_nothing_crashes(db):
    data = catalogue_of(None, str)
    assert (data["edition"], data["themes"]) == (None, [])
    assert list(case_rows(None)) == list(pledge_rows(None)) == []


@pytest.mark.parametrize("path", [JSON, CASES, PLEDGES, "/open-data/"])
def test_open_data_answer_in_an_empty_database_and_again_from_the_tag(client, db, path):
    response = client.get(path)
    assert response.status_code == 200
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
    factories.pledge()
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 200

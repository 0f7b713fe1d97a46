"""Broken files: each is refused with its place, and nothing of the edition reaches the database."""

import pytest

from pledges.catalogue.loader import BrokenFile
from pledges.catalogue.loader.files import locate

from .conftest import contents

FIRST = "themes/01.toml"
PLEDGE = "pledges 1 자치헌장 제정"
CASE = f"{PLEDGE}, cases 1 서울특별시 자치헌장 조례"
CITATION = 'printed = { date = 2017-05-18, number = "8127", action = "제정", text = "2017.05.18.제정, 조례 제8127호" }'

# file, what stands there, what stands there instead, and the refusal: file, entry, field, problem.
BROKEN = {
    "unknown field of a pledge": (
        (FIRST, 'title = "자치헌장 제정"', 'title = "자치헌장 제정"\nbudget = 1'),
        ("01.toml", PLEDGE, "budget", "Object contains unknown field `budget`"),
    ),
    "unknown field of a theme": (
        (FIRST, "number = 1\ntitle = \"시민주권", "colour = \"red\"\nnumber = 1\ntitle = \"시민주권"),
        ("01.toml", "", "colour", "Object contains unknown field `colour`"),
    ),
    "missing field of a case": (
        (FIRST, 'name = "서울특별시 자치헌장 조례"\n', ""),
        ("01.toml", f"{PLEDGE}, cases 1", "name", "Object missing required field `name`"),
    ),
    "missing field of the edition": (
        ("edition.toml", 'organisation = "희망제작소"\n', ""),
        ("edition.toml", "", "organisation", "Object missing required field `organisation`"),
    ),
    "empty title": (
        (FIRST, 'title = "자치헌장 제정"', 'title = ""'),
        ("01.toml", "pledges 1", "title", "Expected `str` of length >= 1"),
    ),
    "wrong type": (
        (FIRST, 'number = 1\ntitle = "자치헌장 제정"', 'number = "1"\ntitle = "자치헌장 제정"'),
        ("01.toml", PLEDGE, "number", "Expected `int`, got `str`"),
    ),
    "unknown kind of case": (
        (FIRST, 'kind = "ordinance"\nplace = "서울특별시"', 'kind = "law"\nplace = "서울특별시"'),
        ("01.toml", CASE, "kind", "Invalid enum value 'law'"),
    ),
    "date that is no day": (
        (FIRST, CITATION, CITATION.replace("2017-05-18", '"2017-02-30"')),
        ("01.toml", CASE, "date", "Invalid RFC3339 encoded date"),
    ),
    "number of an ordinance with a letter": (
        (FIRST, CITATION, CITATION.replace('"8127"', '"제8127호"')),
        ("01.toml", CASE, "number", "Expected `str` matching regex"),
    ),
    "code that is none": (
        (FIRST, 'places = ["11000"]', 'places = ["서울"]'),
        ("01.toml", f"{CASE}, places 1", "places", "Expected `str` matching regex"),
    ),
    "TOML date that is no day": (
        (FIRST, CITATION, CITATION.replace("2017-05-18", "2017-02-30")),
        ("01.toml", "", "", "not readable as TOML: Invalid date or datetime (at line 23, column 20)"),
    ),
    "invalid TOML": (
        (FIRST, 'title = "자치헌장 제정"', 'title = "자치헌장 제정'),
        ("01.toml", "", "", "not readable as TOML: Illegal character '\\n' (at line 6, column 17)"),
    ),
    "unknown code": (
        (FIRST, 'places = ["11000"]', 'places = ["99999"]'),
        (
            "01.toml",
            "pledge 1 자치헌장 제정",
            "서울특별시 자치헌장 조례 places",
            "no government in force on 2022-04-27 has the code 99999",
        ),
    ),
    "code not in force when the edition appeared": (
        (FIRST, 'places = ["46710"]', 'places = ["12710"]'),
        (
            "01.toml",
            "pledge 2 주민(마을)자치회 본격 운영",
            "담양군 주민 자치 활성화 조례 places",
            "no government in force on 2022-04-27 has the code 12710",
        ),
    ),
    "code that had ended when the edition appeared": (
        ("governments.csv", "담양군,담양군,군,46000,,2026-06-30,", "담양군,담양군,군,46000,,2022-04-26,"),
        (
            "01.toml",
            "pledge 2 주민(마을)자치회 본격 운영",
            "담양군 주민 자치 활성화 조례 places",
            "no government in force on 2022-04-27 has the code 46710",
        ),
    ),
    "duplicate number of a pledge": (
        (FIRST, 'number = 2\ntitle = "주민', 'number = 1\ntitle = "주민'),
        ("01.toml", "", "number", "must run from 1 without a gap or a repetition; it is [1, 1, 3, 4]"),
    ),
    "duplicate number of a theme": (
        ("themes/02.toml", 'number = 2\ntitle = "문제를', 'number = 1\ntitle = "문제를'),
        ("themes", "", "number", "must run from 1 without a gap or a repetition; it is [1, 1, 3,"),
    ),
    "gap in the rules": (
        ("guide.toml", "[[rules]]\nnumber = 20\n", "[[rules]]\nnumber = 21\n"),
        ("guide.toml rules", "", "number", "must run from 1"),
    ),
    "office named twice": (
        ("themes/05.toml", 'offices = ["basic_head", "basic_council"]', 'offices = ["basic_head", "basic_head"]'),
        ("05.toml", "pledge 2 공공디자인학교 운영", "offices", "must name at least one value, each once"),
    ),
    "everyone beside others": (
        ("themes/06.toml", 'targets = ["children", "workers"]', 'targets = ["children", "everyone"]'),
        ("06.toml", "pledge 5 온마을이 함께하는 아이돌봄", "targets", "everyone stands alone"),
    ),
    "unknown similar pledge": (
        (FIRST, '{ pledge = "10-1",', '{ pledge = "13-1",'),
        ("01.toml", "pledge 1 자치헌장 제정", "similar", "must name other pledges of this edition, each once; it is"),
    ),
    "a pledge similar to itself": (
        (FIRST, '{ pledge = "10-1",', '{ pledge = "1-1",'),
        ("01.toml", "pledge 1 자치헌장 제정", "similar", "must name other pledges of this edition, each once; it is"),
    ),
    "printed citation of a programme": (
        (FIRST, 'kind = "ordinance"\nplace = "서울특별시"', 'kind = "programme"\nplace = "서울특별시"'),
        ("01.toml", "pledge 1 자치헌장 제정", "서울특별시 자치헌장 조례 printed", "only an ordinance has a printed"),
    ),
    "ordinance missing from the register file": (
        (FIRST, 'name = "수원시 시민자치헌장 조례"', 'name = "수원시 시민헌장 조례"'),
        ("01.toml", "pledge 1 수원시 시민헌장 조례", "name", "stands in no row of ordinances.csv"),
    ),
    "register row without its ordinance": (
        ("ordinances.csv", "\n1,2,담양군", f"\n1,1,수원시 옛 조례,,,,no{',' * 14}not_found,\n1,2,담양군"),
        ("ordinances.csv", "수원시 옛 조례", "printed_name", "stands in no theme file"),
    ),
    "printed date that differs from the register file": (
        (FIRST, CITATION, CITATION.replace("2017-05-18", "2017-05-19")),
        ("01.toml", "pledge 1 서울특별시 자치헌장 조례", "printed", "differs from ordinances.csv"),
    ),
    "printed action that differs from the register file": (
        ("ordinances.csv", "조례,2017-05-18,8127,제정,", "조례,2017-05-18,8127,개정,"),
        ("01.toml", "pledge 1 서울특별시 자치헌장 조례", "printed", "differs from ordinances.csv"),
    ),
    "unknown verdict in the register file": (
        ("ordinances.csv", ",agrees,only version; header says 제정\n1,2,", ",maybe,\n1,2,"),
        ("ordinances.csv", "line 3", "verdict", "Invalid enum value 'maybe'"),
    ),
    "date in the register file written otherwise": (
        ("ordinances.csv", "1,1,수원시 시민자치헌장 조례,2018-04-30", "1,1,수원시 시민자치헌장 조례,2018.04.30"),
        ("ordinances.csv", "line 3", "printed_date", "Invalid RFC3339 encoded date"),
    ),
    "one cell too many": (
        ("ordinances.csv", "1,1,수원시 시민자치헌장 조례,", "1,1,,수원시 시민자치헌장 조례,"),
        ("ordinances.csv", "line 3", "", "has more cells than there are columns"),
    ),
    "province that is none": (
        ("governments.csv", "종로구,종로구,자치구,11000,", "종로구,종로구,자치구,11001,"),
        ("governments.csv", "11110", "parent_code", "no government has the code 11001"),
    ),
    "successor that is none": (
        ("governments.csv", "2026-06-30,28125;28155,", "2026-06-30,28125;28156,"),
        ("governments.csv", "28110", "successor_codes", "no government has the code 28156"),
    ),
    "residents of a government that is none": (
        ("population.csv", "11000,서울특별시,2026-08,", "11001,서울특별시,2026-08,"),
        ("population.csv", "서울특별시", "code", "no government has the code 11001"),
    ),
    "month that is none": (
        ("population.csv", "11000,서울특별시,2026-08,", "11000,서울특별시,2026-13,"),
        ("population.csv", "line 2", "year_month", "Expected `str` matching regex"),
    ),
    # What only the models and the database know.
    "too long a title of a pledge": (
        (FIRST, 'title = "자치헌장 제정"', f'title = "{"가" * 201}"'),
        ("01.toml", "가" * 201, "title", "값이 최대 200자 이하여야 합니다 (현재 201자)."),
    ),
    "too long a title of a theme": (
        (FIRST, 'title = "시민주권시대로의 전환"', f'title = "{"가" * 101}"'),
        ("01.toml", f"1. {'가' * 101}", "title", "값이 최대 100자 이하여야 합니다 (현재 101자)."),
    ),
    "too long a name of a case": (
        ("themes/06.toml", 'name = "365 북구케어"', f'name = "{"가" * 201}"'),
        ("06.toml", "가" * 201, "name", "값이 최대 200자 이하여야 합니다 (현재 201자)."),
    ),
    "too long a serial in the register file": (
        ("ordinances.csv", "2173302,1629445,", f"2173302,{'1' * 21},"),
        ("ordinances.csv", "2021. 9. 30. 제8127호 타법개정", "serial", "값이 최대 20자 이하여야 합니다 (현재 21자)."),
    ),
    "years in the wrong order": (
        ("themes/04.toml", "year_to = 2006", "year_to = 1996"),
        ("04.toml", "덴마크 삼소섬 에너지 자립마을", "", "case_years_in_order"),
    ),
    "a term that ends before it starts": (
        ("elections.toml", "ends = 2030-06-30", "ends = 2026-06-30"),
        ("elections.toml", "민선9기", "", "term_days_in_order"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "refusal"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_is_refused_with_its_place_and_changes_nothing(edition_2022, copy, change, refusal):
    copy.change(*change)
    before = contents()
    with pytest.raises(BrokenFile) as caught:
        copy.load()
    error, (file, entry, field, problem) = caught.value, refusal
    assert (error.file, error.entry, error.field) == (file, entry, field)
    assert problem in error.problem
    assert str(error) == ": ".join(filter(None, (file, entry, field, error.problem)))
    assert contents() == before


@pytest.mark.parametrize("name", ["edition.toml", "guide.toml", "institute.toml", "ordinances.csv"])
def test_missing_file_is_named(copy, name):
    (copy.folder / name).unlink()
    with pytest.raises(BrokenFile, match=f"^{name}: the file is missing$"):
        copy.load()


@pytest.mark.parametrize("name", ["edition.toml", "ordinances.csv"])
def test_file_in_another_encoding_is_named(copy, name):
    path = copy.folder / name
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp949", "replace"))
    with pytest.raises(BrokenFile, match=f"^{name}: not readable as"):
        copy.load()


def test_edition_without_a_theme_is_refused(copy):
    for path in (copy.folder / "themes").iterdir():
        path.unlink()
    with pytest.raises(BrokenFile, match=r"^2022: themes: there is no theme file$"):
        copy.load()


def test_locate_names_entry_and_field_of_a_nested_value():
    raw = {"pledges": [{"title": "하나"}, {"title": "둘", "cases": [{"name": "사례", "printed": {"date": 3}}]}]}
    message = "Expected `date`, got `int` - at `$.pledges[1].cases[0].printed.date`"
    assert locate(message, raw) == ("pledges 2 둘, cases 1 사례", "date", "Expected `date`, got `int`")

"""What profiles share: names of files, the registry, sentences, and what is still open."""

import datetime as dt
from dataclasses import replace

import pytest

from pledges.catalogue.models import Government, Office
from pledges.platforms.content import Indicator, PledgeContent, Step
from pledges.platforms.profiles import PROFILES, file_name, unfilled
from pledges.platforms.profiles.parts import indicator_text
from tests.platforms import portfolio

DAY = dt.date(2027, 3, 21)
FULL = PledgeContent(title="가", goal="나", steps=[Step(what="다")], deadline="라", financing="마")


@pytest.mark.parametrize("key", ["draft", "summary", "five"])
def test_profile_describes_itself_in_one_sentence(key):
    profile = PROFILES[key]
    assert key == profile.KEY
    assert profile.DESCRIPTION.endswith("다.")
    for office in Office:
        assert (profile.why_not(office) == "") == (profile.OFFICES is None or office in profile.OFFICES)


@pytest.mark.parametrize(
    ("key", "extension", "name"),
    [
        ("draft", "hwpx", "순창군의원_공약초안_2027-03-21_7F3-12.hwpx"),
        ("summary", "pdf", "순창군의원_검토용요약_2027-03-21_7F3-12.pdf"),
    ],
)
def test_file_name_says_office_kind_day_and_version(key, extension, name):
    assert file_name(portfolio.full(1), PROFILES[key], extension, DAY) == name


def test_file_name_without_an_office_begins_with_the_kind():
    whole = portfolio.whole_of(where=portfolio.nowhere(title="비밀 제목"))
    assert file_name(whole, PROFILES["draft"], "pdf", DAY) == "공약초안_2027-03-21_7F3-12.pdf"


def test_file_name_is_short_and_legal_whatever_a_place_is_called():
    where = portfolio.setting()
    name = "가/나:다*라?마<바>사|아 " * 20
    where = replace(where, place=Government(code="1", name=name.replace(" ", ""), kind="군", parent=where.place.parent))
    found = file_name(portfolio.whole_of(where=where), PROFILES["draft"], "hwpx", DAY)
    assert found.startswith("가나다라마바사아가")
    assert found.endswith("_공약초안_2027-03-21_7F3-12.hwpx")
    assert len(found.encode()) <= 120
    assert not set(found) & set('<>:"/\\|?* ')


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"name": "돌봄터", "now": "3곳", "target": "8곳", "by": "2028년 12월"},
            "돌봄터: 지금 3곳 → 8곳, 2028년 12월까지",
        ),
        ({"name": "돌봄터", "target": "8곳", "by": "2028년 12월까지"}, "돌봄터: 목표 8곳, 2028년 12월까지"),
        ({"now": "3곳", "by": "임기 내"}, "지금 3곳, 임기 내"),
        ({"name": "돌봄터"}, "돌봄터"),
        ({"target": "{{목표 수}}곳"}, "목표 [목표 수]곳"),
        ({}, ""),
    ],
)
def test_indicator_is_one_phrase_of_what_is_written(fields, said):
    assert indicator_text(Indicator(**fields)) == said


def test_unfilled_lists_blanks_and_missing_items():
    whole = portfolio.whole_of(FULL, PledgeContent(title="{{대상}} 돌봄", goal="{{수량}}곳", deadline="{{대상}}"))
    (entry,) = unfilled(whole)
    assert (entry.key, entry.number, entry.title) == ("K2", 2, "[대상] 돌봄")
    assert entry.sentences == [
        "채우지 않은 빈칸 2개: 대상, 수량.",
        "아직 적지 않은 항목: 이행절차, 재원조달방안.",
    ]


@pytest.mark.parametrize("field", ["title", "goal", "steps", "deadline", "financing"])
def test_each_missing_item_is_named(field):
    names = {
        "title": "공약 이름",
        "goal": "목표",
        "steps": "이행절차",
        "deadline": "이행기한",
        "financing": "재원조달방안",
    }
    values = {
        **{name: getattr(FULL, name) for name in names},
        field: [Step(when="2027년")] if field == "steps" else " ",
    }
    (entry,) = unfilled(portfolio.whole_of(PledgeContent(**values)))
    assert entry.sentences == [f"아직 적지 않은 항목: {names[field]}."]


@pytest.mark.parametrize("answer", [{"no_budget": True}, {"amounts": portfolio.full_content(1).amounts}])
def test_no_budget_and_amounts_are_answers_to_the_financing(answer):
    content = PledgeContent(title="가", goal="나", steps=[Step(what="다")], deadline="라", **answer)
    assert unfilled(portfolio.whole_of(content)) == []

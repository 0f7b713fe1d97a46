"""Hints from the election calendar: by the elections there are, never by a year in code."""

import datetime as dt

import pytest

from tests import factories
from workshops.elections import NONE_FOUND, QUARTERLY, SCOPE, elections_near, hints

pytestmark = pytest.mark.django_db
DAY = dt.date(2033, 6, 1)
LONG_BEFORE, SHORT_BEFORE = DAY - dt.timedelta(days=180), DAY - dt.timedelta(days=60)
ONE = dt.timedelta(days=1)


def election(**fields):
    defaults = {"name": "지방선거", "day": DAY, "status": "set", "offices": "metro_head,basic_head"}
    return factories.election(**{**defaults, **fields})


def said(first_day, last_day=None):
    last_day = last_day or first_day
    return hints(elections_near(first_day, last_day), last_day)


@pytest.mark.parametrize("day", [LONG_BEFORE - ONE, DAY + ONE])
def test_days_outside_every_period_find_none_and_still_say_whom_to_ask(day):
    election()
    assert said(day) == [NONE_FOUND, QUARTERLY, SCOPE]
    assert SCOPE.endswith("중앙선거관리위원회(1390) 확인")


@pytest.mark.parametrize(
    ("day", "periods"),
    [(LONG_BEFORE, [180]), (SHORT_BEFORE - ONE, [180]), (SHORT_BEFORE, [60, 180]), (DAY, [60, 180])],
)
def test_day_inside_names_the_election_and_the_periods_it_has_reached(day, periods):
    election()
    line, *rest = said(day)
    assert line.startswith("지방선거(2033. 6. 1.): ")
    assert [period for period in (60, 180) if f"선거일 전 {period}일부터" in line] == periods
    assert ("86조 2항" in line) == (60 in periods)
    assert "86조 5항, 6항" in line
    assert rest == [QUARTERLY, SCOPE]


def test_event_of_several_days_is_held_by_its_last_one():
    election()
    assert said(LONG_BEFORE - ONE, LONG_BEFORE)[0].startswith("지방선거")
    assert said(DAY, DAY + ONE)[0].startswith("지방선거")


def test_expected_day_and_by_election_are_said_to_be_so():
    election(kind="by", status="expected")
    assert said(DAY)[0].startswith("지방선거(2033. 6. 1. 예정): ")
    assert "재·보궐선거는 치르는 지역의 단체장에게만" in said(DAY)[0]


def test_election_without_heads_says_nothing():
    election(offices="metro_council,basic_council")
    assert said(DAY)[0] == NONE_FOUND


def test_hint_is_no_verdict():
    election()
    text = " ".join(said(SHORT_BEFORE))
    assert "있을 수 있습니다" in text
    assert [word for word in ("위반", "불법", "금지", "할 수 없습니다") if word in text] == []

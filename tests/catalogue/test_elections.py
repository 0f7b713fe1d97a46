import datetime as dt
import re
from itertools import pairwise

import pytest
from django.conf import settings

from pledges.catalogue.models import Election, Term
from tests import factories

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        ((2022, 5, 31), ["local-8", "local-9", "by-2027-04", "by-2027-10", "local-10"]),
        ((2022, 6, 1), ["local-8", "local-9", "by-2027-04", "by-2027-10", "local-10"]),
        ((2022, 6, 2), ["local-9", "by-2027-04", "by-2027-10", "local-10"]),
        ((2026, 11, 22), ["by-2027-04", "by-2027-10", "local-10"]),
        ((2030, 6, 12), ["local-10"]),
        ((2030, 6, 13), []),
    ],
)
def test_elections_still_ahead_are_the_nearest_first(edition_2022, today, keys):
    assert [election.key for election in Election.objects.coming(dt.date(*today))] == keys


def test_election_that_nobody_has_announced_is_expected(edition_2022):
    election = Election.objects.get(key="local-10")
    assert election.day == dt.date(2030, 6, 12)
    assert (election.status, election.get_status_display()) == ("expected", "예정")


def test_elections_held_are_marked_so(edition_2022):
    held = Election.objects.filter(status="held").order_by("day")
    assert [election.day.isoformat() for election in held] == ["2018-06-13", "2022-06-01", "2026-06-03"]


def test_general_elections_are_on_wednesdays(edition_2022):
    assert {election.day.isoweekday() for election in Election.objects.all()} == {3}


@pytest.mark.parametrize(
    ("today", "number"),
    [
        ((2010, 6, 30), None),
        ((2010, 7, 1), 5),
        ((2022, 6, 30), 7),
        ((2022, 7, 1), 8),
        ((2026, 6, 30), 8),
        ((2026, 7, 1), 9),
        ((2026, 11, 22), 9),
        ((2030, 6, 30), 9),
        ((2030, 7, 1), 10),
        ((2034, 7, 1), None),
    ],
)
def test_current_term_of_a_day(edition_2022, today, number):
    term = Term.objects.current(dt.date(*today))
    assert (term.number if term else None) == number


def test_terms_follow_each_other_without_a_gap(edition_2022):
    terms = list(Term.objects.order_by("starts_on"))
    assert [term.number for term in terms] == [5, 6, 7, 8, 9, 10]
    for term, following in pairwise(terms):
        assert following.starts_on == term.ends_on + DAY


def test_term_starts_after_its_own_election(edition_2022):
    elections = {term.number: term.election.key for term in Term.objects.exclude(election=None)}
    assert elections == {7: "local-7", 8: "local-8", 9: "local-9", 10: "local-10"}
    for term in Term.objects.exclude(election=None):
        assert term.election.day < term.starts_on


def test_no_election_and_no_term_is_ahead_in_an_empty_database(db):
    assert not Election.objects.coming(dt.date(2026, 11, 22)).exists()
    assert Term.objects.current(dt.date(2026, 11, 22)) is None


def test_election_day_itself_is_ahead(db):
    election = factories.election(day=dt.date(2027, 4, 7), status="set")
    assert Election.objects.coming(dt.date(2027, 4, 7)).get() == election
    assert not Election.objects.coming(dt.date(2027, 4, 8)).exists()


def test_days_of_elections_and_numbers_of_terms_stand_in_no_code():
    for path in (settings.BASE_DIR / "pledges").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"민선 ?\d|20(18|22|26|27|30)[-., ]+0?[4-7][-., ]+\d", text), path

"""공약 가계부: sums agree with each other to the won, bars with their sums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.catalogue.models import Purse
from pledges.platforms.budget import Budget, PledgeLine, Source, YearLine
from pledges.platforms.content import MOST_WON, Amount, PledgeContent

AMOUNTS = st.builds(
    Amount, year=st.integers(2026, 2033), purse=st.sampled_from(Purse), won=st.integers(1, MOST_WON) | st.integers(1, 9)
)
PLEDGES = st.lists(
    st.tuples(
        st.text(max_size=5), st.builds(PledgeContent, amounts=st.lists(AMOUNTS, max_size=6), no_budget=st.booleans())
    ),
    max_size=5,
)


def amount(year, purse, won):
    return Amount(year=year, purse=purse, won=won)


@pytest.fixture
def budget():
    library = PledgeContent(
        amounts=[
            amount(2027, Purse.OWN, 300),
            amount(2027, Purse.NATIONAL, 100),
            amount(2027, Purse.OWN, 50),
            amount(2031, Purse.OWN, 150),
        ]
    )
    return Budget(
        [
            ("도서관", library),
            ("버스", PledgeContent(amounts=[amount(2028, Purse.NATIONAL, 200)], financing="국비로 합니다.")),
            ("회의 공개", PledgeContent(no_budget=True)),
            ("공원", PledgeContent(financing="본예산에 담겠습니다.")),
            ("광장", PledgeContent(financing=" ")),
        ],
        last_year=2030,
    )


def test_budget_sums_by_year_and_purse(budget):
    assert budget.purses == [Purse.NATIONAL, Purse.OWN]
    assert budget.table() == [
        YearLine(2027, (100, 350), 450, False),
        YearLine(2028, (200, 0), 200, False),
        YearLine(2031, (0, 150), 150, True),
    ]
    assert budget.by_year() == {2027: 450, 2028: 200, 2031: 150}
    assert budget.by_purse() == {Purse.NATIONAL: 300, Purse.OWN: 500}
    assert budget.total == 800


def test_budget_lists_every_pledge_with_what_it_says(budget):
    assert budget.by_pledge() == [
        PledgeLine("도서관", 600, Source.AMOUNTS),
        PledgeLine("버스", 200, Source.AMOUNTS),
        PledgeLine("회의 공개", 0, Source.NO_BUDGET),
        PledgeLine("공원", 0, Source.WORDS),
        PledgeLine("광장", 0, Source.NONE),
    ]
    assert budget.without_source() == ["광장"]


def test_budget_tells_the_share_beyond_the_term(budget):
    assert (budget.beyond, budget.beyond_share) == (150, 188)
    assert Budget(budget.pledges, last_year=2031).beyond == 0
    assert Budget(budget.pledges).beyond_share == 0


def test_bars_are_in_per_mille_of_the_dearest_year(budget):
    drawn = [(bar.year, bar.width, [(part.start, part.width) for part in bar.segments]) for bar in budget.bars()]
    assert drawn == [(2027, 1000, [(0, 222), (222, 778)]), (2028, 444, [(0, 444)]), (2031, 333, [(0, 333)])]
    assert budget.purse_shares() == {Purse.NATIONAL: 375, Purse.OWN: 625}


def test_budget_without_money_is_empty():
    empty = Budget([("가", PledgeContent())], last_year=2030)
    assert (empty.total, empty.beyond_share, empty.table(), empty.bars(), empty.purse_shares()) == (0, 0, [], [], {})


@given(PLEDGES)
def test_every_sum_is_the_total(pledges):
    budget = Budget(pledges, last_year=2030)
    total = sum(amount.won for _, pledge in pledges for amount in pledge.amounts)
    assert budget.total == total
    assert sum(budget.by_year().values()) == total
    assert sum(budget.by_purse().values()) == total
    assert sum(line.won for line in budget.by_pledge()) == total
    assert sum(line.won for line in budget.table()) == total
    assert 0 <= budget.beyond <= total


@given(PLEDGES)
def test_bars_touch_and_end_within_the_drawing(pledges):
    budget = Budget(pledges, last_year=2030)
    for bar in budget.bars():
        ends = [0, *(part.start + part.width for part in bar.segments)]
        assert [part.start for part in bar.segments] == ends[:-1]
        assert ends[-1] == bar.width <= 1000
    if budget.total:
        assert max(bar.width for bar in budget.bars()) == 1000
        assert sum(budget.purse_shares().values()) == 1000

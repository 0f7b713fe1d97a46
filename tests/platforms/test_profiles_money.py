"""Money in files: exact in the unit that is named, in the words of the place, with what lies beyond the term."""

import pytest

from pledges.catalogue.models import Office, Purse
from pledges.documents.tree import Table
from pledges.platforms.content import Amount, PledgeContent
from pledges.platforms.profiles import draft
from pledges.platforms.profiles.money import budget_of, exact_unit, money_sentences, money_table, percent
from tests.platforms import paper, portfolio


def costing(*amounts, **fields):
    return PledgeContent(
        **{
            "title": "가",
            "amounts": [Amount(year=year, purse=purse, won=won) for year, purse, won in amounts],
            **fields,
        }
    )


def table_of(content, where=None):
    where = where or portfolio.setting()
    return money_table("재원", budget_of([content], where), where)


def test_table_has_years_purses_and_sums():
    table = table_of(
        costing((2028, Purse.OWN, 50_000_000), (2027, Purse.PROVINCE, 100_000_000), (2027, Purse.OWN, 1_000_000))
    )
    assert table.caption == "재원: 모두 1억 5,100만 원 (단위: 백만 원)"
    assert table.head == ("해", "도비", "군비", "합계")
    assert table.rows == (("2027년", "100", "1", "101"), ("2028년", "", "50", "50"), ("합계", "100", "51", "151"))
    assert table.numbers == (1, 2, 3)
    assert table.has_total


@pytest.mark.parametrize(
    ("amounts", "label"),
    [
        ([3_000_000], "백만 원"),
        ([3_000_000, 20_000], "만 원"),
        ([3_000_000, 1_000], "천 원"),
        ([3_000_000, 1], "원"),
    ],
)
def test_unit_is_the_largest_that_loses_nothing(amounts, label):
    assert exact_unit(amounts).label == label


def test_year_after_the_term_is_marked():
    table = table_of(costing((2030, Purse.OWN, 10_000), (2031, Purse.OWN, 10_000)))
    assert [row[0] for row in table.rows] == ["2030년", "2031년 (임기 뒤)", "합계"]


def test_same_year_and_purse_twice_is_added():
    assert table_of(costing((2027, Purse.OWN, 10_000), (2027, Purse.OWN, 20_000))).rows[0] == ("2027년", "3", "3")


def test_purse_the_place_does_not_have_comes_last_by_its_general_name():
    table = table_of(costing((2027, Purse.EDUCATION, 10_000), (2027, Purse.PRIVATE, 10_000)))
    assert table.head == ("해", "민간", "교육비특별회계", "합계")


def test_sentences_say_the_same():
    where = portfolio.setting()
    budget = budget_of([costing((2027, Purse.OWN, 50_000_000), (2027, Purse.NATIONAL, 350_000_000))], where)
    assert list(money_sentences(budget, where)) == ["2027년: 국비 3억 5,000만 원, 군비 5,000만 원"]


def test_budget_pages_sum_all_and_say_what_is_open():
    document = draft.build(
        portfolio.whole_of(
            costing((2027, Purse.OWN, 300_000_000)),
            costing((2031, Purse.OWN, 100_000_000)),
            PledgeContent(title="나", no_budget=True),
            PledgeContent(title="다", financing="자체 예산으로 합니다."),
            PledgeContent(title="라"),
        )
    )
    said = paper.lines(document)
    said = said[said.index("공약 가계부", said.index("공약") + 1) :]
    assert said[1] == "공약 전체의 재원: 모두 4억 원 (단위: 백만 원)"
    assert said[-4:] == [
        "임기 뒤의 금액: 1억 원, 전체의 25%.",
        "금액을 적은 공약 2개, 방법만 적은 공약 1개, 비예산 공약 1개.",
        "재원을 적지 않은 공약 1개",
        "5번 라",
    ]


def test_budget_pages_are_left_out_where_there_is_nothing_to_say():
    assert "공약 가계부" not in paper.lines(draft.build(portfolio.whole_of(PledgeContent(title="가", no_budget=True))))


@pytest.mark.parametrize(("per_mille", "said"), [(0, "0.1% 미만"), (5, "0.5%"), (250, "25%"), (1000, "100%")])
def test_share_is_said_in_per_cent(per_mille, said):
    assert percent(per_mille) == said


def test_education_speaks_of_its_own_purses():
    content = costing((2027, Purse.EDUCATION, 10_000), (2027, Purse.PROVINCE, 10_000))
    where = portfolio.setting(office=Office.EDUCATION_HEAD)
    document = draft.build(portfolio.whole_of(content, where=where))
    table = next(block for block in paper.flat(document.blocks) if isinstance(block, Table))
    assert table.head == ("해", "교육비특별회계", "지방자치단체 전입금", "합계")

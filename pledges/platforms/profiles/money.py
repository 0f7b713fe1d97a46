"""Money of a pledge or of all, as tables and in words: years by purses, in the largest unit that loses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pledges.catalogue.models import Purse
from pledges.documents.tree import Block, Heading, Listing, Paragraph, Run, Table

from ..amounts import Unit, short_won, won_text
from ..budget import Budget, Source
from ..content import PledgeContent
from ..whole import Setting, Whole
from .parts import numbered, title_of

UNITS = (Unit.MILLION, Unit.MYRIAD, Unit.THOUSAND, Unit.WON)


def budget_of(pledges: Iterable[PledgeContent], setting: Setting) -> Budget:
    last_year = setting.term.ends_on.year if setting.term else None
    return Budget([(title_of(content), content) for content in pledges], last_year)


def exact_unit(amounts: Iterable[int]) -> Unit:
    """The largest unit in which every amount is a whole number."""
    known = list(amounts)
    return next(unit for unit in UNITS if all(won % unit == 0 for won in known))


def used_purses(budget: Budget, setting: Setting) -> list[Purse]:
    """The purses with money in the order of the place's own budget; those it does not know come last."""
    return [purse for purse in dict.fromkeys((*setting.purses, *Purse)) if purse in budget.purses]


def year_text(year: int, budget: Budget) -> str:
    return f"{year}년 (임기 뒤)" if budget.is_beyond(year) else f"{year}년"


def money_table(label: str, budget: Budget, setting: Setting) -> Table:
    """Years by purses with sums. The caption says the whole sum in words and the unit of the cells."""
    unit, purses = exact_unit(budget.cells.values()), used_purses(budget, setting)
    sums = budget.by_purse()

    def row(name: str, cells: list[int]) -> tuple[str, ...]:
        return (name, *(short_won(won, unit) if won else "" for won in cells), short_won(sum(cells), unit))

    rows = [
        row(year_text(year, budget), [budget.cells.get((year, purse), 0) for purse in purses]) for year in budget.years
    ]
    return Table(
        caption=f"{label}: 모두 {won_text(budget.total)} (단위: {unit.label})",
        head=("해", *(setting.purse_label(purse) for purse in purses), "합계"),
        rows=(*rows, row("합계", [sums[purse] for purse in purses])),
        widths=(4, *(3 for _ in purses), 3),
        numbers=tuple(range(1, len(purses) + 2)),
        has_total=True,
    )


def money_sentences(budget: Budget, setting: Setting) -> Iterator[str]:
    """The same in words, a year a line: 2027년: 도비 1억 원, 군비 5,000만 원."""
    for year in budget.years:
        cells = [(purse, budget.cells.get((year, purse), 0)) for purse in used_purses(budget, setting)]
        parts = [f"{setting.purse_label(purse)} {won_text(won)}" for purse, won in cells if won]
        yield f"{year_text(year, budget)}: {', '.join(parts)}"


def budget_blocks(whole: Whole) -> Iterator[Block]:
    """공약 가계부: all money by year and purse, what lies beyond the term, and which pledges say nothing about it."""
    budget = budget_of((chosen.content for chosen in whole.pledges), whole.setting)
    silent = [(number, chosen) for number, chosen in numbered(whole) if Source.of(chosen.content) == Source.NONE]
    if not budget.cells and not silent:
        return
    yield Heading(1, "공약 가계부")
    if budget.cells:
        yield money_table("공약 전체의 재원", budget, whole.setting)
        yield from (Paragraph((Run(sentence),)) for sentence in remarks(budget))
    if silent:
        yield Paragraph((Run(f"재원을 적지 않은 공약 {len(silent)}개", bold=True),))
        yield Listing(tuple((Run(f"{number}번 {title_of(chosen.content)}"),) for number, chosen in silent))


def remarks(budget: Budget) -> Iterator[str]:
    """What the table does not say by itself."""
    if budget.beyond:
        yield f"임기 뒤의 금액: {won_text(budget.beyond)}, 전체의 {percent(budget.beyond_share)}."
    kinds = [line.source for line in budget.by_pledge()]
    counted = {Source.AMOUNTS: "금액을 적은 공약", Source.WORDS: "방법만 적은 공약", Source.NO_BUDGET: "비예산 공약"}
    yield ", ".join(f"{label} {kinds.count(kind)}개" for kind, label in counted.items() if kind in kinds) + "."


def percent(per_mille: int) -> str:
    """12.5%, 12%; less than a thousandth is said as such."""
    if not per_mille:
        return "0.1% 미만"
    whole, tenth = divmod(per_mille, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"

"""The workbook of a draft: four sheets to count and sort with."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.catalogue.models import Case
from pledges.documents.tree import Sheet

from ..whole import Chosen, Setting, Whole
from .citations import address, place_text, register_name, register_version, stamp_text, version_text
from .money import budget_of, used_purses
from .parts import NO_BUDGET, line, numbered, shown, title_of

type Row = tuple[str | int | None, ...]

PLEDGES = (
    *("순위", "공약", "한 줄", "왜", "목표", "성과지표", "지금", "목표값", "언제까지", "이행기한"),
    *("비예산", "재원조달방안", "재원 합계(원)", "누가", "필요한 조례", "지역", "분야"),
)
STEPS = ("순위", "공약", "차례", "언제", "무엇")
MONEY = ("순위", "공약", "해", "재원", "금액(원)")
CASES = ("순위", "공약", "참고사례", "종류", "곳", "해", "원문 확인", "책", "원문", "지금 이름", "다른 점", "원문 주소")


def sheets(whole: Whole) -> tuple[Sheet, ...]:
    return (
        Sheet("공약", PLEDGES, tuple(pledge_row(number, chosen) for number, chosen in numbered(whole))),
        Sheet("이행절차", STEPS, tuple(step_rows(whole))),
        Sheet("재원", MONEY, tuple(money_rows(whole, whole.setting))),
        Sheet("참고사례", CASES, tuple(case_rows(whole))),
    )


def pledge_row(number: int, chosen: Chosen) -> Row:
    content, indicator = chosen.content, chosen.content.indicator
    texts = (content.one_line, content.why, content.goal, indicator.name, indicator.now, indicator.target, indicator.by)
    return (
        number,
        title_of(content),
        *map(shown, texts),
        shown(content.deadline),
        NO_BUDGET if content.no_budget else "",
        shown(content.financing),
        sum(amount.won for amount in content.amounts) or None,
        *map(shown, (content.actors, content.ordinance, content.area)),
        chosen.pledge.theme.title if chosen.pledge else "",
    )


def step_rows(whole: Whole) -> Iterator[Row]:
    for number, chosen in numbered(whole):
        for position, step in enumerate(chosen.content.steps, start=1):
            if step.when or step.what:
                yield number, title_of(chosen.content), position, line(step.when), line(step.what)


def money_rows(whole: Whole, setting: Setting) -> Iterator[Row]:
    """One row a year and purse, in the order of the tables."""
    for number, chosen in numbered(whole):
        budget = budget_of([chosen.content], setting)
        purses = used_purses(budget, setting)
        for year, purse in sorted(budget.cells, key=lambda cell: (cell[0], purses.index(cell[1]))):
            yield number, title_of(chosen.content), year, setting.purse_label(purse), budget.cells[year, purse]


def case_rows(whole: Whole) -> Iterator[Row]:
    for number, chosen in numbered(whole):
        for case in chosen.cited:
            yield number, title_of(chosen.content), *case_cells(case)


def case_cells(case: Case) -> Row:
    kind, citation = case.get_kind_display(), case.printed_citation
    facts = (case.name, kind, place_text(case), case.years)
    if citation is None:
        return (*facts, "", "", "", "", "", "")
    version = register_version(citation)
    return (
        *facts,
        stamp_text(citation),
        citation.printed_text,
        version_text(version) if version else "",
        register_name(citation),
        " ".join(citation.findings),
        address(citation),
    )

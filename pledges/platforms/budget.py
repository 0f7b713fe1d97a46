"""공약 가계부: what all pledges of a platform cost, by year and purse. Whole won and whole per mille, no float."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pledges.catalogue.models import Purse

from .content import Amount, PledgeContent


class Source(StrEnum):
    """What a pledge says about its money."""

    AMOUNTS = "amounts"
    NO_BUDGET = "no_budget"
    WORDS = "words"
    NONE = "none"

    @classmethod
    def of(cls, pledge: PledgeContent) -> Source:
        if pledge.amounts:
            return cls.AMOUNTS
        if pledge.no_budget:
            return cls.NO_BUDGET
        return cls.WORDS if pledge.financing.strip() else cls.NONE


@dataclass(frozen=True)
class PledgeLine:
    title: str
    won: int
    source: Source


@dataclass(frozen=True)
class YearLine:
    """A row of the table: `by_purse` in the order of `Budget.purses`."""

    year: int
    by_purse: tuple[int, ...]
    won: int
    beyond: bool


@dataclass(frozen=True)
class Segment:
    """A piece of a bar in per mille of the longest bar."""

    purse: Purse
    won: int
    start: int
    width: int


@dataclass(frozen=True)
class Bar:
    """One year drawn: its segments touch, and `width` is where the last one ends."""

    year: int
    won: int
    width: int
    segments: tuple[Segment, ...]
    beyond: bool


@dataclass(frozen=True)
class Budget:
    """Sums over pledges as (title, content). `last_year` is the term's last calendar year, None where it is not known.

    The schema counts money by calendar year, as budgets do, so the term's last year is within the term.
    """

    pledges: Sequence[tuple[str, PledgeContent]]
    last_year: int | None = None

    @property
    def amounts(self) -> Iterable[Amount]:
        return (amount for _, pledge in self.pledges for amount in pledge.amounts)

    @cached_property
    def cells(self) -> dict[tuple[int, Purse], int]:
        """Won by year and purse, only where there is money."""
        cells: dict[tuple[int, Purse], int] = {}
        for amount in self.amounts:
            key = (amount.year, amount.purse)
            cells[key] = cells.get(key, 0) + amount.won
        return cells

    @cached_property
    def years(self) -> list[int]:
        return sorted({year for year, _ in self.cells})

    @cached_property
    def purses(self) -> list[Purse]:
        """The purses with money, in the order of `Purse`."""
        used = {purse for _, purse in self.cells}
        return [purse for purse in Purse if purse in used]

    @cached_property
    def total(self) -> int:
        return sum(self.cells.values())

    def by_year(self) -> dict[int, int]:
        return {year: sum(won for (when, _), won in self.cells.items() if when == year) for year in self.years}

    def by_purse(self) -> dict[Purse, int]:
        return {purse: sum(won for (_, used), won in self.cells.items() if used == purse) for purse in self.purses}

    def by_pledge(self) -> list[PledgeLine]:
        """Every pledge in its order, those without money too."""
        return [
            PledgeLine(title, sum(amount.won for amount in pledge.amounts), Source.of(pledge))
            for title, pledge in self.pledges
        ]

    def without_source(self) -> list[str]:
        """Titles of the pledges that say nothing about money."""
        return [line.title for line in self.by_pledge() if line.source == Source.NONE]

    def is_beyond(self, year: int) -> bool:
        return self.last_year is not None and year > self.last_year

    @property
    def beyond(self) -> int:
        """Won of the years after the term's last one."""
        return sum(won for (year, _), won in self.cells.items() if self.is_beyond(year))

    @property
    def beyond_share(self) -> int:
        """Per mille of all money that lies beyond the term."""
        return per_mille(self.beyond, self.total)

    def purse_shares(self) -> dict[Purse, int]:
        """Per mille by purse; together exactly 1000 where there is money."""
        parts = list(self.by_purse().items())
        return {segment.purse: segment.width for segment in segments(parts, self.total)}

    def table(self) -> list[YearLine]:
        rows = ((year, tuple(self.cells.get((year, purse), 0) for purse in self.purses)) for year in self.years)
        return [YearLine(year, row, sum(row), self.is_beyond(year)) for year, row in rows]

    def bars(self) -> list[Bar]:
        """A bar a year, the dearest year 1000 long."""
        longest = max(self.by_year().values(), default=0)
        bars = []
        for line in self.table():
            pieces = segments(list(zip(self.purses, line.by_purse, strict=True)), longest)
            width = pieces[-1].start + pieces[-1].width
            bars.append(Bar(line.year, line.won, width, pieces, line.beyond))
        return bars


def segments(parts: list[tuple[Purse, int]], whole: int) -> tuple[Segment, ...]:
    """The parts one after the other; the ends are rounded, not the widths, so that nothing gapes or overlaps."""
    found, sofar = [], 0
    for purse, won in parts:
        start = per_mille(sofar, whole)
        sofar += won
        if won:
            found.append(Segment(purse, won, start, per_mille(sofar, whole) - start))
    return tuple(found)


def per_mille(part: int, whole: int) -> int:
    """Rounded half up; nothing of nothing is 0."""
    return (2_000 * part + whole) // (2 * whole) if whole else 0

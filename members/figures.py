"""A term's forums counted and drawn: sums of what is listed beside what the book prints as totals."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .models import ClubTerm, Forum, PrintedTotal

WIDTH = 1000
"""How wide the longest bar is drawn, in units of its own: the page stretches it."""


@dataclass(frozen=True)
class Bar:
    """One meeting: heads from the left, then officials, in units of WIDTH."""

    forum: Forum
    heads: int
    officials: int


@dataclass(frozen=True)
class Comparison:
    """A printed total beside the sum of the list; `difference` is None where the total counts more than the list."""

    total: PrintedTotal
    listed: int
    difference: int | None


@dataclass(frozen=True)
class TermForums:
    """The listed forums of one term, in the order of their printed dates."""

    term: ClubTerm
    forums: list[Forum]
    totals: list[PrintedTotal]

    @property
    def heads(self) -> int:
        return sum(forum.heads for forum in self.forums)

    @property
    def officials(self) -> int:
        return sum(forum.officials for forum in self.forums)

    @property
    def unlisted(self) -> list[int]:
        """Numbers up to the highest listed one under which nothing is listed."""
        numbers = {forum.number for forum in self.forums if forum.number}
        return sorted(set(range(1, max(numbers, default=0))) - numbers)

    @property
    def comparisons(self) -> list[Comparison]:
        """In the order forums, heads, officials."""
        listed = {"forums": len(self.forums), "heads": self.heads, "officials": self.officials}
        printed = {total.counts: total for total in self.totals}
        return [
            Comparison(total, count, None if total.covers else total.value - count)
            for counts, count in listed.items()
            if (total := printed.get(counts))
        ]

    @property
    def differs(self) -> bool:
        return any(comparison.difference for comparison in self.comparisons)

    @property
    def bars(self) -> list[Bar]:
        longest = max((forum.heads + forum.officials for forum in self.forums), default=0) or 1
        return [
            Bar(forum, round(WIDTH * forum.heads / longest), round(WIDTH * forum.officials / longest))
            for forum in self.forums
        ]


def forums_by_term(forums: Iterable[Forum], totals: Iterable[PrintedTotal]) -> list[TermForums]:
    """Terms with forums or totals, the earliest first."""
    listed, printed, terms = defaultdict(list), defaultdict(list), {}
    for forum in forums:
        listed[forum.term_id].append(forum)
        terms[forum.term_id] = forum.term
    for total in totals:
        printed[total.term_id].append(total)
        terms[total.term_id] = total.term
    ordered = sorted(terms.values(), key=lambda term: term.number)
    return [TermForums(term, listed[term.pk], printed[term.pk]) for term in ordered]

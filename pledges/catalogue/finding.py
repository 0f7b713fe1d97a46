"""Finding pledges and cases: the one meaning of a search, for pages, files and tests."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Case as When
from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models import When as Is

from .models import Case, MissedWord, Synonym
from .models.case import CaseQuerySet
from .models.pledge import PledgeTextQuerySet
from .search import SearchTerms, normalise

MOST_MISSED_WORDS = 5000


def synonyms() -> dict[str, tuple[str, ...]]:
    """What staff have written down, both ways normalised."""
    return {
        normalise(term): tuple(filter(None, map(normalise, meanings.split(","))))
        for term, meanings in Synonym.objects.values_list("term", "meanings")
    }


def find_pledges(texts: PledgeTextQuerySet, query: str) -> tuple[PledgeTextQuerySet, SearchTerms]:
    """Pledges whose text, or one of whose cases, has every word; those with all words in the title come first."""
    known = synonyms()
    for loose in (False, True):
        terms = SearchTerms.read(query, known, loose=loose)
        case = Case.objects.filter(terms.condition(), pledge=OuterRef("pledge"))
        found = texts.filter(terms.condition() | Exists(case))
        if loose or found.exists():
            break
    return title_first(found, terms), terms


def find_cases(cases: CaseQuerySet, query: str) -> tuple[CaseQuerySet, SearchTerms]:
    known = synonyms()
    for loose in (False, True):
        terms = SearchTerms.read(query, known, loose=loose)
        found = cases.filter(terms.condition())
        if loose or found.exists():
            break
    return title_first(found, terms), terms


def title_first[Q: QuerySet[Any]](rows: Q, terms: SearchTerms) -> Q:
    """In front of the order the rows have."""
    in_title = When(
        Is(terms.condition(field="search_title"), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.annotate(title_rank=in_title).order_by("title_rank", *rows.query.order_by)


def cases_with(terms: SearchTerms, pledges: list[int]) -> dict[int, list[Case]]:
    """Of these pledges the cases that have every word, by pledge."""
    found: dict[int, list[Case]] = defaultdict(list)
    for case in Case.objects.filter(terms.condition(), pledge__in=pledges).order_by("number"):
        found[case.pledge_id].append(case)
    return found


def count_missed(query: str, today: dt.date) -> None:
    """Remembers a word that found nothing, without anything about who typed it. Bounded in length and in number."""
    word = normalise(query)
    if not 2 <= len(word) <= 30:
        return
    if MissedWord.objects.filter(word=word).update(times=F("times") + 1, last_on=today):
        return
    if MissedWord.objects.count() < MOST_MISSED_WORDS:
        MissedWord.objects.bulk_create([MissedWord(word=word, times=1, last_on=today)], ignore_conflicts=True)

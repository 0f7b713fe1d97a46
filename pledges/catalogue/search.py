"""Korean search with one meaning on SQLite and PostgreSQL.

A row is a hit when every word of the query, or one of the word's synonyms, is part of its `search_text`: the title and
the other texts with nothing but letters and digits left, so that spacing never matters. A word typed as leading
consonants (ㅊㄴ) is looked up in `search_initials`, the leading consonants of the title. Up to some 20,000 rows a plain
`contains` answers in about 10 ms, so there is no index to keep.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import Q

LEADING_CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
PARTICLES = ("에서", "으로", "에게", "까지", "부터", "을", "를", "은", "는", "의", "에", "로", "과", "와", "도")
# These two also end nouns (고양이, 활동가), so they come off only when the word as typed finds nothing.
DOUBTFUL_PARTICLES = ("이", "가")
LONGEST_QUERY = 100


def normalise(text: str) -> str:
    """Letters and digits only, in one Unicode form and one case."""
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", letters)  # letters that have become neighbours may make one syllable


def initials(text: str) -> str:
    """The leading consonants of the Hangul syllables, everything else left out."""
    return "".join(leading_consonant(letter) for letter in normalise(text))


def leading_consonant(letter: str) -> str:
    return LEADING_CONSONANTS[(ord(letter) - ord("가")) // 588] if "가" <= letter <= "힣" else ""


def without(word: str, particles: Iterable[str]) -> str:
    """The word without one trailing particle, unless fewer than two letters would be left."""
    for particle in particles:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word.removesuffix(particle)
    return word


@dataclass(frozen=True)
class Word:
    """One word of a query: what may stand in the text for it, or its leading consonants."""

    spellings: tuple[str, ...] = ()
    consonants: str = ""

    def condition(self, prefix: str, field: str) -> Q:
        if self.consonants:
            return Q(**{f"{prefix}search_initials__contains": self.consonants})
        hit = Q()
        for spelling in self.spellings:
            hit |= Q(**{f"{prefix}{field}__contains": spelling})
        return hit


@dataclass(frozen=True)
class SearchTerms:
    """A query, read once: used to narrow rows, to put title hits first and to mark what was found."""

    words: tuple[Word, ...]

    @classmethod
    def read(cls, query: str, synonyms: Mapping[str, Iterable[str]] | None = None, *, loose: bool = False) -> Self:
        """`synonyms` maps a normalised term to other normalised terms; `loose` also takes off 이 and 가."""
        synonyms = synonyms or {}
        query = query[:LONGEST_QUERY]
        whole = normalise(query)
        if whole and whole in synonyms:
            return cls((Word((whole, *synonyms[whole])),))
        words = []
        for typed in query.split():
            if all(letter in LEADING_CONSONANTS for letter in typed):
                words.append(Word(consonants=typed))
            elif word := without(normalise(typed), PARTICLES):
                word = without(word, DOUBTFUL_PARTICLES) if loose else word
                words.append(Word((word, *synonyms.get(word, ()))))
        return cls(tuple(words))

    def __bool__(self) -> bool:
        return bool(self.words)

    def condition(self, prefix: str = "", field: str = "search_text") -> Q:
        """Every word; nothing at all when only punctuation was typed."""
        if not self.words:
            return Q(pk__in=[])
        hits = Q()
        for word in self.words:
            hits &= word.condition(prefix, field)
        return hits

    def mark(self, text: str) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is a hit; the pieces joined are the text."""
        letters = [(letter, index) for index, written in enumerate(text) for letter in normalise(written)]
        found = set()
        plain = "".join(letter for letter, _ in letters)
        consonants = "".join(leading_consonant(letter) or "-" for letter in plain)
        for word in self.words:
            for spelling in word.spellings:
                found |= positions(plain, spelling)
            found |= positions(consonants, word.consonants)
        marked = {letters[position][1] for position in found}
        pieces: list[tuple[str, bool]] = []
        for index, written in enumerate(text):
            hit = index in marked or (written.isspace() and {index - 1, index + 1} <= marked)
            if pieces and pieces[-1][1] == hit:
                pieces[-1] = (pieces[-1][0] + written, hit)
            else:
                pieces.append((written, hit))
        return pieces


def positions(text: str, part: str) -> set[int]:
    """Every index of `text` that an occurrence of `part` covers."""
    covered: set[int] = set()
    start = text.find(part) if part else -1
    while start >= 0:
        covered.update(range(start, start + len(part)))
        start = text.find(part, start + 1)
    return covered


class Searchable(models.Model):
    """A row that can be found. `searched()` gives its title first, then its other texts.

    `bulk_create` and `update` go past `save`: call `fill_search()` by hand there.
    """

    search_title = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    search_initials = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search()
        super().save(*args, **kwargs)

    def searched(self) -> list[str]:
        raise NotImplementedError

    def fill_search(self) -> Self:
        title, *others = self.searched()
        self.search_title, self.search_initials = normalise(title), initials(title)
        # A blank between the texts, so that no word is found across two of them.
        self.search_text = " ".join(filter(None, (self.search_title, *map(normalise, others))))
        return self

"""Starters speak as the place does: `{{주민}}` is filled by the place, `{{지금 수}}` only by the person.

A blank of the place may ask for a particle that fits the word: `{{장|이}}` gives 군수가 and 시장이.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .models.place import Government

BLANK = re.compile(r"\{\{([가-힣0-9 ·]+)(?:\|([가-힣]+))?\}\}")
# After a final consonant, after a vowel; 으로 also gives way to 로 after ㄹ.
PARTICLES = {"이": ("이", "가"), "은": ("은", "는"), "을": ("을", "를"), "와": ("과", "와"), "으로": ("으로", "로")}
RIEUL = 8


class PieceKind(StrEnum):
    TEXT = "text"
    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(frozen=True)
class PlaceWords:
    """What a place calls itself, its residents, its head and its council."""

    words: dict[str, str]

    @classmethod
    def of(cls, place: Government | None) -> "PlaceWords":
        """Without a place the words are right for every place."""
        if place is None:
            return cls({"주민": "주민", "장": "단체장", "의회": "의회", "지역": "우리 지역"})
        head, letter = HEADS.get(place.kind, ("시장", "시"))
        return cls({"주민": f"{letter}민", "장": head, "의회": f"{letter}의회", "지역": place.short_official})


HEADS = {
    "도": ("도지사", "도"),
    "특별자치도": ("도지사", "도"),
    "군": ("군수", "군"),
    "자치구": ("구청장", "구"),
}


def pieces(text: str, words: PlaceWords) -> Iterator[Piece]:
    """The text in pieces; the person's blanks keep their name without braces."""
    end = 0
    for blank in BLANK.finditer(text):
        if blank.start() > end:
            yield Piece(PieceKind.TEXT, text[end : blank.start()])
        name, particle = blank.groups()
        if name in words.words:
            word = words.words[name]
            yield Piece(PieceKind.PLACE, word + (fitting(particle, word) if particle else ""))
        else:
            yield Piece(PieceKind.PERSON, name)
        end = blank.end()
    if end < len(text):
        yield Piece(PieceKind.TEXT, text[end:])


def fitting(particle: str, word: str) -> str:
    """The form of a particle that follows the word."""
    closed, opened = PARTICLES[particle]
    final = (ord(word[-1]) - ord("가")) % 28 if "가" <= word[-1] <= "힣" else 0
    if particle == "으로" and final == RIEUL:
        return opened
    return closed if final else opened


def bracketed(text: str) -> str:
    """The text with its blanks as people read them: [대상]."""
    return BLANK.sub(lambda blank: f"[{blank[1]}]", text)


def persons_blanks(text: str) -> list[str]:
    """The names of what only the person can fill, in order, each once."""
    names = (blank.group(1) for blank in BLANK.finditer(text))
    return list(dict.fromkeys(name for name in names if name not in PlaceWords.of(None).words))

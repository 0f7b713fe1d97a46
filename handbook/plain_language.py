"""Hard sentences and a plainer way to say them. Hints for the writer, never a score.

Thresholds are ours, not official. The word list is 국립국어원 「쉽고 바른 공공언어 쓰기 평가용 용어 목록」
(2024-02-28, 공공누리 제1유형); it holds loan words only, so a short list of hard Sino-Korean words of our own stands
beside it. Quoted words and names of ordinances are titles and are left alone.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

WORD_LIST = Path(__file__).parent / "data" / "plain_words.csv"
LONG, TOO_LONG = 60, 90
MOST_POSSESSIVES, MOST_BRIDGES, LONGEST_CHAIN = 2, 1, 3
QUOTED = re.compile(r"「[^」]*」|『[^』]*』|‘[^’]*’|“[^”]*”|\S*조례(?=\s|$)|\{\{[^{}]*\}\}")
SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
BRIDGES = re.compile(r"에 관한|에 대한|을 통한|를 통한|에 있어")
DOUBLE_PASSIVE = re.compile(r"(?:되어|보여|쓰여|모여|놓여|쌓여)[지진집질졌]")
PARTICLE = r"(?:에서|으로|에게|까지|부터|이나|을|를|은|는|이|가|의|에|로|과|와|도|만)?"
# A word that ends like this is no bare noun, so it ends a chain of nouns.
NOT_BARE = re.compile(
    r"(?:[을를은는이가의에로과와도만게서고며면지]|까지|부터|니다|하는|되는|한|된|할|될|던|해|하여|되어|거나|나|보다|처럼|마다|도록|쳐|것|때|중|등|및|운|른)$"
)
ADVERBS = {"가운데", "이상", "이하", "다시", "함께", "서로", "모두", "바로", "실제", "새로", "혼자", "먼저"}
BLANK = re.compile(r"\{\{[^{}]*\}\}")
OUR_WORDS = {
    "제고": "높임",
    "도모": "꾀함",
    "추진": "하기",
    "내실화": "알차게",
    "활성화": "무엇이 늘어나는지",
    "공여": "제공",
    "불입": "납입",
    "잔여": "나머지",
    "등재": "적다",
    "용이": "쉽다",
    "산입": "포함",
}


class HintKind(StrEnum):
    LONG = "long"
    TOO_LONG = "too_long"
    POSSESSIVES = "possessives"
    BRIDGES = "bridges"
    CHAIN = "chain"
    DOUBLE_PASSIVE = "double_passive"
    WORD = "word"


ADVICE = {
    HintKind.LONG: "문장이 깁니다. 둘로 나누면 읽기 쉽습니다.",
    HintKind.TOO_LONG: "문장이 아주 깁니다. 나누어 주세요.",
    HintKind.POSSESSIVES: "‘의’가 한 문장에 세 번 넘게 나옵니다. 풀어 써 보세요.",
    HintKind.BRIDGES: "‘에 관한’, ‘을 통한’ 같은 말이 겹칩니다. 동사로 풀어 써 보세요.",
    HintKind.CHAIN: "이름씨가 네 개 넘게 이어집니다. 사이에 조사나 동사를 넣어 보세요.",
    HintKind.DOUBLE_PASSIVE: "‘되어지다’는 ‘되다’로 씁니다.",
}


@dataclass(frozen=True)
class Hint:
    kind: HintKind
    found: str
    advice: str


def hints(text: str) -> Iterator[Hint]:
    """What could be plainer, sentence by sentence, in order."""
    for sentence in filter(None, map(str.strip, SENTENCE.split(text))):
        own = QUOTED.sub(" ○ ", sentence)
        yield from sentence_hints(sentence, own)
        for word, plainer in hard_words(own):
            yield Hint(HintKind.WORD, word, f"‘{word}’ 대신: {plainer}")


def sentence_hints(sentence: str, own: str) -> Iterator[Hint]:
    length = len(BLANK.sub("○○", sentence))  # a blank will hold a number or a short name
    found = {
        HintKind.TOO_LONG: length > TOO_LONG,
        HintKind.LONG: LONG < length <= TOO_LONG,
        HintKind.POSSESSIVES: len(re.findall(r"[가-힣]의(?=\s)", own)) > MOST_POSSESSIVES,
        HintKind.BRIDGES: len(BRIDGES.findall(own)) > MOST_BRIDGES,
        HintKind.CHAIN: longest_chain(own) > LONGEST_CHAIN,
        HintKind.DOUBLE_PASSIVE: bool(DOUBLE_PASSIVE.search(own)),
    }
    yield from (Hint(kind, sentence, ADVICE[kind]) for kind, here in found.items() if here)


def longest_chain(sentence: str) -> int:
    """How many bare nouns follow each other at most."""
    longest = chain = 0
    for word in sentence.split():
        hangul = re.fullmatch(r"[가-힣]{2,}", word) is not None
        bare = hangul and word not in ADVERBS and not NOT_BARE.search(word)
        chain = chain + 1 if bare else 0
        longest = max(longest, chain)
    return longest


def hard_words(sentence: str) -> list[tuple[str, str]]:
    """Hard words in the sentence with a plainer one, the longest word first where one holds another."""
    return [(match[1], plainer_words()[match[1]]) for match in word_pattern().finditer(sentence)]


@cache
def plainer_words() -> dict[str, str]:
    with WORD_LIST.open(encoding="utf-8", newline="") as file:
        listed = {
            word: row["alternatives"].replace(";", ", ")
            for row in csv.DictReader(file)
            for word in (row["term"], *filter(None, row["variants"].split(";")))
        }
    return listed | OUR_WORDS


@cache
def word_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(plainer_words(), key=len, reverse=True)))
    return re.compile(rf"(?<![가-힣A-Za-z0-9])({words}){PARTICLE}(?![가-힣A-Za-z0-9])")

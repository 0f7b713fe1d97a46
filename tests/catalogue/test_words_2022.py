"""Our own texts of the 2022 edition: complete, unlike each other, in the right voice, with honest blanks, plain."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings

from handbook.plain_language import HintKind, hints
from pledges.catalogue.blanks import BLANK, PARTICLES, PlaceWords, persons_blanks
from pledges.catalogue.loader import read_edition
from pledges.catalogue.search import normalise

EDITION = Path(settings.BASE_DIR) / "handbook" / "editions" / "2022"
EXECUTING = (
    "만들 짓 세우 두 설치하 운영하 시행하 지급하 지원하 편성하 늘리 넓히 확대하 도입하 채용하 배치하 보내 집행하 "
    "개설하 조성하 실시하 맡기 보장하 마련하 바꾸"
)
EXECUTES = re.compile(f"({'|'.join(EXECUTING.split())})겠습니다")
# Runs of this many letters that two pledges share. Fourteen are a formula of procedure (조례안을 대표발의하겠습니다);
# a run of twenty is a sentence somebody copied.
SHARED_RUN = 20
# Official names that are on the list of loan words; they are titles of institutions and stay.
EXCEPTIONS = {"옴부즈만", "튜터", "유니버설 디자인"}


@pytest.fixture(scope="module")
def files():
    return read_edition(EDITION)


@pytest.fixture(scope="module")
def starters(files):
    """Every starter as (label, starter)."""
    return [
        (f"{words.theme}-{entry.number}", starter)
        for words in files.words
        for entry in words.pledges
        for starter in entry.starters
    ]


def whole(starter):
    steps = [part for step in starter.steps for part in (step.when, step.what)]
    measure = starter.indicator
    indicator = (measure.name, measure.start, measure.to, measure.by)
    return "\n".join([starter.title, starter.goal, *indicator, *steps, starter.deadline, starter.financing])


def test_every_theme_and_pledge_has_its_words(files):
    entries = [entry for words in files.words for entry in words.pledges]
    assert len(files.words) == 12 and len(entries) == 50
    assert sum(len(entry.points) for entry in entries) == 102
    assert all(words.background.strip() for words in files.words)
    assert len(files.guide_words.questions) == 5 and len(files.guide_words.rules) == 20
    assert all(case.did for _, _, _, case in files.cases())


def test_starters_stand_in_every_voice_that_can_promise(starters):
    voices = [starter.voice for _, starter in starters]
    assert len(starters) >= 100
    assert voices.count("executive") == voices.count("council") == 50
    assert voices.count("education") >= 5


def test_council_starters_execute_nothing(starters):
    found = [
        (label, hit.group())
        for label, starter in starters
        if starter.voice == "council"
        for hit in EXECUTES.finditer(whole(starter))
    ]
    assert found == []


def test_blanks_are_readable_and_honest(starters):
    for label, starter in starters:
        text = whole(starter)
        assert text.count("{{") == text.count("}}") == len(BLANK.findall(text)), (label, starter.voice)
        assert 2 <= len(persons_blanks(text)) <= 8, (label, starter.voice)
        for name, particle in BLANK.findall(text):
            of_place = name in PlaceWords.of(None).words
            assert not particle or (of_place and particle in PARTICLES), (label, name, particle)


def test_no_starter_names_a_calendar_year(starters):
    assert [label for label, starter in starters if re.search(r"20\d\d년", whole(starter))] == []


def test_no_two_pledges_share_a_sentence(starters):
    """The longest run that starters of two pledges share, blanks left out, stays a formula."""
    runs = {}
    for label, starter in starters:
        letters = [normalise(part) for part in re.split(r"[.\n]", BLANK.sub(".", whole(starter)))]
        runs.setdefault(label, set()).update(
            part[start : start + SHARED_RUN] for part in letters for start in range(len(part) - SHARED_RUN + 1)
        )
    shared = [(one, other, runs[one] & runs[other]) for one, other in combinations(runs, 2) if runs[one] & runs[other]]
    assert shared == []


def own_texts(files):
    for words in files.words:
        yield f"{words.theme}", words.background
        for entry in words.pledges:
            label = f"{words.theme}-{entry.number}"
            for text in (entry.one_line, *entry.three_lines, entry.why, *entry.points, entry.needs_note):
                yield label, text
            for starter in entry.starters:
                yield f"{label} {starter.voice}", whole(starter)
    for question in files.guide_words.questions:
        for text in (question.good, question.weak, question.strong, question.why_weak, question.why_strong):
            yield f"question {question.number}", text
    for rule in files.guide_words.rules:
        yield f"rule {rule.number}", rule.reading
    for change in files.changes.changes:
        yield f"change {change.pledge}", change.text


def test_our_texts_are_plain(files):
    """Law document §6: no very long sentence, no pile of 의, no chain of nouns, no hard word but official names."""
    found = [
        (place, hint.kind, hint.found)
        for place, text in own_texts(files)
        for hint in hints(text)
        if hint.kind is not HintKind.LONG and not (hint.kind is HintKind.WORD and hint.found in EXCEPTIONS)
    ]
    assert found == []


def test_long_sentences_stay_few(files):
    """Over 60 characters, blanks counted short: a handful of law names, no habit."""
    long = [hint.found for _, text in own_texts(files) for hint in hints(text) if hint.kind is HintKind.LONG]
    assert len(long) <= 12, long


def test_wrong_figures_are_corrected_with_the_printed_form(files):
    corrections = [(words.theme, correction.printed) for words in files.words for correction in words.corrections]
    assert (10, "헌법 제19조") in [(theme, printed.replace("대한민국 ", "")) for theme, printed in corrections]
    assert any(theme == 4 and "11.4" in printed for theme, printed in corrections)


@pytest.mark.parametrize(
    ("label", "kind", "day"),
    [("4-1", "duty", "2022-03-25"), ("6-1", "duty", "2026-03-27"), ("8-4", "common", "2026-01-18")],
)
def test_what_changed_since_the_edition_is_told(files, label, kind, day):
    changes = {(change.pledge, change.kind, change.happened_on.isoformat()) for change in files.changes.changes}
    assert (label, kind, day) in changes

import itertools

import pytest
from django.db.models import Q
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pledges.catalogue.models import Case, PledgeText
from pledges.catalogue.search import LEADING_CONSONANTS, SearchTerms, initials, normalise
from tests import factories

# Everything a database can hold: no half of a surrogate pair, no control character.
TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=90)
KOREAN = st.text(st.sampled_from("청년돌봄을의가이 은는·-1aＡ「」ㅊㄴ\u1100\u1161"), max_size=30)


def spellings(query, *, synonyms=None, loose=False):
    return [word.spellings for word in SearchTerms.read(query, synonyms, loose=loose).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("통합 돌봄", "통합돌봄"),
        ("「수원시 시민자치헌장 조례」", "수원시시민자치헌장조례"),
        ("ＡＢＣ １２３", "abc123"),
        ("1인 가구_지원·상담", "1인가구지원상담"),
        ("\u110e\u1165\u11bc\u1102\u1167\u11ab", "청년"),
        ("% _ ! ?", ""),
    ],
)
def test_normalise_leaves_letters_and_digits(text, expected):
    assert normalise(text) == expected


def test_initials_are_the_leading_consonants_of_syllables_only():
    assert initials("청년 1인 가구 Support 꿈") == "ㅊㄴㅇㄱㄱㄲ"


@pytest.mark.parametrize(
    "particle", ["에서", "으로", "에게", "까지", "부터", "을", "를", "은", "는", "의", "에", "로", "과", "와", "도"]
)
def test_particle_is_no_part_of_a_word(particle):
    assert spellings(f"돌봄{particle}") == [("돌봄",)]


@pytest.mark.parametrize("word", ["마을", "도로", "결과", "제도", "수도", "회의", "은", "섬"])
def test_particle_stays_where_it_would_leave_one_letter(word):
    assert spellings(word) == [(word,)]


@pytest.mark.parametrize(("typed", "loosely"), [("고양이", "고양"), ("예술가", "예술"), ("청년이", "청년")])
def test_doubtful_particle_comes_off_only_loosely(typed, loosely):
    assert spellings(typed) == [(typed,)]
    assert spellings(typed, loose=True) == [(loosely,)]


def test_words_are_read_one_by_one():
    assert spellings("  청년의   일자리를 ") == [("청년",), ("일자리",)]
    assert spellings("１인\u3000가구") == [("1인",), ("가구",)]


def test_leading_consonants_are_words_of_their_own_kind():
    one, other = SearchTerms.read("ㅊㄴ 일자리").words
    assert (one.spellings, one.consonants) == ((), "ㅊㄴ")
    assert (other.spellings, other.consonants) == (("일자리",), "")


@pytest.mark.parametrize("query", ["", "   ", "%", "!?", "「」", "_", "…·"])
def test_punctuation_alone_is_no_search(query):
    terms = SearchTerms.read(query)
    assert not terms
    assert terms.condition() == Q(pk__in=[])
    assert terms.mark("돌봄!?%") == [("돌봄!?%", False)]


@pytest.mark.parametrize("query", ["!?", "", "돌봄"])
def test_synonym_of_nothing_widens_no_search(query):
    assert spellings(query, synonyms={"": ("주택",)}) == spellings(query)


def test_synonym_stands_beside_the_word_as_typed():
    known = {"콜버스": ("이동권", "교통약자")}
    assert spellings("콜버스", synonyms=known) == [("콜버스", "이동권", "교통약자")]
    assert spellings("농촌 콜버스를", synonyms=known) == [("농촌",), ("콜버스", "이동권", "교통약자")]


def test_synonym_of_several_words_is_found_however_it_is_spaced():
    known = {"상가내몰림": ("젠트리피케이션",)}
    assert spellings("상가 내몰림", synonyms=known) == [("상가내몰림", "젠트리피케이션")]
    assert spellings("상가내몰림", synonyms=known) == [("상가내몰림", "젠트리피케이션")]


def test_query_is_read_up_to_a_bound():
    assert spellings("가" * 5000) == [("가" * 100,)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("돌봄", "통합 돌봄 체계", [("통합 ", False), ("돌봄", True), (" 체계", False)]),
        ("통합돌봄", "통합 돌봄 체계", [("통합 돌봄", True), (" 체계", False)]),
        ("통합 돌봄을", "통합·돌봄", [("통합", True), ("·", False), ("돌봄", True)]),
        ("ㅊㄴ", "전국 청년 모임", [("전국 ", False), ("청년", True), (" 모임", False)]),
        ("ai", "ＡＩ 교육", [("ＡＩ", True), (" 교육", False)]),
        ("섬", "섬 섬", [("섬 섬", True)]),
        ("없음", "돌봄", [("돌봄", False)]),
    ],
)
def test_mark_shows_what_was_found(query, text, expected):
    assert SearchTerms.read(query).mark(text) == expected


@settings(deadline=None)
@given(text=TEXTS | KOREAN, query=TEXTS | KOREAN, loose=st.booleans())
def test_mark_gives_pieces_that_joined_are_the_text(text, query, loose):
    pieces = SearchTerms.read(query, loose=loose).mark(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert all(one[1] != other[1] for one, other in itertools.pairwise(pieces))


@settings(deadline=None)
@given(text=TEXTS | KOREAN)
@example("ㄱ-ㅏ")
@example("\u1100 \u1161")
def test_normalise_of_normalised_is_the_same(text):
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=60, deadline=None)
@given(text=KOREAN | TEXTS)
@pytest.mark.django_db
def test_text_always_finds_itself(text):
    assume(normalise(text))
    # Consonants alone ask for the initials of syllables, which such a text does not have.
    assume(not any(set(word) <= set(LEADING_CONSONANTS) for word in text.split()))
    # Letters of two words that make one syllable without the blank between them are no words that anybody types.
    assume(normalise(text) == "".join(map(normalise, text.split())))
    case = Case.objects.first() or factories.case()
    case.name = text
    case.save()
    assert list(Case.objects.filter(SearchTerms.read(text).condition())) == [case]


@pytest.mark.django_db
def test_no_word_is_found_across_two_texts():
    factories.case(name="마을 돌봄", did="체계를 세웠습니다.")
    found = Case.objects.filter(SearchTerms.read("돌봄체계").condition())
    assert not found.exists()


@pytest.mark.django_db
def test_search_texts_follow_what_is_saved():
    text = factories.pledge_text(
        factories.pledge(live=False), title="통합 돌봄", synonyms="어르신 돌봄, 커뮤니티 케어", published_at=None
    )
    assert (text.search_title, text.search_initials) == ("통합돌봄", "ㅌㅎㄷㅂ")
    assert text.search_text.split() == ["통합돌봄", "어르신돌봄", "커뮤니티케어", "분야1"]
    text.title = "마을 돌봄"
    text.save()
    assert PledgeText.objects.get().search_title == "마을돌봄"

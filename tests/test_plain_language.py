"""Hints for plainer sentences: each rule finds what it says and leaves titles alone."""

import pytest

from handbook.plain_language import HintKind, hard_words, hints


def kinds(text):
    return [hint.kind for hint in hints(text)]


@pytest.mark.parametrize(
    ("length", "expected"), [(60, []), (61, [HintKind.LONG]), (90, [HintKind.LONG]), (91, [HintKind.TOO_LONG])]
)
def test_length_is_counted_per_sentence(length, expected):
    assert kinds("가" * (length - 1) + ".") == expected


def test_blank_counts_as_short_as_what_will_fill_it():
    assert kinds("{{" + "가나다라마바사 " * 8 + "수}}곳을 늘리겠습니다.") == []


def test_three_possessives_are_found():
    assert HintKind.POSSESSIVES in kinds("주민의 삶의 질의 변화를 봅니다.")
    assert HintKind.POSSESSIVES not in kinds("주민의 삶의 변화를 봅니다.")


def test_bridges_are_found_when_they_pile_up():
    assert HintKind.BRIDGES in kinds("복지에 관한 일과 참여를 통한 변화를 말합니다.")
    assert HintKind.BRIDGES not in kinds("복지에 관한 일을 말합니다.")


def test_chain_of_four_nouns_is_found():
    assert HintKind.CHAIN in kinds("주민 참여 예산 운영 계획을 세웁니다.")
    assert HintKind.CHAIN not in kinds("주민이 참여하는 예산 운영 계획을 세웁니다.")


def test_double_passive_is_found():
    assert HintKind.DOUBLE_PASSIVE in kinds("사업이 진행되어집니다.")
    assert kinds("일이 이루어집니다. 남은 여지가 있습니다.") == []


def test_hard_words_are_found_with_any_particle():
    assert hard_words("거버넌스를 말합니다.") == [("거버넌스", "정책, 관리, 민관 협력, 협치, 행정")]
    assert [word for word, _ in hard_words("역량 제고와 참여 도모")] == ["제고", "도모"]
    assert hard_words("재고를 살핍니다.") == []


def test_titles_and_ordinance_names_are_left_alone():
    assert kinds("「민관 거버넌스 활성화 조례」를 고칩니다.") == []
    assert kinds("‘스마트 거버넌스 센터’에서 엽니다.") == []

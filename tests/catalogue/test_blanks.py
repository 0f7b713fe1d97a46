"""Starters in the words of a place: particles that fit, blanks of the person kept."""

import pytest

from pledges.catalogue.blanks import PieceKind, PlaceWords, fitting, persons_blanks, pieces
from pledges.catalogue.models import Government


def read(text, words):
    return "".join(piece.text for piece in pieces(text, words))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("전북특별자치도 순창군", "군", "군수가 군민과 군의회에, 순창군은"),
        ("서울특별시 성동구", "자치구", "구청장이 구민과 구의회에, 성동구는"),
        ("경기도 수원시", "자치시", "시장이 시민과 시의회에, 수원시는"),
        ("경기도", "도", "도지사가 도민과 도의회에, 경기도는"),
        ("부산광역시", "광역시", "시장이 시민과 시의회에, 부산광역시는"),
    ],
)
def test_place_fills_its_words(name, kind, expected):
    words = PlaceWords.of(Government(code="00001", name=name, short_name="", kind=kind))
    assert read("{{장|이}} {{주민|와}} {{의회}}에, {{지역|은}}", words) == expected


def test_without_a_place_the_words_are_right_everywhere():
    assert read("{{장|이}} {{주민}}에게, {{지역|은}}", PlaceWords.of(None)) == "단체장이 주민에게, 우리 지역은"


@pytest.mark.parametrize(
    ("particle", "word", "form"),
    [
        ("이", "군수", "가"),
        ("은", "순창군", "은"),
        ("을", "제주도", "를"),
        ("와", "구민", "과"),
        ("으로", "서울", "로"),
        ("으로", "군", "으로"),
    ],
)
def test_particle_fits_the_word(particle, word, form):
    assert fitting(particle, word) == form


def test_blank_of_the_person_keeps_its_name():
    found = list(pieces("지금 {{지금 수}}곳을 {{주민}}과", PlaceWords.of(None)))
    assert [(piece.kind, piece.text) for piece in found] == [
        (PieceKind.TEXT, "지금 "),
        (PieceKind.PERSON, "지금 수"),
        (PieceKind.TEXT, "곳을 "),
        (PieceKind.PLACE, "주민"),
        (PieceKind.TEXT, "과"),
    ]
    assert persons_blanks("{{수}} {{장|이}} {{수}} {{금액}}") == ["수", "금액"]

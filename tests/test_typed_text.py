"""Typed text: one normal form, nothing hidden; the form fields that every form takes text with."""

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from handbook.typed_text import REFUSED_PATTERN, ZERO_WIDTH, TypedLine, TypedText, cleaned

ODD = "가한 a1#*\n\r\t\v\x85\xa0\u2028"
ODD += "\u200b\u200d\ufeff\ufe0e\ufe0f\u20e3👩🏽❤🔥↔\u2329\u2126\u0338ᄀ각ㅤ\u1160\xad\U000e0067"
TEXTS = st.text() | st.text(alphabet=ODD, max_size=30)
FAMILY, HEART, KEYCAP = "👩🏽\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3"


def cleaned_or_none(text, *, lines):
    try:
        return cleaned(text, lines=lines)
    except ValidationError:
        return None


@given(TEXTS, st.booleans())
def test_cleaning_twice_changes_nothing(text, lines):
    once = cleaned_or_none(text, lines=lines)
    assert once is None or cleaned(once, lines=lines) == once


@given(TEXTS, st.booleans())
def test_cleaned_text_is_normal_and_shows_all_it_holds(text, lines):
    once = cleaned_or_none(text, lines=lines) or ""
    assert unicodedata.is_normalized("NFC", once)
    assert REFUSED_PATTERN.search(once) is None
    assert not {"\t", "\r", "\u200b", "\ufeff", "\xad"} & set(once)
    assert once == once.strip()
    assert lines or "\n" not in once
    once.encode()


@given(st.text(alphabet=ODD, max_size=30))
def test_joiner_stays_only_between_pictures(text):
    once = cleaned(text, lines=True)
    for place, character in enumerate(once):
        if character == "\u200d":
            assert once[place - 1] in "👩🏽❤🔥↔\ufe0e\ufe0f"
            assert once[place + 1] in "👩🏽❤🔥↔"


@given(st.text(alphabet=st.characters(categories=["Lo", "Nd", "Po"], max_codepoint=0xD7A3), max_size=50))
def test_words_are_kept_letter_by_letter(text):
    kept = [letter for letter in unicodedata.normalize("NFC", text) if letter not in "\u115f\u1160\u3164\u17b4\u17b5"]
    assert cleaned(text, lines=True) == unicodedata.normalize("NFC", "".join(kept))


@pytest.mark.parametrize(
    ("typed", "line", "text"),
    [
        ("  가\r\n나\r다 ", "가 나 다", "가\n나\n다"),
        ("가 \n\n  나", "가 나", "가\n\n  나"),
        ("가\v나\u2028다\f라", "가 나 다 라", "가\n나\n다\n라"),
        ("\t가\u3000나\xa0", "가 나", "가 나"),
        ("\u1100\u1161\u11a8", "각", "각"),
        ("가\u200b나\ufeff\u200d다", "가나다", "가나다"),
        (FAMILY + HEART + KEYCAP, FAMILY + HEART + KEYCAP, FAMILY + HEART + KEYCAP),
        ("가\ufe0f\U000e0041", "가", "가"),
        ("\u200b \u3164", "", ""),
    ],
)
def test_text_gets_its_normal_form(typed, line, text):
    assert (cleaned(typed, lines=False), cleaned(typed, lines=True)) == (line, text)


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x07", "보이지 않는 제어 문자(U+0007)"),
        ("\x00", "보이지 않는 제어 문자(U+0000)"),
        ("\x7f", "보이지 않는 제어 문자(U+007F)"),
        ("\u202e", "글의 방향을 바꾸는 문자(U+202E)"),
        ("\u2066", "글의 방향을 바꾸는 문자(U+2066)"),
        ("\u200f", "글의 방향을 바꾸는 문자(U+200F)"),
        ("\ud83d", "깨진 문자(U+D83D)"),
        ("\uffff", "글자가 아닌 문자(U+FFFF)"),
        ("\U0010fffe", "글자가 아닌 문자(U+10FFFE)"),
        ("\uf0b7", "다른 기기에서는 보이지 않는 문자(U+F0B7)"),
    ],
)
def test_refused_character_is_named(character, named):
    with pytest.raises(ValidationError) as refused:
        cleaned(f"가{character}나", lines=True)
    assert refused.value.messages == [f"{named}가 들어 있습니다. 그 글자를 지우고 다시 저장해 주세요."]


@pytest.mark.parametrize("plane", range(17))
def test_ends_of_every_plane_are_refused(plane):
    for end in (0xFFFE, 0xFFFF):
        assert cleaned_or_none(chr(plane << 16 | end), lines=True) is None


def test_zero_width_characters_are_really_without_width():
    assert cleaned("가" + ZERO_WIDTH.strip("[]").replace("-", "") + "나", lines=True) == "가나"


class Form(forms.Form):
    line = TypedLine(max_length=5)
    text = TypedText(max_length=5, required=False)


def test_fields_clean_what_was_typed():
    form = Form({"line": " 가\r\n나 ", "text": "가\r\n나"})
    assert form.is_valid()
    assert form.cleaned_data == {"line": "가 나", "text": "가\n나"}


def test_too_long_a_text_is_told_how_long_it_is():
    form = Form({"line": "가나다라마바사", "text": "가나\r\n라마"})
    assert form.errors == {"line": ["5자까지 적을 수 있습니다. 지금은 7자입니다."]}


def test_text_of_nothing_to_see_is_missing():
    form = Form({"line": "\u200b\t", "text": "\u200b"})
    assert set(form.errors) == {"line"}
    assert form.cleaned_data == {"text": ""}


def test_refused_character_is_an_error_of_its_field():
    assert set(Form({"line": "가", "text": "\x07"}).errors) == {"text"}


def test_browser_is_not_told_to_cut():
    assert "maxlength" not in str(Form())
    assert "<textarea" in str(Form()["text"])

"""Money as typed: what people write is read exactly, what can be read in two ways is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.platforms.amounts import Unit, parse_won, short_won, won_text
from pledges.platforms.content import MOST_WON

WONS = st.integers(1, MOST_WON) | st.integers(1, 100_000)


@pytest.mark.parametrize(
    ("typed", "won"),
    [
        ("3억 5천", 350_000_000),
        ("3억5천만원", 350_000_000),
        ("350백만", 350_000_000),
        ("350백만 원", 350_000_000),
        ("1억 3,500", 135_000_000),
        ("5,000만", 50_000_000),
        ("5천만", 50_000_000),
        ("2조 3천억", 2_300_000_000_000),
        ("2조 3천", 2_300_000_000_000),
        ("1.5억", 150_000_000),
        ("0.5억", 50_000_000),
        ("1.5천만원", 15_000_000),
        ("350000000원", 350_000_000),
        ("12,000,000", 12_000_000),
        ("10000", 10_000),
        ("3백만원", 3_000_000),
        ("3천5백만원", 35_000_000),
        ("3천500만", 35_000_000),
        ("3,500천원", 3_500_000),
        ("1억", 100_000_000),
        ("３억 ５천", 350_000_000),
        ("３，５００만원", 35_000_000),
        ("삼억 오천만 원", 350_000_000),
        ("육십칠만 원", 670_000),
        ("천만원", 10_000_000),
        ("만원", 10_000),
        ("1만 5천", 15_000),
        ("3500원", 3_500),
        ("1억 35,000,000", 135_000_000),
        ("12억 3,456만 7,890원", 1_234_567_890),
        ("₩3,000,000", 3_000_000),
        ("금 3,000,000원정", 3_000_000),
        ("1억 100", 101_000_000),
        ("1만 5", 10_005),
        ("100조", MOST_WON),
    ],
)
def test_amount_is_read(typed, won):
    assert parse_won(typed) == won


@pytest.mark.parametrize("typed", ["3500", "5천", "9,999", "1.5"])
def test_number_without_a_unit_is_asked_back(typed):
    with pytest.raises(ValueError, match="단위를 알 수 없습니다") as asked:
        parse_won(typed)
    assert "만 원" in str(asked.value)
    assert "억 원" in str(asked.value)


@pytest.mark.parametrize(("typed", "number"), [("3500", "3,500"), ("1.5", "1.5")])
def test_readings_to_choose_from_have_the_number(typed, number):
    with pytest.raises(ValueError, match=f"‘{number}원’, ‘{number}만 원’, ‘{number}백만 원’, ‘{number}억 원’"):
        parse_won(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3억 5", "단위를 붙여 주세요"),
        ("3억 5천원", "몇만 원인지"),
        ("0", "비예산"),
        ("0원", "비예산"),
        ("-3억", "0보다 큰"),
        ("△300만", "0보다 큰"),
        ("100조 1원", "100조 원까지"),
        ("9" * 60, "100조 원까지"),
        ("9" * 61, "읽지 못했습니다"),
        ("1.123456789억", "끝수"),
        ("1." + "0" * 40 + "1억", "끝수"),
        ("약 3억", "‘약’"),
        ("1e9", "‘e’"),
        ("1,3500", "‘1,3500’"),
        ("1억 2억", "‘1억 2억’"),
        ("1억 0억", "‘1억 0억’"),
        ("1만 2억", "‘1만 2억’"),
        ("3억 12000만", "‘3억 12000만’"),
        ("5백3천만", "‘5백3천만’"),
        ("1.5억 3천만", "‘1.5억 3천만’"),
        ("억", "‘억’"),
        ("원", "읽지 못했습니다"),
        ("", "읽지 못했습니다"),
        ("   ", "읽지 못했습니다"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(typed, said):
    with pytest.raises(ValueError, match=said):
        parse_won(typed)


@given(WONS)
def test_written_amount_is_read_back(won):
    assert parse_won(won_text(won)) == won


@given(WONS)
def test_digits_with_and_without_commas_are_read(won):
    assert parse_won(f"{won}원") == parse_won(f"{won:,} 원") == won


@given(st.integers(1, 9_999), st.sampled_from([("만", 10**4), ("백만", 10**6), ("천만", 10**7), ("억", 10**8)]))
def test_number_with_a_unit_is_their_product(number, unit):
    name, size = unit
    assert parse_won(f"{number}{name}") == parse_won(f"{number:,} {name} 원") == number * size


@given(st.integers(1, 9_999), st.integers(100, 9_999))
def test_number_after_eok_counts_in_man(eok, man):
    assert parse_won(f"{eok}억 {man}") == parse_won(f"{eok}억 {man}만원") == eok * 10**8 + man * 10**4


@given(st.text(alphabet="0123456789,.조억만천백십원 -일이", max_size=20) | st.text(max_size=20))
def test_any_text_is_an_amount_in_limits_or_a_sentence(typed):
    try:
        won = parse_won(typed)
    except ValueError as refused:
        assert str(refused).endswith((".", "주세요."))
    else:
        assert 1 <= won <= MOST_WON


@pytest.mark.parametrize(
    ("won", "text"),
    [
        (350_000_000, "3억 5,000만 원"),
        (1_234, "1,234원"),
        (100_000_000, "1억 원"),
        (100_000_001, "1억 1원"),
        (MOST_WON, "100조 원"),
        (0, "0원"),
    ],
)
def test_amount_is_written(won, text):
    assert won_text(won) == text


@pytest.mark.parametrize(
    ("won", "unit", "text"),
    [
        (1_234_000_000, Unit.MILLION, "1,234"),
        (1_234_567_890, Unit.MILLION, "1,234.6"),
        (150_000, Unit.MILLION, "0.2"),
        (49_999, Unit.MILLION, "0.1 미만"),
        (0, Unit.MILLION, "0"),
        (999_950_000, Unit.MILLION, "1,000.0"),
        (350_000_000, Unit.HUNDRED_MILLION, "3.5"),
        (1_234, Unit.WON, "1,234"),
    ],
)
def test_short_amount_is_in_the_tables_unit(won, unit, text):
    assert short_won(won, unit) == text


@given(WONS, st.sampled_from(Unit))
def test_short_amount_is_off_by_half_a_tenth_at_most(won, unit):
    text = short_won(won, unit).replace(",", "")
    if "미만" not in text:
        whole, _, tenth = text.partition(".")
        assert abs(int(whole) * unit * 10 + int(tenth or 0) * unit - won * 10) * 2 <= unit


def test_units_are_named():
    assert [unit.label for unit in Unit] == ["원", "천 원", "만 원", "백만 원", "억 원"]

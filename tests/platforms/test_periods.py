"""Time as typed: what people write is read into days, written back in one form, and put in order."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.platforms.periods import Kind, Offset, beyond, order, parse

START, END = dt.date(2026, 7, 1), dt.date(2030, 6, 30)
TERM = (START, END)
DATES = st.dates(dt.date(1995, 1, 1), dt.date(2200, 12, 31))
YEARS = st.integers(1995, 2200)
WORDS = st.text(alphabet="0123456789. -~년월일차까지부터임기내취임후안해마다상하반기분기'", max_size=25) | st.text(
    max_size=30
)
NO_TIMES = ("2027. 2. 29.", "2027. 13.", "2027년 5분기", "1994년", "2201년", "2029~2027", "2027년 5월~3월")
POINTS = st.one_of(
    YEARS.map("{}년".format),
    st.builds("{}년 {}월".format, YEARS, st.integers(1, 12)),
    st.builds("{}년 {}월 초".format, YEARS, st.integers(1, 12)),
    st.builds("{}년 {}분기".format, YEARS, st.integers(1, 4)),
    st.builds("{}년 {}반기".format, YEARS, st.sampled_from("상하")),
    st.builds("{}년 {}".format, YEARS, st.sampled_from("초말")),
    DATES.map(lambda day: f"{day.year}. {day.month}. {day.day}."),
    st.integers(1, 999).map("취임 후 {}일".format),
    st.builds("취임 후 {}년 {}개월".format, st.integers(1, 9), st.integers(1, 11)),
    st.builds("임기 {}년차 {}".format, st.integers(1, 4), st.sampled_from(["상반기", "하반기", "초", "말"])),
)


def days(text):
    period = parse(text)
    return period and period.resolve(*TERM)


@pytest.mark.parametrize(
    ("typed", "kind", "first", "last", "normal"),
    [
        ("2027. 3. 1.", Kind.DAY, (2027, 3, 1), (2027, 3, 1), "2027. 3. 1."),
        ("2027-03-01", Kind.DAY, (2027, 3, 1), (2027, 3, 1), "2027. 3. 1."),
        ("2027년 3월 1일", Kind.DAY, (2027, 3, 1), (2027, 3, 1), "2027. 3. 1."),
        ("２０２７．３．１．", Kind.DAY, (2027, 3, 1), (2027, 3, 1), "2027. 3. 1."),
        ("2028. 2.", Kind.MONTH, (2028, 2, 1), (2028, 2, 29), "2028년 2월"),
        ("27년 3월", Kind.MONTH, (2027, 3, 1), (2027, 3, 31), "2027년 3월"),
        ("’27. 3.", Kind.MONTH, (2027, 3, 1), (2027, 3, 31), "2027년 3월"),
        ("2027년 1/4분기", Kind.QUARTER, (2027, 1, 1), (2027, 3, 31), "2027년 1분기"),
        ("2027 하반기", Kind.HALF, (2027, 7, 1), (2027, 12, 31), "2027년 하반기"),
        ("2027", Kind.YEAR, (2027, 1, 1), (2027, 12, 31), "2027년"),
        ("2027년도", Kind.YEAR, (2027, 1, 1), (2027, 12, 31), "2027년"),
        ("2027년 초", Kind.PART, (2027, 1, 1), (2027, 3, 31), "2027년 초"),
        ("2027년 연말", Kind.PART, (2027, 12, 1), (2027, 12, 31), "2027년 말"),
        ("2027년 2월 말", Kind.PART, (2027, 2, 21), (2027, 2, 28), "2027년 2월 말"),
        ("취임 후 100일", Kind.AFTER, (2026, 10, 8), (2026, 10, 8), "취임 후 100일"),
        ("취임 100일 안", Kind.UNTIL, (2026, 7, 1), (2026, 10, 8), "취임 후 100일 안"),
        ("취임 후 6개월", Kind.AFTER, (2026, 12, 31), (2026, 12, 31), "취임 후 6개월"),
        ("취임 1년 6개월 이내에", Kind.UNTIL, (2026, 7, 1), (2027, 12, 31), "취임 후 1년 6개월 안"),
        ("취임 후 두 달 안", Kind.UNTIL, (2026, 7, 1), (2026, 8, 31), "취임 후 2개월 안"),
        ("취임 직후", Kind.AFTER, (2026, 7, 1), (2026, 7, 1), "취임 즉시"),
        ("임기 내", Kind.TERM, (2026, 7, 1), (2030, 6, 30), "임기 내"),
        ("임기 말까지", Kind.TERM, (2026, 7, 1), (2030, 6, 30), "임기 말"),
        ("임기 2년차", Kind.TERM_YEAR, (2027, 7, 1), (2028, 6, 30), "임기 2년차"),
        ("임기 3년 차 상반기", Kind.TERM_YEAR, (2028, 7, 1), (2028, 12, 31), "임기 3년차 상반기"),
        ("임기 3년차 말", Kind.TERM_YEAR, (2029, 6, 1), (2029, 6, 30), "임기 3년차 말"),
        ("임기 첫 6개월", Kind.TERM_YEAR, (2026, 7, 1), (2026, 12, 31), "임기 첫 6개월"),
        ("임기 첫해", Kind.TERM_YEAR, (2026, 7, 1), (2027, 6, 30), "임기 1년차"),
        ("임기 후반기", Kind.TERM_YEAR, (2028, 7, 1), (2030, 6, 30), "임기 후반기"),
        ("매년 3월", Kind.REPEATED, (2026, 7, 1), (2030, 6, 30), "매년 3월"),
        ("해마다 예산심사 때", Kind.REPEATED, (2026, 7, 1), (2030, 6, 30), "해마다 예산심사 때"),
        ("임기 2년차부터 해마다", Kind.REPEATED, (2027, 7, 1), (2030, 6, 30), "임기 2년차부터 해마다"),
        ("2028년까지", Kind.UNTIL, (2026, 7, 1), (2028, 12, 31), "2028년까지"),
        ("2028년 이후", Kind.FROM, (2028, 1, 1), (2030, 6, 30), "2028년부터"),
        ("2027년 ~ 2029년", Kind.RANGE, (2027, 1, 1), (2029, 12, 31), "2027년 ~ 2029년"),
        ("2027-2029", Kind.RANGE, (2027, 1, 1), (2029, 12, 31), "2027년 ~ 2029년"),
        ("2027~2029년", Kind.RANGE, (2027, 1, 1), (2029, 12, 31), "2027년 ~ 2029년"),
        ("2027년 3월~5월", Kind.RANGE, (2027, 3, 1), (2027, 5, 31), "2027년 3월 ~ 2027년 5월"),
        ("2027년 3~5월", Kind.RANGE, (2027, 3, 1), (2027, 5, 31), "2027년 3월 ~ 2027년 5월"),
        ("2027. 3. ~ 5.", Kind.RANGE, (2027, 3, 1), (2027, 5, 31), "2027년 3월 ~ 2027년 5월"),
        ("2027. 3. 1. ~ 5.", Kind.RANGE, (2027, 3, 1), (2027, 3, 5), "2027. 3. 1. ~ 2027. 3. 5."),
        ("2027-03-01 - 2027-05-02", Kind.RANGE, (2027, 3, 1), (2027, 5, 2), "2027. 3. 1. ~ 2027. 5. 2."),
        ("2027년 3월부터 2028년 6월까지", Kind.RANGE, (2027, 3, 1), (2028, 6, 30), "2027년 3월 ~ 2028년 6월"),
        ("임기 1~2년차", Kind.RANGE, (2026, 7, 1), (2028, 6, 30), "임기 1년차 ~ 임기 2년차"),
    ],
)
def test_period_is_read(typed, kind, first, last, normal):
    period = parse(typed)
    assert (period.kind, period.text()) == (kind, normal)
    assert period.resolve(*TERM) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    "typed", ["예산안이 올라올 때", "조례 시행 뒤 6개월 안", "정기인사가 끝날 때마다", "보험을 다시 계약하기 전"]
)
def test_occasion_is_a_time_without_days(typed):
    period = parse(typed)
    assert (period.kind, period.text(), period.resolve(*TERM)) == (Kind.OCCASION, typed, None)


@pytest.mark.parametrize(
    "typed",
    [
        *NO_TIMES,
        "",
        "  ",
        "내년",
        "3월",
        "10년 안",
        "추후",
        "빠른 시일 내",
        "취임 후",
        "취임 후 0일",
        "임기 0년차",
        "가" * 200,
        "2" * 201,
    ],
)
def test_what_is_no_time_is_not_understood(typed):
    assert parse(typed) is None


def test_term_may_begin_on_any_day():
    elected = dt.date(2027, 4, 8)
    assert parse("취임 후 100일").resolve(elected, END)[1] == dt.date(2027, 7, 16)
    assert parse("임기 1년차").resolve(elected, END) == (elected, dt.date(2028, 4, 7))
    assert Offset(1, 0).day(dt.date(2027, 1, 31)) == dt.date(2027, 2, 28)


def test_far_away_day_is_no_error():
    assert parse("취임 후 9999일").resolve(dt.date(9999, 1, 1), dt.date(9999, 12, 31)) is None


@given(WORDS)
def test_normal_form_is_read_as_the_same_period(text):
    period = parse(text)
    assert period is None or parse(period.text()) == period


@given(POINTS, st.sampled_from(["", "까지", "부터", "부터 해마다"]))
def test_normal_form_is_its_own(text, ending):
    period = parse(text + ending)
    assert parse(period.text()) == period


@given(WORDS | POINTS, DATES, st.integers(30, 2000))
def test_days_run_in_order(text, start, length):
    period = parse(text)
    found = period and period.resolve(start, start + dt.timedelta(days=length))
    assert not found or found[0] <= found[1]


@given(DATES)
def test_every_way_to_write_a_day_is_that_day(day):
    written = (f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}", f"{day:%Y/%m/%d}", f"{day.year}년 {day.month}월 {day.day}일")
    assert {parse(text).resolve(*TERM) for text in written} == {(day, day)}


@given(DATES)
def test_months_quarters_halves_and_years_nest(day):
    month = days(f"{day.year}년 {day.month}월")
    quarter = days(f"{day.year}년 {(day.month + 2) // 3}분기")
    half = days(f"{day.year}년 {'상' if day.month < 7 else '하'}반기")
    year = days(f"{day.year}년")
    assert year[0] <= half[0] <= quarter[0] <= month[0] <= day <= month[1] <= quarter[1] <= half[1] <= year[1]
    assert month[1].day == calendar.monthrange(day.year, day.month)[1]


@given(POINTS, POINTS)
def test_range_goes_from_the_first_day_to_the_last(left, right):
    period = parse(f"{left} ~ {right}")
    first, last = parse(left), parse(right)
    if period is not None:
        assert (period.kind, period.first, period.last) == (Kind.RANGE, first.first, last.last)
    else:
        assert first.first > last.last


@pytest.mark.parametrize(
    ("whens", "wrong"),
    [
        ([], []),
        (["취임 100일 안", "취임 1년 안", "임기 2년차", "임기 내"], []),
        (["취임 1년 안", "취임 100일 안"], [1]),
        (["2027년", "2027년 상반기", "2027년 3월"], []),
        (["2027년 3월", "2027년 1월"], [1]),
        (["2036년", "2027년", "2028년", "2029년"], [0]),
        (["2027년", "2028년", "2026년", "2029년"], [2]),
        (["2027년 하반기", "취임 1년 안"], [1]),
        (["임기 내", "해마다 3월", "예산심사 때", "모름", "2027년"], []),
        (["2029년", "2028년", "2027년"], [1, 2]),
    ],
)
def test_steps_out_of_order_are_found(whens, wrong):
    assert order(whens, *TERM) == wrong


@given(st.lists(POINTS, max_size=8))
def test_without_the_wrong_steps_the_rest_is_in_order(whens):
    wrong = order(whens, *TERM)
    assert order([when for index, when in enumerate(whens) if index not in wrong], *TERM) == []


@given(st.lists(DATES, max_size=8))
def test_sorted_days_are_in_order(dates):
    assert order([f"{day:%Y-%m-%d}" for day in sorted(dates)], *TERM) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2030. 6. 30.", False),
        ("2030. 7. 1.", True),
        ("2030년", True),
        ("2030년 상반기", False),
        ("2031년부터", True),
        ("2027년부터", False),
        ("임기 4년차", False),
        ("임기 5년차", True),
        ("취임 5년 안", True),
        ("임기 내", False),
        ("해마다", False),
        ("예산심사 때", False),
        ("2028~2032년", True),
    ],
)
def test_period_beyond_the_term_is_told(typed, expected):
    assert beyond(parse(typed), *TERM) is expected


@pytest.mark.parametrize(
    ("typed", "dated", "counted"),
    [
        ("2027년", True, False),
        ("2028년까지", True, False),
        ("취임 100일 안", False, True),
        ("2028년부터", False, False),
    ],
)
def test_period_knows_what_it_is_counted_from(typed, dated, counted):
    period = parse(typed)
    assert (period.is_dated, period.is_counted) == (dated, counted)

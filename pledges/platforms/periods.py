"""When something happens, as people write it: days, parts of years, days of the term, ranges, and occasions.

Read are 2027. 3. 1., 2027년 3월, 2027년 2분기, 2027년 상반기, 2027년 말, 2027~2029년, 2028년까지, 취임 후 100일,
취임 1년 6개월 안, 임기 2년차 상반기, 임기 내, 해마다 3월, 임기 2년차부터 해마다; and 예산안이 올라올 때, which is a
time though no calendar has it.

Days of the term are counted from its first day on, which counts itself because the term begins at midnight (민법 157조
단서, 160조): 취임 후 100일 of a term that begins on 7. 1. is 10. 8., 취임 6개월 안 ends on 12. 31.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handbook.korean import date_text

LONGEST, LONGEST_RANGE = 200, 60
FIRST_YEAR, LAST_YEAR = 1995, 2200


class Kind(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    PART = "part"  # 초, 말
    AFTER = "after"  # 취임 후 100일
    TERM_YEAR = "term_year"
    TERM = "term"
    RANGE = "range"
    UNTIL = "until"  # 까지, 안
    FROM = "from"  # 부터
    REPEATED = "repeated"
    OCCASION = "occasion"


@dataclass(frozen=True)
class Offset:
    """A day counted from the first day of the term: whole months on, then days."""

    months: int
    days: int

    def day(self, term_start: dt.date) -> dt.date:
        """Raises OverflowError or ValueError past the calendar's end."""
        years, month = divmod(term_start.month - 1 + self.months, 12)
        year = term_start.year + years
        day = min(term_start.day, calendar.monthrange(year, month + 1)[1])
        return dt.date(year, month + 1, day) + dt.timedelta(days=self.days)


Mark = dt.date | Offset | None


@dataclass(frozen=True)
class Period:
    """First and last day as dates or counted from the term's first day; None is the term's own first or last day.

    `words` is the normal form; reading it again gives the same period.
    """

    kind: Kind
    first: Mark
    last: Mark
    words: str

    def text(self) -> str:
        return self.words

    @property
    def is_dated(self) -> bool:
        """Whether the calendar alone puts it before or after others."""
        return isinstance(self.last, dt.date)

    @property
    def is_counted(self) -> bool:
        """Whether it is counted from the term's first day alone."""
        return not isinstance(self.first, dt.date) and not self.is_dated

    def resolve(self, term_start: dt.date, term_end: dt.date) -> tuple[dt.date, dt.date] | None:
        """The first and the last day; None for an occasion, or where the days do not run in order.

        What is to be done by a day may be done from the term's first day on.
        """
        if self.kind == Kind.OCCASION:
            return None
        try:
            first = on(self.first, term_start, term_start)
            last = on(self.last, term_start, max(first, term_end))
        except (ValueError, OverflowError):
            return None
        if self.kind == Kind.UNTIL:
            first = min(first, last)
        return (first, last) if first <= last else None

    def moment(self, term_start: dt.date, term_end: dt.date) -> tuple[dt.date, dt.date] | None:
        """The days that tell what comes before what; None for what has no place in an order."""
        days = self.resolve(term_start, term_end)
        if days is None or self.kind in {Kind.TERM, Kind.REPEATED}:
            return None
        return (days[1], days[1]) if self.kind == Kind.UNTIL else days


def on(mark: Mark, term_start: dt.date, edge: dt.date) -> dt.date:
    if mark is None:
        return edge
    return mark.day(term_start) if isinstance(mark, Offset) else mark


YEAR = r"(?P<year>\d{4}|'\d{2}|\d{2}(?=년))"
WHOLE_YEAR = r"(?P<year>\d{4}|'\d{2})"  # 10년 alone is a length of time
NATIVE = {"한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6}
NATIVE_MONTHS = re.compile(f"({'|'.join(NATIVE)})(?=달)")
REPEATING = ("매년", "해마다", "매해", "매월", "매달", "달마다", "매주", "매분기", "분기마다", "반기마다", "학기마다")
ALWAYS = ("수시", "상시", "연중", "연1회", "연2회", "연4회")
OCCASION = re.compile(r"(?:때|때에|마다|뒤|뒤에|후|후에|전|전에|즉시|앞두고)$")
AFTER_OCCASION = re.compile(r"(?:뒤|후|지)\d{1,3}(?:일|주|개월|달|년)(?:안|이내|내|까지)?$")
DASH = re.compile(r"[-~∼〜–—]|부터|에서")
EVERY_YEAR = re.compile(r"해마다|매년")


def parse(text: str) -> Period | None:
    """What the words mean, None where they are no time we can read."""
    typed = " ".join(unicodedata.normalize("NFKC", text[:LONGEST]).split())
    if not typed or len(text) > LONGEST:
        return None
    compact = typed.replace(" ", "").replace("’", "'").replace("‘", "'")
    compact = NATIVE_MONTHS.sub(lambda found: str(NATIVE[found[1]]), compact)
    return repeated(compact, typed) or simple(compact) or spanning(compact) or occasion(compact, typed)


def repeated(compact: str, typed: str) -> Period | None:
    if compact.startswith((*REPEATING, *ALWAYS)):
        return Period(Kind.REPEATED, None, None, typed)
    since = re.fullmatch(r"(.{1,40}?)부터(?:해마다|매년)", compact)
    first = point(since[1]) if since else None
    return first and Period(Kind.REPEATED, first.first, None, f"{first.words}부터 해마다")


def occasion(compact: str, typed: str) -> Period | None:
    """예산심사 때, 조례 시행 뒤 6개월 안: words that end as a time does."""
    named = len(re.findall("[가-힣]", compact)) > 2 and not compact.startswith("취임")  # 취임 후 what?
    if named and (OCCASION.search(compact) or AFTER_OCCASION.search(compact) or EVERY_YEAR.search(compact)):
        return Period(Kind.OCCASION, None, None, typed)
    return None


def simple(compact: str) -> Period | None:
    """A point of time, or one with 까지, 안 or 부터."""
    found = re.fullmatch(r"(.+?)(까지|이내에?|안에?|내에?|동안|중에?|부터|이후|에)?", compact)
    if found is None:
        return None
    period, ending = point(found[1]), found[2] or ""
    if period is None:
        return None
    if ending in {"부터", "이후"}:
        return Period(Kind.FROM, period.first, None, f"{period.words}부터")
    by = ending == "까지" or (period.kind == Kind.AFTER and ending.startswith(("이내", "안", "내")))
    if by and period.kind != Kind.TERM:
        return Period(Kind.UNTIL, None, period.last, period.words + (" 안" if period.kind == Kind.AFTER else "까지"))
    return period


def spanning(compact: str) -> Period | None:
    """A range; either end may leave to the other what both share: 2027년 3월~5월, 2027~2029년, 임기 1~2년차."""
    if len(compact) > LONGEST_RANGE:
        return None
    for dash in DASH.finditer(compact):
        left, right = compact[: dash.start()], compact[dash.end() :].removesuffix("까지")
        first = point(left) or point(with_unit_of(left, right))
        last = first and end_of_range(left, right, first)
        if first and last and in_order(first, last):
            return Period(Kind.RANGE, first.first, last.last, f"{first.words} ~ {last.words}")
    return None


def end_of_range(left: str, right: str, first: Period) -> Period | None:
    """The right end, where need be with the beginning of the left one; rather of the same kind as `first`."""
    ends = [end for end in right_ends(left, right) if end]
    return next((end for end in ends if end.kind == first.kind), ends[0] if ends else None)


def right_ends(left: str, right: str) -> Iterator[Period | None]:
    yield point(right)
    for unit in re.finditer(r"년차|년도?|월|[.]|임기", left):
        yield point(left[: unit.end()] + right)


def with_unit_of(left: str, right: str) -> str:
    """The left end with the unit the right end has: 2027~2029년, 임기 1~2년차, 2027년 3~5월."""
    unit = re.search(r"(?<=\d)(?:년차|년도?|월|분기)$", right)
    return left + (unit[0] if unit else "")


def in_order(first: Period, last: Period) -> bool:
    """False only where both ends are dates and stand the wrong way round."""
    begins, ends = first.first, last.last
    return not (isinstance(begins, dt.date) and isinstance(ends, dt.date)) or begins <= ends


def point(compact: str) -> Period | None:
    """One stretch of time without 까지 or 부터."""
    for pattern, read in READERS:
        found = pattern.fullmatch(compact)
        period = read(found) if found else None
        if period:
            return period
    return None


def year_of(found: re.Match[str]) -> int | None:
    """Years of two digits are of this century."""
    year = int(found["year"].lstrip("'"))
    year = year + 2000 if year < 100 else year
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def day(found: re.Match[str]) -> Period | None:
    year = year_of(found)
    try:
        date = dt.date(year or 0, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return Period(Kind.DAY, date, date, date_text(date))


def months(kind: Kind, year: int | None, first: int, count: int, words: str) -> Period | None:
    """`count` months of a year from its month `first` on."""
    if year is None or not 1 <= first <= 13 - count:
        return None
    last = first + count - 1
    return Period(kind, dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]), words)


def month(found: re.Match[str]) -> Period | None:
    year, number = year_of(found), int(found["month"])
    period = months(Kind.MONTH, year, number, 1, f"{year}년 {number}월")
    edge = found.groupdict().get("edge")
    if period is None or not edge:
        return period
    # 초 and 말 are the first and the last ten days, as 상순 and 하순 are.
    first = dt.date(year or 0, number, 1)
    last = calendar.monthrange(first.year, number)[1]
    days = (first, first.replace(day=10)) if edge == "초" else (first.replace(day=21), first.replace(day=last))
    return Period(Kind.PART, *days, f"{period.words} {edge}")


def quarter(found: re.Match[str]) -> Period | None:
    year, number = year_of(found), int(found["number"])
    return months(Kind.QUARTER, year, 3 * number - 2, 3, f"{year}년 {number}분기")


def half(found: re.Match[str]) -> Period | None:
    year, name = year_of(found), "상" if found["half"] in "상전" else "하"
    return months(Kind.HALF, year, 1 if name == "상" else 7, 6, f"{year}년 {name}반기")


def whole_year(found: re.Match[str]) -> Period | None:
    """A year, its beginning (January to March, 연초) or its end (December, 연말)."""
    year, edge = year_of(found), found["edge"]
    if edge == "초":
        return months(Kind.PART, year, 1, 3, f"{year}년 초")
    if edge == "말":
        return months(Kind.PART, year, 12, 1, f"{year}년 말")
    return months(Kind.YEAR, year, 1, 12, f"{year}년")


def after(found: re.Match[str]) -> Period | None:
    """취임 후 1년 6개월, 취임 100일: the last day of that time."""
    years, count, weeks, days = (int(found[name] or 0) for name in ("years", "months", "weeks", "days"))
    if not years + count + weeks + days:
        return None
    names = ((years, "년"), (count, "개월"), (weeks, "주"), (days, "일"))
    words = "취임 후 " + " ".join(f"{number}{unit}" for number, unit in names if number)
    last = Offset(12 * years + count, 7 * weeks + days - 1)
    return Period(Kind.AFTER, last, last, words)


def beginning(_: re.Match[str]) -> Period:
    return Period(Kind.AFTER, Offset(0, 0), Offset(0, 0), "취임 즉시")


def first_months(found: re.Match[str]) -> Period | None:
    number = int(found["months"])
    return Period(Kind.TERM_YEAR, None, Offset(number, -1), f"임기 첫 {number}개월") if number else None


def term_year(found: re.Match[str]) -> Period | None:
    number, part = int(found["number"]), found["part"] or ""
    if not number:
        return None
    starts, counts = {"": (0, 12), "상반기": (0, 6), "하반기": (6, 6), "초": (0, 3), "말": (11, 1)}[part]
    first = 12 * (number - 1) + starts
    return Period(Kind.TERM_YEAR, Offset(first, 0), Offset(first + counts, -1), f"임기 {number}년차 {part}".strip())


def first_year(_: re.Match[str]) -> Period:
    return Period(Kind.TERM_YEAR, Offset(0, 0), Offset(12, -1), "임기 1년차")


def term_half(found: re.Match[str]) -> Period:
    """The two halves a council counts, of two years each."""
    if found["half"] == "전":
        return Period(Kind.TERM_YEAR, None, Offset(24, -1), "임기 전반기")
    return Period(Kind.TERM_YEAR, Offset(24, 0), None, "임기 후반기")


def term(found: re.Match[str]) -> Period:
    return Period(Kind.TERM, None, None, "임기 말" if found["end"] else "임기 내")


Reader = Callable[[re.Match[str]], Period | None]
SINCE = r"(?:취임|임기시작)(?:일|식)?(?:후|뒤|이후|부터|으로부터|한지)?"
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.ASCII), reader)
    for pattern, reader in (
        (YEAR + r"[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})\.?", day),
        (YEAR + r"년(?P<month>\d{1,2})월(?P<day>\d{1,2})일", day),
        (YEAR + r"[.\-/](?P<month>\d{1,2})\.?", month),
        (YEAR + r"년(?P<month>\d{1,2})월(?P<edge>초|말)?", month),
        (YEAR + r"(?:년도?)?제?(?P<number>[1-4])(?:/4)?분기", quarter),
        (YEAR + r"(?:년도?)?(?P<half>[상하전후])반기", half),
        (WHOLE_YEAR + r"(?:년도?)?\.?(?:연?(?P<edge>초|말))?", whole_year),
        (
            SINCE + r"(?:(?P<years>\d{1,2})년)?(?:(?P<months>\d{1,3})(?:개월|달))?"
            r"(?:(?P<weeks>\d{1,3})주)?(?:(?P<days>\d{1,4})일)?",
            after,
        ),
        (r"취임(?:후|뒤)?(?:즉시|직후|와동시에|첫날|일|당일)|임기(?:첫날|시작)", beginning),
        (r"임기첫(?P<months>\d{1,3})(?:개월|달)", first_months),
        (r"(?:임기|취임)?(?P<number>[1-9])년차(?P<part>상반기|하반기|초|말)?", term_year),
        (r"임기첫(?:번째)?해", first_year),
        (r"임기(?P<half>[전후])반기?", term_half),
        (r"(?:재)?임기(?:내|중|안|동안|전체|내내)?(?P<end>말|끝|종료|만료)?(?:일|시)?", term),
    )
)


def order(whens: Sequence[str], term_start: dt.date, term_end: dt.date) -> list[int]:
    """Indexes of the steps that stand before or after where their time puts them, as few as explain it.

    Steps without a place in an order (임기 내, 해마다, occasions, words not understood) are passed over.
    """
    periods = [parse(when) for when in whens]
    moments = [period and period.moment(term_start, term_end) for period in periods]
    placed = [(index, moment) for index, moment in enumerate(moments) if moment]
    wrong: list[int] = []
    while True:
        against = dict.fromkeys((index for index, _ in placed), 0)
        for position, (earlier, (first, _)) in enumerate(placed):
            for later, (_, last) in placed[position + 1 :]:
                if last < first:
                    against[earlier] += 1
                    against[later] += 1
        if not any(against.values()):
            return sorted(wrong)
        worst = max(reversed(against), key=against.__getitem__)
        wrong.append(worst)
        placed = [(index, moment) for index, moment in placed if index != worst]


def beyond(period: Period, term_start: dt.date, term_end: dt.date) -> bool:
    """Whether it goes on after the term's last day."""
    days = period.resolve(term_start, term_end)
    return days is not None and days[1] > term_end

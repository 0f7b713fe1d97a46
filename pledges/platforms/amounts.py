"""Money as people write it, read into whole won and written back. Exact: no float is used anywhere.

Read are 3억 5천 (350,000,000), 350백만, 1억 3,500 (3,500 is 만), 1.5억, 3,500천원, 12,000,000, 삼억 오천만 원.
After a large unit a number without one takes the next lower unit, as people say it. A number with no unit at all is
won from 10,000 up: that is how tables of a budget are copied. Below, `3500` alone may be 만 원, 백만 원 or won, and a
wrong guess would be wrong by thousands: it is refused with the readings to choose from.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from .content import MOST_WON

LARGE = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
SMALL = {"천": 1_000, "백": 100, "십": 10}
MYRIAD = 10_000
LONGEST = 60
DIGITS = str.maketrans("영일이삼사오육칠팔구", "0123456789")
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
TERM = re.compile(rf"({NUMBER})?([천백십]?)")
GROUP = re.compile(r"([0-9.,천백십]*)([조억만]?)")
EXAMPLES = "‘3억 5천만 원’, ‘350백만 원’, ‘12,000,000원’처럼 적어 주세요."


class Unit(IntEnum):
    """What a table counts in."""

    WON = 1
    THOUSAND = 1_000
    MYRIAD = 10_000
    MILLION = 1_000_000
    HUNDRED_MILLION = 100_000_000

    @property
    def label(self) -> str:
        return {1: "원", 1_000: "천 원", 10_000: "만 원", 1_000_000: "백만 원", 100_000_000: "억 원"}[self]


@dataclass(frozen=True)
class Group:
    """A number below a large unit: 3천500 of 3천500만. `bare` where no 천·백·십 stands in it."""

    number: Fraction
    unit: str
    bare: bool


def parse_won(text: str) -> int:
    """Whole won, from 1 to MOST_WON; raises ValueError with a sentence for the person who typed it."""
    typed = unicodedata.normalize("NFKC", text).strip()
    compact = re.sub(r"\s", "", typed[:LONGEST]).translate(DIGITS)
    compact = re.sub(r"^[₩\\금]|정$", "", compact)
    if len(typed) > LONGEST or not compact.strip("원"):
        raise ValueError(f"금액을 읽지 못했습니다. {EXAMPLES}")
    if compact.startswith(("-", "−", "△", "▲")):
        raise ValueError("0보다 큰 금액을 적어 주세요.")
    number = compact.removesuffix("원")
    won = total(list(groups(number, typed)), typed, spelled_out=number != compact)
    if won.denominator != 1:
        raise ValueError(f"‘{typed}’에 1원보다 작은 끝수가 있습니다. 원 단위까지 적어 주세요.")
    return within_limits(int(won))


def within_limits(won: int) -> int:
    if won < 1:
        raise ValueError("0보다 큰 금액을 적어 주세요. 돈이 들지 않으면 ‘비예산’을 골라 주세요.")
    if won > MOST_WON:
        raise ValueError(f"{won_text(MOST_WON)}까지 적을 수 있습니다.")
    return won


def groups(number: str, typed: str) -> Iterator[Group]:
    """The large units with what stands before each; raises ValueError on anything else."""
    end = 0
    while end < len(number):
        found = GROUP.match(number, end)
        if found is None or found.end() == end:
            raise ValueError(f"읽지 못하는 글자가 있습니다: ‘{number[end]}’. {EXAMPLES}")
        digits, unit = found.groups()
        yield Group(below_large(digits, unit, typed), unit, bare=not set(digits) & set(SMALL))
        end = found.end()


def below_large(digits: str, unit: str, typed: str) -> Fraction:
    """3천5백 is 3500; 350백 is 35000; nothing before 만 is one (만 원)."""
    if not digits and unit == "만":
        return Fraction(1)
    whole, last, end = Fraction(0), MYRIAD, 0
    while end < len(digits):
        found = TERM.match(digits, end)
        number, small = found.groups() if found else (None, "")
        size = SMALL.get(small, 1)
        if found is None or found.end() == end or size >= last:
            break
        whole += Fraction((number or "1").replace(",", "")) * size
        last, end = size, found.end()
    if not digits or end < len(digits):
        raise ValueError(f"금액으로 읽지 못했습니다: ‘{typed}’. {EXAMPLES}")
    return whole


def total(found: list[Group], typed: str, *, spelled_out: bool) -> Fraction:
    """The sum; `spelled_out` where 원 ends it. Raises ValueError where it can be read in two ways."""
    first, *rest = found
    if not first.unit and not rest and not spelled_out and first.number < MYRIAD and first.number:
        raise ValueError(unclear_unit(first, typed))
    won, above = first.number * LARGE[first.unit], LARGE[first.unit]
    for group in rest:
        size = LARGE[group.unit] if group.unit or spelled_out else lower_unit(group, above, typed)
        if size >= above or group.number * size >= above or first.number.denominator != 1:
            raise ValueError(f"금액으로 읽지 못했습니다: ‘{typed}’. {EXAMPLES}")
        if not group.unit and spelled_out and not group.bare and above > MYRIAD:
            raise ValueError(f"‘{typed}’의 끝이 몇만 원인지 알 수 없습니다. ‘만’을 넣거나 숫자로 적어 주세요.")
        won, above = won + group.number * size, size
    return won


def lower_unit(group: Group, above: int, typed: str) -> int:
    """What a last number without a unit counts in: after 억 it is 만, unless it is long enough to be won."""
    if group.number >= MYRIAD:
        return 1
    if group.bare and group.number < 100 and above > MYRIAD:  # 3억 5 is said for 3억 5천만 and for 3억 5만
        raise ValueError(f"‘{typed}’의 끝 숫자에 단위를 붙여 주세요. {EXAMPLES}")
    return above // MYRIAD


def unclear_unit(group: Group, typed: str) -> str:
    number = f"{int(group.number):,}" if group.number.denominator == 1 else typed
    return (
        f"‘{typed}’만으로는 단위를 알 수 없습니다. "
        f"‘{number}원’, ‘{number}만 원’, ‘{number}백만 원’, ‘{number}억 원’ 가운데 하나로 적어 주세요."
    )


def won_text(won: int) -> str:
    """3억 5,000만 원, 1,234원. Exact; `won` is not negative."""
    parts = []
    for unit in ("조", "억", "만"):
        number, won = divmod(won, LARGE[unit])
        if number:
            parts.append(f"{number:,}{unit}")
    if won or not parts:
        return " ".join([*parts, f"{won:,}원"])
    return " ".join([*parts, "원"])


def short_won(won: int, unit: Unit = Unit.MILLION) -> str:
    """The number alone in the table's unit: exact where it is whole, else rounded (half up) to one decimal."""
    if won % unit == 0:
        return f"{won // unit:,}"
    tenths = (won * 20 + unit) // (2 * unit)
    return f"{tenths // 10:,}.{tenths % 10}" if tenths else "0.1 미만"

"""What a platform holds: the one written schema of what is sealed, checked and carried away.

Amounts are whole won. Periods (`when`, `by`, `deadline`) are words as typed; `pledges.platforms.periods` reads them.
Texts may hold blanks (`pledges.catalogue.blanks`). The five items of 공직선거법 60조의4 and 66조: 목표 `goal`, 우선순위
(the order of the pledges), 이행절차 `steps`, 이행기한 `deadline`, 재원조달방안 `financing` with `amounts`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from pledges.catalogue.models import Office, Purse, Voice

MOST_PLEDGES, MOST_STEPS, MOST_AMOUNTS, MOST_CASES = 100, 30, 100, 20
FIRST_YEAR, LAST_YEAR = 1995, 2200
MOST_WON = 100_000_000_000_000  # 백조 원

Line = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=5_000)]
Key = Annotated[str, msgspec.Meta(max_length=40)]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Changed by `msgspec.structs.replace`."""


class Origin(Struct, frozen=True, kw_only=True):
    """The text of the library a pledge came from: the pledge's key (2022-1-3), the text's version, the voice taken."""

    pledge: Key
    version: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    voice: Voice | None = None


class Step(Struct, frozen=True, kw_only=True):
    when: Line = ""
    what: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Amount(Struct, frozen=True, kw_only=True):
    """Money of one year from one purse."""

    year: Annotated[int, msgspec.Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
    purse: Purse
    won: Annotated[int, msgspec.Meta(ge=1, le=MOST_WON)]


class Indicator(Struct, frozen=True, kw_only=True):
    """성과지표: from what to what by when, in words as typed (“3곳”, “12%”)."""

    name: Line = ""
    now: Line = ""
    target: Line = ""
    by: Line = ""


class PledgeContent(Struct, frozen=True, kw_only=True):
    """One pledge of a platform. `no_budget` (비예산) is an answer; `cases` are keys of cases of the library.

    Until a pledge of the library is `adapted`, it says what the library says today in the voice of the office.
    """

    title: Line = ""
    one_line: Line = ""
    why: Text = ""
    goal: Text = ""
    indicator: Indicator = Indicator()
    steps: Annotated[list[Step], msgspec.Meta(max_length=MOST_STEPS)] = []
    deadline: Line = ""
    no_budget: bool = False
    financing: Text = ""
    amounts: Annotated[list[Amount], msgspec.Meta(max_length=MOST_AMOUNTS)] = []
    actors: Line = ""
    ordinance: Line = ""
    cases: Annotated[list[Key], msgspec.Meta(max_length=MOST_CASES)] = []
    area: Line = ""
    origin: Origin | None = None
    adapted: bool = False


PLAIN_TEXTS = ("title", "one_line", "why", "goal", "deadline", "financing", "actors", "ordinance", "area")
INDICATOR_TEXTS = ("name", "now", "target", "by")


def field_texts(content: PledgeContent) -> dict[str, str]:
    """Every text that the holder may write, by the name of its field: goal, indicator-now, steps-2-what."""
    plain = {name: getattr(content, name) for name in PLAIN_TEXTS}
    indicator = {f"indicator-{name}": getattr(content.indicator, name) for name in INDICATOR_TEXTS}
    steps = {
        f"steps-{number}-{part}": getattr(step, part)
        for number, step in enumerate(content.steps)
        for part in ("when", "what")
    }
    return plain | indicator | steps


def with_summed_amounts(content: PledgeContent) -> PledgeContent:
    """One amount for each year and purse, as the form has it: a file may name one twice."""
    sums: dict[tuple[int, Purse], int] = {}
    for amount in content.amounts:
        place = (amount.year, amount.purse)
        sums[place] = min(sums.get(place, 0) + amount.won, MOST_WON)
    amounts = [Amount(year=year, purse=purse, won=won) for (year, purse), won in sums.items()]
    return msgspec.structs.replace(content, amounts=amounts)


class HeadContent(Struct, frozen=True, kw_only=True):
    """What holds for the whole platform. Nothing here says who the holder is.

    `place` is a government's code, `election` an election's key, `district` the 선거구명; `answers` are to the five
    questions, in their order.
    """

    title: Line = ""
    office: Office | None = None
    place: Key = ""
    election: Key = ""
    district: Line = ""
    accent: Annotated[str, msgspec.Meta(pattern="^(ink|indigo|teal|plum|brown|olive)$")] = "ink"
    answers: Annotated[list[Text], msgspec.Meta(max_length=5)] = []


class Carried(Struct, frozen=True, kw_only=True):
    """The carry-away file: everything of a platform but the person, to be read on any installation."""

    format: Annotated[str, msgspec.Meta(pattern="^pledge-platform/1$")] = "pledge-platform/1"
    head: HeadContent
    pledges: Annotated[list[PledgeContent], msgspec.Meta(max_length=MOST_PLEDGES)] = []
    saved_at: Line = ""

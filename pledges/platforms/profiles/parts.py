"""What profiles share: the choice of the holder, texts as a file shows them, the sheet about printing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from handbook.korean import date_text
from pledges.catalogue.blanks import bracketed
from pledges.documents.accents import ACCENTS
from pledges.documents.tree import Accent, Block, Heading, Listing, Paragraph, Run

from ..content import Indicator, PledgeContent
from ..periods import Kind, parse
from ..whole import Chosen, Whole

type Grouping = Literal["priority", "theme", "area"]

EMPTY_LINES = re.compile(r"\n{2,}")
UNTITLED = "이름을 적지 않은 공약"
NO_BUDGET = "비예산"
COMMISSION = "중앙선거관리위원회(1390)"
# A point of time becomes a deadline by 까지; 임기 내 or 해마다 already says when.
POINTS = {Kind.DAY, Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR, Kind.PART}


@dataclass(frozen=True)
class Choice:
    """What the holder chooses on the page before the download; `keys` are pledges' keys, empty for the first ones."""

    grouping: Grouping = "priority"
    keys: tuple[str, ...] = ()


DEFAULT = Choice()


def shown(text: str) -> str:
    """The text with blanks that nobody has filled yet in brackets: [대상]."""
    return bracketed(text).strip()


def line(text: str) -> str:
    """The same on one line, for headings, cells and items."""
    return " ".join(shown(text).split())


def title_of(content: PledgeContent) -> str:
    return line(content.title) or UNTITLED


def numbered(whole: Whole) -> list[tuple[int, Chosen]]:
    """The pledges with their priority, from 1."""
    return list(enumerate(whole.pledges, start=1))


def labelled(label: str, text: str) -> Iterator[Paragraph]:
    """Paragraphs, divided at empty lines; the first begins with what it is. Nothing where nothing is written."""
    if said := shown(text):
        first, *others = EMPTY_LINES.split(said)
        yield Paragraph((Run(label, bold=True), Run("  "), Run(first)))
        yield from (Paragraph((Run(other),)) for other in others)


def indicator_text(indicator: Indicator) -> str:
    """방과후 돌봄터: 지금 3곳 → 8곳, 2028년 12월까지; whatever is not written is left out."""
    name, now, target = line(indicator.name), line(indicator.now), line(indicator.target)
    change = " → ".join(filter(None, (now and f"지금 {now}", target if now else target and f"목표 {target}")))
    values = ", ".join(filter(None, (change, by_when(indicator.by))))
    return ": ".join(filter(None, (name, values)))


def by_when(text: str) -> str:
    said = line(text)
    period = parse(said)
    return f"{said}까지" if period and period.kind in POINTS else said


def financing_texts(content: PledgeContent) -> list[str]:
    """비예산 where it is the answer and the text does not begin with it, then what is written."""
    said = shown(content.financing)
    answers = content.no_budget and not said.startswith(NO_BUDGET)
    return [*([NO_BUDGET] if answers else []), *([said] if said else [])]


def code_text(whole: Whole) -> str:
    """The version code with its time: 7F3-12 · 2027. 3. 21. 14:30."""
    return f"{whole.code} · {date_text(whole.saved_at.date())} {whole.saved_at:%H:%M}"


def accent_of(whole: Whole) -> Accent:
    """One of the six hues."""
    accent = whole.setting.head.accent
    return cast("Accent", accent) if accent in ACCENTS else "ink"


def office_line(whole: Whole) -> str:
    """Where and for what: 전북특별자치도 순창군의원 · 가선거구."""
    setting = whole.setting
    place = setting.place
    above = place.parent.name if place and place.parent else ""
    stands_for = setting.office_title or (place.short_official if place else "")
    return " · ".join(filter(None, (" ".join(filter(None, (above, stands_for))), line(setting.head.district))))


def election_line(whole: Whole) -> str:
    """○○회 전국동시지방선거 · 2034. 6. 7. (예정); a day nobody has announced is said to be expected."""
    election = whole.setting.election
    if election is None:
        return ""
    expected = " (예정)" if election.status == election.Status.EXPECTED else ""
    return f"{election.name} · {date_text(election.day)}{expected}"


def printing_sheet(whole: Whole, *remarks: str) -> tuple[Block, ...]:
    """A first page of its own, never inside copied text (law document 1.3, 93조①, and 7): no verdict."""
    blanks = sum(len(chosen.blanks) for chosen in whole.pledges)
    sentences = [
        f"선거를 위해 인쇄하거나 나누어 줄 수 있는 것은 법이 정해 두었습니다. 그 전에 {COMMISSION}에 확인해 주세요.",
        "이 파일은 초안을 쓴 사람이 직접 만들었습니다. 법에 맞는지는 아무도 가려 주지 않았습니다.",
        "예시 문안과 자료를 썼다고 해서 그것을 낸 곳이나 다른 누가 초안을 쓴 사람이나 정당을 지지한다는 뜻은 아닙니다.",
        "자동 점검과 조례 원문 확인은 참고용입니다. 쓰기 전에 원문을 직접 확인해 주세요.",
        *remarks,
    ]
    if blanks:
        sentences.append(f"아직 채우지 않은 빈칸이 {blanks}개 있습니다. 본문에 [이름]처럼 대괄호로 보입니다.")
    return (
        Heading(1, "인쇄하거나 나누어 주기 전에"),
        Listing(tuple((Run(sentence),) for sentence in sentences)),
        Paragraph((Run("이 쪽은 안내입니다. 내용은 다음 쪽부터 나옵니다."),), look="small"),
    )

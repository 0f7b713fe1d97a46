"""What differs between two states, field by field, in words for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pledges.catalogue.models import Office

from .amounts import won_text
from .content import Amount, HeadContent, Indicator, PledgeContent, Step

LABELS = {
    "title": "이름",
    "one_line": "한 줄",
    "why": "왜 여기에서 필요한가",
    "goal": "목표",
    "indicator": "성과지표",
    "steps": "이행절차",
    "deadline": "이행기한",
    "no_budget": "비예산",
    "financing": "재원조달방안",
    "amounts": "금액",
    "actors": "누가",
    "ordinance": "필요한 조례",
    "cases": "참고사례",
    "area": "읍·면·동",
    "office": "자리",
    "place": "지역",
    "election": "선거",
    "district": "선거구명",
    "answers": "다섯 가지 물음의 답",
}


@dataclass(frozen=True)
class Difference:
    """A field that differs, its name on the page, and both of its texts."""

    FIELDS: ClassVar = frozenset(LABELS) - {"office", "place", "election", "district", "answers"}

    field: str
    label: str
    there: str
    here: str


def differences(there: HeadContent | PledgeContent, here: HeadContent | PledgeContent) -> list[Difference]:
    """`there` is the other state, `here` this one; both of one kind."""
    return [
        Difference(field, label, in_text(there, field), in_text(here, field))
        for field, label in LABELS.items()
        if hasattr(there, field) and getattr(there, field) != getattr(here, field)
    ]


def in_text(content: HeadContent | PledgeContent, field: str) -> str:
    value = getattr(content, field)
    match value:
        case bool():
            return "예" if value else "아니요"
        case Indicator():
            return f"{value.name}: {value.now} → {value.target} ({value.by})"
        case list():
            return "\n".join(map(item_text, value))
        case Office():
            return str(value.label)
    return str(value or "")


def item_text(item: object) -> str:
    match item:
        case Step():
            return f"{item.when} {item.what}".strip()
        case Amount():
            return f"{item.year}년 {item.purse.label} {won_text(item.won)}"
    return str(item)

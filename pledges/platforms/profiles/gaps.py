"""What is still open before a file is made, pledge by pledge: nothing is held back, everything is said."""

from __future__ import annotations

from dataclasses import dataclass

from ..content import PledgeContent
from ..whole import Chosen, Whole
from .parts import numbered, shown, title_of


@dataclass(frozen=True)
class Unfilled:
    """A pledge's blanks by name and its missing items of the five (공직선거법 60조의4, 66조); 우선순위 is the order."""

    key: str
    number: int
    title: str
    blanks: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        said = []
        if self.blanks:
            said.append(f"채우지 않은 빈칸 {len(self.blanks)}개: {', '.join(self.blanks)}.")
        if self.missing:
            said.append(f"아직 적지 않은 항목: {', '.join(self.missing)}.")
        return said


def unfilled(whole: Whole) -> list[Unfilled]:
    """The pledges with something open, in order of priority."""
    found = (of_pledge(number, chosen) for number, chosen in numbered(whole))
    return [entry for entry in found if entry.blanks or entry.missing]


def of_pledge(number: int, chosen: Chosen) -> Unfilled:
    content = chosen.content
    return Unfilled(chosen.key, number, title_of(content), tuple(chosen.blanks), tuple(missing_items(content)))


def missing_items(content: PledgeContent) -> list[str]:
    """비예산 is an answer to how it is paid for."""
    written = {
        "공약 이름": bool(shown(content.title)),
        "목표": bool(shown(content.goal)),
        "이행절차": any(shown(step.what) for step in content.steps),
        "이행기한": bool(shown(content.deadline)),
        "재원조달방안": content.no_budget or bool(shown(content.financing) or content.amounts),
    }
    return [name for name, here in written.items() if not here]

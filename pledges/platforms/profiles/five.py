"""5대 공약 in the election commission's layout (law document 1.2), to be copied into its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pledges.catalogue.models import Office
from pledges.documents.tree import Block, Document, Group, Heading, PageBreak, Paragraph, Run

from ..amounts import won_text
from ..content import PledgeContent
from ..whole import Chosen, Setting, Whole
from . import parts
from .money import budget_of, money_sentences
from .parts import COMMISSION, Choice, line, shown

KEY = "five"
LABEL = "5대 공약"
DESCRIPTION = f"공약 다섯 개를 {COMMISSION} 정책·공약 자료의 차례로 적습니다."
OFFICES: frozenset[Office] | None = frozenset({Office.METRO_HEAD, Office.BASIC_HEAD, Office.EDUCATION_HEAD})
MOST = 5
REMARK = f"5대 공약은 선거관리위원회가 받아 공개합니다. 글자 수와 내는 날은 {COMMISSION}에 확인해 주세요."


def why_not(office: Office | None) -> str:
    """One sentence why an office has no such paper, empty where it has."""
    if office is None:
        return "나설 자리를 고르면 5대 공약을 만들 수 있는지 알려 드립니다."
    if OFFICES is not None and office in OFFICES:
        return ""
    return (
        f"5대 공약은 시·도지사, 시장·군수·구청장, 교육감의 것만 공개합니다. 다른 자리는 {COMMISSION}에 확인해 주세요."
    )


def build(whole: Whole, choice: Choice = parts.DEFAULT) -> Document:
    return Document(
        title=f"{LABEL}: {line(whole.title)}",
        blocks=(
            *parts.printing_sheet(whole, REMARK),
            PageBreak(),
            Heading(1, LABEL),
            Paragraph((Run(parts.office_line(whole) or line(whole.title)),), look="lead"),
            *(group(number, chosen, whole.setting) for number, chosen in ranked(whole, choice.keys)),
        ),
        code=parts.code_text(whole),
        header=line(whole.title),
        footer=LABEL,
        accent=parts.accent_of(whole),
    )


def ranked(whole: Whole, keys: Sequence[str]) -> list[tuple[int, Chosen]]:
    """The chosen pledges in order of priority, at most five, numbered anew; the first five where none is chosen."""
    wanted = [chosen for chosen in whole.pledges if chosen.key in keys] or list(whole.pledges)
    return list(enumerate(wanted[:MOST], start=1))


def copy_text(whole: Whole, keys: Sequence[str] = ()) -> str:
    """What goes into the commission's form and nothing else; an empty line stands between two pledges."""
    pledges = ranked(whole, keys)
    return "\n\n".join("\n".join(lines(number, chosen.content, whole.setting)) for number, chosen in pledges)


def lines(number: int, content: PledgeContent, setting: Setting) -> Iterator[str]:
    yield rank(number)
    yield f"제목 : {parts.title_of(content)}"
    for label, items in sections(content, setting):
        yield f"□ {label}"
        yield from (f"○ {item}" for item in items)


def rank(number: int) -> str:
    return f"공약순위: {number}"


def sections(content: PledgeContent, setting: Setting) -> Iterator[tuple[str, list[str]]]:
    """The four headings of the layout; they stand even where nothing is written yet, as they do in the form."""
    goal = [*items(content.goal), *items(parts.indicator_text(content.indicator))]
    steps = (": ".join(filter(None, (line(step.when), line(step.what)))) for step in content.steps)
    yield "목 표", goal
    yield "이행방법", [step for step in steps if step]
    yield "이행기간", items(content.deadline)
    yield (
        "재원조달방안 등",
        [*items("\n".join(parts.financing_texts(content))), *money(content, setting)],
    )


def items(text: str) -> list[str]:
    return [part.strip() for part in shown(text).splitlines() if part.strip()]


def money(content: PledgeContent, setting: Setting) -> list[str]:
    if not content.amounts:
        return []
    budget = budget_of([content], setting)
    return [*money_sentences(budget, setting), f"합계: {won_text(budget.total)}"]


def group(number: int, chosen: Chosen, setting: Setting) -> Group:
    """The same lines as in the copied text, the headings of the layout in bold."""
    first, title, *rest = lines(number, chosen.content, setting)
    blocks: list[Block] = [Heading(2, first), Paragraph((Run(title, bold=True),))]
    blocks += [Paragraph((Run(text, bold=text.startswith("□")),)) for text in rest]
    return Group(tuple(blocks))

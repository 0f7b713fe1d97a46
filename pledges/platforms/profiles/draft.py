"""공약 초안: everything of a platform, for reading, checking and handing to those who help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pledges.catalogue.models import Edition, Office, Question
from pledges.documents.tree import (
    Block,
    Contents,
    Cover,
    Document,
    Group,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
)

from ..content import PledgeContent, Step
from ..grouping import grouped
from ..whole import Chosen, Setting, Whole
from . import parts
from .citations import EXPLAINED, case_runs, sources
from .money import budget_blocks, budget_of, money_table
from .parts import Choice, labelled, line, shown
from .sheets import sheets

KEY = "draft"
LABEL = "공약 초안"
DESCRIPTION = "담은 공약과 재원, 참고사례를 모두 담습니다."
OFFICES: frozenset[Office] | None = None


def why_not(office: Office | None) -> str:
    """Every office may write a draft."""
    return ""


def build(whole: Whole, choice: Choice = parts.DEFAULT) -> Document:
    return Document(
        title=whole.title,
        blocks=(
            *parts.printing_sheet(whole),
            PageBreak(),
            cover(whole),
            Contents("차례"),
            PageBreak(),
            *pledge_blocks(whole, choice),
            *budget_blocks(whole),
            *answer_blocks(whole),
            *source_blocks(whole),
        ),
        code=parts.code_text(whole),
        header=line(whole.title),
        footer=kind_unless_titled(whole),
        accent=parts.accent_of(whole),
        sheets=sheets(whole),
    )


def kind_unless_titled(whole: Whole) -> str:
    """What this is, where the title does not say it."""
    return "" if LABEL in whole.title else LABEL


def cover(whole: Whole) -> Cover:
    person = whole.person
    name = line(person.name)
    introduction = [line(part) for part in person.introduction.splitlines() if part.strip()]
    return Cover(
        title=line(whole.title),
        above=parts.office_line(whole),
        below=tuple(filter(None, (kind_unless_titled(whole), parts.election_line(whole)))),
        foot=tuple(filter(None, (name, *introduction, f"판 {parts.code_text(whole)}"))),
        picture=Picture(person.photo, f"{name} 사진".strip()) if person.photo else None,
    )


def pledge_blocks(whole: Whole, choice: Choice) -> Iterator[Block]:
    """Headings of the first level are the groups'; each pledge keeps the number of its priority."""
    for title, members in grouped(whole.pledges, choice.grouping):
        yield Heading(1, line(title) or "공약")
        for number, chosen in members:
            yield pledge_group(number, chosen, whole.setting, says_area=choice.grouping != "area")


def pledge_group(number: int, chosen: Chosen, setting: Setting, *, says_area: bool = True) -> Group:
    """One pledge on one page; what is not written is left out."""
    content = chosen.content
    lead = line(content.one_line)
    return Group(
        (
            Heading(2, parts.title_of(content), number=str(number)),
            *([Paragraph((Run(lead),), look="lead")] if lead else []),
            *labelled("왜", content.why),
            *labelled("목표", content.goal),
            *labelled("성과지표", parts.indicator_text(content.indicator)),
            *step_blocks(content.steps),
            *labelled("이행기한", content.deadline),
            *money_blocks(content, setting),
            *labelled("누가", content.actors),
            *labelled("필요한 조례", content.ordinance),
            *(labelled("지역", content.area) if says_area else ()),
            *case_blocks(chosen),
        )
    )


def step_blocks(steps: Iterable[Step]) -> Iterator[Block]:
    """A table of when and what; a plain numbered list where no step has a time."""
    rows = [(line(step.when), line(step.what)) for step in steps]
    rows = [row for row in rows if any(row)]
    if any(when for when, _ in rows):
        yield Table("이행절차", ("언제", "무엇"), tuple(rows), (2, 7))
    elif rows:
        yield from labelled("이행절차", f"{len(rows)}단계")
        yield Listing(tuple((Run(what),) for _, what in rows), ordered=True)


def money_blocks(content: PledgeContent, setting: Setting) -> Iterator[Block]:
    yield from labelled("재원조달방안", ". ".join(parts.financing_texts(content)))
    if content.amounts:
        yield money_table("재원", budget_of([content], setting), setting)


def case_blocks(chosen: Chosen) -> Iterator[Block]:
    if chosen.cited:
        yield Paragraph((Run("참고사례", bold=True),))
        yield Listing(tuple(case_runs(case) for case in chosen.cited))


def answer_blocks(whole: Whole) -> Iterator[Block]:
    """The five questions with the answers that are written; whoever has no party reads the neutral title."""
    answers = [shown(answer) for answer in whole.setting.head.answers]
    if not any(answers):
        return
    yield Heading(1, "다섯 가지 물음")
    questions = Question.objects.filter(edition=Edition.objects.newest()).order_by("number")
    for question, answer in zip(questions, answers, strict=False):
        if answer:
            yield Heading(2, question_title(question, whole.setting))
            yield from (Paragraph((Run(part),)) for part in parts.EMPTY_LINES.split(answer))


def question_title(question: Question, setting: Setting) -> str:
    without_party = setting.head.office == Office.EDUCATION_HEAD
    return (without_party and question.neutral_title) or question.title


def source_blocks(whole: Whole) -> Iterator[Block]:
    if found := sources(whole):
        yield Heading(1, "참고사례의 원문")
        yield Paragraph((Run(EXPLAINED),), look="small")
        yield Listing(tuple(source.runs for source in found))

"""The shapes of an edition's `texts/`: sentences of ours about what `themes/` and `guide.toml` hold as facts."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, field

from .shapes import PledgeLabel, Shape, Text

OneLine = Annotated[str, Meta(min_length=1, max_length=40)]


class IndicatorShape(Shape):
    """A measure of the goal: from what to what by when, as blanks."""

    name: Text
    start: Text = field(name="from")
    to: Text
    by: Text


class StepShape(Shape):
    when: Text
    what: Text


class StarterShape(Shape):
    voice: Literal["executive", "council", "education"]
    title: Text
    goal: Text
    indicator: IndicatorShape
    steps: Annotated[list[StepShape], Meta(min_length=3, max_length=6)]
    deadline: Text
    purses: list[Literal["national", "province", "own", "education", "private"]]
    financing: Text


class PledgeWords(Shape):
    number: int
    one_line: OneLine
    three_lines: Annotated[list[Text], Meta(min_length=3, max_length=3)]
    why: Text
    points: Annotated[list[Text], Meta(min_length=1)]
    needs: Annotated[
        list[Literal["ordinance", "budget", "no_budget", "consultation", "organisation"]], Meta(min_length=1)
    ]
    needs_note: Text
    starters: Annotated[list[StarterShape], Meta(min_length=1)]


class CorrectionShape(Shape):
    printed: Text
    likely: Text
    note: Text


class ThemeWords(Shape):
    theme: int
    background: Text
    corrections: list[CorrectionShape]
    pledges: list[PledgeWords]


class QuestionWords(Shape):
    number: int
    good: Text
    weak: Text
    strong: Text
    why_weak: Text
    why_strong: Text


class RuleWords(Shape):
    number: int
    reading: Text


class GuideWords(Shape):
    questions: list[QuestionWords]
    rules: list[RuleWords]


class ChangeShape(Shape):
    pledge: PledgeLabel
    kind: Literal["duty", "common", "law", "ordinance", "stopped"]
    happened_on: dt.date
    text: Text
    source: Text


class ChangesShape(Shape):
    changes: list[ChangeShape]

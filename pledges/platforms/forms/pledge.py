"""One pledge as a form. What a field may hold is written in `content`; what a person typed becomes content here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from msgspec.structs import replace

from handbook.plain_form import PlainForm
from handbook.typed_text import TypedLine
from pledges.catalogue.blanks import bracketed
from pledges.catalogue.models import Purse

from ..amounts import parse_won, won_text
from ..content import (
    FIRST_YEAR,
    INDICATOR_TEXTS,
    LAST_YEAR,
    MOST_AMOUNTS,
    MOST_STEPS,
    PLAIN_TEXTS,
    Amount,
    Indicator,
    PledgeContent,
    Step,
    field_texts,
)
from ..whole import Chosen, Setting, case_key
from .plain import text_field

STEP_NAME = re.compile(r"steps-([0-9]{1,2})-(?:when|what)")
BLANK_NAME = re.compile(r"blank-([가-힣0-9 ·]{1,50})")
MOST_BLANKS = 50
AMOUNT_NAME = re.compile(r"amount-([0-9]{4})-([a-z]{1,20})")
SPARE_STEPS = 2
# A hundred such pledges are still a carry-away file that can be read back.
MOST_BYTES = 36_000
LINES = (
    ("title", "공약 이름", "", 200),
    ("one_line", "한 줄", "유권자에게 한 문장으로 말한다면 무엇이라고 하시겠습니까? 40자 안이면 좋습니다.", 200),
)
TEXTS = (
    ("why", "왜 여기에서 필요합니까?", "우리 지역의 사정과 숫자를 적어 주세요.", 4),
    ("goal", "목표", "무엇을 어디까지 하겠습니까?", 4),
)
INDICATOR = (
    ("indicator-name", "무엇을 셉니까?", "예: 방과 후 돌봄교실 수"),
    ("indicator-now", "지금 얼마입니까?", "예: 3곳"),
    ("indicator-target", "얼마까지 하겠습니까?", "예: 8곳"),
    ("indicator-by", "언제까지입니까?", "예: 임기 2년차 말"),
)
TAIL = (
    ("actors", "누가 합니까?", "맡을 부서와 함께할 기관"),
    ("ordinance", "필요한 조례", "새로 만들거나 고칠 조례의 이름"),
    ("area", "읍·면·동", "한 동네의 공약이면 그 이름을 적어 주세요."),
)


def kept(text: str, blanks: Iterable[str]) -> str:
    """The text with these blanks, which a field shows in brackets, as blanks again."""
    for name in blanks:
        text = text.replace(f"[{name}]", f"{{{{{name}}}}}")
    return text


class WonField(TypedLine):
    """Money of one year from one purse; empty for none."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text or text == "0":
            return None
        try:
            return parse_won(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PledgeForm(PlainForm):
    """One pledge of a platform. A text left as it was keeps the place's blanks, so that it follows another place."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, chosen: Chosen, setting: Setting, data: Any = None) -> None:
        self.chosen, self.setting = chosen, setting
        self.step_count = self.count_steps(data)
        self.posted = posted_amounts(data or {})
        self.texts, self.kept_texts = field_texts(chosen.content), field_texts(chosen.base)
        self.blanks = list(dict.fromkeys([*chosen.blanks, *posted_blanks(data or {})]))
        super().__init__(data, initial=self.first_values())
        self.add_texts()
        self.add_steps()
        self.add_money()
        self.add_cases()
        for name in self.blanks:
            self.fields[f"blank-{name}"] = TypedLine(label=name, max_length=100, required=False)

    def count_steps(self, data: Any) -> int:
        """As many rows as are filled and two more; as many as came, when the form comes back."""
        if data is None:
            return min(len(self.chosen.content.steps) + SPARE_STEPS, MOST_STEPS)
        numbers = (found[1] for name in data if (found := STEP_NAME.fullmatch(name)))
        return min(max((int(number) + 1 for number in numbers), default=0), MOST_STEPS)

    def add_texts(self) -> None:
        for name, label, help_text, most in LINES:
            self.fields[name] = TypedLine(label=label, help_text=help_text, max_length=most, required=False)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = "공약 이름을 적어 주세요."
        for name, label, help_text, rows in TEXTS:
            self.fields[name] = text_field(label, help_text, rows)
        for name, label, example in INDICATOR:
            self.fields[name] = TypedLine(label=label, help_text=example, max_length=200, required=False)
        self.fields["deadline"] = TypedLine(
            label="이행기한", help_text="예: 취임 후 100일, 임기 2년차 상반기, 임기 내", max_length=200, required=False
        )
        self.fields["no_budget"] = forms.BooleanField(label="예산이 들지 않습니다(비예산).", required=False)
        self.fields["financing"] = text_field(
            "재원조달방안", "어느 돈으로, 어떻게 마련합니까? 비예산이면 그 까닭을 적어 주세요.", 3
        )
        for name, label, help_text in TAIL:
            self.fields[name] = TypedLine(label=label, help_text=help_text, max_length=200, required=False)

    def add_steps(self) -> None:
        for number in range(self.step_count):
            self.fields[f"steps-{number}-when"] = TypedLine(
                label=f"{number + 1}단계 언제", max_length=200, required=False
            )
            self.fields[f"steps-{number}-what"] = text_field(f"{number + 1}단계 누가 무엇을", "", 2, most=500)

    def add_money(self) -> None:
        for year in self.years:
            for purse, label in self.purses.items():
                field = WonField(label=f"{year}년 {label}", max_length=60, required=False)
                field.widget.attrs = {"inputmode": "text", "autocomplete": "off"}
                self.fields[f"amount-{year}-{purse}"] = field

    def add_cases(self) -> None:
        choices = [(case_key(case), case.name) for case in self.chosen.cases]
        if choices:
            self.fields["cases"] = forms.MultipleChoiceField(
                label="근거로 적을 참고사례", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )

    @property
    def years(self) -> list[int]:
        saved = {amount.year for amount in self.chosen.content.amounts}
        return sorted({*self.setting.years, *saved, *(year for year, _ in self.posted)})

    @property
    def purses(self) -> dict[Purse, str]:
        """Those that fit the office, and those in which money already stands."""
        used = {amount.purse for amount in self.chosen.content.amounts} | {purse for _, purse in self.posted}
        others = {purse: str(purse.label) for purse in Purse if purse in used and purse not in self.setting.purses}
        return self.setting.purses | others

    def first_values(self) -> dict[str, Any]:
        content = self.chosen.content
        texts = {name: bracketed(value) for name, value in self.texts.items()}
        money = {f"amount-{amount.year}-{amount.purse}": won_text(amount.won) for amount in content.amounts}
        others = {"version": self.chosen.version, "no_budget": content.no_budget, "cases": content.cases}
        return {**texts, **money, **others}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("no_budget") and any(value for name, value in cleaned.items() if name.startswith("amount-")):
            self.add_error("no_budget", "금액도 적혀 있습니다. 비예산이면 금액을 지우고, 아니면 이 표시를 꺼 주세요.")
        if sum(len(str(value).encode()) for value in cleaned.values()) > MOST_BYTES:
            raise ValidationError("한 공약에 적은 글이 너무 깁니다. 나누어 두 공약으로 적거나 줄여 주세요.")
        return cleaned

    def content(self) -> PledgeContent:
        """What was typed, with the filled blanks in their places."""
        values = self.cleaned_data
        written = {name: self.settled(name, values.get(name, "")) for name in self.texts}
        written |= {name: self.settled(name, values[name]) for name in values if name.startswith("steps-")}
        return replace(
            self.chosen.base,
            **{name: written[name] for name in PLAIN_TEXTS},
            indicator=Indicator(**{name: written[f"indicator-{name}"] for name in INDICATOR_TEXTS}),
            steps=self.steps(written),
            no_budget=values["no_budget"],
            amounts=self.amounts(),
            cases=values.get("cases", []),
            adapted=True,
        )

    def settled(self, name: str, typed: str) -> str:
        """As it was kept, where it was left alone; with blanks filled where their value was given."""
        was = self.texts.get(name, "")
        text = kept(typed, self.blanks)
        text = self.kept_texts.get(name, "") if text == was else text
        for blank in self.blanks:
            if value := self.cleaned_data.get(f"blank-{blank}"):
                text = text.replace(f"{{{{{blank}}}}}", value)
        return text

    def steps(self, written: dict[str, str]) -> list[Step]:
        """Rows in their order; empty ones fall away."""
        rows = [
            Step(when=written.get(f"steps-{number}-when", ""), what=written.get(f"steps-{number}-what", ""))
            for number in range(self.step_count)
        ]
        return [step for step in rows if step.when or step.what]

    def amounts(self) -> list[Amount]:
        return [
            Amount(year=year, purse=purse, won=won)
            for year in self.years
            for purse in self.purses
            if (won := self.cleaned_data.get(f"amount-{year}-{purse}"))
        ]

    # What the page shows, in its order.

    def fields_of(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def indicator_fields(self) -> list[forms.BoundField]:
        return self.fields_of(*(name for name, *_ in INDICATOR))

    def step_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"steps-{number}-when"], self[f"steps-{number}-what"]) for number in range(self.step_count)]

    def money_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [(year, [self[f"amount-{year}-{purse}"] for purse in self.purses]) for year in self.years]

    def blank_fields(self) -> list[forms.BoundField]:
        return self.fields_of(*(f"blank-{name}" for name in self.blanks))

    def tail_fields(self) -> list[forms.BoundField]:
        return self.fields_of(*(name for name, *_ in TAIL))


def posted_blanks(data: Mapping[str, Any]) -> list[str]:
    """Blanks of the page that was sent: a page that saves by itself still shows those that were filled."""
    found = (BLANK_NAME.fullmatch(name) for name in data)
    return [name[1] for name in found if name][:MOST_BLANKS]


def posted_amounts(data: Mapping[str, Any]) -> list[tuple[int, Purse]]:
    """Years and purses that come with money, whatever the head says by now: nothing that was typed is dropped."""
    found = (AMOUNT_NAME.fullmatch(name) for name, value in data.items() if value)
    known = [(int(name[1]), Purse(name[2])) for name in found if name and name[2] in Purse.values]
    return [(year, purse) for year, purse in known if FIRST_YEAR <= year <= LAST_YEAR][:MOST_AMOUNTS]


class OwnPledgeForm(PlainForm):
    """One's own pledge begins with questions; only the first has to be answered."""

    title = TypedLine(
        label="무엇을 하겠습니까?",
        help_text="예: 마을버스를 밤 11시까지 다니게 하겠습니다",
        max_length=200,
        error_messages={"required": "무엇을 할지 한 문장으로 적어 주세요."},
    )
    why = text_field("왜 필요합니까?", "누가 어떤 어려움을 겪고 있습니까?", 3)
    now = TypedLine(label="지금 얼마입니까?", help_text="예: 2개 노선", max_length=200, required=False)
    target = TypedLine(label="얼마로 바꾸겠습니까?", help_text="예: 6개 노선", max_length=200, required=False)
    by = TypedLine(label="언제까지입니까?", help_text="예: 임기 2년차 말", max_length=200, required=False)
    financing = text_field("어느 돈으로 합니까?", "돈이 들지 않으면 그렇게 적어 주세요.", 2)
    actors = TypedLine(label="누가 합니까?", help_text="예: 교통과, 버스회사", max_length=200, required=False)

    def content(self) -> PledgeContent:
        values = self.cleaned_data
        return PledgeContent(
            title=values["title"],
            why=values["why"],
            indicator=Indicator(now=values["now"], target=values["target"], by=values["by"]),
            deadline=values["by"],
            financing=values["financing"],
            actors=values["actors"],
            adapted=True,
        )

"""What holds for the whole platform, and the answers to the five questions."""

from typing import Any

from django import forms
from django.utils import timezone
from msgspec.structs import replace

from handbook.korean import date_text
from handbook.plain_form import PlainForm
from handbook.typed_text import TypedLine, TypedText
from pledges.catalogue.models import Election, Government, Office, Question

from ..content import HeadContent
from ..words import OFFICE_CHOICES, fits_office
from .plain import offer


class HeadForm(PlainForm):
    """Office, place, election and 선거구: everything may stay empty."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    office = forms.ChoiceField(
        label="어느 자리에 나가십니까?",
        required=False,
        choices=[*((str(office), label) for office, label in OFFICE_CHOICES), ("", "아직 정하지 않았습니다")],
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(label="어디입니까?", required=False)
    election = forms.ChoiceField(label="어느 선거입니까?", required=False)
    district = TypedLine(
        label="선거구명", help_text="의원 선거라면 적어 주세요. 예: 순창군 가선거구", max_length=200, required=False
    )
    title = TypedLine(
        label="표지에 적을 제목", help_text="비워 두면 자리 이름으로 적습니다.", max_length=200, required=False
    )

    def __init__(self, head: HeadContent, version: int, data: Any = None) -> None:
        self.head = head
        first = {name: getattr(head, name) or "" for name in ("office", "place", "election", "district", "title")}
        super().__init__(data, initial={**first, "version": version})
        offer(self, "place", place_choices())
        offer(self, "election", election_choices(head.election))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place = Government.objects.filter(code=cleaned.get("place") or None).first()
        office = Office(cleaned["office"]) if cleaned.get("office") else None
        if place and not fits_office(place, office):
            wanted = "시·도" if place.parent_id else "시·군·구"
            self.add_error("place", f"고르신 자리는 {wanted}에서 뽑습니다. {wanted}를 골라 주세요.")
        return cleaned

    def content(self) -> HeadContent:
        values = self.cleaned_data
        office = Office(values["office"]) if values["office"] else None
        return replace(
            self.head,
            **{**{name: values[name] for name in ("place", "election", "district", "title")}, "office": office},
        )


def place_choices() -> list[Any]:
    """Places in force today, by province."""
    return [("", "아직 정하지 않았습니다"), *Government.objects.in_force(timezone.localdate()).choices()]


def election_choices(chosen: str) -> list[tuple[str, str]]:
    """Elections ahead, the newest one held, and the one already chosen."""
    today = timezone.localdate()
    held = Election.objects.filter(day__lt=today).order_by("-day")[:1]
    own = Election.objects.filter(key=chosen)
    rows = {election.key: election for election in (*Election.objects.coming(today), *held, *own)}
    named = [(key, election_label(election)) for key, election in rows.items()]
    return [("", "아직 정하지 않았습니다"), *named]


def election_label(election: Election) -> str:
    expected = " 예정" if election.status == Election.Status.EXPECTED else ""
    return f"{election.name} ({date_text(election.day)}{expected})"


class AnswersForm(PlainForm):
    """An answer to each of the five questions; none has to be given. `neutral`: for an office without a party."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(
        self, asked: list[Question], head: HeadContent, version: int, data: Any = None, *, neutral: bool
    ) -> None:
        self.asked, self.head, self.neutral = asked, head, neutral
        answers = {f"answer-{number}": answer for number, answer in enumerate(head.answers)}
        super().__init__(data, initial={**answers, "version": version})
        for number, question in enumerate(asked):
            title = question.neutral_title if neutral and question.neutral_title else question.title
            widget = forms.Textarea(attrs={"rows": 5})
            self.fields[f"answer-{number}"] = TypedText(label=title, max_length=5_000, required=False, widget=widget)

    def content(self) -> HeadContent:
        return replace(self.head, answers=self.answers())

    def answers(self) -> list[str]:
        """A question that is not shown keeps its answer."""
        kept = [*self.head.answers, *([""] * len(self.asked))]
        shown = {question.pk for question, _ in self.rows()}
        return [
            self.cleaned_data[f"answer-{number}"] if question.pk in shown else kept[number]
            for number, question in enumerate(self.asked)
        ]

    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        """The questions with their fields; for an office without a party the one about parties falls away."""
        pairs = [(question, self[f"answer-{number}"]) for number, question in enumerate(self.asked)]
        return [pair for pair in pairs if not (self.neutral and pair[0].optional_note and not pair[0].neutral_title)]

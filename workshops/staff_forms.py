"""What staff fill in on the day: somebody at the door, a name for a seat, how many came, why a list is printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from handbook.keys import ALPHABET, KEY_LENGTH, new_key
from handbook.plain_form import PlainForm
from handbook.typed_text import TypedLine
from pledges.catalogue.models import Government

from .fields import choice, line, name_line
from .forms import HEADS, government_choices
from .models import Attendee, Event, Party
from .people import Guest

MOST_CAME = 30_000
ASK_NAME = "이름을 적어 주세요."
ASK_PLACE = "목록에 있는 단체를 골라 주세요."
PLACE_HELP = "이 단체의 일행이 이미 있으면 그 일행의 동행자로 넣습니다. 단체가 없는 분은 비워 둡니다."
ASK_KIND = "누구로 오셨는지 골라 주세요. 일행이 이미 있는 단체면 무엇을 골라도 됩니다."
AIDE = (Party.Kind.AIDES.value, "보좌진")


class NameForm(PlainForm):
    """Who takes a seat that has no name yet, as they say it themselves."""

    name = name_line("이름", required=ASK_NAME)
    post = line("직위", "예: 군수, 비서실장. 비워 두어도 됩니다.")

    @classmethod
    def of(cls, person: Attendee, data: Any) -> NameForm:
        """With the name as it stands."""
        return NameForm(data, initial={"name": person.name, "post": person.post})

    def guest(self) -> Guest:
        return Guest(name=self.cleaned_data["name"], post=self.cleaned_data["post"])


class OnSiteForm(NameForm):
    """Somebody who has not registered. The key makes the same form sent twice one person."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_LENGTH)

    def __init__(self, event: Event, today: dt.date, data: Any = None) -> None:
        super().__init__(data, initial={"key": new_key()})
        self.fields["government"] = choice("지방자치단체", government_choices(today), ASK_PLACE, radio=False)
        self.fields["government"].required = False
        self.fields["government"].help_text = PLACE_HELP
        is_training = event.kind == Event.Kind.TRAINING
        self.fields["kind"] = choice("누구로 오셨습니까?", [AIDE] if is_training else [*HEADS, AIDE], ASK_KIND)
        self.fields["kind"].initial = Party.Kind.AIDES if is_training else None

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if len(key) != KEY_LENGTH or not set(key) <= set(ALPHABET):
            raise ValidationError("화면을 새로 열고 다시 적어 주세요.")
        return key

    def guest(self) -> Guest:
        return Guest(self.cleaned_data["key"], self.cleaned_data["name"], self.cleaned_data["post"])

    def government(self) -> Government | None:
        return Government.objects.filter(pk=self.cleaned_data["government"]).first()


def people_count(label: str) -> forms.IntegerField:
    said = f"0부터 {MOST_CAME}까지의 숫자를 적어 주세요."
    return forms.IntegerField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": said, "invalid": said},
        validators=[MinValueValidator(0, said), MaxValueValidator(MOST_CAME, said)],
    )


class AttendanceForm(PlainForm):
    heads = people_count("온 단체장(당선인)")
    officials = people_count("온 대참·동행자")


class PrintForm(PlainForm):
    reason = TypedLine(
        label="인쇄하는 까닭",
        max_length=200,
        help_text="예: 접수대 인터넷이 끊길 때 쓰기",
        error_messages={"required": "인쇄하는 까닭을 적어 주세요."},
    )

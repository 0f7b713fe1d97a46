"""Starters beside the text they belong to; steps are written one a line."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from ..models import Purse, Starter

SEPARATOR = " | "


class StepsField(forms.CharField):
    """`취임 1년 안 | 조례안을 의회에 내겠습니다.` a line, kept as a list of when and what."""

    widget = forms.Textarea(attrs={"rows": 6, "cols": 100})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{step['when']}{SEPARATOR}{step['what']}" for step in value)
        return value

    def to_python(self, value: Any) -> Any:
        steps = []
        for number, line in enumerate(filter(None, map(str.strip, (value or "").splitlines())), 1):
            when, separator, what = line.partition(SEPARATOR.strip())
            if not separator or not when.strip() or not what.strip():
                raise ValidationError(f"{number}번째 줄을 ‘때 | 할 일’로 적어 주세요.")
            steps.append({"when": when.strip(), "what": what.strip()})
        return steps

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not 3 <= len(value) <= 6:
            raise ValidationError("세 줄에서 여섯 줄까지 적어 주세요.")


class StarterForm(forms.ModelForm):
    steps = StepsField(label="이행절차", help_text="한 줄에 하나씩 ‘때 | 할 일’로 적습니다.")
    purses = forms.MultipleChoiceField(
        label="재원", choices=Purse.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Starter
        fields: ClassVar = [
            "voice",
            "title",
            "goal",
            "indicator_name",
            "indicator_from",
            "indicator_to",
            "indicator_by",
            "steps",
            "deadline",
            "purses",
            "financing",
        ]


class StarterInline(admin.StackedInline):
    model = Starter
    form = StarterForm
    extra = 0

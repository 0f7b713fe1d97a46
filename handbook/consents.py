"""Consent (개인정보 보호법 15조 2항, 22조): each thing by itself, nothing ticked before, the text kept as it was shown.

A text says what for, which items, how long, and what happens to who refuses. An app's own `Consent` says who agreed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from .models import Consent, ConsentWording
from .plain_form import PlainForm

PREFIX = "consent_"


@dataclass(frozen=True)
class ConsentText:
    """One thing to agree to, in the words of the page. `recipient` only where data goes to somebody else (17조)."""

    key: str
    title: str
    purpose: str
    items: str
    period: str
    refusal: str
    is_required: bool
    recipient: str = ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        told = [("목적", self.purpose), ("항목", self.items), ("보유 기간", self.period)]
        told += [("받는 곳", self.recipient)] if self.recipient else []
        return [*told, ("거부할 권리", self.refusal)]

    @property
    def label(self) -> str:
        return f"{self.title}에 동의합니다({'필요' if self.is_required else '선택'})"

    @property
    def text(self) -> str:
        """All that is shown, as it is kept."""
        return "\n".join([self.label, *(f"{name}: {said}" for name, said in self.lines)])

    def wording(self) -> ConsentWording:
        """The text's row; made the first time that somebody agrees to it."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        return ConsentWording.objects.get_or_create(digest=digest, defaults={"text": self.text})[0]


class ConsentForm(PlainForm):
    """An unticked box for each text; one that is required says so when it is left open."""

    def __init__(self, texts: Sequence[ConsentText], data: Any = None) -> None:
        super().__init__(data)
        self.texts = {text.key: text for text in texts}
        for text in texts:
            # Whether it is required is checked below: the browser's own sentence would name no box.
            self.fields[f"{PREFIX}{text.key}"] = forms.BooleanField(label=text.label, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for key, text in self.texts.items():
            if text.is_required and not given.get(f"{PREFIX}{key}"):
                said = f"{text.title}에 동의하시면 표시해 주세요. 동의하지 않으면 여기서 더 나아갈 수 없습니다."
                self.add_error(f"{PREFIX}{key}", ValidationError(said, code="consent"))
        return given

    @property
    def boxes(self) -> list[tuple[ConsentText, BoundField]]:
        return [(text, self[f"{PREFIX}{key}"]) for key, text in self.texts.items()]

    @property
    def given(self) -> list[ConsentText]:
        return [text for key, text in self.texts.items() if self.cleaned_data.get(f"{PREFIX}{key}")]


def keep(form: ConsentForm, model: type[Consent], **whose: Any) -> None:
    """Keeps a row of this model for each consent given."""
    for text in form.given:
        model._default_manager.create(key=text.key, wording=text.wording(), **whose)

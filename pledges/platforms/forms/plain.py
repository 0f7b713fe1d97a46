"""What all forms of the platform share."""

from typing import Any

from django import forms

from handbook.typed_text import TypedText


def offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Choices that only the request knows."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def text_field(label: str, help_text: str, rows: int, most: int = 5_000) -> TypedText:
    return TypedText(
        label=label,
        help_text=help_text,
        max_length=most,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )

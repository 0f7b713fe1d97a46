"""What all forms of the platform share."""

from typing import Any

from django import forms

from handbook.typed_text import TypedText


class PlainForm(forms.Form):
    """Labels without a colon, ids that are the fields' names, and our own sentences instead of the browser's."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, auto_id="%s", initial=initial, label_suffix="")

    def said(self) -> dict[str, str]:
        """What is wrong, a sentence or more for each field that has something."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}


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

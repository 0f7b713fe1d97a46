"""What all forms of the site's own pages share."""

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """Labels without a colon, ids that are the fields' names, and our own sentences instead of the browser's."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, auto_id="%s", initial=initial, label_suffix="")

    def said(self) -> dict[str, str]:
        """What is wrong, a sentence or more for each field that has something."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}

"""A change of a party as a page takes it: its own page and the one of the staff."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from handbook.consents import ConsentForm
from handbook.models import Staff

from . import actions
from .forms import ChangeForm, check_answers
from .models import Party
from .people import ComesAlready, FewerThanCame, NamedTooLate
from .seats import Full
from .texts import change_texts


@dataclass
class Change:
    """The form, and the box for what the event asks where it has to be ticked."""

    party: Party
    form: ChangeForm
    consents: ConsentForm

    @classmethod
    def of(cls, party: Party, data: Any = None) -> Self:
        return cls(party, ChangeForm(party, data), ConsentForm(change_texts(party), data))

    def is_valid(self) -> bool:
        if self.form.is_valid() & self.consents.is_valid():
            check_answers(self.form, self.consents)
        return not self.form.errors and not self.consents.errors

    def take(self, now: dt.datetime, by: Staff | None = None) -> bool:
        """Whether the party is changed; else the form says why. Raises Conflict, Refused."""
        try:
            actions.change(
                party=self.party,
                seen=self.form.cleaned_data["version"],
                kind=self.form.kind(),
                principal=self.form.principal(),
                aides=self.form.aides(),
                answers=self.form.answers(),
                consents=self.consents,
                now=now,
                by=by,
            )
        except ComesAlready:
            self.form.note_twice()
        except NamedTooLate as refused:
            self.form.note_named_too_late(refused)
        except (FewerThanCame, Full) as refused:
            self.form.note_count(refused)
        return not self.form.errors

    def over(self) -> Self:
        """What was typed, over what somebody else has made of the party meanwhile."""
        party = Party.objects.whole().get(pk=self.party.pk)
        return type(self)(party, self.form.over(party), ConsentForm(change_texts(party), self.form.data))

    @property
    def status(self) -> int:
        return 422 if self.form.errors or self.consents.errors else 200

    def context(self, **more: Any) -> dict[str, Any]:
        shown = {"party": self.party, "event": self.party.event, "form": self.form, "consents": self.consents}
        return {**shown, **more}

"""Who comes: one form to register with, and the same people to change later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from handbook.consents import PREFIX, ConsentForm
from handbook.personal import Refused
from handbook.personal_forms import MailField
from handbook.plain_form import PlainForm
from handbook.secret_links import SECRET
from pledges.catalogue.models import Government

from .actions import Answers, Registrant, is_another_by_kind
from .fields import choice, contact_fields, line, name_line, whole_number
from .models import Attendee, Event, Party
from .people import Guest, NamedTooLate
from .texts import ANSWERS

ONESELF, WITH, WITHOUT = "oneself", "with", "without"
ASK_MAIL = "동의를 여쭐 전자우편을 적어 주세요. 아직 모르시면 이름도 비워 두세요."
ASK_NAME = "이 주소를 쓰는 분의 이름을 적어 주세요."
TWICE_HERE = "같은 전자우편을 두 번 적었습니다. 한 사람은 한 번만 적어 주세요."
COMES_ELSEWHERE = (
    "보좌진 가운데 이 행사에 이미 적힌 분이 있습니다. 누구인지는 알려 드리지 않습니다. "
    "함께 오는 분께 확인하고, 이미 적힌 분의 이름과 전자우편을 비워 주세요."
)
IS_SAME = "같은 사람입니다. 이름을 바로잡습니다."
WHEN_SAME = "이름만 바로잡을 때 표시해 주세요. 이름과 전자우편을 함께 바꾸면 다른 분이 이어받은 것으로 봅니다."
HEADS = [
    (Party.Kind.HEAD.value, "단체장"),
    (Party.Kind.ELECT.value, "당선인"),
    (Party.Kind.DEPUTY.value, "대참(단체장을 대신해 오는 분)"),
]


class PeopleForm(PlainForm):
    """The head or who comes instead, the aides, and what the event asks. `people` are those who stand already."""

    def __init__(self, event: Event, people: list[Attendee], data: Any = None, **initial: Any) -> None:
        self.event, self.is_training = event, event.kind == Event.Kind.TRAINING
        aides = [person for person in people if person.role == Attendee.Role.AIDE]
        # Seats go by the order of the rows: those without a name come last.
        self.standing = dict(enumerate(sorted(aides, key=lambda person: not person.name), 1))
        self.head = next((person for person in people if person.role == Attendee.Role.PRINCIPAL), None)
        self.numbers = range(1, max(event.aides_most, len(aides)) + 1)
        super().__init__(data, initial={"kind": Party.Kind.HEAD, "aides": len(aides), **initial})
        if not self.is_training:
            self.fields["kind"] = choice("누가 오십니까?", HEADS, "오시는 분을 골라 주세요.")
            self.add_person("head", "오시는 분", self.head)
            self.fields["head_post"].help_text = "대참하시는 분만 적습니다. 예: 부군수"
        if self.numbers:
            self.add_aides()
        self.add_answers()

    def add_person(self, name: str, label: str, person: Attendee | None) -> None:
        self.fields[f"{name}_name"] = name_line(f"{label} 이름")
        self.fields[f"{name}_post"] = line(f"{label} 직위")
        self.fields[f"{name}_mail"] = MailField(label=f"{label} 전자우편", required=False)
        self.fields[f"{name}_mail"].widget.attrs["autocomplete"] = "off"
        if person:
            self.initial.update({f"{name}_{part}": getattr(person, part) for part in ("name", "post", "mail")})

    def add_aides(self) -> None:
        least = 1 if self.is_training else 0
        label = "오는 보좌진 수" if self.is_training else "함께 오는 보좌진 수"
        counts = [(str(number), f"{number}명") for number in range(least, self.numbers[-1] + 1)]
        self.fields["aides"] = choice(label, counts, "몇 명인지 골라 주세요.", radio=False)
        for number in self.numbers:
            self.add_person(f"aide{number}", f"보좌진 {number}", self.standing.get(number))

    def add_answers(self) -> None:
        if self.event.asks_lodging:
            self.fields["lodging"] = whole_number("숙박하는 사람 수")
        if self.event.asks_meal:
            self.fields["meals"] = whole_number("식사하는 사람 수")
        if self.event.asks_car:
            self.fields["cars"] = line("차량번호", "여러 대면 쉼표로 나누어 적어 주세요. 예: 12가 3456", most=100)
        if self.event.asks_transport:
            help_text = "휠체어 자리, 역에서 오는 차편처럼 필요한 것만 적어 주세요. 건강에 관한 것은 적지 않습니다."
            self.fields["transport"] = line("이동 지원", help_text, most=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in [*([] if self.is_training else ["head"]), *(f"aide{number}" for number in self.numbers)]:
            self.check_person(name)
        self.check_twice()
        if "aides" in values and self.named_count() > self.aides_count():
            said = f"이름을 적은 사람이 {self.named_count()}명입니다. 수를 늘리거나 오지 않는 분의 이름을 지워 주세요."
            self.add_error("aides", said)
        for name in ("lodging", "meals"):
            if (values.get(name) or 0) > self.party_size():
                self.add_error(name, f"일행은 모두 {self.party_size()}명입니다. 그보다 많지 않게 적어 주세요.")
        return values

    def check_person(self, name: str) -> None:
        """Whoever is named can be asked or has agreed already, and nobody is asked without a name."""
        named, mail = self.cleaned_data.get(f"{name}_name"), self.cleaned_data.get(f"{name}_mail")
        if named and mail == "" and not self.has_agreed(name):
            self.add_error(f"{name}_mail", ASK_MAIL)
        if mail and named == "":
            self.add_error(f"{name}_name", ASK_NAME)

    def has_agreed(self, name: str) -> bool:
        """Whether somebody who stands in this place has: at the desk they leave no address."""
        people = [self.head] if name == "head" else self.standing.values()
        return any(person and person.agreed_at and self.says(name, person) for person in people)

    def says(self, name: str, person: Attendee) -> bool:
        """Whether the row has this person's name and address."""
        said, mail = self.cleaned_data.get(f"{name}_name"), self.cleaned_data.get(f"{name}_mail")
        return bool(said) and mail is not None and (said, mail.lower()) == (person.name, person.mail.lower())

    def check_twice(self) -> None:
        """Within this form alone: whoever stands in it is known to whoever writes it."""
        seen: set[str] = set()
        for name in self.aide_mails():
            mail = self.cleaned_data.get(name, "").lower()
            if mail and mail in seen:
                self.add_error(name, TWICE_HERE)
            seen.add(mail)

    def note_twice(self) -> None:
        """Says that an aide is on another list of the event, and not which one."""
        self.add_error("aides", COMES_ELSEWHERE)

    def note_count(self, refused: Refused) -> None:
        """At the number of people, where there is one."""
        self.add_error("aides" if "aides" in self.fields else None, str(refused))

    def note_named_too_late(self, refused: NamedTooLate) -> None:
        """At the name that is new."""
        rows = [f"aide{number}" for number in self.numbers]
        for name in [row for row in ("head", *rows) if self.cleaned_data.get(f"{row}_name") == refused.name][:1]:
            self.add_error(f"{name}_name", str(refused))

    def aide_mails(self) -> list[str]:
        return [f"aide{number}_mail" for number in self.numbers]

    def named_count(self) -> int:
        return len([number for number in self.numbers if self.cleaned_data.get(f"aide{number}_name")])

    def aides_count(self) -> int:
        return int(self.cleaned_data.get("aides") or 0)

    def party_size(self) -> int:
        return self.aides_count() + (0 if self.is_training else 1)

    # What was said, as the verbs take it.

    def kind(self) -> str:
        return Party.Kind.AIDES if self.is_training else str(self.cleaned_data["kind"])

    def guest(self, name: str, person: Attendee | None) -> Guest:
        said, post, mail = (self.cleaned_data[f"{name}_{part}"] for part in ("name", "post", "mail"))
        return Guest(key=person.key if person else "", name=said, post=post if said else "", mail=mail)

    def places(self, named: list[int]) -> dict[int, Attendee]:
        """Whose place each row takes: of whoever stands already under its name and address, in whichever row (rows move
        while a form lies open), else of whom the row showed.
        """
        free = dict(self.standing)
        places: dict[int, Attendee] = {}
        for number in named:
            same = [row for row in (number, *free) if row in free and self.says(f"aide{number}", free[row])]
            if same:
                places[number] = free.pop(same[0])
        shown = [number for number in named if number not in places and number in free]
        return places | {number: free.pop(number) for number in shown}

    def principal(self) -> Guest | None:
        return None if self.is_training else self.guest("head", self.head)

    def aides(self) -> list[Guest]:
        """Those with a name in their order, then the seats without one that are left: first of those who have come."""
        named = [number for number in self.numbers if self.cleaned_data[f"aide{number}_name"]]
        places = self.places(named)
        guests = [self.guest(f"aide{number}", places.get(number)) for number in named]
        others = [person for person in self.standing.values() if person not in places.values()]
        others.sort(key=lambda person: (not person.checked_in_at, bool(person.name)))
        left = self.aides_count() - len(guests)
        return guests + [Guest(key=key) for key in [*(person.key for person in others), *[""] * left][:left]]

    def answers(self) -> Answers:
        said = {name: value for name, value in self.cleaned_data.items() if name in ANSWER_NAMES and value is not None}
        return Answers(**said)

    # What the page shows.

    def person_fields(self, name: str) -> list[forms.BoundField]:
        return [self[f"{name}_{part}"] for part in ("name", "post", "mail")]

    def head_fields(self) -> list[forms.BoundField]:
        return self.person_fields("head")

    def aide_rows(self) -> list[tuple[int, Attendee | None, list[forms.BoundField]]]:
        return [(number, self.standing.get(number), self.person_fields(f"aide{number}")) for number in self.numbers]

    def answer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ANSWER_NAMES if name in self.fields]


ANSWER_NAMES = ("lodging", "meals", "cars", "transport")


class RegistrationForm(PeopleForm):
    """Also who registers, and for which government; a registrant who comes is not asked twice."""

    form_key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, event: Event, today: dt.date, data: Any = None, **initial: Any) -> None:
        least = 1 if event.kind == Event.Kind.TRAINING else 0
        super().__init__(event, [], data, **{"aides": least, **initial})
        self.fields["who"] = choice("지금 쓰시는 분은 누구십니까?", self.whos(), "쓰시는 분이 누구신지 골라 주세요.")
        self.fields["post"] = line("직위", "예: 비서실장. 비워 두셔도 됩니다.", autocomplete="organization-title")
        self.fields |= contact_fields()
        governments = government_choices(today)
        self.fields["government"] = choice("지방자치단체", governments, "지방자치단체를 골라 주세요.", radio=False)

    def whos(self) -> list[tuple[str, str]]:
        if self.is_training:
            return [(WITH, "오는 보좌진 가운데 한 사람입니다"), (WITHOUT, "대신 씁니다. 가지 않습니다")]
        with_them = [(WITH, "보좌진이고, 함께 갑니다")] if self.numbers else []
        return [(ONESELF, "오시는 분 본인입니다"), *with_them, (WITHOUT, "보좌진이고, 가지 않습니다")]

    def clean_form_key(self) -> str:
        key = str(self.cleaned_data["form_key"])
        if not SECRET.fullmatch(key):
            raise ValidationError("화면을 새로 열고 다시 적어 주세요.")
        return key

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        who = values.get("who")
        if who == ONESELF and (values.get("head_name") or values.get("head_mail")):
            self.add_error("who", "본인이시면 ‘오시는 분’의 이름과 전자우편은 비워 두세요. 한 번만 적습니다.")
        if who == WITH and "aides" in values and self.named_count() >= self.aides_count():
            self.add_error("aides", "쓰시는 분도 넣어 세어 주세요. 쓰시는 분의 이름은 위에 한 번만 적습니다.")
        return values

    def aide_mails(self) -> list[str]:
        own = ["mail"] if self.cleaned_data.get("who") == WITH else []
        return [*own, *super().aide_mails()]

    def registrant(self) -> Registrant:
        return Registrant(*(self.cleaned_data[name] for name in ("name", "mail", "phone")))

    def oneself(self) -> Guest:
        said = {name: self.cleaned_data[name] for name in ("name", "post", "mail")}
        return Guest(**said, is_registrant=True)

    def principal(self) -> Guest | None:
        """Who comes themselves may have written their post in either field."""
        if self.cleaned_data["who"] != ONESELF:
            return super().principal()
        oneself = self.oneself()
        return replace(oneself, post=oneself.post or self.cleaned_data["head_post"])

    def aides(self) -> list[Guest]:
        """Whoever registers and comes along is the first of them."""
        others = super().aides()
        return [self.oneself(), *others[:-1]] if self.cleaned_data["who"] == WITH else others

    def government(self) -> Government:
        return Government.objects.get(pk=self.cleaned_data["government"])


class ChangeForm(PeopleForm):
    """Other people, other answers; with the version it was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, party: Party, data: Any = None) -> None:
        self.party, answers = party, {name: getattr(party, name) for name in ANSWER_NAMES}
        super().__init__(party.event, list(party.people.all()), data, kind=party.kind, version=party.version, **answers)

    def has_agreed(self, name: str) -> bool:
        if name == "head" and is_another_by_kind(self.party, self.cleaned_data.get("kind", "")):
            return False
        return super().has_agreed(name)

    def over(self, party: Party) -> ChangeForm:
        """What was typed, to be pressed again over what stands now."""
        typed = {name: self.data[name] for name in self.data}
        return ChangeForm(party, {**typed, "version": str(party.version)})


class ContactForm(PlainForm):
    """Of whoever registered."""

    def __init__(self, party: Party, data: Any = None) -> None:
        super().__init__(data, initial={"name": party.name, "mail": party.mail, "phone": party.phone})
        self.fields |= contact_fields()
        if party.name:
            self.fields["is_same"] = forms.BooleanField(label=IS_SAME, help_text=WHEN_SAME, required=False)

    def registrant(self) -> Registrant:
        return Registrant(*(self.cleaned_data[name] for name in ("name", "mail", "phone")))

    def is_same(self) -> bool:
        return bool(self.cleaned_data.get("is_same"))


class LinkForm(PlainForm):
    """Where a registration's link is sent again: by the address that was registered with, or for a government."""

    mail = MailField(label="신청할 때 적은 전자우편", required=False)
    government = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("mail") and not values.get("government") and not self.errors:
            self.add_error("mail", "신청할 때 적은 전자우편 주소를 적어 주세요. 예: name@example.kr")
        return values

    def parties(self, event: Event) -> QuerySet[Party]:
        mail, government = self.cleaned_data["mail"], self.cleaned_data["government"]
        whose = Q(government=government) if government else Q(mail__iexact=mail)
        return event.parties.standing().exclude(mail="").filter(whose).whole()


def government_choices(today: dt.date) -> list[Any]:
    """Those in force today, by province."""
    return [("", "골라 주세요"), *Government.objects.in_force(today).choices()]


def check_answers(form: PeopleForm, consents: ConsentForm) -> None:
    """What may be left out is kept only with a box of its own."""
    box = f"{PREFIX}{ANSWERS}"
    if box in consents.fields and form.answers() != Answers() and not consents.cleaned_data.get(box):
        said = "선택 항목을 적으셨습니다. 보관하려면 여기를 표시하시고, 아니면 선택 항목을 비워 주세요."
        consents.add_error(box, ValidationError(said))

"""Forms of an application, a step each; what is not complete yet is saved all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from handbook.consents import ConsentForm
from handbook.personal import Refused
from handbook.personal_forms import BirthdateField, MailField, PhoneField, PostcodeField, attributes
from handbook.plain_form import PlainForm
from handbook.typed_text import TypedLine
from pledges.catalogue.models import Government

from . import strokes
from .actions.signing import Signed
from .models import Application, Signature
from .texts import AGREEMENT, COLLECTION, DECLARATION, DIRECTORY, WHY_BIRTHDATE, consent_text, consent_texts


def hidden_version() -> forms.IntegerField:
    return forms.IntegerField(label="화면의 판", widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def needed(said: str, **more: str) -> dict[str, str]:
    return {"required": said, **more}


def line(label: str, said: str, most: int, autocomplete: str, **options: Any) -> TypedLine:
    field = TypedLine(label=label, max_length=most, error_messages=needed(said), **options)
    attributes(field, autocomplete=autocomplete)
    return field


class BeginForm(PlainForm):
    """Who fills in the form; beside it the consents, each a box of its own."""

    filled_by = forms.ChoiceField(
        label="누가 작성합니까?",
        choices=[(Application.FilledBy.SELF, "신청하는 본인"), (Application.FilledBy.AIDE, "보좌진이 대신")],
        widget=forms.RadioSelect,
        error_messages=needed("본인이 쓰는지, 보좌진이 대신 쓰는지 골라 주세요."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.consents = ConsentForm(consent_texts(), data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.consents.is_valid()])


class InvitationForm(BeginForm):
    """Who is invited may have what they wrote before carried over, once they show that it is theirs."""

    birthdate = BirthdateField(
        label="생년월일",
        help_text="적으시면 본인인지 확인하고 지난 신청에 적으신 것을 옮겨 둡니다. 비우시면 성명과 단체만 옮깁니다.",
        required=False,
    )


class OwnMailForm(PlainForm):
    """Asked of whoever reads the mail, before anything personal goes there."""

    birthdate = BirthdateField(label="생년월일", help_text="신청하신 분인지 확인하는 데만 씁니다. 8자리로 적어 주세요.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        attributes(self.fields["birthdate"], autocomplete="off")


class SendLinkForm(PlainForm):
    """What only whoever applied knows together."""

    number = line("접수 번호", "접수 번호를 입력해 주세요.", 12, "off", help_text="접수증과 사무국의 편지에 있습니다.")
    mail = MailField(label="전자우편", help_text="신청서에 적으신 주소입니다.")


class StepForm(PlainForm):
    """Fields of one step over the version that the page showed. `partial`: nothing has to be filled in yet."""

    version = hidden_version()
    fields_of_step: tuple[str, ...] = ()

    def __init__(self, application: Application, data: Any = None, *, partial: bool = False) -> None:
        self.application = application
        first = {name: getattr(application, name) for name in self.fields_of_step}
        seen = {"version": application.version, "letters_to": application.letters_to}
        super().__init__(data, initial={**first, **seen})
        for name in self.fields_of_step if partial else ():
            self.fields[name].required = False
        if application.filled_by == Application.FilledBy.AIDE:
            # The browser would offer the aide's own name and numbers.
            for field in self.fields.values():
                attributes(field, autocomplete="off")

    def values(self) -> dict[str, Any]:
        """What is saved, by the names of the application's fields."""
        return {name: self.cleaned_data[name] for name in self.fields_of_step}

    def seen_letters_to(self) -> str | None:
        """Where letters went when the page was made, if it said so."""
        return self.cleaned_data["letters_to"] if "letters_to" in self.data else None

    @property
    def rows(self) -> list[BoundField]:
        return [self[name] for name in self.fields_of_step]

    def changes(self) -> list[tuple[str, str, str]]:
        """Where this form differs from what stands: label, there, here."""
        shown = ((name, getattr(self.application, name), value) for name, value in self.values().items())
        return [(str(self.fields[name].label), said(there), said(here)) for name, there, here in shown if there != here]


def said(value: object) -> str:
    """A value of the form in words."""
    if isinstance(value, bool):
        return "표시함" if value else "표시하지 않음"
    return "" if value is None else str(value)


class ApplicantForm(StepForm):
    fields_of_step = ("name", "government", "birthdate")

    name = line("성명", "성명을 입력해 주세요.", 50, "name")
    government = forms.ChoiceField(
        label="단체",
        help_text="지금 있는 시·군·구와 시·도입니다.",
        error_messages=needed("단체를 골라 주세요.", invalid_choice="목록에 있는 단체를 골라 주세요."),
    )
    birthdate = BirthdateField(
        label="생년월일", help_text=WHY_BIRTHDATE, error_messages=needed("생년월일 8자리를 입력해 주세요. 예: 19650302")
    )

    def __init__(self, application: Application, data: Any = None, *, partial: bool = False) -> None:
        super().__init__(application, data, partial=partial)
        self.initial["government"] = application.government_id or ""
        field = self.fields["government"]
        if isinstance(field, forms.ChoiceField):
            field.choices = government_choices()

    def clean_government(self) -> Government | None:
        return Government.objects.filter(code=self.cleaned_data["government"] or None).first()


def government_choices() -> list[Any]:
    """Governments in force today, by province: every head is elected there."""
    return [("", "골라 주세요"), *Government.objects.in_force(timezone.localdate()).choices()]


class ContactForm(StepForm):
    fields_of_step = ("mobile", "phone", "mail", "postcode", "address", "address_detail")

    letters_to = forms.CharField(label="화면의 편지 주소", widget=forms.HiddenInput, required=False)
    mobile = PhoneField(
        mobile=True,
        label="휴대전화",
        error_messages=needed("휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678"),
    )
    phone = PhoneField(label="전화", help_text="사무실 전화입니다. 없으면 비워 두세요.", required=False)
    mail = MailField(label="전자우편", help_text="접수증과 결과를 이 주소로 보냅니다.")
    postcode = PostcodeField(label="우편번호", error_messages=needed("우편번호 5자리를 입력해 주세요. 예: 03035"))
    address = line("주소", "도로명주소를 입력해 주세요.", 200, "street-address", help_text="도로명주소를 적어 주세요.")
    address_detail = TypedLine(
        label="상세 주소", help_text="동, 층, 호수입니다. 없으면 비워 두세요.", max_length=100, required=False
    )


class DeclarationForm(StepForm):
    fields_of_step = ("declared",)
    sentences = DECLARATION

    declared = forms.BooleanField(
        label="위와 같이 다짐합니다.",
        error_messages=needed("다짐하시면 표시해 주세요. 다짐하지 않으면 신청할 수 없습니다."),
    )


class SignForm(PlainForm):
    """A drawing or, in its place, the name typed; the agreement; an own consent where only an aide has given one."""

    version = hidden_version()
    drawing = forms.CharField(label="그린 서명", widget=forms.HiddenInput, required=False, strip=False)
    typed_name = TypedLine(
        label="이름을 입력해 서명하기",
        help_text="그리기 어려울 때 씁니다. 둘 다 하시면 그린 서명을 씁니다.",
        max_length=50,
        required=False,
    )
    agreed = forms.BooleanField(label=AGREEMENT, error_messages=needed("전자서명으로 제출하시려면 표시해 주세요."))

    def __init__(self, application: Application, data: Any = None) -> None:
        self.application = application
        super().__init__(data, initial={"version": application.version})
        attributes(self.fields["typed_name"], autocomplete="off")
        own = application.consents.filter(given_by=Application.FilledBy.SELF, key=COLLECTION, withdrawn_at=None)
        self.consents = None if own.exists() else ConsentForm(consent_texts(), data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.consents is None or self.consents.is_valid()])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("drawing") or not given.get("typed_name"):
            self.check_drawing(given.get("drawing", ""))
        elif squeezed(given["typed_name"]) != squeezed(self.application.name):
            said = f"신청인의 성명과 같게 입력해 주세요. 신청서의 성명: {self.application.name}"
            self.add_error("typed_name", ValidationError(said, code="name"))
        return given

    def check_drawing(self, typed: str) -> None:
        """An error stands at the field by which everybody can sign."""
        try:
            self.strokes = strokes.read(typed)
        except Refused as refused:
            self.add_error("typed_name", ValidationError(str(refused), code="drawing"))

    def signed(self, **where: Any) -> Signed:
        """What a valid form signs with; `where` says from which address and device."""
        if self.cleaned_data["drawing"]:
            return Signed(Signature.Manner.DRAWN, drawing=strokes.written(self.strokes), **where)
        return Signed(Signature.Manner.TYPED, typed_name=self.cleaned_data["typed_name"], **where)


def squeezed(name: str) -> str:
    return "".join(name.split())


class MailLinkForm(PlainForm):
    to = MailField(label="링크를 받을 전자우편")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        days = settings.MAIL_DAYS
        self.fields["to"].help_text = f"링크를 보내는 데만 쓰고, 보낸 뒤 {days}일이 지나면 지웁니다."


class SureForm(PlainForm):
    """A tick before what cannot be undone."""

    sure = forms.BooleanField(error_messages=needed("하시려면 위를 표시해 주세요."))

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["sure"].label = label


class ListingForm(ConsentForm):
    """The consent to stand in the public directory, alone: here it is all that is asked."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__((consent_text(DIRECTORY),), data)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.given:
            [(_, box)] = self.boxes
            self.add_error(box.name, ValidationError("명부에 공개하시려면 표시해 주세요.", code="consent"))
        return given

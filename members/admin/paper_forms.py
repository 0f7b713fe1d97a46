"""What staff type from a signed paper or fax, with its scan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from handbook.consents import ConsentForm
from handbook.personal_forms import BirthdateField, MailField, PhoneField, PostcodeField
from handbook.typed_text import TypedLine
from pledges.catalogue.models import Government

from ..forms import government_choices
from ..models import Application
from ..texts import consent_texts
from .pages import StaffForm, day_field

Origin = Application.Origin
MEGABYTE = 1024 * 1024
MOST_SCAN = 10 * MEGABYTE
# What a file is, its first bytes say; its name says only what somebody called it.
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
LATEST = dt.timedelta(days=365)
APPLICANT = ("name", "government", "birthdate", "mobile", "phone", "mail", "postcode", "address", "address_detail")


@dataclass(frozen=True)
class Scan:
    data: bytes
    media_type: str


class ScanField(forms.FileField):
    """A PDF, JPEG or PNG; gives a `Scan`."""

    def __init__(self, **options: Any) -> None:
        empty = "파일이 비어 있습니다. 스캔한 파일을 다시 골라 주세요."
        missing = "서명한 종이를 스캔한 파일을 골라 주세요."
        messages = {"required": missing, "missing": missing, "invalid": missing, "empty": empty}
        super().__init__(error_messages=messages, **options)
        self.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return self.read(file) if isinstance(file, UploadedFile) else file

    def read(self, file: UploadedFile) -> Scan:
        size = file.size or 0
        if size > MOST_SCAN:
            most = f"{MOST_SCAN // MEGABYTE}MB까지 올릴 수 있습니다. 해상도를 낮추어 다시 스캔해 주세요."
            raise ValidationError(f"{most} 지금은 {size / MEGABYTE:.1f}MB입니다.", code="size")
        data = file.read()
        for start, media_type in KINDS.items():
            if data.startswith(start):
                return Scan(data, media_type)
        raise ValidationError("PDF, JPEG, PNG 파일만 올릴 수 있습니다.", code="kind")


class PaperFields(StaffForm):
    """The fields of the paper form. What it leaves empty stays empty, but for who applies and one way to reach them."""

    name = TypedLine(label="성명", max_length=50, error_messages={"required": "성명을 입력해 주세요."})
    government = forms.ChoiceField(
        label="단체",
        error_messages={"required": "단체를 골라 주세요.", "invalid_choice": "목록에 있는 단체를 골라 주세요."},
    )
    birthdate = BirthdateField(label="생년월일")
    mobile = PhoneField(mobile=True, label="휴대전화", required=False)
    phone = PhoneField(label="전화", required=False)
    mail = MailField(
        label="전자우편",
        help_text="적으면 접수증을 이 주소로 보냅니다. 주소를 확인하기 전에는 자세한 내용을 보내지 않습니다.",
        required=False,
    )
    postcode = PostcodeField(label="우편번호", required=False)
    address = TypedLine(label="주소", max_length=200, required=False)
    address_detail = TypedLine(label="상세 주소", max_length=100, required=False)
    is_signed = forms.BooleanField(
        label="종이에 다짐이 있고 신청인이 서명했습니다.",
        error_messages={"required": "서명이 없는 종이는 접수하지 않습니다. 서명을 확인했으면 표시해 주세요."},
    )
    scan = ScanField(label="스캔한 파일", help_text="PDF, JPEG, PNG, 10MB까지. 암호화하여 보관합니다.")

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial=initial)
        field = self.fields["government"]
        if isinstance(field, forms.ChoiceField):
            field.choices = government_choices()

    def clean_government(self) -> Government | None:
        return Government.objects.filter(code=self.cleaned_data["government"]).first()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ways = ("mobile", "phone", "mail")
        if not any(given.get(way) for way in ways) and not set(ways) & set(self.errors):
            self.add_error("mobile", "휴대전화, 전화, 전자우편 가운데 하나는 적어 주세요.")
        return given

    @property
    def paper(self) -> dict[str, Any]:
        """Of a valid form, as the verbs of paper take it."""
        scan = self.cleaned_data["scan"]
        values = {name: self.cleaned_data[name] for name in APPLICANT}
        return {"values": values, "scan": scan.data, "scan_type": scan.media_type}


class PaperForm(PaperFields):
    """A first paper, with the consents that are ticked on it."""

    field_order = ("origin", "received_on", "received_time")

    origin = forms.ChoiceField(
        label="어떻게 받았습니까?",
        choices=[(Origin.PAPER, "종이(우편, 방문)"), (Origin.FAX, "팩스")],
        widget=forms.RadioSelect,
        error_messages={"required": "종이로 받았는지 팩스로 받았는지 골라 주세요."},
    )
    received_on = day_field("받은 날", "받은 날을 적어 주세요.")
    received_time = forms.TimeField(
        label="받은 시각",
        help_text="팩스는 종이에 찍힌 시각, 우편은 사무국에 온 시각입니다.",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "받은 시각을 적어 주세요.", "invalid": "받은 시각을 적어 주세요. 예: 14:30"},
    )

    def __init__(self, now: dt.datetime, data: Any = None, files: Any = None) -> None:
        self.now = timezone.localtime(now)
        super().__init__(data, files, initial={"received_on": self.now.date(), "received_time": self.now.time()})
        self.consents = ConsentForm(consent_texts(), data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.consents.is_valid()])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "received_on" in given and "received_time" in given and not self.now - LATEST < self.received_at <= self.now:
            self.add_error("received_on", "받은 날과 시각을 다시 확인해 주세요. 지금보다 뒤이거나 1년 넘게 지났습니다.")
        return given

    @property
    def received_at(self) -> dt.datetime:
        day, time = self.cleaned_data["received_on"], self.cleaned_data["received_time"]
        return dt.datetime.combine(day, time, tzinfo=self.now.tzinfo)


class AgainForm(PaperFields):
    """Another paper of an application that stands, over the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, application: Application, data: Any = None, files: Any = None) -> None:
        standing = {name: getattr(application, name) for name in (*APPLICANT, "version")}
        super().__init__(data, files, initial=standing | {"government": application.government_id})

"""What forms ask people about themselves: read leniently, kept plainly, refused with an example."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone

from .korean import phone_text
from .typed_text import TypedLine

GAP = r"[\s()./\-‐-―−–·]"
GAPS = re.compile(f"{GAP}+")
# 19650302, 1965. 3. 2., 1965-03-02, 1965년 3월 2일.
BIRTHDATE = re.compile(
    rf"([0-9]{{4}})(?:{GAP}*([0-9]{{2}}){GAP}*([0-9]{{2}})|(?:{GAP}|년)+([0-9]{{1,2}})(?:{GAP}|월)+([0-9]{{1,2}}))[.일]?"
)
MOBILE = re.compile("010[0-9]{8}|01[16-9][0-9]{7,8}")
# 02-XXX(X)-XXXX, 0NN-XXX(X)-XXXX, 1588-XXXX.
PHONE = re.compile(f"{MOBILE.pattern}|02[0-9]{{7,8}}|0[3-8][0-9]{{8,9}}|1[0-9]{{7}}")
# Written with or without the 0 that is not dialled from abroad.
KOREA = re.compile(r"\+820?")
EARLIEST_BIRTH = 1900


def attributes(field: forms.Field, **given: str) -> None:
    field.widget.attrs.update({name.replace("_", "-"): value for name, value in given.items()})


class AskedLine(TypedLine):
    """One sentence with an example is said where the line is empty and where it cannot be read."""

    def __init__(self, *, said: str, max_length: int, **options: Any) -> None:
        messages = {"required": said, **options.pop("error_messages", {})}
        super().__init__(max_length=max_length, error_messages=messages, **options)
        self.said = said

    def refusal(self) -> ValidationError:
        return ValidationError(self.said, code="invalid")


class PhoneField(AskedLine):
    """Digits in any common writing; kept as digits. `mobile` takes only numbers of telephones that one carries."""

    def __init__(self, *, mobile: bool = False, **options: Any) -> None:
        any_phone = "지역 번호부터 적어 주세요. 예: 02-123-4567, 010-1234-5678"
        said = "휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678" if mobile else any_phone
        super().__init__(said=said, max_length=30, **options)
        self.pattern = MOBILE if mobile else PHONE
        attributes(self, inputmode="tel", autocomplete="tel")

    def clean(self, value: Any) -> str:
        typed = GAPS.sub("", super().clean(value) or "")
        abroad = KOREA.match(typed)
        digits = f"0{typed[abroad.end() :]}" if abroad else typed
        if digits and not self.pattern.fullmatch(digits):
            raise self.refusal()
        return digits

    def prepare_value(self, value: Any) -> Any:
        """A number is shown with its hyphens; what is none stays as it was typed."""
        return phone_text(value) if isinstance(value, str) and PHONE.fullmatch(value) else value


class BirthdateField(AskedLine):
    """Eight digits, 19650302, in one text field; other common writings are understood. Gives a date."""

    def __init__(self, **options: Any) -> None:
        super().__init__(said="생년월일 8자리를 입력해 주세요. 예: 19650302", max_length=20, **options)
        attributes(self, inputmode="numeric", autocomplete="bday", placeholder="예: 19650302")

    def clean(self, value: Any) -> dt.date | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = BIRTHDATE.fullmatch(typed)
        try:
            born = dt.date(*(int(part) for part in found.groups() if part)) if found else None
        except ValueError:
            born = None
        if born is None:
            raise self.refusal()
        if born.year < EARLIEST_BIRTH or born >= timezone.localdate():
            raise ValidationError("태어난 해를 다시 확인해 주세요. 예: 19650302", code="birthdate")
        return born

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y%m%d}" if isinstance(value, dt.date) else value


class MailField(AskedLine):
    """An address of mail."""

    widget = forms.EmailInput

    def __init__(self, **options: Any) -> None:
        said = "전자우편 주소를 다시 확인해 주세요. 예: name@example.kr"
        super().__init__(said=said, max_length=254, **options)
        self.validators.append(EmailValidator(message=said))
        attributes(self, autocomplete="email", inputmode="email")


class PostcodeField(AskedLine):
    """Five digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(said="우편번호 5자리를 입력해 주세요. 예: 03035", max_length=10, **options)
        attributes(self, inputmode="numeric", autocomplete="postal-code")

    def clean(self, value: Any) -> str:
        digits = GAPS.sub("", super().clean(value) or "")
        if digits and not re.fullmatch("[0-9]{5}", digits):
            raise self.refusal()
        return digits

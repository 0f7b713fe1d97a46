"""What forms ask people about themselves: read leniently, kept plainly, refused with an example."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from .korean import SHORT_NUMBER, phone_text
from .typed_text import TypedLine

EIGHT_DIGITS = re.compile(r"[0-9]{8}")
NOT_A_DIGIT = re.compile(r"[\s()./\-‐-―−–·]+")
# 02-XXX(X)-XXXX, 0NN-XXX(X)-XXXX, 1588-XXXX.
PHONE = re.compile(r"02[0-9]{7,8}|0[0-9]{2}[0-9]{7,8}|1[0-9]{7}")
MOBILE = re.compile(r"01[016-9][0-9]{7,8}")
EARLIEST_BIRTH = 1900


def attributes(field: forms.Field, **given: str) -> None:
    field.widget.attrs.update({name.replace("_", "-"): value for name, value in given.items()})


class PhoneField(TypedLine):
    """Digits in any common writing; kept as digits. `mobile` takes only numbers of telephones that one carries."""

    def __init__(self, *, mobile: bool = False, **options: Any) -> None:
        super().__init__(max_length=30, **options)
        self.mobile = mobile
        attributes(self, inputmode="tel", autocomplete="tel")

    def clean(self, value: Any) -> str:
        typed = NOT_A_DIGIT.sub("", super().clean(value) or "")
        digits = f"0{typed[3:]}" if typed.startswith("+82") else typed
        if digits and not (MOBILE if self.mobile else PHONE).fullmatch(digits):
            raise ValidationError(
                "휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678"
                if self.mobile
                else "지역 번호부터 적어 주세요. 예: 02-123-4567, 010-1234-5678",
                code="phone",
            )
        return digits

    def prepare_value(self, value: Any) -> Any:
        """What was kept is shown with its hyphens; what was typed stays as it was typed."""
        is_kept = isinstance(value, str) and value.isdigit() and len(value) >= SHORT_NUMBER
        return phone_text(value) if is_kept else value


class BirthdateField(TypedLine):
    """Eight digits, 19650302, in one text field; other common writings are understood. Gives a date."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        attributes(self, inputmode="numeric", autocomplete="bday", placeholder="예: 19650302")

    def clean(self, value: Any) -> dt.date | None:
        typed = NOT_A_DIGIT.sub("", super().clean(value) or "")
        if not typed:
            return None
        try:
            if not EIGHT_DIGITS.fullmatch(typed):
                raise ValueError(typed)
            born = dt.date(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
        except ValueError:
            raise ValidationError("생년월일 8자리를 입력해 주세요. 예: 19650302", code="birthdate") from None
        if born.year < EARLIEST_BIRTH or born >= timezone.localdate():
            raise ValidationError("태어난 해를 다시 확인해 주세요. 예: 19650302", code="birthdate")
        return born

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y%m%d}" if isinstance(value, dt.date) else value


class MailField(forms.EmailField):
    """An address of mail, with a sentence of ours."""

    def __init__(self, **options: Any) -> None:
        said = "전자우편 주소를 다시 확인해 주세요. 예: name@example.kr"
        super().__init__(max_length=254, error_messages={"invalid": said, "required": said}, **options)
        attributes(self, autocomplete="email", inputmode="email")


class PostcodeField(TypedLine):
    """Five digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, **options)
        attributes(self, inputmode="numeric", autocomplete="postal-code")

    def clean(self, value: Any) -> str:
        digits = NOT_A_DIGIT.sub("", super().clean(value) or "")
        if digits and not re.fullmatch("[0-9]{5}", digits):
            raise ValidationError("우편번호 5자리를 입력해 주세요. 예: 03035", code="postcode")
        return digits

"""Fields of the forms about people: each says in a sentence what it wants."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from handbook.personal_forms import MailField, PhoneField
from handbook.typed_text import TypedLine

MOST_PEOPLE = 99
NOT_A_NUMBER = f"0부터 {MOST_PEOPLE}까지의 숫자를 적어 주세요."
ONLY_A_NAME = "이름만 적어 주세요. 주소나 링크는 적지 않습니다."
ASK_PHONE = "휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678"
# Names stand in mails to people who have not agreed to anything: none may lead anywhere.
ADDRESS_LIKE = re.compile(r"://|www\.|@|\.[a-z0-9]", re.IGNORECASE)


def line(
    label: str, help_text: str = "", *, most: int = 50, autocomplete: str = "off", required: str = ""
) -> TypedLine:
    """`required` is the sentence where it is left empty."""
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    field = TypedLine(label=label, help_text=help_text, max_length=most, required=bool(required), widget=widget)
    field.error_messages["required"] = required
    return field


def name_line(label: str, *, autocomplete: str = "off", required: str = "") -> TypedLine:
    """A person's name."""
    field = line(label, autocomplete=autocomplete, required=required)
    field.validators.append(refuse_address)
    return field


def refuse_address(name: str) -> None:
    if ADDRESS_LIKE.search(name):
        raise ValidationError(ONLY_A_NAME)


def whole_number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NOT_A_NUMBER),
    )


def contact_fields() -> dict[str, forms.Field]:
    """Of whoever registers."""
    phone = PhoneField(label="휴대전화", help_text="예: 010-1234-5678", mobile=True)
    phone.error_messages["required"] = ASK_PHONE
    return {
        "name": name_line("이름", autocomplete="name", required="이름을 적어 주세요."),
        "mail": MailField(label="전자우편", help_text="접수 번호와 신청을 여는 링크를 보냅니다."),
        "phone": phone,
    }


def choice(label: str, choices: list[Any], otherwise: str, *, radio: bool = True) -> forms.ChoiceField:
    """`otherwise` is the sentence where nothing, or nothing of these, is chosen."""
    said = {"required": otherwise, "invalid_choice": otherwise}
    widget = forms.RadioSelect() if radio else forms.Select()
    return forms.ChoiceField(label=label, choices=choices, error_messages=said, widget=widget)

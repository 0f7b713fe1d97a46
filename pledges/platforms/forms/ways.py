"""Ways in: links, the code, recovery by mail, a file."""

from django import forms

from handbook.plain_form import PlainForm
from handbook.typed_text import TypedLine

from ..models import Link


class LinkForm(PlainForm):
    kind = forms.ChoiceField(
        label="받는 사람이 할 수 있는 일",
        choices=[(Link.Kind.READ, "읽기만"), (Link.Kind.EDIT, "고치기도")],
        initial=Link.Kind.READ,
        widget=forms.RadioSelect,
    )
    name = TypedLine(
        label="누구에게 주는 링크입니까?", help_text="나만 보는 이름입니다. 예: 보좌관", max_length=50, required=False
    )
    days = forms.ChoiceField(
        label="언제까지 열립니까?", choices=[("7", "7일"), ("30", "30일"), ("0", "닫을 때까지")], initial="30"
    )


class CodeForm(PlainForm):
    code = forms.CharField(
        label="이어 쓰기 번호",
        help_text="먼저 쓰던 기기에 보이는 여덟 글자입니다. 예: 7F3K-92MX",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "여덟 글자를 입력해 주세요.", "max_length": "여덟 글자를 입력해 주세요."},
    )
    shared = forms.BooleanField(
        label="여러 사람이 쓰는 컴퓨터입니다", help_text="브라우저를 닫으면 이 기기에서 나갑니다.", required=False
    )


class MailForm(PlainForm):
    mail = forms.EmailField(
        label="전자우편 주소",
        max_length=200,
        error_messages={
            "required": "전자우편 주소를 입력해 주세요.",
            "invalid": "전자우편 주소를 다시 확인해 주세요. 예: name@example.kr",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ImportForm(PlainForm):
    file = forms.FileField(
        label="가져올 파일",
        help_text="‘옮겨 담기 파일’로 내려받은 .json 파일입니다.",
        allow_empty_file=True,
        error_messages={"required": "파일을 골라 주세요.", "missing": "파일을 골라 주세요."},
    )

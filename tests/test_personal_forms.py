"""What people write about themselves: many writings of one thing are read, others are refused with an example."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from handbook.personal_forms import BirthdateField, MailField, PhoneField, PostcodeField
from handbook.plain_form import PlainForm

MOBILE_SAID = "휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678"
PHONE_SAID = "지역 번호부터 적어 주세요. 예: 02-123-4567, 010-1234-5678"
BORN_SAID = "생년월일 8자리를 입력해 주세요. 예: 19650302"
YEAR_SAID = "태어난 해를 다시 확인해 주세요. 예: 19650302"
MAIL_SAID = "전자우편 주소를 다시 확인해 주세요. 예: name@example.kr"
POSTCODE_SAID = "우편번호 5자리를 입력해 주세요. 예: 03035"
CONTROL_SAID = "보이지 않는 제어 문자(U+0000)가 들어 있습니다. 그 글자를 지우고 다시 저장해 주세요."


class PersonForm(PlainForm):
    phone = PhoneField(label="전화", required=False)
    mobile = PhoneField(label="휴대전화", mobile=True)
    born = BirthdateField(label="생년월일")
    mail = MailField(label="전자우편")
    postcode = PostcodeField(label="우편번호", required=False)


def refusals(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("02-123-4567", "021234567", "02-123-4567"),
        ("02)1234-5678", "0212345678", "02-1234-5678"),
        ("(063) 650 1234", "0636501234", "063-650-1234"),
        ("063.650.1234", "0636501234", "063-650-1234"),
        ("070/1234/5678", "07012345678", "070-1234-5678"),
        ("15881234", "15881234", "1588-1234"),
        ("010–1234—5678", "01012345678", "010-1234-5678"),
        ("010\u20111234\u22125678", "01012345678", "010-1234-5678"),
        ("\u200b010\u00a01234\u30005678 ", "01012345678", "010-1234-5678"),
        ("+82 10-1234-5678", "01012345678", "010-1234-5678"),
        ("+82 (0)2 123 4567", "021234567", "02-123-4567"),
        ("011-123-4567", "0111234567", "011-123-4567"),
    ],
)
def test_phone_is_kept_as_digits_and_shown_with_hyphens(typed, digits, shown):
    field = PhoneField()
    assert field.clean(typed) == digits
    assert field.prepare_value(digits) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "1234567", "123-4567", "02-123-456", "02-12345-6789", "010-123-4567", "010-1234-56789", "000-1234-5678",
        "+1 212 555 0100", "전화 없음", "０１０-1234-5678", "02-123-4567 내선 3", "010#1234#5678", "+",
    ],
)  # fmt: skip
def test_what_is_no_phone_number_is_refused(typed):
    assert refusals(PhoneField(), typed) == [PHONE_SAID]


@pytest.mark.parametrize("typed", ["010-1234-5678", "01012345678", "016-123-4567", "017-1234-5678"])
def test_mobile_number_is_one_that_is_carried(typed):
    assert PhoneField(mobile=True).clean(typed).startswith("01")


@pytest.mark.parametrize("typed", ["02-123-4567", "1588-1234", "010-123-4567", "012-1234-5678", "070-1234-5678"])
def test_what_is_no_mobile_number_is_refused(typed):
    assert refusals(PhoneField(mobile=True), typed) == [MOBILE_SAID]


@pytest.mark.parametrize(
    "typed",
    ["19650302", "1965-03-02", "1965.03.02.", "1965. 3. 2.", "1965-3-2", "1965/3/2", "1965년 3월 2일", "1965 03 02",
     " 1965년3월2일 ", "1965\u22123\u20112"],
)  # fmt: skip
def test_birthdate_is_understood_in_common_writings(typed):
    assert BirthdateField().clean(typed) == dt.date(1965, 3, 2)


@pytest.mark.parametrize(
    "typed",
    ["650302", "1965032", "196532", "1965-302", "196503021", "19651302", "19650230", "1965-3", "３월", "1965년",
     "165032-1234567", "65. 3. 2.", "１９６５０３０２", "1965x03x02"],
)  # fmt: skip
def test_what_is_no_birthdate_is_refused(typed):
    assert refusals(BirthdateField(), typed) == [BORN_SAID]


@pytest.mark.parametrize("typed", ["18991231", "29991231"])
def test_nobody_was_born_then(typed):
    assert refusals(BirthdateField(), typed) == [YEAR_SAID]


def test_nobody_is_born_today_or_later(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2026, 11, 26))
    assert BirthdateField().clean("20261125") == dt.date(2026, 11, 25)
    assert refusals(BirthdateField(), "20261126") == [YEAR_SAID]


def test_birthdate_that_was_kept_is_shown_as_it_is_asked_for():
    assert BirthdateField().prepare_value(dt.date(1965, 3, 2)) == "19650302"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("name@example.kr", "name@example.kr"),
        (" name@example.kr\u200b ", "name@example.kr"),
        ("Hong.Gildong+club@sub.example.co.kr", "Hong.Gildong+club@sub.example.co.kr"),
        ("name@보기.한국", "name@보기.한국"),
    ],
)
def test_mail_address_is_kept(typed, kept):
    assert MailField().clean(typed) == kept


@pytest.mark.parametrize(
    "typed", ["name", "name@", "a@b", "보좌관@example.kr", "a@x.kr, b@x.kr", "a@x.kr\nBcc: b@x.kr"]
)
def test_what_is_no_mail_address_is_refused(typed):
    assert refusals(MailField(), typed) == [MAIL_SAID]


def test_mail_address_that_no_column_holds_is_refused():
    local, most = "a" * 60, 254
    typed = f"{local}@{'.'.join(['b' * 60] * 4)}.kr"
    assert len(typed) > most
    assert f"{most}자까지 적을 수 있습니다. 지금은 {len(typed)}자입니다." in refusals(MailField(), typed)


@pytest.mark.parametrize(("typed", "kept"), [("03035", "03035"), (" 03 035 ", "03035"), ("030-35", "03035")])
def test_postcode_is_five_digits(typed, kept):
    assert PostcodeField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["3035", "110-240", "030355", "우편번호", "0303A"])
def test_what_is_no_postcode_is_refused(typed):
    assert refusals(PostcodeField(), typed) == [POSTCODE_SAID]


@pytest.mark.parametrize(
    "field", [PhoneField(), PhoneField(mobile=True), BirthdateField(), MailField(), PostcodeField()]
)
def test_control_character_is_named(field):
    assert refusals(field, "1\0") == [CONTROL_SAID]


def test_empty_fields_say_what_is_asked_for_and_optional_ones_may_stay_empty():
    form = PersonForm({})
    assert form.said() == {"mobile": MOBILE_SAID, "born": BORN_SAID, "mail": MAIL_SAID}
    assert (form.cleaned_data["phone"], form.cleaned_data["postcode"]) == ("", "")
    assert BirthdateField(required=False).clean(" ") is None


def test_form_may_say_it_in_its_own_words():
    field = PhoneField(error_messages={"required": "사무실 전화를 적어 주세요."})
    assert refusals(field, "") == ["사무실 전화를 적어 주세요."]
    assert refusals(field, "1") == [PHONE_SAID]


def test_what_was_typed_wrong_is_shown_again_as_it_was_typed():
    typed = {"phone": "123-45", "mobile": "0101234", "born": "1965-3", "mail": "a@b", "postcode": "12"}
    form = PersonForm(typed)
    assert not form.is_valid()
    page = str(form)
    for name, text in typed.items():
        assert f'value="{text}"' in page
        assert f'aria-describedby="{name}_error"' in page
        assert f'id="{name}_error"' in page


def test_what_was_kept_is_shown_as_it_is_read():
    form = PersonForm(initial={"phone": "021234567", "mobile": "01012345678", "born": dt.date(1965, 3, 2)})
    page = str(form)
    for text in ("02-123-4567", "010-1234-5678", "19650302"):
        assert f'value="{text}"' in page


def test_form_asks_in_its_own_words_and_for_the_right_keyboard():
    page = str(PersonForm())
    assert " required" not in page
    assert "전화:" not in page
    assert '<label for="mobile">휴대전화</label>' in page
    for name, mode in (("phone", "tel"), ("born", "numeric"), ("mail", "email"), ("postcode", "numeric")):
        (field,) = [tag for tag in page.split("<input")[1:] if f'name="{name}"' in tag.split(">")[0]]
        assert f'inputmode="{mode}"' in field.split(">")[0]
        assert f'id="{name}"' in field.split(">")[0]

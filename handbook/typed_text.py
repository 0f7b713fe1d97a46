"""What a person typed, made safe to keep: one normal form, no characters that hide or reorder others.

Refused, with a sentence that names the character: control characters, marks that turn the direction of writing (what
is read would differ from what is kept), halves of characters, noncharacters, and private characters, which every
machine shows differently. Dropped without a word: zero-width characters, which phones and web pages add unasked and
nobody sees; the joiner U+200D and the variation selectors stay inside emoji, where they carry the picture. Turned
into plain ones: tabs and blanks of any width, and the line breaks of word processors.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
REFUSED = {
    "보이지 않는 제어 문자": "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb",
    "글의 방향을 바꾸는 문자": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "깨진 문자": "\ud800-\udfff",
    "글자가 아닌 문자": NONCHARACTERS,
    "다른 기기에서는 보이지 않는 문자": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
}
REFUSED_PATTERN = re.compile("|".join(f"([{characters}])" for characters in REFUSED.values()))
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Blanks of any width; the Hangul fillers are letters that show as blanks.
BLANKS = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0]")
# No list of emoji comes with Python; these blocks hold all that are joined to others.
PICTURE = "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
ZERO_WIDTH = (
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
EMOJI_OR_ZERO_WIDTH = re.compile(
    f"({PICTURE}[\ufe0e\ufe0f]?(?:\u200d{PICTURE}[\ufe0e\ufe0f]?)*|[0-9#*]\ufe0f\u20e3)|{ZERO_WIDTH}"
)


def cleaned(text: str, *, lines: bool) -> str:
    """The text in NFC without blanks at its ends; one line unless `lines`. Cleaning twice changes nothing.

    Raises ValidationError with a sentence that names the first refused character.
    """
    refuse(text)
    text = BLANKS.sub(" ", BREAKS.sub("\n", unicodedata.normalize("NFC", text)))
    text = EMOJI_OR_ZERO_WIDTH.sub(lambda found: found[1] or "", text)
    text = unicodedata.normalize("NFC", text)  # what a dropped character kept apart may now be one
    rows = text.split("\n")
    if lines:
        return "\n".join(row.rstrip(" ") for row in rows).strip(" \n")
    return " ".join(filter(None, (row.strip(" ") for row in rows)))


def refuse(text: str) -> None:
    found = REFUSED_PATTERN.search(text)
    if found:
        name = list(REFUSED)[(found.lastindex or 1) - 1]
        raise ValidationError(
            f"{name}(U+{ord(found[0]):04X})가 들어 있습니다. 그 글자를 지우고 다시 저장해 주세요.", code="character"
        )


class TypedLine(forms.CharField):
    """One line. Too long a text is refused with both counts; the browser never cuts a paste without a word."""

    lines = False

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(**options)
        self.max_length = max_length  # Django's own validator would speak its own sentence
        message = "%(limit_value)d자까지 적을 수 있습니다. 지금은 %(show_value)d자입니다."
        self.validators.append(MaxLengthValidator(max_length, message=message))

    def to_python(self, value: object) -> str:
        return cleaned("" if value is None else str(value), lines=self.lines)


class TypedText(TypedLine):
    """Several lines."""

    lines = True
    widget = forms.Textarea

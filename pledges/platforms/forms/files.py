"""Which file to make, and who stands on its cover."""

from __future__ import annotations

import io
import struct
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

from handbook.plain_form import PlainForm
from handbook.typed_text import TypedLine
from pledges.documents.accents import ACCENTS

from ..grouping import GROUPINGS
from ..hints import wording
from ..profiles import PROFILES, Choice, draft
from ..sealed import Held, Person
from ..whole import Whole
from .plain import offer, text_field

FORMATS = {
    "pdf": "PDF (어디서나 열림)",
    "hwpx": "한글 (HWPX)",
    "docx": "워드 (DOCX)",
    "xlsx": "엑셀 (XLSX)",
    "html": "웹 문서 (HTML)",
}
HUES = {"ink": "먹", "indigo": "쪽", "teal": "청록", "plum": "자두", "brown": "밤", "olive": "올리브"}
MOST_PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_PIXELS = 900
MOST_PIXELS = 12_000_000


class FileForm(PlainForm):
    """Name, introduction and photo go into the file only, unless the box of its own is ticked."""

    profile = forms.ChoiceField(label="무엇을 만듭니까?", widget=forms.RadioSelect)
    format = forms.ChoiceField(
        label="어떤 파일로 받습니까?", choices=list(FORMATS.items()), initial="pdf", widget=forms.RadioSelect
    )
    grouping = forms.ChoiceField(label="묶는 차례", choices=list(GROUPINGS.items()), required=False)
    accent = forms.ChoiceField(label="강조하는 색", choices=list(HUES.items()), required=False)
    five = forms.MultipleChoiceField(
        label="5대 공약에 넣을 다섯 가지", required=False, widget=forms.CheckboxSelectMultiple
    )
    name = TypedLine(label="이름", max_length=50, required=False)
    introduction = text_field(
        "소개", "학력은 정규 학력만 적을 수 있습니다. 중앙선거관리위원회(1390) 확인", 3, most=1_000
    )
    as_written = forms.BooleanField(label="소개를 이대로 넣습니다.", required=False)
    photo = forms.FileField(label="사진", help_text="JPEG나 PNG 파일입니다.", required=False)
    keep_person = forms.BooleanField(label="이름·소개·사진을 초안과 함께 보관하는 데 동의합니다.", required=False)

    def __init__(self, held: Held, whole: Whole, data: Any = None, files: Any = None) -> None:
        self.held = held
        person = held.person
        first = {"accent": held.head.accent, "name": person.name, "introduction": person.introduction}
        super().__init__(data, files, initial={**first, "profile": "draft", "keep_person": bool(person)})
        office = held.head.office
        offered = [(key, profile.LABEL) for key, profile in PROFILES.items() if not profile.why_not(office)]
        offer(self, "profile", offered)
        titles = [(chosen.key, chosen.content.title or "이름 없는 공약") for chosen in whole.pledges]
        offer(self, "five", titles)

    def clean_photo(self) -> bytes:
        """A JPEG of modest size without anything a camera writes into it."""
        file = self.cleaned_data.get("photo")
        if not file:
            return b""
        if file.size > MOST_PHOTO_BYTES:
            raise ValidationError("사진이 10MB를 넘습니다. 더 작은 사진을 골라 주세요.")
        return small_photo(file.read())

    def clean_five(self) -> list[str]:
        keys: list[str] = self.cleaned_data["five"]
        if len(keys) > 5:
            raise ValidationError(f"다섯 개까지 고를 수 있습니다. 지금은 {len(keys)}개입니다.")
        return keys

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = [hint.text for hint in wording("introduction", cleaned.get("introduction", ""))]
        if said and not cleaned.get("as_written"):
            self.add_error("introduction", [*said, "그대로 두려면 ‘소개를 이대로 넣습니다’를 표시해 주세요."])
        if cleaned.get("format") == "xlsx" and cleaned.get("profile") != draft.KEY:
            self.add_error("format", "엑셀로는 공약 초안만 받을 수 있습니다. 다른 파일 형식을 골라 주세요.")
        return cleaned

    def clean_accent(self) -> str:
        accent = self.cleaned_data["accent"]
        return accent if accent in ACCENTS else "ink"

    def choice(self) -> Choice:
        values = self.cleaned_data
        return Choice(grouping=values["grouping"] or "priority", keys=tuple(values["five"]))

    def person(self) -> Person:
        values = self.cleaned_data
        photo = values["photo"] or (self.held.person.photo if values["keep_person"] else b"")
        return Person(name=values["name"], introduction=values["introduction"], photo=photo)


def turned(picture: Image.Image) -> Image.Image:
    """As the camera was held; as it lies where what the camera says about that is torn."""
    try:
        return ImageOps.exif_transpose(picture)
    except (struct.error, TypeError, KeyError):
        return picture


def in_eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits brought down, which converting would cut off instead."""
    return picture.convert("I").point(lambda value: value / 256).convert("L") if picture.mode[0] == "I" else picture


def small_photo(data: bytes) -> bytes:
    """Raises ValidationError where it is no picture that can be read."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            picture.draft("RGB", (PHOTO_PIXELS, PHOTO_PIXELS))  # a JPEG is read small from the start
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError("사진이 너무 큽니다. 더 작은 사진을 골라 주세요.")
            upright = in_eight_bits(turned(picture)).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise ValidationError("사진을 읽지 못했습니다. JPEG나 PNG 파일을 골라 주세요.") from error
    upright.thumbnail((PHOTO_PIXELS, PHOTO_PIXELS))
    upright.info.clear()  # a comment would be written along
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()

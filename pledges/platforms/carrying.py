"""The carry-away file: a platform as JSON that a person can look into, and its way back from anywhere.

What comes back may have been written by anybody: size and depth are bounded before anything is decoded, every text
goes the way of a typed one, and the schema (`content.Carried`) is checked last, on what would be kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

import msgspec
from django.core.exceptions import ValidationError
from django.utils import timezone

from handbook.typed_text import cleaned

from . import differences
from .content import Carried
from .sealed import Held

MOST_BYTES = 4_000_000
DEEPEST = 8
MOST_MARKS = 150_000
FORMAT = "pledge-platform/1"
KNOWN_FORMAT = re.compile(r"pledge-platform/([1-9][0-9]{0,5})")
# A whole string of JSON, closed or not, is one step: brackets in it do not count and no text makes this slow.
STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
OPENING, CLOSING = {b"[", b"{"}, {b"]", b"}"}
WITH_LINES = {"why", "goal", "what", "financing", "answers"}
# As the pages call them; and what only the file names.
LABELS = differences.LABELS | {
    **{"head": "첫머리", "format": "형식", "saved_at": "저장한 때", "accent": "강조 색"},
    **{"when": "언제", "what": "무엇", "year": "해", "purse": "재원", "won": "금액(원)"},
    **{"name": "셀 것", "now": "지금", "target": "목표값", "by": "언제까지"},
    **{"origin": "가져온 공약", "pledge": "열쇠", "version": "차수", "voice": "목소리", "adapted": "고쳤는지"},
}
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
SAID = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>\$[^`]*)`)?", re.DOTALL)
TOO_LONG = re.compile(r"Expected `(?P<kind>str|array)` of length <= (?P<most>\d+)")
UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
MISSING = re.compile(r"Object missing required field `(?P<name>\w+)`")
PRINTABLE_NAME = re.compile(r"[\w가-힣 .-]{1,40}")

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None


class CannotRead(Exception):
    """The file cannot become a platform; the sentence says why to whoever brought it."""


class Named(msgspec.Struct):
    format: str = ""


def carried(held: Held) -> bytes:
    """The file of an opened platform: everything of it but the person."""
    rows = held.contents(held.platform.pledges.standing())
    saved_at = f"{timezone.localtime(held.platform.changed_at):%Y-%m-%d %H:%M}"
    return written(Carried(head=held.head, pledges=[content for _, content in rows], saved_at=saved_at))


def written(platform: Carried) -> bytes:
    """JSON in UTF-8 that begins with its format, which `omit_defaults` would leave out.

    Indented for people, unless that alone made it too large to be read again.
    """
    close = msgspec.json.encode({"format": FORMAT, **msgspec.to_builtins(platform)})
    indented = msgspec.json.format(close, indent=2) + b"\n"
    return indented if len(indented) <= MOST_BYTES else close


def read(data: bytes) -> Carried:
    """Raises CannotRead with a sentence. Never takes longer than a few passes over the largest file."""
    values = decode(data)
    texts = clean(values, ())
    try:
        return msgspec.convert(texts, Carried)
    except msgspec.ValidationError as error:
        raise CannotRead(sentence(str(error))) from error


def decode(data: bytes) -> dict[str, Json]:
    """The file as plain values, once its size, depth and format are known."""
    if len(data) > MOST_BYTES:
        raise CannotRead(f"파일이 너무 큽니다. {MOST_BYTES // 1_000_000}MB까지 읽습니다.")
    try:
        data = data.decode("utf-8-sig").encode()
    except UnicodeDecodeError as error:
        raise CannotRead("글자를 읽을 수 없는 파일입니다. 내려받은 파일을 고치지 말고 그대로 골라 주세요.") from error
    if not is_modest(data):
        refuse_other()
    try:
        check_format(msgspec.json.decode(data, type=Named).format)
        values: dict[str, Json] = msgspec.json.decode(data, type=dict)
    except msgspec.ValidationError:
        refuse_other()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CannotRead("파일이 깨졌거나 잘렸습니다. 내려받은 파일을 고치지 말고 그대로 골라 주세요.") from error
    return values


def refuse_other() -> NoReturn:
    raise CannotRead("내 공약을 옮기는 파일이 아닙니다. ‘옮겨 담기’로 내려받은 파일을 골라 주세요.") from None


def check_format(name: str) -> None:
    known = KNOWN_FORMAT.fullmatch(name)
    if known is None:
        refuse_other()
    if name != FORMAT:
        raise CannotRead("더 새 판에서 만든 파일입니다. 이 사이트가 새 판이 된 뒤에 다시 가져와 주세요.")


def is_modest(data: bytes) -> bool:
    """At most MOST_MARKS strings and brackets, lists and objects at most DEEPEST deep in one another.

    The schema needs five deep and, with everything in it that it can hold, some 90,000.
    """
    depth = 0
    for count, found in enumerate(STRING_OR_BRACKET.finditer(data)):
        mark = found[0]
        if mark in OPENING:
            depth += 1
        elif mark in CLOSING:
            depth -= 1
        if depth > DEEPEST or count > MOST_MARKS:
            return False
    return True


def clean(value: Json, path: tuple[str | int, ...]) -> Json:
    """The same values with every text as if it were typed on the page. At most DEEPEST calls deep."""
    match value:
        case str():
            return clean_text(value, path)
        case list():
            return [clean(item, (*path, position)) for position, item in enumerate(value)]
        case dict():
            return {name: clean(item, (*path, name)) for name, item in value.items()}
        case _:
            return value


def clean_text(text: str, path: tuple[str | int, ...]) -> str:
    names = {step for step in path if isinstance(step, str)}
    try:
        return cleaned(text, lines=bool(names & WITH_LINES))
    except ValidationError as error:
        reason = error.messages[0].partition(".")[0]
        raise CannotRead(f"{place_text(path)}: {reason}. 그 글자를 지운 뒤에 다시 가져와 주세요.") from error


def sentence(message: str) -> str:
    """What msgspec found, in Korean: `Expected `str` of length <= 200 - at `$.pledges[2].title``."""
    found = SAID.fullmatch(message)
    what, path = (found["what"], steps_of(found["path"] or "")) if found else (message, ())
    place = place_text(path)
    if long := TOO_LONG.match(what):
        return too_long(place, long["kind"], int(long["most"]), is_pledges=path == ("pledges",))
    if unknown := UNKNOWN.match(what):
        name = f" ‘{unknown['name']}’" if PRINTABLE_NAME.fullmatch(unknown["name"]) else ""
        return f"{place}: 모르는 항목{name} 때문에 읽을 수 없습니다."
    if missing := MISSING.match(what):
        return f"{place}: ‘{LABELS.get(missing['name'], missing['name'])}’ 항목이 빠져 있습니다."
    return f"{place}: 이 항목에 올 수 없는 값이 들어 있습니다."


def too_long(place: str, kind: str, most: int, *, is_pledges: bool) -> str:
    if is_pledges:
        return f"공약이 너무 많습니다. {most}개까지 읽습니다."
    if kind == "str":
        return f"{place}: 글이 너무 깁니다. {most:,}자까지 읽습니다."
    return f"{place}: {most}개까지 읽습니다."


def steps_of(path: str) -> tuple[str | int, ...]:
    """$.pledges[2].title as ("pledges", 2, "title")."""
    return tuple(name or int(position) for name, position in STEP.findall(path))


def place_text(path: tuple[str | int, ...]) -> str:
    """3번째 공약의 이행절차 2 무엇; names that no page knows are left out."""
    match path:
        case ("pledges", int(position), *rest):
            words = [f"{position + 1}번째 공약", *inner(rest)]
        case ("head", *rest):
            words = inner(rest) or ["첫머리"]
        case _:
            words = inner(path)
    return " ".join(words) or "파일"


def inner(path: list[str | int] | tuple[str | int, ...]) -> list[str]:
    return [str(step + 1) if isinstance(step, int) else LABELS[step] for step in path if is_known(step, LABELS)]


def is_known(step: str | int, labels: Mapping[str, str]) -> bool:
    return isinstance(step, int) or step in labels

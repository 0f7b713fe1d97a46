"""The carry-away file: comes back as it went, and whatever else is brought is refused with a sentence."""

import json

import msgspec
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.typed_text import cleaned
from pledges.catalogue.models import Office, Purse, Voice
from pledges.platforms import actions, carrying
from pledges.platforms.carrying import CannotRead, read, written
from pledges.platforms.content import (
    MOST_PLEDGES,
    MOST_WON,
    Amount,
    Carried,
    HeadContent,
    Indicator,
    Origin,
    PledgeContent,
    Step,
)
from pledges.platforms.sealed import Person
from tests.platforms import portfolio

FULL = Carried(
    head=HeadContent(title="함께 걷는 순창", office=Office.BASIC_COUNCIL, place="52770", answers=["첫째\n\n둘째"]),
    pledges=[
        portfolio.full_content(1),
        PledgeContent(origin=Origin(pledge="2022-1-3", version=2, voice=Voice.COUNCIL)),
    ],
    saved_at="2027-03-21 14:30",
)


def refusal(data):
    with pytest.raises(CannotRead) as refused:
        read(data)
    return str(refused.value)


def changed(*path, value):
    """The full file with one value put in at a path, as bytes."""
    values = json.loads(written(FULL))
    place = values
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(values).encode()


def test_file_is_readable_json_that_begins_with_its_format():
    data = written(FULL)
    text = data.decode()
    assert text.startswith('{\n  "format": "pledge-platform/1",\n  "head": {\n    "title": "함께 걷는 순창"')
    assert text.endswith("}\n")
    assert read(data) == FULL


def test_file_with_a_byte_order_mark_is_read():
    assert read(b"\xef\xbb\xbf" + written(FULL)) == FULL


def test_platform_is_carried_without_the_person(db):
    held, _ = actions.begin(FULL.head)
    for content in FULL.pledges:
        actions.add(held, content)
    held.platform.sealed_person = held.seal_person(Person(name="홍길동", introduction="농부"))
    data = carrying.carried(held)
    found = read(data)
    assert (found.head, found.pledges) == (FULL.head, FULL.pledges)
    assert found.saved_at
    assert "홍길동" not in data.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b" " * 4_000_001, "파일이 너무 큽니다. 4MB까지 읽습니다."),
        ("공약".encode("cp949"), "글자를 읽을 수 없는 파일입니다."),
        (b"", "파일이 깨졌거나 잘렸습니다."),
        (written(FULL)[:-40], "파일이 깨졌거나 잘렸습니다."),
        (b"[]", "내 공약을 옮기는 파일이 아닙니다."),
        (b"{}", "내 공약을 옮기는 파일이 아닙니다."),
        (b'{"format": 1}', "내 공약을 옮기는 파일이 아닙니다."),
        (b'{"format": "other/1"}', "내 공약을 옮기는 파일이 아닙니다."),
        (b'{"format": "pledge-platform/2", "new": 1}', "더 새 판에서 만든 파일입니다."),
        (b'{"format": "pledge-platform/1"}', "파일: ‘첫머리’ 항목이 빠져 있습니다."),
        (b'{"a":' * 9 + b"1" + b"}" * 9, "내 공약을 옮기는 파일이 아닙니다."),
    ],
)
def test_file_of_another_kind_is_refused(data, said):
    assert refusal(data).startswith(said)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("pledges", 0, "goal"), "가" * 5_001, "1번째 공약 목표: 글이 너무 깁니다. 5,000자까지 읽습니다."),
        (("pledges", 1, "title"), "가" * 201, "2번째 공약 이름: 글이 너무 깁니다. 200자까지 읽습니다."),
        (
            ("pledges", 0, "steps", 1, "what"),
            "가" * 501,
            "1번째 공약 이행절차 2 무엇: 글이 너무 깁니다. 500자까지 읽습니다.",
        ),
        (("head", "answers", 0), "가" * 5_001, "다섯 가지 물음의 답 1: 글이 너무 깁니다. 5,000자까지 읽습니다."),
        (("pledges", 0, "steps"), [{}] * 31, "1번째 공약 이행절차: 30개까지 읽습니다."),
        (("pledges",), [{}] * (MOST_PLEDGES + 1), "공약이 너무 많습니다. 100개까지 읽습니다."),
        (("pledges", 0, "party"), "가", "1번째 공약: 모르는 항목 ‘party’ 때문에 읽을 수 없습니다."),
        (("\u202eparty" * 20,), "가", "파일: 모르는 항목 때문에 읽을 수 없습니다."),
        (
            ("pledges", 0, "amounts", 0, "won"),
            -1,
            "1번째 공약 금액 1 금액(원): 이 항목에 올 수 없는 값이 들어 있습니다.",
        ),
        (
            ("pledges", 0, "amounts", 0, "won"),
            10**30,
            "1번째 공약 금액 1 금액(원): 이 항목에 올 수 없는 값이 들어 있습니다.",
        ),
        (("head", "office"), "king", "자리: 이 항목에 올 수 없는 값이 들어 있습니다."),
        (("head", "accent"), "red", "강조 색: 이 항목에 올 수 없는 값이 들어 있습니다."),
        (("pledges", 0), 3, "1번째 공약: 이 항목에 올 수 없는 값이 들어 있습니다."),
        (
            ("pledges", 1, "origin", "version"),
            None,
            "2번째 공약 가져온 공약 차수: 이 항목에 올 수 없는 값이 들어 있습니다.",
        ),
    ],
)
def test_value_out_of_place_is_refused_by_name(path, value, said):
    assert refusal(changed(*path, value=value)) == said


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("가\x07나", "1번째 공약 왜 여기에서 필요한가: 보이지 않는 제어 문자(U+0007)가 들어 있습니다."),
        ("가\u202e나", "1번째 공약 왜 여기에서 필요한가: 글의 방향을 바꾸는 문자(U+202E)가 들어 있습니다."),
    ],
)
def test_character_that_hides_or_turns_is_refused_by_name(value, named):
    assert refusal(changed("pledges", 0, "why", value=value)).startswith(named)


def test_texts_come_in_as_if_typed():
    found = read(changed("pledges", 0, "why", value=" 가\r\n나\u200b "))
    assert found.pledges[0].why == "가\n나"
    assert read(changed("pledges", 0, "title", value="돌\n봄")).pledges[0].title == "돌 봄"
    assert read(changed("pledges", 0, "steps", 1, "what", value="돌\n봄")).pledges[0].steps[1].what == "돌\n봄"
    assert read(changed("pledges", 0, "steps", 1, "when", value="돌\n봄")).pledges[0].steps[1].when == "돌 봄"


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 2_000_000,
        b'{"a":' * 400_000,
        b'"' + b'\\"' * 999_999,
        b'"\\' * 1_000_000,
        b"[" + b"[]," * 600_000,
        b'{"format": "pledge-platform/1", "head": {"title": ' + b"9" * 1_900_000 + b"}}",
        b'{"format": "pledge-platform/1", "x": [' + b"{}," * 600_000 + b"{}]}",
        b'{"format": "pledge-platform/1", "x": [' + b'"",' * 600_000 + b'""]}',
        b'{"format": "pledge-platform/1", "x": [' + b"1," * 900_000 + b"1]}",
    ],
    ids=[
        "lists",
        "objects",
        "escapes",
        "open strings",
        "wide",
        "long number",
        "many objects",
        "many texts",
        "many numbers",
    ],
)
def test_hostile_file_is_refused(data):
    assert refusal(data).endswith(".")


def test_platform_as_large_as_the_schema_allows_in_number_is_read():
    amount, step = Amount(year=2027, purse=Purse.OWN, won=MOST_WON), Step(when="2027년", what="합니다.")
    pledge = portfolio.full_content(1, amounts=[amount] * 100, steps=[step] * 30, cases=["2022-1-3-2"] * 20)
    carried = Carried(head=FULL.head, pledges=[pledge] * MOST_PLEDGES)
    data = written(carried)
    assert len(data) <= carrying.MOST_BYTES
    assert read(data) == carried


def test_brackets_in_texts_are_not_depth():
    carried = Carried(head=HeadContent(title="[[[[[[[[[[[[{{{{{{{{ \\"), saved_at='"[[[[[[[[[[[[')
    assert read(written(carried)) == carried


def is_typed(text):
    try:
        cleaned(text, lines=True)
    except ValidationError:
        return False
    return True


LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn"))


def texts(most, lines=False):
    drawn = st.text(st.one_of(LETTERS, st.sampled_from('\n"\\{}[]가')), max_size=min(most, 30)).filter(is_typed)
    return drawn.map(lambda text: cleaned(text, lines=lines)[:most].strip())


LINE, TEXT, KEY = texts(200), texts(5_000, lines=True), texts(40)
STEPS = st.builds(Step, when=LINE, what=texts(500, lines=True))
AMOUNTS = st.builds(Amount, year=st.integers(1995, 2200), purse=st.sampled_from(Purse), won=st.integers(1, MOST_WON))
ORIGINS = st.builds(
    Origin, pledge=KEY, version=st.integers(1, 100_000), voice=st.one_of(st.none(), st.sampled_from(Voice))
)
PLEDGES = st.builds(
    PledgeContent,
    **dict.fromkeys(("title", "one_line", "deadline", "actors", "ordinance", "area"), LINE),
    **dict.fromkeys(("why", "goal", "financing"), TEXT),
    **dict.fromkeys(("no_budget", "adapted"), st.booleans()),
    indicator=st.builds(Indicator, name=LINE, now=LINE, target=LINE, by=LINE),
    steps=st.lists(STEPS, max_size=3),
    amounts=st.lists(AMOUNTS, max_size=3),
    cases=st.lists(KEY, max_size=3),
    origin=st.one_of(st.none(), ORIGINS),
)
HEADS = st.builds(
    HeadContent,
    title=LINE,
    office=st.one_of(st.none(), st.sampled_from(Office)),
    place=KEY,
    election=KEY,
    district=LINE,
    accent=st.sampled_from(["ink", "plum"]),
    answers=st.lists(TEXT, max_size=5),
)
CARRIED = st.builds(Carried, head=HEADS, pledges=st.lists(PLEDGES, max_size=2), saved_at=LINE)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)


def outcome(data):
    """What was read, or the sentence of the refusal; nothing else may come out."""
    try:
        return read(data)
    except CannotRead as refused:
        assert str(refused).endswith(".")
        return None


@settings(max_examples=60, deadline=None)
@given(CARRIED)
def test_any_platform_survives_a_round_trip(carried):
    assert read(written(carried)) == carried


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(data):
    assert outcome(data) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_file_is_read_or_refused(data):
    whole = written(FULL)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    found = outcome(whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:])
    assert found is None or msgspec.convert(msgspec.to_builtins(found), Carried) == found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_file_with_any_value_anywhere_is_read_or_refused(data):
    values = json.loads(written(FULL))
    place = values
    while True:
        steps = list(place) if isinstance(place, dict) else list(range(len(place)))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(place[step], dict | list) or not place[step] or data.draw(st.booleans()):
            break
        place = place[step]
    place[step] = data.draw(JSON)
    found = outcome(json.dumps(values).encode())
    assert found is None or msgspec.convert(msgspec.to_builtins(found), Carried) == found

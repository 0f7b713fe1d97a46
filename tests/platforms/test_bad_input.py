"""Whatever is sent: never an error page of the server, a sentence, and what stood before still stands."""

import json

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges.platforms import carrying
from pledges.platforms.content import MOST_STEPS, Carried, HeadContent, PledgeContent, Step
from pledges.platforms.models import Platform
from pledges.platforms.sealed import PLEDGE_DECODER
from pledges.platforms.urls import urlpatterns
from tests.platforms import holder

HUGE = "가" * 350_000  # a megabyte
VERSIONS = ["", "abc", "-1", "0", "1.5", "1e3", str(10**30), "9" * 5000, "\u0663", "1\0", "0x1", " "]

pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.fixture
def client():
    client = holder.browser()
    holder.take(client)
    holder.settle(client, election="local-9")
    client.raise_request_exception = False
    return client


def everything():
    models = apps.get_app_config("platforms").get_models()
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def assert_refused(response, *statuses):
    assert response.status_code in (statuses or (400, 409, 422)), response.status_code
    assert "<h1>" in response.text
    assert "Traceback" not in response.text


# Texts and forms.


@pytest.mark.parametrize(
    "field", ["title", "why", "goal", "steps-0-what", "indicator-now", "financing", "amount-2027-own"]
)
def test_megabyte_in_a_field_of_a_pledge_is_refused_with_a_count(client, field):
    address = holder.pledge_address(client)
    form, before = holder.pledge_form(client, address), everything()
    response = client.post(address, form | {field: HUGE})
    assert_refused(response, 422)
    assert "지금은 350000자입니다." in response.text.replace(",", "")
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "field"),
    [("head/", "district"), ("head/", "title"), ("questions/", "answer-0"), ("own/", "title"), ("own/", "why")],
)
def test_megabyte_in_any_other_field_is_refused(client, path, field):
    before = everything()
    version = holder.held(client).platform.version
    response = client.post(holder.desk(client) + path, {"version": version, "title": "제목", field: HUGE})
    assert_refused(response, 422)
    assert everything() == before


def test_pledge_of_a_reasonable_length_in_every_field_is_refused_as_a_whole(client):
    """Each field may be full, but a hundred such pledges could not be carried back."""
    address = holder.pledge_address(client)
    form = holder.pledge_form(client, address) | dict.fromkeys(("why", "goal", "financing"), "가" * 5000)
    before = everything()
    response = client.post(address, form)
    assert_refused(response, 422)
    assert "한 공약에 적은 글이 너무 깁니다." in response.text
    assert everything() == before


def test_ten_thousand_steps_are_refused_or_bounded(client):
    address = holder.pledge_address(client)
    form = {"version": 1, "title": "제목"} | {f"steps-{number}-what": "일" for number in range(10_000)}
    response = client.post(address, form)
    assert_refused(response, 400, 413, 422)
    assert holder.rows(client)[0].version == 1


@pytest.mark.parametrize(
    "name",
    [
        f"steps-{'9' * 5000}-what",
        "steps-99999999-what",
        "steps--1-what",
        "steps-²-what",
        "steps-x-what",
        "steps-0-",
        "steps--",
    ],
)
def test_step_of_a_number_that_is_none_is_no_error(client, name):
    address = holder.pledge_address(client)
    response = client.post(address, holder.pledge_form(client, address) | {name: "일"})
    assert response.status_code in {302, 400, 422}
    assert len(holder.content(client).steps) <= MOST_STEPS


@pytest.mark.parametrize(
    "name",
    [
        "amount-2027-nonsense",
        "amount-9999-own",
        "amount--own",
        "amount-2027-",
        "amount-1900-own",
        f"amount-{'9' * 5000}-own",
    ],
)
def test_money_of_a_year_or_purse_that_is_none_is_no_error(client, name):
    """And what is kept can be carried away and brought back."""
    address = holder.pledge_address(client)
    response = client.post(address, holder.pledge_form(client, address) | {name: "1억"})
    assert response.status_code in {302, 400, 422}
    assert client.get(address).status_code == 200
    carried = client.get(f"{holder.desk(client)}carry/").content
    assert carrying.read(carried).pledges == [holder.content(client)]


@pytest.mark.parametrize("version", VERSIONS)
def test_version_that_is_none_changes_nothing(client, version):
    address, desk = holder.pledge_address(client), holder.desk(client)
    form, before = holder.pledge_form(client, address), everything()
    for path, fields in ((address, form), (f"{desk}head/", {"office": ""}), (f"{desk}questions/", {"answer-0": "답"})):
        response = client.post(path, fields | {"version": version})
        assert response.status_code in {409, 422}
        assert everything() == before


@pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\ue000", "\ufdd0"])
@pytest.mark.parametrize("field", ["title", "why", "steps-0-when", "area"])
def test_character_that_hides_is_named_and_nothing_changes(client, field, character):
    address = holder.pledge_address(client)
    form, before = holder.pledge_form(client, address), everything()
    response = client.post(address, form | {field: f"앞{character}뒤"})
    assert_refused(response, 422)
    assert f"U+{ord(character):04X}" in response.text
    assert everything() == before


@pytest.mark.parametrize("case", ["2099-1-1-1", "", "\0", HUGE[:1000]])
def test_forged_case_is_refused(client, case):
    address = holder.pledge_address(client)
    form, before = holder.pledge_form(client, address), everything()
    response = client.post(address, form | {"cases": [case]})
    assert_refused(response, 422)
    assert everything() == before


@pytest.mark.parametrize(
    "fields", [{"place": "99999"}, {"place": "\0"}, {"election": "x"}, {"office": "king"}, {"place": "52770' --"}]
)
def test_forged_head_is_refused(client, fields):
    before = everything()
    version = holder.held(client).platform.version
    response = client.post(f"{holder.desk(client)}head/", {"version": version, **fields})
    assert_refused(response, 422)
    assert everything() == before


def test_hostile_words_are_shown_as_words(client):
    address = holder.pledge_address(client)
    hostile = "<script>alert(1)</script>{{ held.key }}{% now 'Y' %}'\"&"
    client.post(address, holder.pledge_form(client, address) | {"title": hostile, "why": hostile, "area": hostile})
    desk = holder.desk(client)
    for path in ("", "?group=area", "check/", "budget/", "preview/", "files/", "history/", "ways/", "delete/"):
        page = client.get(desk + path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert holder.pledge_form(client, address)["title"] == hostile
    assert "<script>alert" not in client.get("/pledges/").text


# Addresses.

WRONG_KEYS = [
    "\0",
    "%00",
    "x",
    "2" * 11,
    "2" * 13,
    "2" * 5000,
    "가" * 12,
    "..",
    "%2e%2e",
    "' OR 1=1 --",
    "%ff%fe",
    "\u202e",
]


def routes(client, wrong):
    """Every address with each of its parts wrong in turn."""
    key, pledge = holder.key(client), holder.rows(client)[0].key
    right = {"<key:key>": key, "<key:pledge>": pledge, "<key:job>": "2" * 12, "<int:revision>": "1", "<int:link>": "1"}
    for route in (str(pattern.pattern) for pattern in urlpatterns):
        for part in (part for part in (*right, "<str:secret>") if part in route):
            address = route.replace(part, wrong)
            for name, value in right.items():
                address = address.replace(name, value)
            yield f"/{address}"


@pytest.mark.parametrize("wrong", [*WRONG_KEYS, "0", "-1", str(10**30), "9" * 5000], ids=lambda wrong: repr(wrong)[:20])
def test_forged_part_of_an_address_is_no_error_and_changes_nothing(client, wrong):
    before = everything()
    for address in routes(client, wrong):
        for response in (client.get(address), client.post(address, {"version": "1"})):
            assert response.status_code < 500, address
            assert response.status_code in {200, 302, 403, 404, 405, 409, 422}, address
            if response.status_code == 302:
                assert response["Location"].startswith("/"), address
    assert everything() == before


def test_get_of_what_is_pressed_is_a_405(client):
    pressed = [
        "take/",
        "../open/",
        "{key}/use/",
        "{key}/order/",
        "{key}/files/make/",
        "{key}/ways/send/",
        "{key}/keep/",
    ]
    pressed += ["{key}/ways/card/", "{key}/ways/code/", "{key}/ways/recovery/", "{key}/ways/leave/", "{key}/duplicate/"]
    pressed += ["{key}/pledges/{pledge}/move/", "{key}/pledges/{pledge}/remove/", "{key}/pledges/{pledge}/put-back/"]
    before = everything()
    for path in pressed:
        route = path.format(key=holder.key(client), pledge=holder.rows(client)[0].key)
        address = f"/platform/{route}".replace("/platform/../", "/")
        for method in (client.get, client.head, client.put, client.patch, client.delete):
            assert method(address).status_code == 405, address
    assert everything() == before


@pytest.mark.parametrize(
    "query", ["?group=nonsense", "?group=%00", "?group=" + "x" * 5000, "?removed=%00", "?saved=%ff", "?" + "a=1&" * 900]
)
def test_unknown_words_of_an_address_are_passed_over(client, query):
    assert client.get(holder.desk(client) + query).status_code == 200


def test_more_fields_than_any_page_sends_are_refused(client):
    before = everything()
    form = {f"field-{number}": "x" for number in range(2000)}
    for path in ("", "take/", "code/", "recover/", "import/"):
        assert_refused(client.post(f"/platform/{path}", form), 400, 413)
    assert everything() == before


def test_body_larger_than_any_page_sends_is_refused_before_it_is_read(client):
    before = everything()
    response = client.post(holder.pledge_address(client), "x=" + "a" * 12_000_000, "application/x-www-form-urlencoded")
    assert_refused(response, 400, 413)
    assert everything() == before


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"%", b"title=%ff", b"--x", b"{}"])
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "nonsense",
    ],
)
def test_body_that_is_no_form_is_no_error(client, body, kind):
    before = everything()
    for path in (
        holder.pledge_address(client),
        "/platform/import/",
        "/platform/code/",
        f"{holder.desk(client)}files/make/",
    ):
        response = client.post(path, body, kind)
        assert response.status_code in {200, 400, 422}, path
    assert everything() == before


# Files brought in.


def bring(data, client=None):
    client = client or holder.browser()
    client.raise_request_exception = False
    return client.post("/platform/import/", {"file": SimpleUploadedFile("platform.json", data)})


def whole_file(**changes):
    return json.dumps({"format": carrying.FORMAT, "head": {}, "pledges": [], **changes}).encode()


def test_carried_file_comes_back_whole(client):
    address = holder.pledge_address(client)
    client.post(address, holder.pledge_form(client, address) | {"why": "까닭\n둘째 줄", "amount-2027-own": "3억"})
    client.post(f"{holder.desk(client)}own/", {"title": "내 공약"})
    data = client.get(f"{holder.desk(client)}carry/").content
    other = holder.browser()
    assert bring(data, other).status_code == 302
    assert [holder.content(other, place) for place in (0, 1)] == [holder.content(client, place) for place in (0, 1)]
    assert holder.held(other).head == holder.held(client).head
    assert holder.key(other) != holder.key(client)
    again = client.get(f"{holder.desk(client)}carry/").content
    assert carrying.read(again) == carrying.read(data)


DAMAGED = {
    "empty": b"",
    "not JSON": b"hello",
    "a list": b"[]",
    "a number": b"1",
    "cut": whole_file()[:-5],
    "other": b'{"format": "something"}',
    "newer": whole_file(format="pledge-platform/2"),
    "no head": json.dumps({"format": carrying.FORMAT}).encode(),
    "deep": b'{"format": "pledge-platform/1", "head": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "many": whole_file(pledges=[{"title": "x"}] * 500),
    "many steps": whole_file(pledges=[{"steps": [{"what": "x"}] * 10_000}]),
    "long": whole_file(pledges=[{"why": HUGE}]),
    "huge": whole_file(pledges=[{"why": "가" * 5000}] * 300),
    "unknown field": whole_file(secret="x"),
    "NUL": whole_file(head={"title": "\0"}),
    "direction": whole_file(head={"title": "\u202e"}),
    "half a character": b'{"format": "pledge-platform/1", "head": {"title": "\\ud800"}}',
    "a year": whole_file(pledges=[{"amounts": [{"year": 10**30, "purse": "own", "won": 1}]}]),
    "an infinite sum": whole_file(pledges=[{"amounts": [{"year": 2027, "purse": "own", "won": 7}]}]).replace(
        b"7}", b"1e999}"
    ),
    "less than nothing": whole_file(pledges=[{"amounts": [{"year": 2027, "purse": "own", "won": -1}]}]),
    "an origin": whole_file(pledges=[{"origin": {"pledge": "x" * 41, "version": 1}}]),
    "UTF-16": whole_file().decode().encode("utf-16"),
    "not UTF-8": b"\xff\xfe\xfa",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_file_that_cannot_come_back_says_why_and_begins_nothing(case):
    response = bring(DAMAGED[case])
    assert_refused(response, 422)
    assert "errorlist" in response.text
    assert not Platform.objects.exists()
    assert not response.cookies


def test_file_with_forged_names_opens_as_words(client):
    """Places, elections, pledges and cases that this installation does not know."""
    pledge = {"title": "남", "origin": {"pledge": "1999-1-1", "version": 7}, "cases": ["1999-1-1-1"], "area": "<b>"}
    head = {"place": "99999", "election": "no-such", "office": "basic_head"}
    other = holder.browser()
    assert bring(whole_file(head=head, pledges=[pledge, pledge]), other).status_code == 302
    for path in ("", "check/", "budget/", "preview/", "files/", "head/", "questions/", "carry/"):
        assert other.get(holder.desk(other) + path).status_code == 200
    assert other.get(holder.pledge_address(other, 1)).status_code == 200
    address = holder.pledge_address(other)
    assert other.post(address, holder.pledge_form(other, address)).status_code == 302


def test_full_file_comes_back_within_its_size():
    full = [PledgeContent(title="가" * 200, why="나" * 3000, steps=[Step(when="임기 내", what="다" * 300)] * 5)] * 100
    data = carrying.written(Carried(head=HeadContent(title="라"), pledges=full))
    client = holder.browser()
    assert bring(data, client).status_code == 302
    assert len(holder.rows(client)) == 100
    assert client.get(holder.desk(client)).status_code == 200


def test_import_without_a_file_says_so():
    """As a browser sends the form when nothing was chosen."""
    head = b'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream'
    body = b"--x\r\n" + head + b"\r\n\r\n\r\n--x--\r\n"
    response = holder.browser().post("/platform/import/", body, "multipart/form-data; boundary=x")
    assert response.status_code == 422
    assert "파일을 골라 주세요." in response.text


def test_importing_too_often_has_to_wait():
    client = holder.browser()
    for _ in range(30):
        assert bring(b"hello", client).status_code == 422
    response = bring(whole_file(), client)
    assert response.status_code == 429
    assert not Platform.objects.exists()


# Anything at all.

NAMES = [
    "version",
    "title",
    "one_line",
    "why",
    "goal",
    "indicator-name",
    "indicator-by",
    "steps-0-when",
    "steps-0-what",
]
NAMES += [
    "steps-29-what",
    "deadline",
    "no_budget",
    "financing",
    "amount-2027-own",
    "amount-2026-national",
    "actors",
    "area",
]
NAMES += ["ordinance", "cases", "theirs", "more", "blank-수량", "after_conflict"]
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["1", "on", "2022-1-1-1", "why", "steps", "1억", "{{주민|이}}", "[수량]", "{{", "]]", "\0", "10**30"]
    ),
    st.integers().map(str),
)
FORMS = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text(max_size=20)), st.lists(VALUES, max_size=2), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(form=FORMS, complete=st.booleans(), autosave=st.booleans())
def test_any_form_of_a_pledge_is_saved_as_the_schema_holds_it_or_refused(client, form, complete, autosave):
    address = holder.pledge_address(client)
    before = holder.content(client)
    fields = (holder.pledge_form(client, address) if complete else {}) | form
    response = client.post(address, fields, headers=holder.AUTOSAVE if autosave else {})
    after = holder.content(client)
    assert response.status_code in {200, 302, 409, 422}
    if response.status_code in {409, 422}:
        assert after == before
    opened = holder.held(client)
    row = holder.rows(client)[0]
    assert PLEDGE_DECODER.decode(opened.unseal(row.sealed, f"pledge/{row.key}")) == after
    carried = client.get(f"{holder.desk(client)}carry/").content
    assert carrying.read(carried).pledges == [after]

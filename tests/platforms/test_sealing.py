"""What is kept can be read only with a link: in the database, in logs, by the staff, by whoever stole a copy."""

import base64
import io
import logging
import traceback

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection

from handbook import sealing
from handbook.logs import WithoutSecrets
from pledges.platforms import actions, files, ways
from pledges.platforms.models import HandOverCode, Link, Platform
from pledges.platforms.sealed import open_link
from tests.platforms import holder

MAIL = "marker-mail@example.kr"
FIELDS = ("title", "one_line", "why", "goal", "indicator", "step", "financing", "actors", "ordinance", "area", "answer")
OTHERS = ("district", "cover", "link", "person", "introduction", "file", "own")
MARKS = {name: f"표식{number}말 MARK{number}WORD" for number, name in enumerate((*FIELDS, *OTHERS))}

usefixtures = pytest.mark.usefixtures("edition_2022")


# The primitives.


@pytest.fixture
def key():
    return sealing.new_key()


def test_sealed_value_opens_with_its_key_at_its_place(key):
    for data in (b"", b"x", "공약".encode() * 1000, bytes(300)):
        assert sealing.unseal(key, sealing.seal(key, data, "a/b"), "a/b") == data
        assert sealing.unseal(key, memoryview(sealing.seal(key, data, "a/b")), "a/b") == data


def test_sealed_value_refuses_another_key(key):
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealing.new_key(), sealing.seal(key, b"text", "a"), "a")


def test_sealed_value_refuses_another_place(key):
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(key, sealing.seal(key, b"text", "a"), "b")


def test_sealed_value_refuses_every_changed_byte_and_every_cut(key):
    whole = sealing.seal(key, b"text", "a")
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(key, bytes(changed), "a")
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(key, whole[:position], "a")


def test_length_says_little(key):
    short, longer = (sealing.seal(key, bytes(length), "a") for length in (1, 252))
    assert len(short) == len(longer)
    assert len(sealing.seal(key, bytes(253), "a")) == len(short) + sealing.PADDED_TO


def test_same_text_is_never_sealed_the_same_way(key):
    assert len({sealing.seal(key, b"text", "a") for _ in range(50)}) == 50


def test_secrets_are_new_and_digests_do_not_open(key):
    assert len({sealing.new_secret() for _ in range(200)}) == 200
    secret = sealing.new_secret()
    wrapped = sealing.seal(sealing.wrapping_key(secret), key, "link")
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealing.wrapping_key(sealing.digest(secret)), wrapped, "link")


# Rows of a platform.


@usefixtures
def test_row_moved_to_another_row_does_not_open():
    client = holder.browser()
    holder.take(client)
    holder.take(client, "2022-1-2")
    first, second = holder.rows(client)
    first.sealed = second.sealed
    with pytest.raises(sealing.CannotOpen):
        holder.held(client).content(first)


@usefixtures
def test_row_of_another_platform_does_not_open():
    mine, theirs = holder.browser(), holder.browser()
    holder.take(mine)
    holder.take(theirs)
    Platform.objects.filter(key=holder.key(mine)).update(sealed_head=holder.held(theirs).platform.sealed_head)
    with pytest.raises(sealing.CannotOpen):
        assert holder.held(mine).head


@usefixtures
def test_link_does_not_open_another_platform():
    mine, theirs = holder.browser(), holder.browser()
    holder.take(mine)
    holder.take(theirs)
    link = holder.held(mine).link
    with pytest.raises(sealing.CannotOpen):
        open_link(link, holder.secrets(theirs)[0])
    link.platform = holder.held(theirs).platform
    with pytest.raises(sealing.CannotOpen):
        open_link(link, holder.secrets(mine)[0])


# The whole database after a whole walk.


def walk(client):
    """Writes a mark into everything that takes text, and leaves every kind of row behind; gives the secrets."""
    holder.take(client)
    holder.settle(client, district=MARKS["district"], title=MARKS["cover"])
    desk, address = holder.desk(client), holder.pledge_address(client)
    typed = {name: MARKS[name] for name in ("title", "one_line", "why", "goal", "financing", "actors", "ordinance")}
    typed |= {"area": MARKS["area"], "indicator-name": MARKS["indicator"], "steps-0-what": MARKS["step"]}
    for _ in range(2):  # the second save leaves the first as a revision
        form = holder.pledge_form(client, address)
        assert client.post(address, form | typed).status_code == 302
        holder.held(client).platform.revisions.all().update(link=None)
    version = holder.held(client).platform.version
    assert client.post(f"{desk}questions/", {"version": version, "answer-0": MARKS["answer"]}).status_code == 302
    assert client.post(f"{desk}own/", {"title": MARKS["own"]}).status_code == 302
    client.post(f"{holder.pledge_address(client, 1)}remove/")
    secret = holder.send_link(client, name=MARKS["link"])
    code = holder.new_code(client)
    opened = holder.held(client)
    person = actions.Person(name=MARKS["person"], introduction=MARKS["introduction"], photo=MARKS["file"].encode())
    actions.keep_person(opened, person)
    files.finished(opened, "png", f"{MARKS['file']}.png", MARKS["file"].encode())
    return [*holder.secrets(client), secret, code, code.replace("-", "")]


def every_row():
    """Every row of every table there is, ours or not, by the table's name."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from ((table, row) for row in cursor.fetchall())


def as_bytes(value):
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def dump():
    return b"\n".join(as_bytes(value) for _, row in every_row() for value in row)


def forms_of(text):
    """The bytes under which a text may lie somewhere: plain, as UTF-16, as hexadecimal, escaped, in base64."""
    for encoded in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        yield encoded
        yield encoded.hex().encode()
        for shift in range(3):
            whole = base64.b64encode(bytes(shift) + encoded)
            yield whole[4 : 4 * (len(encoded) // 3)]
    yield text.encode("unicode_escape")


@usefixtures
def test_database_holds_no_word_that_was_typed_and_no_secret():
    client = holder.browser()
    secrets = walk(client)
    holder.held(client)
    kept = dump()
    full = [name for name, model in apps.get_app_config("platforms").models.items() if model.objects.exists()]
    assert set(full) == {"platform", "link", "platformpledge", "revision", "handovercode", "filejob"}
    for text in [*MARKS.values(), *(mark.split()[1] for mark in MARKS.values()), *secrets]:
        for form in forms_of(text):
            assert form not in kept, text


@usefixtures
def test_marks_would_be_found_where_they_stand_in_the_clear():
    """What the test above rests on."""
    walk(holder.browser())
    Link.objects.filter(purpose="device").update(sealed_name=base64.b64encode(b"x" + MARKS["link"].encode()))
    kept = dump()
    assert any(form in kept for form in forms_of(MARKS["link"]))


@usefixtures
def test_database_does_not_say_what_was_picked_or_where():
    client = holder.browser()
    holder.take(client)
    holder.settle(client, election="local-10")
    kept = b"\n".join(as_bytes(value) for table, row in every_row() if table.startswith("platforms_") for value in row)
    for text in ("2022-1-1", holder.COUNTY, "local-10", "basic_head"):
        assert text.encode() not in kept


@usefixtures
def test_recovery_keeps_no_address():
    client = holder.browser()
    holder.take(client)
    client.post(f"{holder.desk(client)}ways/recovery/", {"mail": MAIL})
    assert holder.held(client).platform.recovery_mail
    kept = dump()
    for text in (MAIL, MAIL.split("@", maxsplit=1)[0], sealing.digest(MAIL)):
        assert all(form not in kept for form in forms_of(text))


def stolen_keys(texts):
    """Every key that whoever holds the rows and the server's SECRET_KEY could make of them without guessing."""
    yield sealing.server_key()
    for text in [*texts, settings.SECRET_KEY]:
        yield sealing.wrapping_key(text)
        if len(text) == 64:
            yield bytes.fromhex(text)
    for half in HandOverCode.objects.values_list("finder", flat=True):
        yield from (sealing.code_key(second, half) for second in ("", half))


def opens_something():
    """Whether any value of the stolen rows opens with such a key at any place it may belong to."""
    rows = [row for table, row in every_row() if table.startswith("platforms_")]
    values = [value for row in rows for value in row]
    texts = {value for value in values if isinstance(value, str) and value}
    sealed = [bytes(value) for value in values if isinstance(value, (bytes, memoryview))]
    halves = HandOverCode.objects.values_list("finder", flat=True)
    ends = ("head", "person", "link", "recovery", *(f"pledge/{text}" for text in texts if len(text) == 12))
    places = [f"{platform}/{end}" for platform in Platform.objects.values_list("key", flat=True) for end in ends]
    for key in stolen_keys(texts):
        for place in [*places, *(f"code/{half}" for half in halves)]:
            for value in sealed:
                try:
                    return sealing.unseal(key, value, place)
                except sealing.CannotOpen:
                    continue
    return None


@usefixtures
def test_stolen_database_with_the_servers_key_opens_nothing():
    walk(holder.browser())
    assert opens_something() is None


@usefixtures
def test_stolen_database_with_the_servers_key_opens_what_may_be_recovered_by_mail():
    """The choice that says so: the server keeps a copy of the key."""
    client = holder.browser()
    holder.take(client)
    page = client.get(f"{holder.desk(client)}ways/").text
    assert "서버를 다루는 사람이 마음먹으면 이 초안을 열 수 있습니다." in page
    client.post(f"{holder.desk(client)}ways/recovery/", {"mail": MAIL})
    assert opens_something() == holder.held(client).key


@usefixtures
def test_revoked_link_leaves_no_key_in_the_database():
    client = holder.browser()
    holder.take(client)
    secret = holder.send_link(client)
    link = Link.objects.get(digest=sealing.digest(secret))
    client.post(f"{holder.desk(client)}ways/{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.wrapped_key is None
    with pytest.raises(sealing.CannotOpen):
        open_link(link, secret)


@usefixtures
def test_code_that_is_over_does_not_stay_to_be_guessed():
    """Its second half is short: a stolen row and the server's key would be guessed in hours."""
    client = holder.browser()
    holder.take(client)
    holder.new_code(client)
    HandOverCode.objects.update(expires_at=holder.held(client).platform.created_at)
    holder.browser().post("/platform/code/", {"code": "2222-2222"})
    assert not HandOverCode.objects.exists()


# Logs.


@pytest.fixture
def logged():
    """All lines that our handler writes, with every logger at its loudest, database statements among them."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(WithoutSecrets())
    root, loud = logging.getLogger(), [logging.getLogger(name) for name in ("", "django", "django.db.backends")]
    levels = [logger.level for logger in loud]
    root.addHandler(handler)
    for logger in loud:
        logger.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    yield out
    connection.force_debug_cursor = False
    for logger, level in zip(loud, levels, strict=True):
        logger.setLevel(level)
    root.removeHandler(handler)


@usefixtures
def test_logs_of_a_whole_walk_hold_nothing_typed_and_no_secret(logged, monkeypatch):
    client = holder.browser()
    secrets = walk(client)
    holder.scanner().get(f"/open/{secrets[1]}/")
    holder.scanner().get(f"/open/{secrets[1]}/more/")
    holder.opened(secrets[1])

    def fail(held, key, seen, content, **options):
        raise ValueError(f"cannot save {content!r} of /open/{secrets[1]}/")

    client.raise_request_exception = False
    monkeypatch.setattr(actions, "save_pledge", fail)
    address = holder.pledge_address(client)
    response = client.post(address, holder.pledge_form(client, address) | {"title": MARKS["title"]})
    assert response.status_code == 500
    assert MARKS["title"] not in response.text
    lines = logged.getvalue()
    assert "Internal Server Error" in lines
    assert "ValueError" in lines
    assert "INSERT INTO" in lines
    for text in [*MARKS.values(), *(mark.split()[1] for mark in MARKS.values()), *secrets]:
        assert text not in lines
        assert repr(text)[1:-1] not in lines


def test_log_line_of_a_failure_says_only_its_kind_and_place(logged):
    try:
        raise RuntimeError(MARKS["title"])
    except RuntimeError:
        logging.getLogger("any").exception("failed at /open/%s/", "a" * 22)
    line = logged.getvalue()
    assert "RuntimeError < " in line
    assert "test_sealing.py" in line
    assert MARKS["title"] not in line
    assert "a" * 22 not in line


def test_log_line_is_safe_beside_another_handler():
    """Python keeps the traceback that the first formatter made, on the record, for the next."""
    try:
        raise RuntimeError(MARKS["title"])
    except RuntimeError as error:
        failure = (type(error), error, error.__traceback__)
    record = logging.LogRecord("any", logging.ERROR, __file__, 1, "failed", None, failure)
    assert MARKS["title"] in logging.Formatter().format(record)
    assert MARKS["title"] not in WithoutSecrets().format(record)


def test_every_handler_of_ours_leaves_secrets_out_and_errors_are_mailed_to_nobody():
    assert settings.LOGGING["formatters"] == {"line": {"()": "handbook.logs.WithoutSecrets"}}
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}
    assert settings.ADMINS == settings.MANAGERS == []


def test_chain_of_failures_is_not_told_either(logged):
    try:
        try:
            raise KeyError(MARKS["why"])
        except KeyError as error:
            raise RuntimeError(MARKS["title"]) from error
    except RuntimeError:
        assert MARKS["why"] in traceback.format_exc()
        logging.getLogger("any").exception("failed")
    assert MARKS["why"] not in logged.getvalue()


# Staff, and what a server writes beside its database.


def test_admin_has_no_model_of_platforms():
    registered = {model._meta.app_label for model in admin.site._registry}
    assert registered
    assert "platforms" not in registered


@usefixtures
@pytest.mark.parametrize(
    ("address", "field", "name"),
    [("files/make/", "photo", "photo.jpg"), ("/platform/import/", "file", "platform.json")],
)
def test_upload_never_stands_on_a_disk_in_the_clear(monkeypatch, address, field, name):
    client = holder.browser()
    holder.take(client)
    written = []
    real = TemporaryUploadedFile.__init__

    def remember(self, *arguments, **fields):
        written.append(arguments)
        real(self, *arguments, **fields)

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", remember)
    file = io.BytesIO(b"x" * 3_000_000)
    file.name = name
    form = {field: file, "profile": "draft", "format": "pdf"}
    response = client.post(address if address.startswith("/") else holder.desk(client) + address, form)
    assert response.status_code in {413, 422}
    assert not written


@usefixtures
def test_deleting_leaves_no_row_behind():
    client = holder.browser()
    walk(client)
    ways.keep_recovery(holder.held(client), MAIL)
    response = client.post(f"{holder.desk(client)}delete/", {"sure": "on"})
    assert response.status_code == 200
    assert response["Clear-Site-Data"] == '"storage"'
    for model in apps.get_app_config("platforms").get_models():
        assert not model.objects.exists()

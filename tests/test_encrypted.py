"""What the database keeps encrypted: only with a key can it be read, and keys can be changed for new ones."""

import os
import stat
import subprocess
import sys
from io import StringIO

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from handbook import environment
from handbook.encrypted import CannotDecrypt, EncryptedField
from handbook.models import Mail

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = "접수 번호와 링크".encode()


@pytest.fixture
def old_key(settings, db):
    settings.FIELD_KEYS = [OLD]


def mail(body=SECRET, **fields):
    return Mail.objects.create(to="head@example.kr", subject="접수", body=body, **fields)


def stored(mail, column="body"):
    """What really stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM handbook_mail WHERE id = %s', [mail.pk])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def read(mail):
    return bytes(Mail.objects.get(pk=mail.pk).body)


def rotate():
    out = StringIO()
    call_command("rotatekeys", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("value", [SECRET, b"", bytes(range(256)) * 40])
def test_value_comes_back_as_it_was_and_only_its_key_reads_the_column(old_key, value):
    kept = mail(value)
    assert read(kept) == value
    assert value != stored(kept)
    assert SECRET not in stored(kept)
    assert Fernet(OLD).decrypt(stored(kept)) == value
    with pytest.raises(InvalidToken):
        Fernet(NEW).decrypt(stored(kept))


def test_same_value_is_never_stored_alike(old_key):
    assert stored(mail()) != stored(mail())


def test_nothing_stays_nothing(old_key):
    kept = mail()
    assert stored(kept, "attachments") is None
    assert Mail.objects.get().attachments is None


def write_by_update(kept):
    Mail.objects.filter(pk=kept.pk).update(body=b"another")


def write_by_save(kept):
    kept.body = b"another"
    kept.save(update_fields=["body"])


def write_by_bulk_update(kept):
    kept.body = b"another"
    Mail.objects.bulk_update([kept], ["body"])


def write_by_bulk_create(kept):
    kept.delete()
    Mail.objects.bulk_create([Mail(pk=kept.pk, to="head@example.kr", subject="접수", body=b"another")])
    kept.pk = Mail.objects.get().pk


@pytest.mark.parametrize("write", [write_by_update, write_by_save, write_by_bulk_update, write_by_bulk_create])
def test_every_way_of_writing_encrypts(old_key, write):
    kept = mail()
    write(kept)
    assert Fernet(OLD).decrypt(stored(kept)) == b"another"
    assert read(kept) == b"another"


def test_value_read_and_saved_again_is_encrypted_once(old_key):
    kept = mail()
    Mail.objects.get().save()
    assert Fernet(OLD).decrypt(stored(kept)) == SECRET


def test_first_key_encrypts_and_all_of_them_decrypt(old_key, settings):
    old = mail()
    settings.FIELD_KEYS = [NEW, OLD]
    new = mail()
    assert Fernet(NEW).decrypt(stored(new)) == SECRET
    assert read(old) == read(new) == SECRET


def test_wrong_key_is_told(old_key, settings):
    kept = mail()
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CannotDecrypt):
        read(kept)


def test_changed_value_is_told(old_key):
    kept = mail()
    whole = bytearray(stored(kept))
    whole[40] = ord("A") if whole[40] != ord("A") else ord("B")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE handbook_mail SET body = %s WHERE id = %s", [bytes(whole), kept.pk])
    with pytest.raises(CannotDecrypt):
        read(kept)


def test_rotation_leaves_nothing_for_the_old_key(old_key, settings):
    first, second, sent = mail(attachments=b"[1]"), mail(b"two"), mail()
    Mail.objects.filter(pk=sent.pk).update(sent_at="2026-11-26T12:00Z", body=None)
    settings.FIELD_KEYS = [NEW, OLD]
    assert {"handbook.Mail body: 2", "handbook.Mail attachments: 1"} <= set(rotate())
    settings.FIELD_KEYS = [NEW]
    assert (read(first), read(second), stored(sent)) == (SECRET, b"two", None)
    assert bytes(Mail.objects.get(pk=first.pk).attachments) == b"[1]"
    for kept in (first, second):
        with pytest.raises(InvalidToken):
            Fernet(OLD).decrypt(stored(kept))
    rotate()
    assert read(first) == SECRET


def test_rotation_forgets_no_field_of_any_model(db):
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    wanted = {f"{field.model._meta.label} {field.name}: 0" for field in fields if isinstance(field, EncryptedField)}
    assert "handbook.Mail body: 0" in wanted
    assert set(rotate()) == wanted


def test_rotation_stops_where_no_key_fits(old_key, settings):
    kept = mail()
    before = stored(kept)
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CannotDecrypt):
        rotate()
    assert stored(kept) == before


def test_keys_are_read_from_the_environment_the_newest_first(monkeypatch, tmp_path):
    monkeypatch.setenv("FIELD_KEYS", f"{NEW}, {OLD}")
    assert environment.field_keys(tmp_path) == [NEW, OLD]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value", ["short", OLD[:-2], f"{OLD},short", "열쇠", "=" * 44], ids=["short", "cut", "second", "letters", "empty"]
)
def test_key_that_is_none_is_refused_in_a_sentence_that_does_not_repeat_it(monkeypatch, tmp_path, value):
    monkeypatch.setenv("FIELD_KEYS", value)
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS must be keys of 32 bytes") as refused:
        environment.field_keys(tmp_path)
    assert value not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_key_is_made_once_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("FIELD_KEYS", raising=False)
    first = environment.field_keys(tmp_path)
    assert environment.field_keys(tmp_path) == first
    assert Fernet(first[0]).decrypt(Fernet(first[0]).encrypt(SECRET)) == SECRET
    assert stat.S_IMODE((tmp_path / "field_key").stat().st_mode) == 0o600


def test_site_does_not_start_with_a_bad_key():
    environ = {**os.environ, "FIELD_KEYS": "no-key", "PYTHONWARNINGS": "ignore"}
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=site.BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "FIELD_KEYS must be keys of 32 bytes in URL-safe base64" in ended.stderr
    assert "no-key" not in ended.stderr

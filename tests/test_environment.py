import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from handbook import environment

NAME = "HANDBOOK_TEST_VALUE"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("off", False)]
)
def test_flag_reads_its_words(monkeypatch, value, expected):
    monkeypatch.setenv(NAME, value)
    assert environment.flag(NAME, default=not expected) is expected


@pytest.mark.parametrize("default", [True, False])
def test_flag_left_empty_is_the_default(monkeypatch, default):
    monkeypatch.setenv(NAME, "")
    assert environment.flag(NAME, default=default) is default


def test_flag_refuses_another_word(monkeypatch):
    monkeypatch.setenv(NAME, "maybe")
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be one of 1, 0, .*; it is 'maybe'"):
        environment.flag(NAME, default=True)


def test_number_reads_digits_and_falls_back(monkeypatch):
    assert environment.number(NAME, default=7) == 7
    monkeypatch.setenv(NAME, " 12 ")
    assert environment.number(NAME, default=7) == 12


@pytest.mark.parametrize("value", ["-1", "1.5", "twelve", "１２", "4"])
def test_number_refuses_what_is_no_number_or_too_small(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be a whole number of at least 5; it is '{value}'"):
        environment.number(NAME, default=7, least=5)


def test_words_are_parted_by_commas(monkeypatch):
    assert environment.words(NAME, default=["a"]) == ["a"]
    monkeypatch.setenv(NAME, " example.org ,, www.example.org")
    assert environment.words(NAME, default=["a"]) == ["example.org", "www.example.org"]


def test_words_refuse_blanks_inside_an_item(monkeypatch):
    monkeypatch.setenv(NAME, "example.org www.example.org")
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be separated by commas"):
        environment.words(NAME, default=[])


@pytest.mark.parametrize("value", ["https://example.org", "https://example.org/", "http://127.0.0.1:8000"])
def test_origin_drops_a_last_slash(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    assert environment.origin(NAME, default="http://localhost") == value.rstrip("/")


@pytest.mark.parametrize("value", ["example.org", "ftp://example.org", "https://", "https://example.org/path"])
def test_origin_refuses_what_is_no_origin(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be like https://example.org, without a path"):
        environment.origin(NAME, default="http://localhost")


def test_database_is_sqlite_with_its_options_when_nothing_is_set(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = environment.database(tmp_path)
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / "db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_is_postgresql_with_server_side_binding(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:word@db.example.org:5433/handbook")
    config = environment.database(tmp_path)
    assert (config["ENGINE"], config["HOST"]) == ("django.db.backends.postgresql", "db.example.org")
    assert config["OPTIONS"]["server_side_binding"] is True


def test_database_refuses_an_unknown_scheme(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "nosuch://host/name")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be like postgres://"):
        environment.database(tmp_path)


def test_database_refuses_an_untested_engine(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "mysql://host/name")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must name PostgreSQL or SQLite"):
        environment.database(tmp_path)


def test_secret_key_is_made_once_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert environment.secret_key(tmp_path) == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_secret_key_of_the_environment_writes_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "0123456789" * 5)
    assert environment.secret_key(tmp_path) == "0123456789" * 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["short", "a" * 60])
def test_secret_key_refuses_a_weak_one(monkeypatch, tmp_path, value):
    monkeypatch.setenv("SECRET_KEY", value)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must have at least 50 characters"):
        environment.secret_key(tmp_path)


def test_mail_address_may_be_left_empty(monkeypatch):
    assert environment.mail_address(NAME) == ""
    monkeypatch.setenv(NAME, " office@example.org ")
    assert environment.mail_address(NAME) == "office@example.org"


@pytest.mark.parametrize("value", ["office", "a@example.org, b@example.org", "사무국 <office@example.org>"])
def test_mail_address_refuses_what_is_none_or_several(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be one address like name@example.org"):
        environment.mail_address(NAME)


def test_mail_comes_from_the_sites_own_host(settings):
    assert settings.DEFAULT_FROM_EMAIL == "공약 핸드북 <no-reply@127.0.0.1>"

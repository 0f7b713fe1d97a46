"""Settings read from the environment. A bad value stops the start with one sentence, never with a default."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import EmailValidator

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be one of 1, 0, true, false, yes, no, on, off; it is {value!r}.")
    return value in TRUE


def number(name: str, *, default: int, least: int = 0) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}; it is {value!r}.")
    return int(value)


def words(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list; blanks around the items do not count."""
    items = [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]
    if any(" " in item for item in items):
        raise ImproperlyConfigured(f"{name} must be separated by commas, without blanks inside an item.")
    return items or default


def line(name: str) -> str:
    """One line of text, empty where nobody has written it."""
    value = os.environ.get(name, "").strip()
    if any(not letter.isprintable() for letter in value):
        raise ImproperlyConfigured(f"{name} must be one line of text, without tabs or line breaks.")
    return value


def mail_address(name: str) -> str:
    """One address of mail, empty where nobody has written it."""
    value = os.environ.get(name, "").strip()
    try:
        if value:
            EmailValidator()(value)
    except ValidationError as error:
        raise ImproperlyConfigured(f"{name} must be one address like name@example.org; it is {value!r}.") from error
    return value


def origin(name: str, *, default: str) -> str:
    """The site's own address, with scheme and without a path."""
    value = os.environ.get(name, "").strip().rstrip("/") or default
    scheme, separator, rest = value.partition("://")
    if scheme not in {"http", "https"} or not separator or not rest or "/" in rest:
        raise ImproperlyConfigured(f"{name} must be like https://example.org, without a path; it is {value!r}.")
    return value


def database(variable_directory: Path) -> dj_database_url.DBConfig:
    """SQLite under var/ unless DATABASE_URL names another database."""
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{variable_directory / 'db.sqlite3'}"
    try:
        config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (dj_database_url.UnknownSchemeError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL must be like postgres://user:password@host:5432/name or sqlite:////path/to/file."
        ) from error
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        # With client-side binding PostgreSQL's own log would hold what people typed.
        config.setdefault("OPTIONS", {})["server_side_binding"] = True
    else:
        raise ImproperlyConfigured("DATABASE_URL must name PostgreSQL or SQLite; the site is tested on no other.")
    return config


MAIL_SCHEMES = {
    "smtp": {"port": 25},
    "smtp+tls": {"port": 587, "use_tls": True},
    "smtps": {"port": 465, "use_ssl": True},
}


def mailer(variable_directory: Path) -> dict[str, Any]:
    """The mail server that MAIL_URL names; without it mail becomes files under var/mail."""
    url = os.environ.get("MAIL_URL", "").strip()
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"BACKEND": backend, "OPTIONS": {"file_path": str(variable_directory / "mail")}}
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(
            "MAIL_URL must be like smtp://host, smtp+tls://user:password@host:587 or smtps://user:password@host."
        )
    options = {"host": parts.hostname, "timeout": 20, **MAIL_SCHEMES[parts.scheme]}
    options |= {"port": parts.port} if parts.port else {}
    options |= (
        {"username": unquote(parts.username), "password": unquote(parts.password or "")} if parts.username else {}
    )
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def secret_key(variable_directory: Path) -> str:
    """SECRET_KEY, or a key made once under var/ and readable by its owner only."""
    if value := os.environ.get("SECRET_KEY", ""):
        if len(value) < 50 or len(set(value)) < 5:
            raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters, at least 5 of them different.")
        return value
    return key_file(variable_directory / "secret_key", secrets.token_urlsafe(50))


def field_keys(variable_directory: Path) -> list[str]:
    """FIELD_KEYS, the newest first, or a key made once under var/: what is stored encrypted is opened with them."""
    keys = words("FIELD_KEYS", default=[]) or [
        key_file(variable_directory / "field_key", Fernet.generate_key().decode())
    ]
    try:
        for key in keys:
            Fernet(key)
    except ValueError as error:
        raise ImproperlyConfigured(
            "FIELD_KEYS must be keys of 32 bytes in URL-safe base64, separated by commas, the newest first."
        ) from error
    return keys


def key_file(path: Path, new: str) -> str:
    """The key in this file, which its owner alone may read; the new one where there is none."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(new)
        # Of two first starts at once one wins, and neither reads a file that is not written yet.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")

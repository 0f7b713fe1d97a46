"""Bytes that the database keeps only encrypted (Fernet).

A new key goes in front of the others; `manage.py rotatekeys` encrypts anew what older keys encrypted.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models, transaction


class CannotDecrypt(Exception):
    """None of the keys fits, or the value was changed."""


def keys() -> MultiFernet:
    """The first of `settings.FIELD_KEYS` encrypts, all of them decrypt."""
    return of_keys(tuple(settings.FIELD_KEYS))


@cache
def of_keys(texts: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(text) for text in texts])


def decrypt(stored: bytes | memoryview[int]) -> bytes:
    """Raises CannotDecrypt."""
    try:
        return keys().decrypt(bytes(stored))
    except InvalidToken as error:
        raise CannotDecrypt from error


class EncryptedField(models.BinaryField):
    """Bytes in and out; what the database holds is encrypted. Not to be searched."""

    description = "encrypted bytes"

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        # An expression, like that of a bulk update, comes back here with each of its values.
        is_plain = value is not None and not hasattr(value, "as_sql")
        return super().get_db_prep_save(keys().encrypt(bytes(value)) if is_plain else value, connection)

    def from_db_value(self, value: bytes | memoryview[int] | None, *_: object) -> bytes | None:
        return None if value is None else decrypt(value)


def rotate(field: EncryptedField) -> int:
    """Encrypts every value of this field anew with the first key; how many. Each row is held while it is rewritten."""
    manager = field.model._base_manager
    count = 0
    for key in manager.filter(**{f"{field.name}__isnull": False}).values_list("pk", flat=True):
        with transaction.atomic():
            found = manager.select_for_update().filter(pk=key).values_list(field.name, flat=True).first()
            if found is not None:
                count += manager.filter(pk=key).update(**{field.name: found})
    return count

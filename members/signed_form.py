"""The form as it is signed, in one canonical writing, so that its SHA-256 can be counted again by anybody.

Canonical JSON: UTF-8 without escapes beyond those that JSON demands, no blanks between tokens, the keys of every object
in the order of their code points, whole numbers only, dates and times as ISO 8601 (times in UTC, to the second, with
`Z`). `signature.sha256` is that of the drawn strokes or of the scanned paper. The texts that were shown (declaration,
agreement, consents by the SHA-256 of their wording) stand in it beside what was typed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Self

import msgspec

from .models import Application
from .texts import DECLARATION, FORM_VERSION


class SignedSignature(msgspec.Struct, frozen=True):
    manner: str
    typed_name: str = ""
    sha256: str = ""


class SignedForm(msgspec.Struct, frozen=True):
    """What somebody signed. `consents` are pairs of a key and the SHA-256 of the wording agreed to."""

    form_version: str
    version: int
    filled_by: str
    origin: str
    name: str
    birthdate: dt.date
    government: str
    government_name: str
    office: str
    term: int
    phone: str
    mobile: str
    mail: str
    postcode: str
    address: str
    address_detail: str
    declaration: tuple[str, ...]
    agreement: str
    consents: tuple[tuple[str, str], ...]
    signature: SignedSignature
    signed_at: str

    @classmethod
    def of(cls, application: Application, signature: SignedSignature, *, agreement: str, now: dt.datetime) -> Self:
        """Of a complete application; its own consents of the applicant are those already kept."""
        if application.government is None or application.term is None or application.birthdate is None:
            raise ValueError("the application is not complete")
        own = application.consents.filter(given_by=Application.FilledBy.SELF, withdrawn_at=None).order_by("key")
        texts = ("name", "phone", "mobile", "mail", "postcode", "address", "address_detail", "filled_by", "origin")
        return cls(
            form_version=FORM_VERSION,
            version=application.version,
            birthdate=application.birthdate,
            government=application.government.code,
            government_name=application.government.name,
            office=application.head_title,
            term=application.term.number,
            declaration=DECLARATION,
            agreement=agreement,
            consents=tuple(own.values_list("key", "wording_id")),
            signature=signature,
            signed_at=f"{now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            **{name: str(getattr(application, name)) for name in texts},
        )

    @classmethod
    def read(cls, canonical: bytes) -> Self:
        return msgspec.json.decode(canonical, type=cls)

    def written(self) -> bytes:
        """The canonical JSON."""
        return msgspec.json.encode(self, order="sorted")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

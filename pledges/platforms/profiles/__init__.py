"""Profiles: what a platform becomes when it is carried away, one small module each, found by its key."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Protocol

from pledges.catalogue.models import Office
from pledges.documents.tree import Document

from ..whole import Whole
from . import draft, five, summary
from .gaps import Unfilled, unfilled
from .parts import Choice, Grouping

__all__ = ["PROFILES", "Choice", "Grouping", "Profile", "Unfilled", "file_name", "five", "unfilled"]

MOST_NAME_BYTES = 120
# Windows allows none of these in a name; blanks would be cut by mail programs and shells.
ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x20\x7f]')


class Profile(Protocol):
    """`LABEL` and `DESCRIPTION` are for the page, `OFFICES` who has such a paper, None for all.

    `why_not` is one sentence why an office has none, empty where it has.
    """

    @property
    def KEY(self) -> str: ...
    @property
    def LABEL(self) -> str: ...
    @property
    def DESCRIPTION(self) -> str: ...
    @property
    def OFFICES(self) -> frozenset[Office] | None: ...

    def why_not(self, office: Office | None) -> str: ...
    def build(self, whole: Whole, choice: Choice = ...) -> Document: ...


MODULES: tuple[Profile, ...] = (draft, summary, five)
PROFILES: dict[str, Profile] = {profile.KEY: profile for profile in MODULES}


def file_name(whole: Whole, profile: Profile, extension: str, today: dt.date) -> str:
    """순창군의원_공약초안_2027-03-21_7F3-12.hwpx: NFC, legal everywhere, at most 120 bytes, no word that was typed."""
    office = safe(whole.setting.office_title)
    rest = f"{safe(profile.LABEL)}_{today.isoformat()}_{safe(whole.code)}.{extension}"
    room = MOST_NAME_BYTES - len(rest.encode()) - 1
    office = office.encode()[:room].decode(errors="ignore")
    return "_".join(filter(None, (office, rest)))


def safe(text: str) -> str:
    return ILLEGAL.sub("", unicodedata.normalize("NFC", text))

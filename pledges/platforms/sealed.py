"""An opened platform: contents in and out of the sealed columns. Nothing else reads or writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec

from handbook import sealing

from .content import HeadContent, PledgeContent
from .models import FileJob, Link, Platform, PlatformPledge, Revision

ENCODER = msgspec.json.Encoder()
HEAD_DECODER, PLEDGE_DECODER = msgspec.json.Decoder(HeadContent), msgspec.json.Decoder(PledgeContent)


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who the holder is: typed for a file, kept only with a consent of its own. `photo` is a JPEG, empty for none."""

    name: str = ""
    introduction: str = ""
    photo: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.name or self.introduction or self.photo)


@dataclass(frozen=True)
class Held:
    """A platform with its data key, as one link gives it."""

    platform: Platform
    link: Link
    key: bytes

    @property
    def may_edit(self) -> bool:
        return self.link.kind == Link.Kind.EDIT

    @property
    def is_owner(self) -> bool:
        """Whether this device is the holder's own, as against what was sent to somebody."""
        return self.may_edit and not self.link.is_guest

    @cached_property
    def head(self) -> HeadContent:
        return self.unseal_head(self.platform.sealed_head)

    def seal(self, data: bytes, place: str) -> bytes:
        return sealing.seal(self.key, data, f"{self.platform.key}/{place}")

    def unseal(self, sealed: sealing.Sealed, place: str) -> bytes:
        return sealing.unseal(self.key, sealed, f"{self.platform.key}/{place}")

    def seal_head(self, head: HeadContent) -> bytes:
        data = ENCODER.encode(head)
        HEAD_DECODER.decode(data)  # nothing is ever kept that could not be read again
        return self.seal(data, "head")

    def unseal_head(self, sealed: sealing.Sealed) -> HeadContent:
        return HEAD_DECODER.decode(self.unseal(sealed, "head"))

    def seal_pledge(self, key: str, content: PledgeContent) -> bytes:
        data = ENCODER.encode(content)
        PLEDGE_DECODER.decode(data)
        return self.seal(data, f"pledge/{key}")

    def content(self, row: PlatformPledge) -> PledgeContent:
        return PLEDGE_DECODER.decode(self.unseal(row.sealed, f"pledge/{row.key}"))

    def contents(self, rows: Iterable[PlatformPledge]) -> list[tuple[PlatformPledge, PledgeContent]]:
        return [(row, self.content(row)) for row in rows]

    def earlier(self, revision: Revision) -> HeadContent | PledgeContent:
        """What a revision kept; it was sealed at the place of the row it belongs to."""
        if revision.pledge_id is None:
            return self.unseal_head(revision.sealed)
        return PLEDGE_DECODER.decode(self.unseal(revision.sealed, f"pledge/{revision.pledge_id}"))

    @cached_property
    def person(self) -> Person:
        """Empty unless the holder has agreed to keep it; readers do not see it."""
        if self.platform.sealed_person is None or not self.may_edit:
            return Person()
        return msgspec.msgpack.decode(self.unseal(self.platform.sealed_person, "person"), type=Person)

    def seal_person(self, person: Person) -> bytes:
        return self.seal(msgspec.msgpack.encode(person), "person")

    def link_name(self, link: Link) -> str:
        return self.unseal(link.sealed_name, "link").decode()

    def file_name(self, job: FileJob) -> str:
        return self.unseal(job.sealed_name, f"file-name/{job.key}").decode()

    def origin_tag(self, pledge_key: str) -> str:
        """Finds a pledge of the library in this platform without saying which it is."""
        return sealing.keyed_digest(self.key, f"origin/{pledge_key}")


def link_place(platform_key: str) -> str:
    """Where a link's wrapped key belongs."""
    return f"{platform_key}/link"


def open_link(link: Link, secret: str) -> Held:
    """Raises CannotOpen where the secret is not the link's, or the link is revoked."""
    if link.wrapped_key is None:
        raise sealing.CannotOpen(link.digest)
    key = sealing.unseal(sealing.wrapping_key(secret), link.wrapped_key, link_place(link.platform_id))
    return Held(link.platform, link, key)

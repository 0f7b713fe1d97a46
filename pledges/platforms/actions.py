"""Every change of a platform: one verb each, all or nothing.

A save is one conditional UPDATE on the version it saw; if another came first it raises Conflict and changes nothing.
Saves by one link within ten minutes are one revision: the row as it was before them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from msgspec.structs import replace

from handbook import sealing
from pledges.catalogue.models import PledgeText

from .content import MOST_PLEDGES, HeadContent, Origin, PledgeContent, with_summed_amounts
from .keeping import last_day
from .models import Link, Platform, PlatformPledge, Revision, new_key
from .sealed import Held, Person, link_place

ONE_REVISION = dt.timedelta(minutes=10)
ONE_PRESS = dt.timedelta(seconds=10)
MOST_REVISIONS = 50
MOST_REMOVED = 100
THIS_DEVICE = "이 기기"


class Conflict(Exception):
    """Somebody saved first, in another window or on another device."""


class TooMany(Exception):
    """No room for one more; the sentence says for what."""


def begin(head: HeadContent) -> tuple[Held, str]:
    """A new platform and the secret of the link that this device keeps."""
    key, secret = sealing.new_key(), sealing.new_secret()
    platform = Platform(delete_after=last_day(head, keeps_for_term=False, today=timezone.localdate()))
    link = new_link(platform, key, secret, Link.Kind.EDIT, THIS_DEVICE, purpose=Link.Purpose.DEVICE)
    held = Held(platform, link, key)
    platform.sealed_head = held.seal_head(head)
    with transaction.atomic():
        platform.save(force_insert=True)
        link.save(force_insert=True)
    return held, secret


def new_link(
    platform: Platform,
    key: bytes,
    secret: str,
    kind: Link.Kind,
    name: str,
    *,
    purpose: Link.Purpose,
    expires_at: dt.datetime | None = None,
    parent: Link | None = None,
) -> Link:
    """An unsaved link: the data key wrapped by the secret, which is kept nowhere.

    It lasts no longer than the link through which it is made, and is a guest's where that one is.
    """
    if parent and parent.expires_at:
        expires_at = min(parent.expires_at, expires_at or parent.expires_at)
    return Link(
        platform=platform,
        digest=sealing.digest(secret),
        wrapped_key=sealing.seal(sealing.wrapping_key(secret), key, link_place(platform.key)),
        kind=kind,
        purpose=purpose,
        is_guest=purpose == Link.Purpose.SENT or (parent is not None and parent.is_guest),
        sealed_name=sealing.seal(key, name.encode(), link_place(platform.key)),
        expires_at=expires_at,
        parent=parent,
    )


def touch(held: Held) -> None:
    """Counts a save, and puts off the day of deletion where it hangs on the last save."""
    now = timezone.now()
    keeps = held.platform.keeps_for_term
    delete_after = last_day(held.head, keeps_for_term=keeps, today=timezone.localdate(now))
    Platform.objects.filter(key=held.platform.key).update(
        changed_at=now, saves=F("saves") + 1, delete_after=delete_after
    )


@transaction.atomic
def take(held: Held, text: PledgeText) -> tuple[PlatformPledge, bool]:
    """Takes a pledge of the library, once; one taken out before comes back as it was. Says whether anything changed."""
    tag = held.origin_tag(text.pledge.key)
    known = held.platform.pledges.filter(origin_tag=tag).first()
    if known is not None:
        return known, put_back(held, known.key)
    origin = Origin(pledge=text.pledge.key, version=text.version)
    content = PledgeContent(title=text.title, one_line=text.one_line, origin=origin)
    try:
        with transaction.atomic():
            return add(held, content, tag), True
    except IntegrityError:  # the other press of a double press was quicker
        return held.platform.pledges.get(origin_tag=tag), False


@transaction.atomic
def add(held: Held, content: PledgeContent, tag: str | None = None) -> PlatformPledge:
    """Puts a pledge at the end. Raises TooMany."""
    make_room(held)
    last = held.platform.pledges.aggregate(last=Max("position"))["last"] or 0
    row = PlatformPledge(platform=held.platform, position=last + 1, origin_tag=tag)
    row.sealed = held.seal_pledge(row.key, content)
    row.save(force_insert=True)
    touch(held)
    return row


@transaction.atomic
def add_own(held: Held, content: PledgeContent) -> PlatformPledge:
    """One's own pledge; the second press of a double press finds the first one's. Raises TooMany."""
    Platform.objects.select_for_update().get(key=held.platform.key)
    newest = held.platform.pledges.standing().last()
    if newest and timezone.now() - newest.changed_at < ONE_PRESS and held.content(newest) == content:
        return newest
    return add(held, content)


@transaction.atomic
def save_pledge(held: Held, key: str, seen: int, content: PledgeContent, *, keep: bool = False) -> int:
    """Saves over the version `seen` and gives the new one. Raises Conflict.

    `keep`: what stood there gets a revision of its own, however short ago the last one is.
    """
    before = held.platform.pledges.filter(key=key).values("sealed").first()
    saved = held.platform.pledges.filter(key=key, version=seen).update(
        version=seen + 1, sealed=held.seal_pledge(key, content), changed_at=timezone.now()
    )
    if before is None or not saved:
        raise Conflict
    keep_revision(held, key, seen, before["sealed"], keep=keep)
    touch(held)
    return seen + 1


@transaction.atomic
def save_head(held: Held, seen: int, head: HeadContent, *, keep: bool = False) -> int:
    """Saves what holds for the whole platform. Raises Conflict."""
    before = Platform.objects.filter(key=held.platform.key).values("sealed_head").first()
    saved = Platform.objects.filter(key=held.platform.key, version=seen).update(
        version=seen + 1, sealed_head=held.seal_head(head)
    )
    if before is None or not saved:
        raise Conflict
    keep_revision(held, None, seen, before["sealed_head"], keep=keep)
    held.__dict__["head"] = head
    touch(held)
    return seen + 1


def keep_revision(held: Held, key: str | None, version: int, sealed: sealing.Sealed, *, keep: bool) -> None:
    """Keeps the row as it was, unless this link's revision of the same row was begun less than ten minutes ago."""
    now = timezone.now()
    newest = held.platform.revisions.filter(pledge=key).first()
    if not keep and newest and newest.link_id == held.link.pk and now - newest.begun_at < ONE_REVISION:
        held.platform.revisions.filter(pk=newest.pk).update(last_at=now)
        return
    Revision.objects.create(
        platform=held.platform,
        pledge_id=key,
        link=held.link,
        version=version,
        sealed=sealed,
        begun_at=now,
        last_at=now,
    )
    old = held.platform.revisions.filter(pledge=key).values_list("pk", flat=True)[MOST_REVISIONS:]
    held.platform.revisions.filter(pk__in=list(old)).delete()


def restore(held: Held, revision: Revision, seen: int) -> int:
    """Writes an earlier state back as a new version. Raises Conflict."""
    earlier = held.earlier(revision)
    if isinstance(earlier, HeadContent):
        return save_head(held, seen, earlier, keep=True)
    return save_pledge(held, str(revision.pledge_id), seen, earlier, keep=True)


@transaction.atomic
def remove(held: Held, key: str) -> bool:
    """Takes a pledge out; it can be put back for a month. Says whether anything changed."""
    changed = held.platform.pledges.filter(key=key, removed_at=None).update(removed_at=timezone.now())
    if changed:
        old = held.platform.pledges.removed().values_list("pk", flat=True)[MOST_REMOVED:]
        held.platform.pledges.filter(pk__in=list(old)).delete()
        touch(held)
    return bool(changed)


@transaction.atomic
def put_back(held: Held, key: str) -> bool:
    """Undoes `remove`, at the place where it stood. Raises TooMany. Says whether anything changed."""
    removed = held.platform.pledges.filter(key=key, removed_at__isnull=False)
    if not removed.exists():
        return False
    make_room(held)
    changed = removed.update(removed_at=None)
    touch(held)
    return bool(changed)


def make_room(held: Held) -> None:
    """Raises TooMany where one pledge more would be too many; waits for others who add one."""
    Platform.objects.select_for_update().get(key=held.platform.key)
    if held.platform.pledges.standing().count() >= MOST_PLEDGES:
        raise TooMany(f"한 초안에는 공약을 {MOST_PLEDGES}개까지 담습니다. 쓰지 않을 공약을 먼저 빼 주세요.")


@transaction.atomic
def arrange(held: Held, keys: Sequence[str], seen: Sequence[str]) -> None:
    """Sets the order of priority. Raises Conflict when the order is no longer the one that was `seen`."""
    rows = in_order(held)
    if [row.key for row in rows] != list(seen) or sorted(keys) != sorted(seen):
        raise Conflict
    set_order(held, rows, keys)


@transaction.atomic
def move(held: Held, key: str, places: int) -> None:
    """Moves a pledge so many places down, or up where negative, in the order of now."""
    rows = in_order(held)
    keys = [row.key for row in rows]
    if key not in keys:
        return
    place = keys.index(key)
    keys.insert(max(0, min(place + places, len(keys) - 1)), keys.pop(place))
    set_order(held, rows, keys)


def in_order(held: Held) -> list[PlatformPledge]:
    """The standing pledges, read after everybody else who arranges them is done."""
    Platform.objects.select_for_update().get(key=held.platform.key)
    return list(held.platform.pledges.standing())


def set_order(held: Held, rows: list[PlatformPledge], keys: Sequence[str]) -> None:
    place = {key: position for position, key in enumerate(keys, start=1)}
    for row in rows:
        row.position = place[row.key]
    PlatformPledge.objects.bulk_update(rows, ["position"])
    touch(held)


def keep_for_term(held: Held, *, keeps: bool) -> None:
    """당선되어 임기 동안 보관, or no longer."""
    Platform.objects.filter(key=held.platform.key).update(keeps_for_term=keeps)
    held.platform.keeps_for_term = keeps
    touch(held)


def keep_person(held: Held, person: Person | None) -> None:
    """Keeps who the holder is, with the consent that was just given (개인정보 보호법 23조), or forgets it."""
    sealed = held.seal_person(person) if person else None
    Platform.objects.filter(key=held.platform.key).update(
        sealed_person=sealed, person_agreed_at=timezone.now() if sealed else None
    )


def keep_accent(held: Held, accent: str) -> None:
    """The colour last chosen; another window that saves the head at the same moment wins."""
    if accent != held.head.accent:
        with contextlib.suppress(Conflict):
            save_head(held, held.platform.version, replace(held.head, accent=accent))


def duplicate(held: Held) -> tuple[Held, str]:
    """A deep copy with keys of its own; links, history and what was taken out stay behind."""
    contents = [content for _, content in held.contents(held.platform.pledges.standing())]
    return bring_in(held.head, contents)


@transaction.atomic
def bring_in(head: HeadContent, contents: Sequence[PledgeContent]) -> tuple[Held, str]:
    """A new platform with these pledges, each of the library at most once by its tag."""
    copy, secret = begin(head)
    tagged: set[str] = set()
    rows = []
    for position, content in enumerate(contents, start=1):
        tag = copy.origin_tag(content.origin.pledge) if content.origin else None
        tag = None if tag in tagged else tag
        tagged.update({tag} if tag else ())
        row = PlatformPledge(key=new_key(), platform=copy.platform, position=position, origin_tag=tag)
        row.sealed = copy.seal_pledge(row.key, with_summed_amounts(content))
        rows.append(row)
    PlatformPledge.objects.bulk_create(rows)
    return copy, secret


def delete(held: Held) -> None:
    """At once and for good, with links, history and finished files."""
    Platform.objects.filter(key=held.platform.key).delete()

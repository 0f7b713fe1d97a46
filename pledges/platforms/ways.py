"""Ways into a platform: links to send, a code for the next device, recovery by mail; and ways out."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from handbook import sealing

from .actions import TooMany, new_link
from .models import ALPHABET, HandOverCode, Link, Platform
from .sealed import Held

MOST_LINKS, MOST_LINKS_A_MONTH = 50, 200
CODE_MINUTES, CODE_TRIES = 10, 5
# Three letters find the row; five open the key, each try of which takes a quarter of a second of a core.
FINDER, OPENER = 3, 5
FROM_CODE, FROM_MAIL, CARD = "번호로 연 기기", "전자우편으로 연 기기", "열쇠 카드"


def address_of(secret: str) -> str:
    """Where a link is opened."""
    return f"{settings.SITE_ORIGIN}{reverse('platforms:link', args=(secret,))}"


class WrongCode(Exception):
    """No such code, or it was used, tried too often, or is over."""


def send_link(
    held: Held, kind: Link.Kind, name: str, expires_at: dt.datetime | None, purpose: Link.Purpose = Link.Purpose.SENT
) -> str:
    """Makes a link to be sent, or a key card, and gives its secret. Raises TooMany."""
    now = timezone.now()
    month = held.platform.links.filter(created_at__gt=now - dt.timedelta(days=30)).count()
    if held.platform.links.working(now).count() >= MOST_LINKS or month >= MOST_LINKS_A_MONTH:
        raise TooMany(f"링크는 {MOST_LINKS}개까지 만듭니다. 쓰지 않는 링크를 먼저 닫아 주세요.")
    secret = sealing.new_secret()
    link = new_link(
        held.platform, held.key, secret, kind, name, purpose=purpose, expires_at=expires_at, parent=held.link
    )
    link.save()
    return secret


@transaction.atomic
def revoke(held: Held, link: Link) -> None:
    """Closes a link on every device that opened it; a guest's with all that was made through it. Their keys are gone.

    What was made through a device of the holder's own stays: whoever lost a telephone closes it from the next device.
    """
    closing = {link.pk}
    newest = closing if link.is_guest else set()
    while newest:
        newest = set(held.platform.links.filter(parent__in=newest).values_list("pk", flat=True)) - closing
        closing |= newest
    working = held.platform.links.filter(pk__in=closing, revoked_at=None)
    working.update(revoked_at=timezone.now(), wrapped_key=None)
    held.platform.codes.filter(parent__in=closing).delete()


def end(held: Held) -> None:
    """The device's own link ends; what was sent from there stays open."""
    held.platform.links.filter(pk=held.link.pk, revoked_at=None).update(revoked_at=timezone.now(), wrapped_key=None)


def may_revoke(held: Held, link: Link) -> bool:
    """The holder closes any; a guest their own and what they made."""
    return held.is_owner or held.link.pk in {link.pk, link.parent_id}


@transaction.atomic
def make_code(held: Held) -> str:
    """A one-time code of eight characters; an earlier one of this platform ends. Raises TooMany."""
    now = timezone.now()
    Platform.objects.select_for_update().get(key=held.platform.key)
    HandOverCode.objects.filter(expires_at__lt=now).delete()
    held.platform.codes.all().delete()
    taken = set(HandOverCode.objects.values_list("finder", flat=True))
    free = (letters for letters in (new_letters(FINDER) for _ in range(1000)) if letters not in taken)
    finder = next(free, None)
    if finder is None:
        raise TooMany("지금은 번호를 받으려는 사람이 많습니다. 잠시 뒤에 다시 눌러 주세요.")
    opener = new_letters(OPENER)
    HandOverCode.objects.create(
        platform=held.platform,
        finder=finder,
        wrapped_key=sealing.seal(sealing.code_key(opener, finder), held.key, f"code/{finder}"),
        expires_at=now + dt.timedelta(minutes=CODE_MINUTES),
        parent=held.link,
    )
    return f"{finder}{opener[:1]}-{opener[1:]}"


def new_letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def redeem_code(typed: str) -> tuple[Platform, str]:
    """Opens a platform once: gives it and the secret of a link of this device's own. Raises WrongCode."""
    HandOverCode.objects.filter(expires_at__lt=timezone.now()).delete()
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    finder, opener = code[:FINDER], code[FINDER:]
    row = HandOverCode.objects.select_related("platform", "parent").filter(finder=finder).first()
    if row is None or len(opener) != OPENER:
        raise WrongCode
    # Counted before it is tried, in one statement: no two tries count as one.
    may_try = HandOverCode.objects.filter(pk=row.pk, tries__lt=CODE_TRIES, expires_at__gte=timezone.now())
    if not may_try.update(tries=F("tries") + 1):
        raise WrongCode
    if not Link.objects.working(timezone.now()).filter(pk=row.parent_id).exists():
        raise WrongCode
    try:
        key = sealing.unseal(sealing.code_key(opener, finder), row.wrapped_key, f"code/{finder}")
    except sealing.CannotOpen as error:
        raise WrongCode from error
    with transaction.atomic():
        if not HandOverCode.objects.filter(pk=row.pk).delete()[0]:
            raise WrongCode
        return row.platform, device_link(row.platform, key, row.parent.kind, FROM_CODE, row.parent)


def device_link(platform: Platform, key: bytes, kind: str, name: str, parent: Link | None) -> str:
    """A link that a device keeps for itself; gives its secret."""
    secret = sealing.new_secret()
    link = new_link(platform, key, secret, Link.Kind(kind), name, purpose=Link.Purpose.DEVICE, parent=parent)
    link.save()
    return secret


@transaction.atomic
def settle(opened: Held, secret: str) -> str:
    """What a browser keeps of a link it has opened: a link by mail is used up and becomes the device's own."""
    if opened.link.purpose != Link.Purpose.MAIL:
        return secret
    used = opened.platform.links.filter(pk=opened.link.pk, revoked_at=None)
    if not used.update(revoked_at=timezone.now(), wrapped_key=None):
        raise WrongCode
    return device_link(opened.platform, opened.key, Link.Kind.EDIT, FROM_MAIL, None)


def keep_recovery(held: Held, address: str) -> None:
    """The holder's choice: the server may open the platform for whoever reads mail at this address."""
    server = sealing.server_key()
    held.platform.recovery_key = sealing.seal(server, held.key, f"{held.platform.key}/recovery")
    held.platform.recovery_mail = mail_digest(address)
    held.platform.save(update_fields=["recovery_key", "recovery_mail"])


def forget_recovery(held: Held) -> None:
    held.platform.recovery_key, held.platform.recovery_mail = None, ""
    held.platform.save(update_fields=["recovery_key", "recovery_mail"])


@transaction.atomic
def recover(address: str) -> list[str]:
    """A fresh link, good for one opening within a day, for each platform that this address recovers; their secrets."""
    now = timezone.now()
    found = []
    for platform in Platform.objects.filter(recovery_mail=mail_digest(address)).order_by("created_at"):
        earlier = platform.links.filter(purpose=Link.Purpose.MAIL, revoked_at=None)
        earlier.update(revoked_at=now, wrapped_key=None)
        key = sealing.unseal(sealing.server_key(), platform.recovery_key or b"", f"{platform.key}/recovery")
        secret = sealing.new_secret()
        new_link(
            platform,
            key,
            secret,
            Link.Kind.EDIT,
            FROM_MAIL,
            purpose=Link.Purpose.MAIL,
            expires_at=now + dt.timedelta(days=1),
        ).save()
        found.append(secret)
    return found


def mail_digest(address: str) -> str:
    return sealing.keyed_digest(sealing.server_key(), f"mail/{address.strip().lower()}")

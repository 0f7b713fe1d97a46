"""Ways into a platform: links to send, a code for the next device, recovery by mail; and ways out."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from handbook import sealing

from .actions import TooMany, new_link
from .models import ALPHABET, HandOverCode, Link, Platform
from .sealed import Held

MOST_LINKS = 50
CODE_MINUTES, CODE_TRIES, HALF = 10, 5, 4
FROM_CODE, FROM_MAIL, CARD = "번호로 연 기기", "전자우편으로 연 기기", "열쇠 카드"


class WrongCode(Exception):
    """No such code, or it was used, tried too often, or is over."""


def send_link(held: Held, kind: Link.Kind, name: str, expires_at: dt.datetime | None) -> str:
    """Makes a link to be sent and gives its secret. Raises TooMany."""
    if held.platform.links.working(timezone.now()).count() >= MOST_LINKS:
        raise TooMany(f"링크는 {MOST_LINKS}개까지 만듭니다. 쓰지 않는 링크를 먼저 닫아 주세요.")
    secret = sealing.new_secret()
    new_link(held.platform, held.key, secret, kind, name, expires_at=expires_at, parent=held.link).save()
    return secret


def revoke(held: Held, link: Link) -> None:
    """Closes a link on every device that opened it; its key is gone."""
    held.platform.links.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), wrapped_key=None)


def make_code(held: Held) -> str:
    """A one-time code of eight characters; an earlier one of this platform ends."""
    now = timezone.now()
    with transaction.atomic():
        HandOverCode.objects.filter(expires_at__lt=now).delete()
        held.platform.codes.all().delete()
        taken = set(HandOverCode.objects.values_list("first_half", flat=True))
        first = next(half for half in iter(new_half, "") if half not in taken)
        second = new_half()
        HandOverCode.objects.create(
            platform=held.platform,
            first_half=first,
            wrapped_key=sealing.seal(sealing.code_key(second, first), held.key, f"code/{first}"),
            expires_at=now + dt.timedelta(minutes=CODE_MINUTES),
            parent=held.link,
        )
    return f"{first}-{second}"


def new_half() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(HALF))


def redeem_code(typed: str) -> tuple[Platform, str]:
    """Opens a platform once: gives it and the secret of a link of this device's own. Raises WrongCode."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    first, second = code[:HALF], code[HALF:]
    row = HandOverCode.objects.select_related("platform", "parent").filter(first_half=first).first()
    if row is None or len(second) != HALF:
        raise WrongCode
    # Counted before it is tried, in one statement: no two tries count as one.
    may_try = HandOverCode.objects.filter(
        pk=row.pk, tries__lt=CODE_TRIES, expires_at__gte=timezone.now(), parent__revoked_at=None
    )
    if not may_try.update(tries=F("tries") + 1):
        raise WrongCode
    try:
        key = sealing.unseal(sealing.code_key(second, first), row.wrapped_key, f"code/{first}")
    except sealing.CannotOpen as error:
        raise WrongCode from error
    with transaction.atomic():
        if not HandOverCode.objects.filter(pk=row.pk).delete()[0]:
            raise WrongCode
        return row.platform, device_link(row.platform, key, row.parent.kind, FROM_CODE, row.parent)


def device_link(platform: Platform, key: bytes, kind: str, name: str, parent: Link | None) -> str:
    """A link that a device keeps for itself; gives its secret."""
    secret = sealing.new_secret()
    new_link(platform, key, secret, Link.Kind(kind), name, is_device=True, parent=parent).save()
    return secret


def keep_recovery(held: Held, address: str) -> None:
    """The holder's choice: the server may open the platform for whoever reads mail at this address."""
    server = sealing.server_key()
    held.platform.recovery_key = sealing.seal(server, held.key, f"{held.platform.key}/recovery")
    held.platform.recovery_mail = mail_digest(address)
    held.platform.save(update_fields=["recovery_key", "recovery_mail"])


def forget_recovery(held: Held) -> None:
    held.platform.recovery_key, held.platform.recovery_mail = None, ""
    held.platform.save(update_fields=["recovery_key", "recovery_mail"])


def recover(address: str) -> list[str]:
    """A fresh edit link, good for a day, for each platform that may be recovered by this address; their secrets."""
    expires_at = timezone.now() + dt.timedelta(days=1)
    found = []
    for platform in Platform.objects.filter(recovery_mail=mail_digest(address)).order_by("created_at"):
        key = sealing.unseal(sealing.server_key(), platform.recovery_key or b"", f"{platform.key}/recovery")
        secret = sealing.new_secret()
        new_link(platform, key, secret, Link.Kind.EDIT, FROM_MAIL, expires_at=expires_at).save()
        found.append(secret)
    return found


def mail_digest(address: str) -> str:
    return sealing.keyed_digest(sealing.server_key(), f"mail/{address.strip().lower()}")

"""How often something may be done from one address, exact across processes.

One statement counts and reads (`INSERT … ON CONFLICT … RETURNING`), so that two requests never see the same number.
The address is kept only as a keyed digest and only until its window is over.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from .models import Limit

COUNT = """
    INSERT INTO handbook_limit (key, until, times) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET times = handbook_limit.times + 1
    RETURNING times
"""


class TooOften(Exception):
    """The limit is reached; `seconds` says when to try again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"잠시 뒤에 다시 해 주세요. {seconds // 60 + 1}분 뒤부터 됩니다.")


def seen_address(request: HttpRequest) -> str:
    """The visitor's address; behind a trusted proxy the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def client_address(request: HttpRequest) -> str:
    """For limits: the visitor's address, or the network it belongs to."""
    return network_of(seen_address(request))


def network_of(address: str) -> str:
    """One household has a whole /64 of IPv6 addresses: they count as one."""
    try:
        is_new = ipaddress.ip_address(address).version == 6
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if is_new else address


def key_of(what: str, who: str, window: int) -> str:
    message = f"{what}\n{who}\n{window}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def require_room(what: str, who: str, *, most: int, seconds: int, now: dt.datetime | None = None) -> None:
    """Raises TooOften where `most` tries are already counted; counts none itself."""
    moment = now or timezone.now()
    window = int(moment.timestamp()) // seconds
    if Limit.objects.filter(key=key_of(what, who, window), times__gte=most).exists():
        raise TooOften((window + 1) * seconds - int(moment.timestamp()))


def spend(what: str, who: str, *, most: int, seconds: int, now: dt.datetime | None = None) -> None:
    """Counts one try of `who` at `what`; raises TooOften past `most` in a window of `seconds`."""
    moment = now or timezone.now()
    window = int(moment.timestamp()) // seconds
    until = dt.datetime.fromtimestamp((window + 1) * seconds, tz=dt.UTC)
    key = key_of(what, who, window)
    Limit.objects.over(moment).delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, until])
        (times,) = cursor.fetchone()
    if times > most:
        raise TooOften(int((until - moment).total_seconds()))

"""Who may see what: the cookie that holds links' secrets, and the decorator of every page of a platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from handbook import sealing
from handbook.limits import TooOften
from handbook.public import require_same_origin

from .actions import TooMany
from .models import Link
from .sealed import Held, open_link

COOKIE = "platforms"
MOST_PLATFORMS = 8
# Browsers keep no cookie for longer.
COOKIE_AGE = 400 * 24 * 3600
SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Keys:
    """The secrets that this browser holds, the platform in use first. `shared`: forgotten when it is closed."""

    secrets: tuple[str, ...] = ()
    shared: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        shared, *secrets = request.COOKIES.get(COOKIE, "").split(".")[: MOST_PLATFORMS + 1]
        return cls(tuple(filter(SECRET.fullmatch, secrets)), shared == "s")

    def with_first(self, secret: str) -> Keys:
        others = [kept for kept in self.secrets if kept != secret]
        return Keys((secret, *others)[:MOST_PLATFORMS], self.shared)

    def without(self, secret: str) -> Keys:
        return Keys(tuple(kept for kept in self.secrets if kept != secret), self.shared)

    def write(self, response: HttpResponseBase) -> None:
        if not self.secrets:
            response.delete_cookie(COOKIE, samesite="Lax")
            return
        response.set_cookie(
            COOKIE,
            ".".join(["s" if self.shared else "k", *self.secrets]),
            max_age=None if self.shared else COOKIE_AGE,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def held_platforms(request: HttpRequest) -> list[Held]:
    """Every platform this browser can open, the one in use first; once per request, one query."""
    kept = vars(request)
    if "held_platforms" not in kept:
        kept["held_platforms"] = read_platforms(Keys.read(request).secrets)
    held: list[Held] = kept["held_platforms"]
    return held


def read_platforms(secrets: Sequence[str]) -> list[Held]:
    if not secrets:
        return []
    digests = {sealing.digest(secret): secret for secret in secrets}
    links = Link.objects.working(timezone.now()).filter(digest__in=digests).select_related("platform")
    by_digest = {link.digest: link for link in links}
    held: dict[str, Held] = {}
    for digest, secret in digests.items():
        if digest in by_digest:
            opened = open_link(by_digest[digest], secret)
            known = held.get(opened.platform.key)
            if known is None or (opened.may_edit and not known.may_edit):
                held[opened.platform.key] = opened
    return list(held.values())


def current(request: HttpRequest) -> Held | None:
    """The platform in use in this browser."""
    held = held_platforms(request)
    return held[0] if held else None


def secret_of(request: HttpRequest, held: Held) -> str:
    """The secret in this browser's cookie that opened the platform."""
    return next(secret for secret in Keys.read(request).secrets if sealing.digest(secret) == held.link.digest)


def find_held(request: HttpRequest, key: str) -> Held | None:
    return next((held for held in held_platforms(request) if held.platform.key == key), None)


def keep_private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of a platform is kept on the way, indexed, or told to another site."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


type PlatformView = Callable[..., HttpResponseBase]


def private(*methods: str) -> Callable[[PlatformView], PlatformView]:
    """A page around platforms: never kept, never indexed; a POST only from a page of this site.

    What is too often or too many is said in a sentence, and nothing has changed.
    """

    def decorate(view: PlatformView) -> PlatformView:
        @csrf_exempt
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                require_same_origin(request)
            try:
                response = view(request, *args, **kwargs)
            except (TooOften, TooMany) as refused:
                response = render(request, "platforms/refused.html", {"reason": str(refused)}, status=429)
            return keep_private(response)

        return page

    return decorate


def held_page(*methods: str, editing: bool = False, reading: bool = False) -> Callable[[PlatformView], PlatformView]:
    """A page of one platform, which this browser holds: the view gets it as `held` in place of the key.

    Whoever cannot open it sees how to come back. A reader is refused with 403 where the page is for `editing`, and for
    every POST but those that change nothing of the platform (`reading`).
    """

    def decorate(view: PlatformView) -> PlatformView:
        @private(*methods)
        @wraps(view)
        def page(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            held = find_held(request, key)
            if held is None:
                return render(request, "platforms/closed.html", status=404)
            if (editing or (request.method == "POST" and not reading)) and not held.may_edit:
                raise PermissionDenied("이 링크로는 읽기만 할 수 있습니다.")
            return view(request, held, *args, **kwargs)

        return page

    return decorate

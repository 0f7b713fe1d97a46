"""Who may see what: the cookie that holds links' secrets, and the decorator of every page of a platform."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
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

# With this header a page saves by itself and is answered in JSON.
AUTOSAVE = "X-Autosave"
COOKIE = settings.PLATFORMS_COOKIE
MOST_PLATFORMS = 12
# Browsers keep no cookie for longer; it is renewed whenever the desk is opened.
COOKIE_AGE = 400 * 24 * 3600
SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
NO_ROOM = f"이 기기에는 초안을 {MOST_PLATFORMS}개까지 둡니다. 쓰지 않는 초안에서 나가거나 지운 뒤 다시 해 주세요."


@dataclass(frozen=True)
class Keys:
    """The secrets that this browser holds, the platform in use first. `shared`: forgotten when it is closed."""

    secrets: tuple[str, ...] = ()
    shared: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        shared, *secrets = request.COOKIES.get(COOKIE, "").split(".")[: 2 * MOST_PLATFORMS + 1]
        return cls(tuple(filter(SECRET.fullmatch, secrets)), shared == "s")

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


@dataclass(frozen=True)
class Ring:
    """What this browser can open: every working link of its cookie, in the cookie's order."""

    keys: Keys
    opened: tuple[tuple[str, Held], ...]

    @property
    def held(self) -> list[Held]:
        """One for each platform, the one that may edit before one that reads."""
        best: dict[str, Held] = {}
        for _, held in self.opened:
            known = best.get(held.platform.key)
            if known is None or (held.may_edit and not known.may_edit):
                best[held.platform.key] = held
        return list(best.values())

    @property
    def current(self) -> Held | None:
        """The platform in use: the first that may be edited, so that no link that was opened takes its place."""
        return next((held for held in self.held if held.may_edit), next(iter(self.held), None))

    def of(self, platform_key: str) -> list[Held]:
        return [held for _, held in self.opened if held.platform.key == platform_key]

    def kept(self) -> list[str]:
        """The secrets worth keeping: one for each platform."""
        best = {held.link.pk for held in self.held}
        return [secret for secret, held in self.opened if held.link.pk in best]

    def with_first(self, secret: str) -> Keys:
        return Keys((secret, *(kept for kept in self.kept() if kept != secret)), self.keys.shared)

    def with_last(self, secret: str) -> Keys:
        return Keys((*(kept for kept in self.kept() if kept != secret), secret), self.keys.shared)

    def without(self, platform_key: str) -> Keys:
        gone = {secret for secret, held in self.opened if held.platform.key == platform_key}
        return Keys(tuple(kept for kept in self.kept() if kept not in gone), self.keys.shared)

    def make_room(self) -> None:
        """Raises TooMany where one more platform would push another out."""
        if len(self.held) >= MOST_PLATFORMS:
            raise TooMany(NO_ROOM)


def ring(request: HttpRequest) -> Ring:
    """Once per request, one query."""
    kept = vars(request)
    if "ring" not in kept:
        keys = Keys.read(request)
        kept["ring"] = Ring(keys, tuple(read_platforms(keys.secrets)))
    found: Ring = kept["ring"]
    return found


def read_platforms(secrets: Sequence[str]) -> Iterator[tuple[str, Held]]:
    if not secrets:
        return
    digests = {sealing.digest(secret): secret for secret in secrets}
    links = Link.objects.working(timezone.now()).filter(digest__in=digests).select_related("platform")
    by_digest = {link.digest: link for link in links}
    for digest, secret in digests.items():
        if digest in by_digest:
            with contextlib.suppress(sealing.CannotOpen):  # a damaged row closes itself and nothing else
                yield secret, open_link(by_digest[digest], secret)


def current(request: HttpRequest) -> Held | None:
    """The platform in use in this browser."""
    return ring(request).current


def find_held(request: HttpRequest, key: str) -> Held | None:
    return next((held for held in ring(request).held if held.platform.key == key), None)


type PlatformView = Callable[..., HttpResponseBase]


def private(*methods: str) -> Callable[[PlatformView], PlatformView]:
    """A page around platforms, private (`handbook.public.KeepPrivatePages`); a POST only from a page of this site.

    What is too often or too many is said in a sentence, and nothing has changed.
    """
    allowed = require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))

    def decorate(view: PlatformView) -> PlatformView:
        @allowed
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                require_same_origin(request)
            try:
                return view(request, *args, **kwargs)
            except (TooOften, TooMany) as refused:
                return render(request, "platforms/refused.html", {"reason": str(refused)}, status=429)

        @csrf_exempt
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            vars(request)["is_private_page"] = True
            return checked(request, *args, **kwargs)

        return page

    return decorate


def held_page(
    *methods: str, editing: bool = False, reading: bool = False, owning: bool = False
) -> Callable[[PlatformView], PlatformView]:
    """A page of one platform, which this browser holds: the view gets it as `held` in place of the key.

    Whoever cannot open it sees how to come back. A reader is refused with 403 where the page is for `editing`, and for
    every POST but those that change nothing of the platform (`reading`); a guest where it is for the holder (`owning`).
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
            if owning and not held.is_owner:
                raise PermissionDenied("이 초안을 시작한 사람의 기기에서만 할 수 있습니다.")
            return view(request, held, *args, **kwargs)

        return page

    return decorate

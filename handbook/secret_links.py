"""Links that open one person's own pages: a 128-bit secret, of which only the SHA-256 is kept.

A link that was mailed or shown is `/…/open/<secret>/`: a page with one button, since messengers and mail scanners
fetch links. The button's POST puts the secret into a cookie that scripts cannot read; pages then have addresses that
open nothing by themselves.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from handbook import sealing

MOST_SECRETS = 20
COOKIE_AGE = 400 * 24 * 3600
SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


class SecretLinkQuerySet[Link: SecretLink](models.QuerySet[Link]):
    def working(self, now: dt.datetime) -> Self:
        """Neither closed nor over."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)

    def over(self, before: dt.datetime) -> Self:
        """Closed or over before this moment."""
        return self.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))

    def opened_by(self, secret: str, now: dt.datetime) -> Link | None:
        """The working link with this secret."""
        return self.working(now).filter(digest=sealing.digest(secret)).first()

    def held_by(self, request: HttpRequest) -> Self:
        """Working links whose secrets this browser holds."""
        return self.working(timezone.now()).filter(digest__in=HeldSecrets.read(request).digests)


class SecretLink(models.Model):
    """What a secret opens, an app's own model says; `purpose` says what it is for."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField("무엇에 쓰는 것", max_length=20)
    created_at = models.DateTimeField("만든 때", default=timezone.now)
    expires_at = models.DateTimeField("끝나는 때", null=True, blank=True)
    used_at = models.DateTimeField("처음 연 때", null=True, blank=True)
    revoked_at = models.DateTimeField("닫은 때", null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.purpose

    @classmethod
    def make(cls, *, purpose: str, expires_at: dt.datetime | None = None, **fields: Any) -> str:
        """Keeps a new link and gives its secret, which stands nowhere else."""
        secret = sealing.new_secret()
        cls(digest=sealing.digest(secret), purpose=purpose, expires_at=expires_at, **fields).save()
        return secret


def address(route: str, secret: str) -> str:
    """Where a link is opened, for a mail or a QR code."""
    return f"{settings.SITE_ORIGIN}{reverse(route, args=(secret,))}"


@dataclass(frozen=True)
class HeldSecrets:
    """The secrets of links that this browser has opened, the newest first; the oldest falls out."""

    secrets: tuple[str, ...] = ()

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        secrets = request.COOKIES.get(settings.LINKS_COOKIE, "").split(".")[:MOST_SECRETS]
        return cls(tuple(filter(SECRET.fullmatch, secrets)))

    @property
    def digests(self) -> list[str]:
        return [sealing.digest(secret) for secret in self.secrets]

    def with_first(self, secret: str) -> Self:
        others = (kept for kept in self.secrets if kept != secret)
        return type(self)((secret, *others)[:MOST_SECRETS])

    def without(self, digests: Iterable[str]) -> Self:
        gone = set(digests)
        return type(self)(tuple(kept for kept in self.secrets if sealing.digest(kept) not in gone))

    def write(self, response: HttpResponseBase) -> None:
        if not self.secrets:
            response.delete_cookie(settings.LINKS_COOKIE, samesite="Lax")
            return
        response.set_cookie(
            settings.LINKS_COOKIE,
            ".".join(self.secrets),
            max_age=COOKIE_AGE,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )

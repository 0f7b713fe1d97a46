"""Writing an application: begin, save, hand on to the signer, go on later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from handbook.consents import ConsentForm, keep
from handbook.personal import Refused

from .. import mails
from ..keeping import draft_day
from ..models import Application, ApplicationConsent, ApplicationLink, RenewalInvitation
from .course import NotNow, locked

Purpose = ApplicationLink.Purpose
SIGN_LINK_LASTS = dt.timedelta(days=7)
# What a form must hold before it can be signed, by its step.
NEEDED = {
    "applicant": ("name", "government", "birthdate"),
    "contact": ("mobile", "mail", "postcode", "address"),
    "declaration": ("declared",),
}
# What the applicant types; everything else of an application is ours.
WRITTEN = {"phone", "address_detail", *(name for names in NEEDED.values() for name in names)}


class Conflict(Exception):
    """Somebody saved first, in another window or on another device."""


@transaction.atomic
def begin(
    *,
    consents: ConsentForm,
    filled_by: str,
    now: dt.datetime,
    invitation: RenewalInvitation | None = None,
    known: Mapping[str, Any] | None = None,
) -> tuple[Application, str]:
    """A draft with the consents just given, and the secret of the link to go on with it. `known` is not asked again."""
    application = Application.objects.create(
        filled_by=filled_by,
        created_at=now,
        changed_at=now,
        purge_on=draft_day(timezone.localdate(now)),
        invitation=invitation,
        **(known or {}),
    )
    keep(consents, ApplicationConsent, application=application, given_by=filled_by, given_at=now)
    if invitation:
        RenewalInvitation.objects.filter(pk=invitation.pk).update(
            answer=RenewalInvitation.Answer.APPLIES, answered_at=now
        )
    return application, ApplicationLink.make(purpose=Purpose.DESK, application=application)


@transaction.atomic
def save(*, application: Application, seen: int, values: Mapping[str, Any], now: dt.datetime) -> int:
    """Saves some fields over the version `seen` and gives the new one. Raises Conflict, NotNow.

    Another mail address is not confirmed yet, and links that would confirm the earlier one end.
    """
    changes = {name: value for name, value in values.items() if name in WRITTEN}
    current = locked(application)
    if current.state == Application.State.WRITING:
        changes["purge_on"] = draft_day(timezone.localdate(now))
    if "mail" in changes and changes["mail"] != current.mail:
        changes["mail_confirmed_at"] = None
        close_links(current, Purpose.CONFIRM, now)
    editable = Application.objects.filter(pk=current.pk, version=seen, state__in=Application.EDITABLE)
    if not editable.update(version=F("version") + 1, changed_at=now, **changes):
        if not current.is_editable:
            raise NotNow(current)
        raise Conflict
    return seen + 1


def missing(application: Application) -> dict[str, list[str]]:
    """The names of the fields that are still empty, by their step; empty where the form can be signed."""
    empty = {step: [name for name in names if not getattr(application, name)] for step, names in NEEDED.items()}
    return {step: names for step, names in empty.items() if names}


def require_complete(application: Application) -> None:
    """Raises Refused."""
    if missing(application):
        raise Refused("아직 비어 있는 곳이 있습니다. ‘살펴보기’에서 확인하고 채워 주세요.")


def close_links(application: Application, purpose: str, now: dt.datetime) -> None:
    application.links.filter(purpose=purpose, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def make_sign_link(*, application: Application, now: dt.datetime) -> tuple[str, dt.datetime]:
    """The secret of a link for the signer alone, and until when it opens; earlier ones end."""
    current = locked(application)
    if not current.is_editable:
        raise NotNow(current)
    require_complete(current)
    close_links(current, Purpose.SIGN, now)
    until = now + SIGN_LINK_LASTS
    return ApplicationLink.make(purpose=Purpose.SIGN, application=current, expires_at=until), until


@transaction.atomic
def mail_desk_link(*, application: Application, to: str) -> None:
    """A link to go on writing later, to an address that is kept only until the mail is sent."""
    if not application.is_editable:
        raise NotNow(application)
    mails.go_on(application, to)

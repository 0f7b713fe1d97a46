"""Writing an application: begin, save, hand on to the signer, go on later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from handbook.consents import ConsentForm, keep
from handbook.personal import Refused

from .. import mails
from ..keeping import draft_day, end_of
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


BEGUN = "이 안내로 이미 신청을 시작하셨습니다. 쓰시던 기기에서 이어 쓰시거나, 가입 신청 화면에서 새로 해 주세요."


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
    """A draft with the consents just given, and the secret of the link to go on with it. `known` is not asked again.

    Of one invitation there is one application: a second press gets the same draft. Raises Refused.
    """
    values = {"filled_by": filled_by, **(known or {})}
    application = untouched(invitation, values) if invitation else None
    if application is None:
        purge_on = draft_day(timezone.localdate(now))
        application = Application.objects.create(
            created_at=now, changed_at=now, purge_on=purge_on, invitation=invitation, **values
        )
        keep(consents, ApplicationConsent, application=application, given_by=filled_by, given_at=now)
    if invitation:
        answer = RenewalInvitation.Answer.APPLIES
        RenewalInvitation.objects.filter(pk=invitation.pk).update(answer=answer, answered_at=now)
    until = end_of(application.purge_on)
    return application, ApplicationLink.make(purpose=Purpose.DESK, application=application, expires_at=until)


def untouched(invitation: RenewalInvitation, values: Mapping[str, Any]) -> Application | None:
    """The draft that the same press has just begun. Raises Refused for one in which somebody has written: the
    invitation shows nobody what stands in it.
    """
    begun = RenewalInvitation.objects.select_for_update().get(pk=invitation.pk).applications.order_by("pk").last()
    if begun is None:
        return None
    is_new = begun.state == Application.State.WRITING and begun.version == 1
    same = Application(**values)
    # Who gives no birthdate is not shown what came with one: what is left out counts, too.
    if is_new and all(getattr(begun, name) == getattr(same, name) for name in (*WRITTEN, "filled_by")):
        return begun
    raise Refused(BEGUN)


@transaction.atomic
def save(
    *, application: Application, seen: int, values: Mapping[str, Any], now: dt.datetime, letters_to: str | None = None
) -> int:
    """Saves some fields over the version `seen` and gives the new one. Raises Conflict, NotNow.

    Another mail address is not confirmed yet, and what was mailed to the earlier one ends. `letters_to`: the address
    that letters went to as the page saw it. The secretariat puts it right without a new version, and what was typed
    before is not saved over that.
    """
    changes = {name: value for name, value in values.items() if name in WRITTEN}
    current = locked(application)
    is_stale = letters_to is not None and letters_to != current.letters_to
    if is_stale and current.is_editable and changes.get("mail", current.mail) != current.mail:
        raise Conflict
    changes |= prolong(current, now)
    if "mail" in changes and changes["mail"] != current.mail:
        changes |= leave_address(current, now)
    editable = Application.objects.filter(pk=current.pk, version=seen, state__in=Application.EDITABLE)
    if not editable.update(version=F("version") + 1, changed_at=now, **changes):
        if not current.is_editable:
            raise NotNow(current)
        raise Conflict
    return seen + 1


def prolong(application: Application, now: dt.datetime) -> dict[str, dt.date]:
    """A draft that somebody works at is kept as long again, and its links to write with it; gives what changes in the
    row.
    """
    if application.state != Application.State.WRITING:
        return {}
    purge_on = draft_day(timezone.localdate(now))
    if purge_on != application.purge_on:
        application.links.filter(purpose=Purpose.DESK).update(expires_at=end_of(purge_on))
    return {"purge_on": purge_on}


def missing(application: Application) -> dict[str, list[str]]:
    """The names of the fields that are still empty, by their step; empty where the form can be signed."""
    empty = {step: [name for name in names if not getattr(application, name)] for step, names in NEEDED.items()}
    return {step: names for step, names in empty.items() if names}


def require_complete(application: Application) -> None:
    """Raises Refused."""
    if missing(application):
        raise Refused("아직 비어 있는 곳이 있습니다. ‘살펴보기’에서 확인하고 채워 주세요.")


def leave_address(application: Application, now: dt.datetime) -> dict[str, None]:
    """Closes what was mailed to an address that turns out to be another; gives what changes in the row with it."""
    mails.take_back(application)
    application.links.filter(Q(purpose=Purpose.CONFIRM) | Q(purpose=Purpose.STATUS, is_mailed=True)).close(now)
    return {"mail_confirmed_at": None, "mail_denied_at": None}


@transaction.atomic
def stay_inside(*, application: Application, digests: Collection[str], now: dt.datetime) -> str:
    """The secret of a status link for a browser whose own one was closed with the earlier address; else empty.

    `digests`: of the links by which it came.
    """
    came_by = application.links.filter(purpose=Purpose.STATUS, digest__in=digests)
    if not came_by.exists() or came_by.working(now).exists():
        return ""
    return ApplicationLink.make(purpose=Purpose.STATUS, application=application)


def sign_link_days(application: Application) -> int:
    """For how many days a new link for the signer opens."""
    is_draft = application.state == Application.State.WRITING
    return min(SIGN_LINK_LASTS.days, settings.CLUB_DRAFT_DAYS) if is_draft else SIGN_LINK_LASTS.days


@transaction.atomic
def make_sign_link(*, application: Application, now: dt.datetime) -> tuple[str, dt.datetime]:
    """The secret of a link for the signer alone, and until when it opens: no longer than the form is kept. Earlier ones
    end.
    """
    current = locked(application)
    if not current.is_editable:
        raise NotNow(current)
    require_complete(current)
    current.links.filter(purpose=Purpose.SIGN).close(now)
    changes = prolong(current, now)
    Application.objects.filter(pk=current.pk).update(changed_at=now, **changes)
    until = min(now + SIGN_LINK_LASTS, end_of(changes.get("purge_on", current.purge_on)))
    return ApplicationLink.make(purpose=Purpose.SIGN, application=current, expires_at=until), until


@transaction.atomic
def mail_desk_link(*, application: Application, to: str) -> None:
    """A link to go on writing later; the outbox forgets the address settings.MAIL_DAYS after it is sent."""
    if not application.is_editable:
        raise NotNow(application)
    mails.go_on(application, to)

"""What applicants may ask of what is kept about them: withdraw, be listed or not, take along, have it deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.db import transaction

from handbook import outbox
from handbook.consents import ConsentForm, keep
from handbook.models import Staff
from handbook.personal import Refused

from .. import mails
from ..keeping import refused_day
from ..models import Application, ApplicationConsent, Membership, Progress, PurgedCount, Signature
from ..texts import DIRECTORY
from .course import State, agrees_to_listing, local_day, locked, move

ASKED = "지워 달라고 하셨습니다. 사무국이 남겨야 할 것이 있는지 확인하고 알려 드립니다."


@transaction.atomic
def withdraw(*, application: Application, now: dt.datetime, by: Staff | None = None, message: str = "") -> Application:
    """취하, by the applicant or on the applicant's word by somebody of the secretariat. Raises NotNow."""
    until = refused_day(local_day(now))
    moved = move(application, State.WITHDRAWN, now=now, by=by, message=message, purge_on=until)
    mails.tell(moved, "withdrawn", "")
    if by is None:
        mails.tell_secretariat(moved, "withdrawn", now)
    return moved


def may_delete(application: Application) -> bool:
    """Whether nothing obliges anybody to keep it: a membership with its dues does."""
    return not Membership.objects.filter(application=application).exists()


@transaction.atomic
def delete(*, application: Application, now: dt.datetime) -> None:
    """At once and for good, with links, signatures and unsent mails. Raises Refused where there is a membership."""
    current = locked(application)
    if not may_delete(current):
        raise Refused("회원 자격이 있어 바로 지우지 못합니다. 지워 달라고 요청해 주세요.")
    outbox.withdraw(current.about)
    if current.number:
        PurgedCount.add(PurgedCount.What.WITHDRAWN, current.number_year)
        mails.tell_secretariat(current, "deleted", now)
    current.delete()


@transaction.atomic
def ask_deletion(*, application: Application, now: dt.datetime) -> Application:
    """A dated request, once, where something has to be kept for now."""
    current = locked(application)
    if current.deletion_asked_at is None:
        Application.objects.filter(pk=current.pk).update(deletion_asked_at=now)
        current.deletion_asked_at = now
        Progress.objects.create(application=current, state=current.state, at=now, message=ASKED)
        mails.tell_secretariat(current, "asks deletion", now)
    return current


@transaction.atomic
def agree_to_listing(*, application: Application, consents: ConsentForm, now: dt.datetime) -> None:
    """The public directory shows the member from now on; an earlier consent that was withdrawn stays as it was."""
    current = locked(application)
    if not agrees_to_listing(current):
        keep(consents, ApplicationConsent, application=current, given_by=Application.FilledBy.SELF, given_at=now)
    show(current, shown=agrees_to_listing(current))


@transaction.atomic
def withdraw_listing(*, application: Application, now: dt.datetime) -> None:
    """The consent to stand in the directory ends, whoever gave it; the page stops to show the member."""
    application.consents.filter(key=DIRECTORY, withdrawn_at=None).update(withdrawn_at=now)
    show(application, shown=False)


def show(application: Application, *, shown: bool) -> None:
    for membership in Membership.objects.filter(application=application):
        membership.is_listed = shown
        membership.save(update_fields=["is_listed", "changed_at"])


def export(*, application: Application) -> dict[str, Any]:
    """Everything that is kept of an application, as JSON can hold it."""
    names = ("number", "state", "reason", "origin", "filled_by", "name", "birthdate", "phone", "mobile", "mail")
    places = ("postcode", "address", "address_detail", "declared", "version")
    times = ("created_at", "changed_at", "received_at", "decided_at", "mail_confirmed_at", "deletion_asked_at")
    return {
        **{name: getattr(application, name) for name in (*names, *places, *times, "purge_on")},
        "government": application.government.name if application.government else "",
        "term": str(application.term or ""),
        "consents": [
            {
                "key": consent.key,
                "given_by": consent.given_by,
                "text": consent.wording.text,
                "given_at": consent.given_at,
                "withdrawn_at": consent.withdrawn_at,
            }
            for consent in application.consents.select_related("wording").order_by("pk")
        ],
        "signatures": [signature_data(signature) for signature in application.signatures.defer("pdf", "scan")],
        "course": list(application.course.values("state", "at", "message")),
        "memberships": [membership_data(row) for row in Membership.objects.filter(application=application)],
    }


def signature_data(signature: Signature) -> dict[str, Any]:
    return {
        "manner": signature.manner,
        "typed_name": signature.typed_name,
        "drawing": msgspec.json.decode(signature.drawing) if signature.drawing else None,
        "signed_at": signature.signed_at,
        "ip_address": signature.ip_address,
        # The very text that was signed: its UTF-8 gives the digest again.
        "form": bytes(signature.form).decode(),
        "form_sha256": signature.form_digest,
    }


def membership_data(membership: Membership) -> dict[str, Any]:
    return {
        "term": str(membership.term),
        "started_on": membership.started_on,
        "ends_on": membership.ends_on,
        "end_reason": membership.end_reason,
        "is_listed": membership.is_listed,
        "dues": list(membership.dues.order_by("due_on").values("amount", "due_on", "paid_on", "payer")),
    }

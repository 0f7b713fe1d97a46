"""What applicants may ask of what is kept about them: withdraw, be listed or not, take along, have it deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.db import transaction

from handbook import outbox
from handbook.consents import ConsentForm, keep
from handbook.models import Mail, Staff
from handbook.personal import Refused

from .. import mails
from ..keeping import refused_day
from ..models import (
    Application,
    ApplicationConsent,
    Dues,
    Membership,
    Progress,
    PurgedCount,
    RenewalInvitation,
    Signature,
)
from ..texts import DIRECTORY
from .course import State, agrees_to_listing, local_day, locked, move, needed
from .memberships import forget_invitations, show

LINK_TIMES = ("purpose", "is_mailed", "created_at", "used_at", "expires_at", "revoked_at")
MAIL_TIMES = ("created_at", "sent_at", "failed_at")
NOT_IN_EXPORT = (
    "서명한 신청서(PDF)와 스캔한 종이는 상태 화면에서 따로 내려받습니다.",
    "그린 서명은 서명한 뒤에 받은 링크로 내려받으면 넣지 않습니다. 서명한 신청서(PDF)에는 있습니다.",
    "사무국이 회원 자격과 회비에 적은 메모는 사무국에 물어 주세요.",
    "사무국 직원이 언제 열어 보았는지는 사무국에 물어 주세요.",
)
ASKED = "지워 달라고 하셨습니다. 사무국이 남겨야 할 것이 있는지 확인하고 알려 드립니다."


@transaction.atomic
def withdraw(*, application: Application, now: dt.datetime, by: Staff | None = None, message: str = "") -> Application:
    """취하, by the applicant or on the applicant's word by somebody of the secretariat. Raises NotNow."""
    until = refused_day(local_day(now))
    moved = move(application, State.WITHDRAWN, now=now, by=by, message=message, purge_on=until)
    if by or mails.has_room(moved):
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
    outbox.forget(current.about)
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
def keep_for_now(*, application: Application, by: Staff, reason: str, now: dt.datetime) -> Application:
    """Answers a request for deletion: what has to stay, and until when. It can be asked for again. Raises Refused."""
    current = asked(application)
    Application.objects.filter(pk=current.pk).update(deletion_asked_at=None)
    Progress.objects.create(application=current, state=current.state, at=now, by=by, message=needed(reason))
    mails.tell(current, "kept", reason)
    return current


@transaction.atomic
def erase(*, application: Application, reason: str, now: dt.datetime) -> None:
    """Answers a request for deletion: the application goes with its contacts, signatures, links and invitations; of a
    member only name, birthdate, membership and dues stay, without notes and in no public list. Raises Refused.
    """
    current = asked(application)
    outbox.forget(current.about)
    mails.tell(current, "erased", needed(reason))
    for membership in Membership.objects.filter(application=current):
        membership.application, membership.is_listed, membership.end_note = None, False, ""
        membership.erased_on = local_day(now)
        membership.save(update_fields=["application", "is_listed", "end_note", "erased_on", "changed_at"])
        membership.dues.update(note="")
        # An invitation to this term was sent for an earlier membership.
        forget_invitations(RenewalInvitation.objects.filter(membership__member=membership.member_id))
    PurgedCount.add(PurgedCount.What.ASKED, current.number_year)
    current.delete()


def asked(application: Application) -> Application:
    """Raises Refused where nobody asks for it any more."""
    current = locked(application)
    if current.deletion_asked_at is None:
        raise Refused("지워 달라는 요청에 이미 답했습니다.")
    return current


@transaction.atomic
def agree_to_listing(*, application: Application, consents: ConsentForm, now: dt.datetime) -> None:
    """The public directory shows the member from now on; an earlier consent that was withdrawn stays as it was."""
    current = locked(application)
    if not agrees_to_listing(current):
        keep(consents, ApplicationConsent, application=current, given_by=Application.FilledBy.SELF, given_at=now)
    show_all(current, shown=agrees_to_listing(current))


@transaction.atomic
def withdraw_listing(*, application: Application, now: dt.datetime) -> None:
    """The consent to stand in the directory ends, whoever gave it; the page stops to show the member."""
    application.consents.filter(key=DIRECTORY, withdrawn_at=None).update(withdrawn_at=now)
    show_all(application, shown=False)


def show_all(application: Application, *, shown: bool) -> None:
    for membership in Membership.objects.filter(application=application):
        show(membership, shown=shown)


def export(*, application: Application, known_since: dt.datetime | None = None) -> dict[str, Any]:
    """Everything that is kept of an application, as JSON can hold it, and what stands elsewhere.

    `known_since`: from when on whoever asks has had a link. Signatures drawn before that are not in it as strokes.
    """
    names = ("number", "state", "reason", "origin", "filled_by", "name", "birthdate", "phone", "mobile", "mail")
    places = ("postcode", "address", "address_detail", "declared", "version")
    times = ("created_at", "changed_at", "received_at", "decided_at", "deletion_asked_at")
    answers = ("letters_to", "mail_confirmed_at", "mail_denied_at", "purge_on")
    signatures = application.signatures.defer("pdf", "scan")
    return {
        "not_in_this_file": NOT_IN_EXPORT,
        **{name: getattr(application, name) for name in (*names, *places, *times, *answers)},
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
        "signatures": [signature_data(signature, known_since) for signature in signatures],
        "course": list(application.course.values("state", "at", "message")),
        "memberships": [membership_data(row) for row in Membership.objects.filter(application=application)],
        "links": list(application.links.order_by("pk").values(*LINK_TIMES)),
        "mails": list(Mail.objects.filter(about=application.about).order_by("pk").values("subject", *MAIL_TIMES)),
        "invitation": invitation_data(application.invitation) if application.invitation else None,
    }


def signature_data(signature: Signature, known_since: dt.datetime | None) -> dict[str, Any]:
    is_shown = signature.drawing and (known_since is None or known_since <= signature.signed_at)
    return {
        "manner": signature.manner,
        "typed_name": signature.typed_name,
        "drawing": msgspec.json.decode(signature.drawing or b"null") if is_shown else None,
        "signed_at": signature.signed_at,
        "ip_address": signature.ip_address,
        "on_writers_device": signature.on_writers_device,
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
        "dues": [dues_data(dues) for dues in membership.dues.select_related("rules").order_by("due_on")],
    }


def dues_data(dues: Dues) -> dict[str, Any]:
    names = ("amount", "due_on", "paid_on", "payer")
    return {"rules": str(dues.rules), **{name: getattr(dues, name) for name in names}}


def invitation_data(invitation: RenewalInvitation) -> dict[str, Any]:
    names = ("mail", "sent_at", "answer", "answered_at")
    return {"term": str(invitation.term), **{name: getattr(invitation, name) for name in names}}

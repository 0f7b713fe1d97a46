"""Signing and sending: online, on paper, again after a supplement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from handbook.consents import ConsentForm, ConsentText, keep
from handbook.models import Staff
from handbook.personal import Refused
from pledges.catalogue.models import Term

from .. import mails
from ..keeping import end_of, member_day, term_on
from ..models import Application, ApplicationConsent, ApplicationLink, Progress, ReceiptYear, Signature
from ..signed_form import SignedForm, SignedSignature, digest
from ..texts import AGREEMENT, FORM_VERSION
from .course import NotNow, local_day, move
from .course import locked as lock
from .writing import Conflict, Purpose, leave_address, require_complete

State, Manner = Application.State, Signature.Manner
AGAIN = "보완하여 다시 냈습니다."
AGAIN_ON_PAPER = "사무국이 종이 신청서를 다시 넣었습니다."


@dataclass(frozen=True)
class Signed:
    """What a person signs with: strokes (`members.strokes.written`) or a typed name."""

    manner: Signature.Manner
    typed_name: str = ""
    drawing: bytes | None = None
    ip_address: str | None = None
    on_writers_device: bool = False


@transaction.atomic
def sign_and_submit(
    *,
    application: Application,
    seen: int,
    signed: Signed,
    now: dt.datetime,
    consents: ConsentForm | None = None,
    came_by: Collection[str] = (),
) -> tuple[Signature, str]:
    """Signs the version `seen` and sends it; gives the signature and the secret of the signer's status link.

    On the device of the aide who wrote it there is no such link: it goes to the confirmed address alone.
    `consents`: the signer's own, where an aide gave the earlier ones. `came_by`: the digests of the browser's links; a
    link to sign among them leads to the receipt then. Raises Conflict, NotNow, Refused.
    """
    current = lock(application)
    if not current.is_editable:
        raise NotNow(current)
    if current.version != seen:
        raise Conflict
    if current.signatures.filter(version=seen).exists():
        raise Refused("이미 서명하신 내용입니다. 고친 것이 없으면 ‘그대로 다시 내기’를 눌러 주세요.")
    require_complete(current)
    if consents:
        keep(consents, ApplicationConsent, application=current, given_by=Application.FilledBy.SELF, given_at=now)
    current.term = current.term or term_for(local_day(now))
    signature = keep_signature(
        current,
        SignedSignature(signed.manner, signed.typed_name, digest(signed.drawing) if signed.drawing else ""),
        agreement=AGREEMENT,
        now=now,
        drawing=signed.drawing,
        ip_address=signed.ip_address,
        on_writers_device=signed.on_writers_device,
    )
    to_sign = current.links.filter(purpose=Purpose.SIGN)
    to_sign.exclude(digest__in=came_by).close(now)
    to_sign.filter(digest__in=came_by).update(purpose=Purpose.SIGNED)
    receive(current, signature, now=now)
    if signed.on_writers_device:
        return signature, ""
    return signature, ApplicationLink.make(purpose=Purpose.STATUS, application=current, created_at=now)


def keep_signature(
    application: Application, proof: SignedSignature, *, agreement: str, now: dt.datetime, **fields: Any
) -> Signature:
    """The form as it is signed now, with its digest; `fields` hold the signature itself."""
    form = SignedForm.of(application, proof, agreement=agreement, now=now).written()
    return Signature.objects.create(
        application=application,
        version=application.version,
        manner=proof.manner,
        typed_name=proof.typed_name,
        agreement=agreement,
        signed_at=now,
        form_version=FORM_VERSION,
        form=form,
        form_digest=digest(form),
        **fields,
    )


def receive(application: Application, signature: Signature, *, now: dt.datetime) -> Application:
    """접수: the first time with a number; a supplement comes back into the queue under the number it has."""
    is_again, letters_to = bool(application.number), application.mail_for_letters
    if is_again:
        moved = move(application, State.RECEIVED, now=now, message=AGAIN, letters_to=letters_to)
    else:
        term = application.term or term_for(local_day(now))
        moved = move(
            application,
            State.RECEIVED,
            now=now,
            number=ReceiptYear.next_number(local_day(now).year),
            received_at=now,
            term=term,
            purge_on=member_day(term.ends_on),
            letters_to=letters_to,
        )
    clear_desk(moved, now)
    mails.receipt(moved, signature)
    mails.tell_secretariat(moved, "again" if is_again else "received", now)
    return moved


def clear_desk(application: Application, now: dt.datetime) -> None:
    """Once it is sent, whoever applies for themselves has another link: those to write that were mailed end.

    An aide's stays for a supplement, and shows little (`members.access`).
    """
    desk = application.links.filter(purpose=Purpose.DESK)
    if application.filled_by == Application.FilledBy.SELF:
        desk.filter(is_mailed=True).close(now)
    desk.update(expires_at=end_of(application.purge_on))


def term_for(day: dt.date) -> Term:
    """Raises Refused where no term is known for this day."""
    term = term_on(day)
    if term is None:
        raise Refused("지금은 임기 자료가 없어 신청을 받지 못합니다. 사무국에 알려 주세요. 쓰신 내용은 남아 있습니다.")
    return term


@transaction.atomic
def resubmit(*, application: Application, now: dt.datetime) -> Application:
    """Sends a supplement back whose form has not changed since it was signed. Raises NotNow, Conflict."""
    current = lock(application)
    if current.state != State.SUPPLEMENT:
        raise NotNow(current)
    signature = current.signatures.last()
    if signature is None or signature.version != current.version:
        raise Conflict
    return receive(current, signature, now=now)


@transaction.atomic
def enter_paper(
    *,
    by: Staff,
    origin: str,
    values: Mapping[str, Any],
    agreed: Sequence[ConsentText],
    scan: bytes,
    scan_type: str,
    now: dt.datetime,
) -> Application:
    """A signed paper with its scan, into the same queue with the same receipt. Raises Refused.

    `now` is when the paper came. Of one person and one moment there is one paper: a second press enters nothing.
    """
    received = {"number": ReceiptYear.next_number(local_day(now).year), "received_at": now, "state": State.RECEIVED}
    whose = {name: values[name] for name in ("name", "birthdate", "government")}
    if Application.objects.filter(origin=origin, received_at=now, **whose).exists():
        raise Refused("같은 분이 같은 때에 낸 종이 신청이 이미 있습니다. 목록에서 확인해 주세요.")
    term = term_for(local_day(now))
    application = Application.objects.create(
        origin=origin,
        term=term,
        purge_on=member_day(term.ends_on),
        declared=True,
        letters_to=values["mail"],
        created_at=now,
        changed_at=now,
        **received,
        **values,
    )
    for text in agreed:
        ApplicationConsent.objects.create(
            application=application,
            key=text.key,
            wording=text.wording(),
            given_by=Application.FilledBy.SELF,
            given_at=now,
        )
    proof = SignedSignature(Manner.PAPER, sha256=digest(scan))
    signature = keep_signature(application, proof, agreement="", now=now, scan=scan, scan_type=scan_type)
    Progress.objects.create(application=application, state=State.RECEIVED, at=now, by=by)
    mails.receipt(application, signature)
    return application


@transaction.atomic
def enter_paper_again(
    *,
    application: Application,
    by: Staff,
    seen: int,
    values: Mapping[str, Any],
    scan: bytes,
    scan_type: str,
    now: dt.datetime,
) -> Application:
    """Another paper for what is not decided: it adds what was missing, or puts right what was typed wrong.

    What was signed before stays, and another address is asked whose it is. A supplement comes back into the queue.
    Raises Refused, for another version than the one `seen` too.
    """
    current = lock(application)
    if not current.is_open:
        raise NotNow(current)
    if current.version != seen:
        raise Refused("그사이 신청서가 바뀌었습니다. 화면을 새로 열어 다시 확인해 주세요.")
    changes = {**values, "version": seen + 1, "changed_at": now}
    is_another_mail = values["mail"] != current.mail
    if is_another_mail:
        changes |= leave_address(current, now)
    Application.objects.filter(pk=current.pk).update(**changes)
    current = lock(application)
    current.letters_to = current.mail_for_letters
    current.save(update_fields=["letters_to"])
    proof = SignedSignature(Manner.PAPER, sha256=digest(scan))
    signature = keep_signature(current, proof, agreement="", now=now, scan=scan, scan_type=scan_type)
    if current.state != State.SUPPLEMENT:
        Progress.objects.create(application=current, state=current.state, at=now, by=by, message=AGAIN_ON_PAPER)
        if is_another_mail:
            mails.send_link(current)
        return current
    moved = move(current, State.RECEIVED, now=now, by=by, message=AGAIN_ON_PAPER)
    clear_desk(moved, now)
    mails.receipt(moved, signature)
    return moved

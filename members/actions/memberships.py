"""What the secretariat does with memberships: end them, invite to the next term, keep the dues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction

from handbook import outbox
from handbook.personal import Refused
from pledges.catalogue.models import Term

from .. import mails
from ..keeping import member_day, start_of
from ..models import Application, ClubRules, Dues, Membership, MembershipConsent, RenewalInvitation
from ..texts import DIRECTORY, consent_text

EndReason = Membership.EndReason
DUES_OF_THAT_DAY = "이 날 낼 회비가 이미 있습니다."


@transaction.atomic
def end_membership(*, membership: Membership, on: dt.date, reason: str, note: str = "") -> Membership:
    """Ends a running membership before its time; `on` is its last day. Raises Refused."""
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    if current.end_reason != EndReason.TERM:
        raise Refused("이미 끝난 회원 자격입니다.")
    if reason == EndReason.TERM or reason not in EndReason.values:
        raise Refused("사퇴, 직위상실, 취하 가운데 하나를 골라 주세요.")
    if not current.started_on <= on <= current.ends_on:
        raise Refused("마지막 날은 회원이 된 날부터 임기의 마지막 날까지에서 골라 주세요.")
    current.ends_on, current.end_reason, current.end_note = on, reason, note
    current.save()
    Application.objects.filter(membership=current).update(purge_on=member_day(on))
    return current


@transaction.atomic
def resume_membership(*, membership: Membership) -> Membership:
    """Takes back an end that was noted by mistake. Raises Refused where somebody stands there meanwhile."""
    current = Membership.objects.select_for_update().select_related("term").get(pk=membership.pk)
    if current.end_reason == EndReason.TERM:
        raise Refused("끝나지 않은 회원 자격입니다.")
    current.ends_on, current.end_reason, current.end_note = current.term.ends_on, EndReason.TERM, ""
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError:
        raise Refused("그사이 같은 단체나 같은 분의 다른 회원 자격이 생겨 되돌리지 못합니다.") from None
    Application.objects.filter(membership=current).update(purge_on=member_day(current.ends_on))
    return current


@transaction.atomic
def invite_to_renew(*, membership: Membership, term: Term, mail: str, now: dt.datetime) -> RenewalInvitation:
    """A mail with a link by which the member applies again or says no. Raises Refused where one was sent already."""
    try:
        with transaction.atomic():
            invitation = RenewalInvitation.objects.create(membership=membership, term=term, mail=mail, sent_at=now)
    except IntegrityError:
        raise Refused("이 임기의 재가입 안내를 이미 보냈습니다.") from None
    mails.invitation(invitation)
    return invitation


@transaction.atomic
def answer_invitation(*, invitation: RenewalInvitation, now: dt.datetime) -> None:
    """이번에는 하지 않음. Who has applied meanwhile stays an applicant."""
    RenewalInvitation.objects.filter(pk=invitation.pk, answer="").update(
        answer=RenewalInvitation.Answer.DECLINES, answered_at=now
    )


def forget_invitations(invitations: Iterable[RenewalInvitation]) -> None:
    """With the links in their mails, and the addresses they went to."""
    for invitation in invitations:
        outbox.forget(invitation.about)
        invitation.delete()


@transaction.atomic
def record_dues(*, membership: Membership, rules: ClubRules, amount: int, due_on: dt.date, note: str = "") -> Dues:
    """Raises Refused where dues for that day are in the ledger already."""
    try:
        with transaction.atomic():
            return Dues.objects.create(membership=membership, rules=rules, amount=amount, due_on=due_on, note=note)
    except IntegrityError:
        raise Refused("이 날 낼 회비가 이미 있거나 금액이 0원입니다.") from None


@transaction.atomic
def change_dues(*, dues: Dues, fields: Collection[str]) -> Dues:
    """Saves these fields of the row. Raises Refused where dues for that day are in the ledger already."""
    try:
        with transaction.atomic():
            dues.save(update_fields=fields)
    except IntegrityError:
        raise Refused(DUES_OF_THAT_DAY) from None
    return dues


@transaction.atomic
def unpay_dues(*, dues: Dues) -> Dues:
    """Takes back the payment that this row shows. Raises Refused where another one is noted meanwhile."""
    seen = Dues.objects.filter(pk=dues.pk, paid_on=dues.paid_on, payer=dues.payer, paid_on__isnull=False)
    if not seen.update(paid_on=None, payer=""):
        raise Refused("그사이 낸 날이나 낸 곳이 바뀌었습니다. 새로 열어 확인해 주세요.")
    return Dues.objects.get(pk=dues.pk)


@transaction.atomic
def list_on_paper(*, membership: Membership, signed_on: dt.date) -> None:
    """A consent on paper to stand in the directory, of who has no application here; one that stands stays."""
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    if not current.consents.filter(key=DIRECTORY, withdrawn_at=None).exists():
        wording, given_at = consent_text(DIRECTORY).wording(), start_of(signed_on)
        MembershipConsent.objects.create(membership=current, key=DIRECTORY, wording=wording, given_at=given_at)
    show(membership, shown=True)


@transaction.atomic
def unlist_on_paper(*, membership: Membership, now: dt.datetime) -> None:
    membership.consents.filter(key=DIRECTORY, withdrawn_at=None).update(withdrawn_at=now)
    show(membership, shown=False)


def show(membership: Membership, *, shown: bool) -> None:
    membership.is_listed = shown
    membership.save(update_fields=["is_listed", "changed_at"])


@transaction.atomic
def pay_dues(*, dues: Dues, on: dt.date, payer: str) -> Dues:
    """Notes the payment, once. Raises Refused."""
    if not payer.strip():
        raise Refused("회비를 낸 곳을 적어 주세요. 예: 순창군, 본인")
    if not Dues.objects.unpaid().filter(pk=dues.pk).update(paid_on=on, payer=payer.strip()):
        raise Refused("이미 낸 것으로 적혀 있습니다.")
    return Dues.objects.get(pk=dues.pk)

"""The course of an application (접수 → 검토 중 → 보완 요청 → 승인 / 불승인 / 취하): which step may follow which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from handbook.models import Staff
from handbook.personal import Refused

from .. import mails
from ..keeping import member_day, refused_day
from ..models import Application, ApplicationLink, Member, Membership, Progress
from ..texts import DIRECTORY

State = Application.State
TRANSITIONS: dict[State, tuple[State, ...]] = {
    State.WRITING: (State.RECEIVED,),
    State.RECEIVED: (State.REVIEWING, State.WITHDRAWN),
    State.REVIEWING: (State.SUPPLEMENT, State.APPROVED, State.REFUSED, State.WITHDRAWN),
    # Sent again by the applicant, or taken up by the secretariat without it.
    State.SUPPLEMENT: (State.RECEIVED, State.REVIEWING, State.REFUSED, State.WITHDRAWN),
    State.APPROVED: (),
    State.REFUSED: (),
    State.WITHDRAWN: (),
}
NOT_SIGNED = "서명한 뒤에 바뀐 내용이 있습니다. 다시 서명받은 뒤 승인해 주세요."
REASON_NEEDED = "신청인에게 보일 사유를 적어 주세요."


class NotNow(Refused):
    """The application is in a state from which this step does not lead on."""

    def __init__(self, application: Application) -> None:
        self.application = application
        super().__init__(f"지금 상태는 ‘{application.get_state_display()}’입니다. 화면을 새로 고쳐 다시 확인해 주세요.")


def locked(application: Application) -> Application:
    """The row as it is now, held until the transaction ends: whoever else changes it waits."""
    return Application.objects.select_for_update().get(pk=application.pk)


def move(
    application: Application,
    to: State,
    *,
    now: dt.datetime,
    by: Staff | None = None,
    reason: str = "",
    message: str = "",
    **fields: Any,
) -> Application:
    """Takes one step of the course from the state that this row shows, with its dated row. Raises NotNow, also where
    the state is another by now: of two at once one does.

    Once it is decided there is nothing to write or sign: those links end.
    """
    values = {"state": to, "reason": reason, "changed_at": now, **fields}
    if to in Application.DECIDED:
        values["decided_at"] = now
    is_next = to in TRANSITIONS[State(application.state)]
    moved = is_next and Application.objects.filter(pk=application.pk, state=application.state).update(**values)
    current = locked(application)
    if not moved:
        raise NotNow(current)
    if to in Application.DECIDED:
        current.links.filter(purpose__in=(ApplicationLink.Purpose.DESK, ApplicationLink.Purpose.SIGN)).close(now)
    Progress.objects.create(application=current, state=to, at=now, by=by, message=message or reason)
    return current


@transaction.atomic
def start_review(*, application: Application, by: Staff, now: dt.datetime) -> Application:
    """The secretariat takes it up. The status page says so; no mail goes out."""
    return move(application, State.REVIEWING, now=now, by=by)


@transaction.atomic
def request_supplement(*, application: Application, by: Staff, reason: str, now: dt.datetime) -> Application:
    """Asks for something more, and opens the form again."""
    moved = move(application, State.SUPPLEMENT, now=now, by=by, reason=needed(reason))
    mails.tell(moved, "supplement", reason)
    return moved


@transaction.atomic
def refuse(*, application: Application, by: Staff, reason: str, now: dt.datetime) -> Application:
    today = local_day(now)
    moved = move(application, State.REFUSED, now=now, by=by, reason=needed(reason), purge_on=refused_day(today))
    mails.tell(moved, "refused", reason)
    return moved


@transaction.atomic
def approve(*, application: Application, by: Staff, now: dt.datetime, message: str = "") -> Membership:
    """Makes the person a member from today, or from the term's first day, to the term's end. Raises Refused."""
    current = locked(application)
    if current.state != application.state:
        raise NotNow(current)
    term, government, born, today = current.term, current.government, current.birthdate, local_day(now)
    if term is None or government is None or born is None:
        raise NotNow(current)
    if not is_signed(current):
        raise Refused(NOT_SIGNED)
    if term.ends_on < today:
        raise Refused("신청한 임기가 끝났습니다. 다음 임기로 다시 신청하시게 안내해 주세요.")
    if current.other_heads().exists():
        raise Refused("같은 단체의 다른 분이 이 임기의 회원입니다. 그 회원 자격을 먼저 끝내 주세요.")
    if current.earlier_memberships().filter(term=term, end_reason=Membership.EndReason.TERM).exists():
        raise Refused("이분은 이 임기에 이미 회원입니다.")
    moved = move(current, State.APPROVED, now=now, by=by, message=message, purge_on=member_day(term.ends_on))
    member, _ = Member.objects.get_or_create(name=moved.name, birthdate=born)
    membership = Membership(
        member=member,
        government=government,
        term=term,
        application=moved,
        started_on=max(today, term.starts_on),
        ends_on=term.ends_on,
        is_listed=agrees_to_listing(moved),
    )
    try:
        membership.save()
    except IntegrityError:
        # Another application of this office or person, approved in the same moment.
        raise Refused("그사이 같은 단체나 같은 분이 회원이 되었습니다. 다시 확인해 주세요.") from None
    mails.tell(moved, "approved", message)
    return membership


def is_signed(application: Application) -> bool:
    """Whether the form is the one that was signed last."""
    signature = application.signatures.only("version", "application").last()
    return signature is not None and signature.version == application.version


def agrees_to_listing(application: Application) -> bool:
    """Only the applicant's own consent counts, not what an aide ticked."""
    own = application.consents.filter(key=DIRECTORY, given_by=Application.FilledBy.SELF, withdrawn_at=None)
    return own.exists()


def needed(reason: str) -> str:
    """Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    return reason.strip()


def local_day(now: dt.datetime) -> dt.date:
    """The day in Seoul."""
    return timezone.localdate(now)

"""The way to the applicant: whose mail address it is, putting it right, and sending a link again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from handbook.models import Staff
from handbook.personal import Refused

from .. import mails
from ..models import Application, ApplicationLink, Progress
from .course import NotNow, locked
from .writing import Purpose, leave_address

TRIED_OUT = "생년월일이 여러 번 달라 이 링크로는 더 하지 못합니다. 새 링크를 받거나 사무국에 알려 주세요."
TRIED_OUT_OF_INVITATION = (
    "생년월일이 여러 번 달라 이 안내로는 더 확인하지 못합니다. 생년월일을 비우면 성명과 단체만 옮겨 신청을 시작합니다."
)
ENDED = "이 링크는 그사이 닫혔습니다. 나중에 받으신 편지의 링크를 열거나 사무국에 알려 주세요."
CORRECTED = "사무국이 전자우편 주소를 고쳤습니다."
SAME = "지금 주소와 같습니다. 링크를 다시 보내려면 ‘링크 다시 보내기’를 눌러 주세요."


def knows_birthdate(link: ApplicationLink, expected: dt.date | None, typed: dt.date) -> bool:
    """Whether whoever holds this link knows it. A link is good for a few tries; past them raises Refused."""
    if not link.take_try():
        raise Refused(TRIED_OUT_OF_INVITATION if link.purpose == Purpose.INVITATION else TRIED_OUT)
    return typed == expected


@transaction.atomic
def send_link(*, application: Application) -> bool:
    """Mails the one link that its address may get; whether there was room for it."""
    return mails.send_link(locked(application))


def confirm_mail(*, application: Application, link: ApplicationLink, birthdate: dt.date, now: dt.datetime) -> bool:
    """Whether the address is the applicant's: somebody reads mail there and knows the birthdate. From now on it gets
    what is personal. Raises Refused.
    """
    is_theirs = application.mail_confirmed_at is not None or knows_birthdate(link, application.birthdate, birthdate)
    if is_theirs:
        note_confirmed(application, link, now)
    return is_theirs


@transaction.atomic
def note_confirmed(application: Application, link: ApplicationLink, now: dt.datetime) -> None:
    current = locked(application)
    require_open(current, link, now)
    if current.mail_confirmed_at is None:
        Application.objects.filter(pk=current.pk).update(mail_confirmed_at=now)
        current.mail_confirmed_at = now
        mails.confirmed(current)
        signature = current.signatures.last()
        if signature and signature.pdf is not None:
            mails.signed_paper(current, signature)


def require_open(application: Application, link: ApplicationLink, now: dt.datetime) -> None:
    """Raises Refused where the link has ended meanwhile: then the address is another than the one it went to."""
    if not application.links.working(now).filter(pk=link.pk).exists():
        raise Refused(ENDED)


@transaction.atomic
def deny_mail(*, application: Application, link: ApplicationLink, now: dt.datetime) -> None:
    """Whoever reads mail there says that it is not theirs: it gets nothing more, and the secretariat hears of it."""
    current = locked(application)
    require_open(current, link, now)
    if current.mail_confirmed_at:
        raise Refused("이미 확인한 주소입니다. 잘못 확인했으면 사무국에 알려 주세요.")
    if current.mail_denied_at is None:
        mails.take_back(current)
        current.links.filter(purpose=Purpose.CONFIRM).close(now)
        Application.objects.filter(pk=current.pk).update(mail_denied_at=now, letters_to="")
        mails.tell_secretariat(current, "denied", now)


@transaction.atomic
def correct_mail(*, application: Application, mail: str, by: Staff, now: dt.datetime) -> bool:
    """Another address on the applicant's word, which has to be confirmed anew; whether the question went out.

    What was signed stays as it was. Raises Refused, NotNow.
    """
    current = locked(application)
    if current.state == Application.State.WRITING:
        raise NotNow(current)
    if mail == current.mail == current.letters_to:
        raise Refused(SAME)
    changes = leave_address(current, now)
    Application.objects.filter(pk=current.pk).update(mail=mail, letters_to=mail, changed_at=now, **changes)
    Progress.objects.create(application=current, state=current.state, at=now, by=by, message=CORRECTED)
    return mails.send_link(locked(current))

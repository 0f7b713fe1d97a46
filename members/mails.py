"""What is written to applicants and to the secretariat. Every mail goes into the outbox, in the caller's transaction.

An address nobody has confirmed gets the number, what happened, and a link to confirm it: no names, no reasons, no way
into the application. One whose reader has said that it is not theirs gets nothing more. The secretariat's own mail
holds a number, a time and a link into the admin, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from handbook import outbox
from handbook.limits import TooOften, spend
from handbook.models import Mail
from handbook.secret_links import address
from pledges.catalogue.models import Term

from .keeping import end_of
from .models import Application, ApplicationLink, RenewalInvitation, Signature

Purpose = ApplicationLink.Purpose
# In place of a link that opens something, where staff read a mail before it goes.
STATUS_PLACE, CONFIRM_PLACE = "(신청인만 여는 상태 화면의 링크)", "(주소를 확인하는 링크)"
INVITATION_PLACE = "(받는 분만 여는 링크)"
CONFIRM_LASTS, INVITATION_LASTS = dt.timedelta(days=30), dt.timedelta(days=90)
# Mails a day to an address that nobody has confirmed, whoever asks for them.
MOST_UNCONFIRMED, DAY = 5, 24 * 3600
STEPS = ("supplement", "approved", "refused", "withdrawn")
ANSWERS = ("kept", "erased")
PAPER_NAME = "membership-application.pdf"


def has_room(application: Application) -> bool:
    """Whether one more mail may go to the applicant; counts it."""
    to = application.letters_to
    if not to:
        return False
    if application.mail_confirmed_at is None:
        try:
            spend("mail to an address not confirmed", to.lower(), most=MOST_UNCONFIRMED, seconds=DAY)
        except TooOften:
            return False
    return True


def letter(
    application: Application, step: str, reason: str, *, status: str = STATUS_PLACE, confirm: str = CONFIRM_PLACE
) -> tuple[str, str]:
    """Subject and body of the mail that tells of a step, without sending it: for staff to read before they take it."""
    is_signed = application.letters_to == application.mail
    context = {
        "application": application,
        "reason": reason,
        "is_confirmed": is_signed and application.mail_confirmed_at is not None,
        "status": status,
        "confirm": confirm if is_signed else "",
        "contact": settings.SITE_CONTACT,
    }
    return outbox.text(f"members/mail/{step}.txt", context)


def tell(application: Application, step: str, reason: str) -> None:
    """Tells the applicant of a step, where there is an address."""
    to = application.letters_to
    if to:
        made = links(application) if to == application.mail and step != "erased" else {}
        subject, body = letter(application, step, reason, **made)
        # What tells of the end of an application outlives it.
        about = f"erased/{application.pk}" if step == "erased" else application.about
        outbox.post(to=to, subject=subject, body=body, about=about)


def links(application: Application) -> dict[str, str]:
    """A fresh link of the one kind that this address may get."""
    if application.mail_confirmed_at:
        return {"status": mailed_link(Purpose.STATUS, application=application)}
    return {"confirm": mailed_link(Purpose.CONFIRM, timezone.now() + CONFIRM_LASTS, application=application)}


def mailed_link(purpose: str, expires_at: dt.datetime | None = None, **fields: Any) -> str:
    """The address of a new link that goes out by mail."""
    return open_address(ApplicationLink.make(purpose=purpose, expires_at=expires_at, is_mailed=True, **fields))


def take_back(application: Application) -> None:
    """What waits to go to an address of the application that turns out to be another."""
    addresses = {application.mail, application.letters_to}
    Mail.objects.waiting().filter(about=application.about, to__in=addresses).delete()


def open_address(secret: str) -> str:
    return address("members:link", secret)


def post(application: Application, subject: str, body: str, *attachments: outbox.Attachment) -> None:
    outbox.post(to=application.mail, subject=subject, body=body, about=application.about, attachments=list(attachments))


def receipt(application: Application, signature: Signature) -> None:
    """접수증: number, time and SHA-256; with it the question whether the address is right."""
    if has_room(application):
        context = {
            "application": application,
            "signature": signature,
            "is_confirmed": application.mail_confirmed_at is not None,
            **links(application),
        }
        post(application, *outbox.text("members/mail/receipt.txt", context))


def link_letter(application: Application, **made: str) -> tuple[str, str]:
    """Subject and body of a mail with nothing but the one link that this address may get: its way in, or the question
    whether it is the right one.
    """
    kind = "link_again" if application.mail_confirmed_at else "confirm"
    context = {"application": application, "status": STATUS_PLACE, "confirm": CONFIRM_PLACE, **made}
    return outbox.text(f"members/mail/{kind}.txt", context)


def send_link(application: Application) -> bool:
    """Whether it was posted: not to an address that is not theirs or not signed yet, or that had enough for today."""
    may = application.letters_to == application.mail and has_room(application)
    if may:
        post(application, *link_letter(application, **links(application)))
    return may


def confirmed(application: Application) -> None:
    """The first mail to a confirmed address: the way to the status page."""
    post(application, *outbox.text("members/mail/confirmed.txt", {"application": application, **links(application)}))


def signed_paper(application: Application, signature: Signature) -> None:
    """The signed form as PDF. Raises ValueError for an address that is not confirmed, or a PDF that is not made."""
    if application.mail_confirmed_at is None or signature.pdf is None:
        raise ValueError("a signed form goes to confirmed addresses only, once it is made")
    context = {"application": application, "signature": signature}
    paper = outbox.Attachment(PAPER_NAME, "application/pdf", bytes(signature.pdf))
    post(application, *outbox.text("members/mail/signed_paper.txt", context), paper)


def go_on(application: Application, to: str) -> None:
    """A link to go on writing."""
    link = mailed_link(Purpose.DESK, end_of(application.purge_on), application=application)
    context = {"application": application, "address": link}
    subject, body = outbox.text("members/mail/go_on.txt", context)
    outbox.post(to=to, subject=subject, body=body, about=application.about)


def invitation_letter(term: Term, link: str = INVITATION_PLACE) -> tuple[str, str]:
    """Subject and body of the question to a member of an earlier term, without sending it."""
    context = {"term": term, "address": link, "contact": settings.SITE_CONTACT}
    return outbox.text("members/mail/invitation.txt", context)


def invitation(sent: RenewalInvitation) -> None:
    """The question to a member of an earlier term."""
    link = mailed_link(Purpose.INVITATION, sent.sent_at + INVITATION_LASTS, invitation=sent)
    subject, body = invitation_letter(sent.term, link)
    outbox.post(to=sent.mail, subject=subject, body=body, about=sent.about)


def tell_secretariat(application: Application, what: str, now: dt.datetime) -> None:
    """Number, time, and where to look: nothing about a person leaves the admin."""
    if not settings.SECRETARIAT_MAIL:
        return
    page = f"{reverse('admin:index')}members/application/{application.pk}/change/"
    context = {
        "number": application.number,
        "what": what,
        "at": timezone.localtime(now),
        "address": "" if what == "deleted" else f"{settings.SITE_ORIGIN}{page}",
    }
    subject, body = outbox.text("members/mail/secretariat.txt", context)
    outbox.post(to=settings.SECRETARIAT_MAIL, subject=subject, body=body, about=f"secretariat/{application.pk}")

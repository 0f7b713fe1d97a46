"""What is written to applicants and to the secretariat. Every mail goes into the outbox, in the caller's transaction.

An address nobody has confirmed gets the number, what happened, and a link to confirm it: no names, no reasons, no way
into the application. The secretariat's own mail holds a number, a time and a link into the admin, and nothing else.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from handbook import outbox
from handbook.secret_links import address
from pledges.catalogue.models import Term

from .models import Application, ApplicationLink, RenewalInvitation, Signature

Purpose = ApplicationLink.Purpose
# In place of a link that opens something, where staff read a mail before it goes.
STATUS_PLACE, CONFIRM_PLACE = "(신청인만 여는 상태 화면의 링크)", "(주소를 확인하는 링크)"
INVITATION_PLACE = "(받는 분만 여는 링크)"
CONFIRM_LASTS = dt.timedelta(days=30)
STEPS = ("supplement", "approved", "refused", "withdrawn")
PAPER_NAME = "membership-application.pdf"


def letter(
    application: Application, step: str, reason: str, *, status: str = STATUS_PLACE, confirm: str = CONFIRM_PLACE
) -> tuple[str, str]:
    """Subject and body of the mail that tells of a step, without sending it: for staff to read before they take it."""
    context = {
        "application": application,
        "reason": reason,
        "is_confirmed": application.mail_confirmed_at is not None,
        "status": status,
        "confirm": confirm,
        "contact": settings.SITE_CONTACT,
    }
    return outbox.text(f"members/mail/{step}.txt", context)


def tell(application: Application, step: str, reason: str) -> None:
    """Tells the applicant of a step, where there is an address."""
    if application.mail:
        subject, body = letter(application, step, reason, **links(application))
        post(application, subject, body)


def links(application: Application) -> dict[str, str]:
    """A fresh link of the one kind that this address may get."""
    if application.mail_confirmed_at:
        return {"status": open_address(ApplicationLink.make(purpose=Purpose.STATUS, application=application))}
    until = timezone.now() + CONFIRM_LASTS
    secret = ApplicationLink.make(purpose=Purpose.CONFIRM, application=application, expires_at=until)
    return {"confirm": open_address(secret)}


def open_address(secret: str) -> str:
    return address("members:link", secret)


def post(application: Application, subject: str, body: str, *attachments: outbox.Attachment) -> None:
    outbox.post(to=application.mail, subject=subject, body=body, about=application.about, attachments=list(attachments))


def receipt(application: Application, signature: Signature) -> None:
    """접수증: number, time and SHA-256; with it the question whether the address is right."""
    if application.mail:
        context = {
            "application": application,
            "signature": signature,
            "is_confirmed": application.mail_confirmed_at is not None,
            **links(application),
        }
        post(application, *outbox.text("members/mail/receipt.txt", context))


def ask_to_confirm(application: Application) -> None:
    """The question alone."""
    post(application, *outbox.text("members/mail/confirm.txt", {"application": application, **links(application)}))


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
    secret = ApplicationLink.make(purpose=Purpose.DESK, application=application)
    context = {"application": application, "address": open_address(secret)}
    subject, body = outbox.text("members/mail/go_on.txt", context)
    outbox.post(to=to, subject=subject, body=body, about=application.about)


def invitation_letter(term: Term, link: str = INVITATION_PLACE) -> tuple[str, str]:
    """Subject and body of the question to a member of an earlier term, without sending it."""
    context = {"term": term, "address": link, "contact": settings.SITE_CONTACT}
    return outbox.text("members/mail/invitation.txt", context)


def invitation(sent: RenewalInvitation) -> None:
    """The question to a member of an earlier term."""
    secret = ApplicationLink.make(purpose=Purpose.INVITATION, invitation=sent)
    subject, body = invitation_letter(sent.term, open_address(secret))
    outbox.post(to=sent.mail, subject=subject, body=body, about=f"invitation/{sent.pk}")


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

"""Mail goes out once: written with what it tells of, claimed by one worker, repeated only while the server is away.

Only a crash between the server's answer and our commit may repeat a mail; it then has the same Message-ID.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from ssl import SSLError
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db.models import F
from django.template import Context, Engine
from django.utils import timezone
from django.utils.text import Truncator

from .encrypted import CannotDecrypt
from .models import Mail

log = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=5)
# Minutes until the next try; after the last one a mail is given up.
PAUSES = (1, 1, 2, 5, 10, 20, 40, *[60] * 100)
AT_ONCE = 20
LONGEST_SUBJECT = 200
REFUSED_FOR_GOOD = 500
# What a server says of one mail alone.
REFUSALS = (SMTPRecipientsRefused, SMTPDataError)
# Why a mail did not go, as staff read it: the first kind that fits.
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (SMTPRecipientsRefused, "받는 주소를 메일 서버가 받지 않음"),
    (SMTPDataError, "이 편지를 메일 서버가 받지 않음"),
    (SMTPSenderRefused, "보내는 주소를 메일 서버가 받지 않음"),
    (SMTPAuthenticationError, "메일 서버에 로그인하지 못함"),
    (SMTPResponseException, "메일 서버가 거절함"),
    (SSLError, "메일 서버의 인증서를 확인하지 못함"),
    (OSError, "메일 서버에 닿지 못함"),
    (CannotDecrypt, "보관한 편지를 열지 못함(암호 열쇠)"),
    (ValueError, "편지의 주소나 제목이 바르지 않음"),
)


class Attachment(msgspec.Struct, frozen=True):
    name: str
    media_type: str
    data: bytes


def post(
    *,
    to: str,
    subject: str,
    body: str,
    about: str = "",
    attachments: Sequence[Attachment] = (),
    due_at: dt.datetime | None = None,
) -> Mail:
    """Puts a mail into the outbox, within the caller's transaction. `about` finds it again, like "application/12"."""
    return Mail.objects.create(
        to=to,
        subject=Truncator(subject).chars(LONGEST_SUBJECT),
        body=body.encode(),
        attachments=msgspec.json.encode(attachments) if attachments else None,
        about=about,
        due_at=due_at or timezone.now(),
    )


def text(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a text template: the first line, and what follows the blank line after it.

    A mail is plain text, so nothing is escaped: "A & B" arrives as it was typed.
    """
    written = Engine.get_default().get_template(template).render(Context(dict(context), autoescape=False))
    subject, _, body = written.lstrip().partition("\n\n")
    return " ".join(subject.split()), f"{body.strip()}\n"


def withdraw(about: str) -> int:
    """Takes back what is not sent yet about something that is gone or settled; how many."""
    return Mail.objects.waiting().filter(about=about).exclude(about="").delete()[0]


def forget(about: str) -> int:
    """Unsent mails about somebody who is gone are taken back, and to whom others went is erased; how many."""
    return withdraw(about) + Mail.objects.filter(about=about).exclude(to="").update(to="") if about else 0


def readdress(about: str, to: str, rewrite: Callable[[str], str]) -> int:
    """Unsent mails about this are written anew to another address, where mail had gone is erased; how many.

    As new rows: a worker that is just sending the former one marks only that one.
    """
    waiting = list(Mail.objects.waiting().filter(about=about).exclude(about="").order_by("pk"))
    forget(about)
    for mail in waiting:
        body = rewrite(bytes(mail.body or b"").decode()).encode()
        Mail.objects.create(to=to, subject=mail.subject, body=body, attachments=mail.attachments, about=about)
    return len(waiting)


def send_due(now: dt.datetime) -> int:
    """Sends what is due; how many went out. Safe in several processes at once."""
    sent = 0
    for mail in Mail.objects.due(now).defer(*Mail.CONTENTS)[:AT_ONCE]:
        if not claim(mail, now):
            continue
        try:
            mail.refresh_from_db(fields=Mail.CONTENTS)
            with mailers["default"] as server:
                server.send_messages([message(mail)])
        except (OSError, ValueError, CannotDecrypt, Mail.DoesNotExist) as error:
            note_failure(mail, error)
            if is_for_all(error):
                break  # the others wait for the server, too
        else:
            note_sent(mail)
            sent += 1
    return sent


def claim(mail: Mail, now: dt.datetime) -> bool:
    """Whether this process has the mail for the next minutes; one that dies gives it back by time."""
    mail.tries += 1
    until = timezone.now() + CLAIM
    return bool(Mail.objects.due(now).filter(pk=mail.pk).update(claimed_until=until, tries=F("tries") + 1))


def message(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.SITE_ORIGIN).hostname
    headers = {"Message-ID": f"<{mail.key}@{host}>", "Auto-Submitted": "auto-generated"}
    made = EmailMessage(mail.subject, bytes(mail.body or b"").decode(), None, [mail.to], headers=headers)
    for attachment in msgspec.json.decode(mail.attachments or b"[]", type=list[Attachment]):
        made.attach(attachment.name, attachment.data, attachment.media_type)
    return made


def note_sent(mail: Mail) -> None:
    """Nothing of what it said is kept."""
    row = Mail.objects.waiting().filter(pk=mail.pk)
    row.update(sent_at=timezone.now(), failure="", body=None, attachments=None, claimed_until=None)


def note_failure(mail: Mail, error: Exception) -> None:
    """The next try, or the end of trying. Of the error only its kind and code are kept: its text may name people."""
    now = timezone.now()
    log.warning("mail %s was not taken: %s", mail.pk, " ".join([type(error).__name__, *map(str, codes(error))]))
    row = Mail.objects.waiting().filter(pk=mail.pk)
    if is_final(error) or mail.tries >= len(PAUSES):
        row.update(failed_at=now, failure=said(error), body=None, attachments=None, claimed_until=None)
    else:
        later = now + dt.timedelta(minutes=PAUSES[mail.tries - 1])
        row.update(due_at=later, failure=said(error), claimed_until=None)


def codes(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def is_for_all(error: Exception) -> bool:
    """No connection, a false certificate, a wrong password, a sender not taken: no mail is given up for that."""
    return isinstance(error, OSError) and not isinstance(error, REFUSALS)


def is_final(error: Exception) -> bool:
    """Whether another try would change nothing: the server refused this very mail (5xx), or it is no proper mail."""
    if isinstance(error, REFUSALS):
        return min(codes(error)) >= REFUSED_FOR_GOOD
    return isinstance(error, ValueError) and not is_for_all(error)


def said(error: Exception) -> str:
    """받는 주소를 메일 서버가 받지 않음(550): the kind, and the server's codes."""
    kind = next((words for kind, words in REASONS if isinstance(error, kind)), "편지를 보내지 못함")
    given = ", ".join(map(str, codes(error)))
    return f"{kind}({given})" if given else kind

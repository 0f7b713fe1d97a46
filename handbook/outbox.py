"""Mail goes out once: written with what it tells of, claimed by one worker, repeated only while the server is away.

Only a crash between the server's answer and our commit may repeat a mail; it then has the same Message-ID.
"""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from .models import Mail

log = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=5)
# Minutes until the next try; after the last one a mail is given up.
PAUSES = (1, 1, 2, 5, 10, 20, 40, *[60] * 100)
AT_ONCE = 20
REFUSED_FOR_GOOD = 500


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
        subject=subject,
        body=body.encode(),
        attachments=msgspec.json.encode(attachments) if attachments else None,
        about=about,
        due_at=due_at or timezone.now(),
    )


def text(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a text template: the first line, and what follows the blank line after it."""
    subject, _, body = render_to_string(template, dict(context)).lstrip().partition("\n\n")
    return " ".join(subject.split()), f"{body.strip()}\n"


def withdraw(about: str) -> int:
    """Takes back what is not sent yet about something that is gone or settled; how many."""
    return Mail.objects.waiting().filter(about=about).delete()[0]


def send_due(now: dt.datetime) -> int:
    """Sends what is due; how many went out. Safe in several processes at once."""
    sent = 0
    for mail in Mail.objects.due(now)[:AT_ONCE]:
        if not claim(mail, now):
            continue
        try:
            with mailers["default"] as server:
                server.send_messages([message(mail)])
        except (OSError, SMTPException) as error:
            note_failure(mail, error)
            if not codes(error):
                break  # the server itself is away: the others wait for it
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
    row = Mail.objects.filter(pk=mail.pk)
    row.update(sent_at=timezone.now(), failure="", body=None, attachments=None, claimed_until=None)


def note_failure(mail: Mail, error: Exception) -> None:
    """The next try, or the end of trying. Of the error only its kind and code are kept: its text may name people."""
    now = timezone.now()
    log.warning("mail %s was not taken: %s", mail.pk, said(error))
    row = Mail.objects.filter(pk=mail.pk)
    if is_final(error) or mail.tries >= len(PAUSES):
        row.update(failed_at=now, failure=said(error), body=None, attachments=None, claimed_until=None)
    else:
        later = now + dt.timedelta(minutes=PAUSES[mail.tries - 1])
        row.update(due_at=later, failure=said(error), claimed_until=None)


def codes(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def is_final(error: Exception) -> bool:
    """Whether the server refused this very mail (5xx), and another try would change nothing."""
    found = codes(error)
    return bool(found) and min(found) >= REFUSED_FOR_GOOD


def said(error: Exception) -> str:
    return " ".join([type(error).__name__, *map(str, codes(error))])

"""The outbox: a mail is a row, written with what it tells of; it goes out once the mail server takes it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from handbook.encrypted import EncryptedField


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> MailQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self, now: dt.datetime) -> MailQuerySet:
        """Waiting, its time has come, and no worker is at it; the oldest first."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.waiting().filter(unclaimed, due_at__lte=now).order_by("due_at", "pk")

    def settled(self, before: dt.datetime) -> MailQuerySet:
        """Sent or given up before this moment: nobody needs to know to whom any more."""
        return self.filter(Q(sent_at__lt=before) | Q(failed_at__lt=before))

    def stale(self, before: dt.datetime) -> MailQuerySet:
        """Still waiting from before this moment: no worker has tried them, and they tell of what has long passed."""
        return self.waiting().filter(created_at__lt=before)


class Mail(models.Model):
    """One mail to one address. Body and attachments are encrypted, and erased once it is sent."""

    CONTENTS = ("body", "attachments")

    key = models.UUIDField("번호", default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField("무엇에 관한 것", max_length=60, blank=True, db_index=True)
    to = models.EmailField("받는 이", blank=True)
    subject = models.CharField("제목", max_length=200)
    body = EncryptedField("본문", null=True)
    attachments = EncryptedField("첨부", null=True)
    created_at = models.DateTimeField("쓴 때", default=timezone.now)
    due_at = models.DateTimeField("보낼 때", default=timezone.now)
    tries = models.PositiveSmallIntegerField("해 본 횟수", default=0)
    claimed_until = models.DateTimeField("맡은 때", null=True, blank=True)
    sent_at = models.DateTimeField("보낸 때", null=True, blank=True)
    failed_at = models.DateTimeField("그만둔 때", null=True, blank=True)
    failure = models.CharField("까닭", max_length=200, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "보낼 편지"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("due_at",), condition=Q(sent_at=None, failed_at=None), name="mail_waiting"),)
        constraints = (
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="mail_sent_or_failed"),
            models.CheckConstraint(
                condition=Q(sent_at=None, failed_at=None, body__isnull=False) & ~Q(to="")
                | ~Q(sent_at=None, failed_at=None) & Q(body=None, attachments=None),
                name="mail_has_a_body_until_settled",
            ),
            models.CheckConstraint(condition=Q(failed_at=None) | ~Q(failure=""), name="mail_failed_with_a_reason"),
        )

    def __str__(self) -> str:
        return self.subject

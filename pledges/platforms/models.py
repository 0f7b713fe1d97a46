"""What is kept of a platform: sealed contents, and as little beside them as their keeping needs.

Which pledges somebody picked, for which office and place, and what they wrote stands only in the sealed columns. In the
clear stand order, versions and times, and the day on which everything is deleted.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

# Without letters that are taken for one another when read aloud or typed from paper (0 O, 1 I L).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_key(length: int = 12) -> str:
    """A name that opens nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class PlatformQuerySet(models.QuerySet["Platform"]):
    def due(self, today: dt.date) -> PlatformQuerySet:
        """Platforms whose last day is over."""
        return self.filter(delete_after__lt=today)


class Platform(models.Model):
    """One platform (내 공약). `version` counts the saves of its head.

    `recovery_key` is the data key wrapped by the server's key: it stands only where the holder chose recovery by mail,
    and with it the holder's address as a keyed digest.
    """

    key = models.CharField(max_length=12, primary_key=True, default=new_key)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    saves = models.PositiveIntegerField(default=0)
    sealed_head = models.BinaryField()
    sealed_person = models.BinaryField(null=True)
    person_agreed_at = models.DateTimeField(null=True)
    delete_after = models.DateField(db_index=True)
    keeps_for_term = models.BooleanField(default=False)
    recovery_key = models.BinaryField(null=True)
    recovery_mail = models.CharField(max_length=64, blank=True, db_index=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "내 공약"
        constraints = (
            models.CheckConstraint(
                condition=Q(recovery_key=None, recovery_mail="") | Q(recovery_key__isnull=False) & ~Q(recovery_mail=""),
                name="platform_recovery_whole_or_none",
            ),
            models.CheckConstraint(
                condition=Q(sealed_person=None, person_agreed_at=None)
                | Q(sealed_person__isnull=False, person_agreed_at__isnull=False),
                name="platform_person_only_with_consent",
            ),
        )

    def __str__(self) -> str:
        return self.key


class LinkQuerySet(models.QuerySet["Link"]):
    def working(self, moment: dt.datetime) -> LinkQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment), revoked_at=None)

    def over(self, moment: dt.datetime) -> LinkQuerySet:
        """Those that were revoked or had expired by then."""
        return self.filter(Q(revoked_at__lt=moment) | Q(expires_at__lt=moment))


class Link(models.Model):
    """A way to a platform. Its secret is with whoever holds it; here stands the data key wrapped by that secret.

    `is_guest` holds for what was sent to somebody and for all that was made through it: guests write, but do not
    delete, recover, or close the ways of others. A revoked link has no key any more.
    """

    class Purpose(models.TextChoices):
        DEVICE = "device", "기기"
        SENT = "sent", "보낸 링크"
        CARD = "card", "열쇠 카드"
        MAIL = "mail", "전자우편"

    class Kind(models.TextChoices):
        EDIT = "edit", "고칠 수 있음"
        READ = "read", "읽기만"

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField(null=True)
    kind = models.CharField(max_length=4, choices=Kind)
    purpose = models.CharField(max_length=6, choices=Purpose)
    is_guest = models.BooleanField()
    sealed_name = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children")

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "링크"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(revoked_at=None, wrapped_key__isnull=False) | Q(revoked_at__isnull=False, wrapped_key=None),
                name="link_revoked_has_no_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.platform_id} {self.kind}"


class PlatformPledgeQuerySet(models.QuerySet["PlatformPledge"]):
    def standing(self) -> PlatformPledgeQuerySet:
        """Those not taken out, in order of priority."""
        return self.filter(removed_at=None).order_by("position", "pk")

    def removed(self) -> PlatformPledgeQuerySet:
        return self.filter(removed_at__isnull=False).order_by("-removed_at")


class PlatformPledge(models.Model):
    """One pledge of a platform; `position` is its priority.

    `origin_tag` holds that a pledge of the library is taken once. It is keyed by the data key: it does not tell which.
    """

    key = models.CharField(max_length=12, primary_key=True, default=new_key)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="pledges")
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    origin_tag = models.CharField(max_length=64, null=True)  # noqa: DJ001  null: as many of one's own as one likes
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = PlatformPledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "담은 공약"
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("platform", "origin_tag"), name="platform_takes_a_pledge_once"),)

    def __str__(self) -> str:
        return self.key


class Revision(models.Model):
    """A row as it was before one link's saves of ten minutes; without `pledge` it is the head's."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="revisions")
    pledge = models.ForeignKey(PlatformPledge, models.CASCADE, null=True, related_name="revisions")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "지난 판"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("pledge", "version"), name="revision_once_a_version"),
            models.UniqueConstraint(
                fields=("platform", "version"), condition=Q(pledge=None), name="revision_of_head_once_a_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.platform_id} {self.version}"


class HandOverCode(models.Model):
    """A one-time code to go on at another device: its first letters find the row, the others open the data key."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="codes")
    finder = models.CharField(max_length=4, unique=True)
    wrapped_key = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    parent = models.ForeignKey(Link, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "이어 쓰기 번호"

    def __str__(self) -> str:
        return self.platform_id


class FileJobQuerySet(models.QuerySet["FileJob"]):
    def over(self, moment: dt.datetime) -> FileJobQuerySet:
        return self.filter(expires_at__lt=moment)


class FileJob(models.Model):
    """One file being made. What goes in, its name and what comes out are sealed with the platform's data key."""

    class State(models.TextChoices):
        WAITING = "waiting", "기다림"
        DONE = "done", "다 만듦"
        FAILED = "failed", "만들지 못함"

    key = models.CharField(max_length=12, primary_key=True, default=new_key)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="files")
    link = models.ForeignKey(Link, models.CASCADE, related_name="files")
    format = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sealed_input = models.BinaryField()
    sealed_name = models.BinaryField()
    sealed_file = models.BinaryField(null=True)
    runner = models.CharField(max_length=100, blank=True)
    ticket = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = FileJobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "파일"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="done", sealed_file__isnull=False) | ~Q(state="done") & Q(sealed_file=None),
                name="file_done_has_file",
            ),
        )

    def __str__(self) -> str:
        return self.key

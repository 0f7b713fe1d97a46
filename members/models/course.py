"""The course of an application in dated steps, its number, and what is left when it is purged: counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from .application import Application


class Progress(models.Model):
    """One dated step in the course of an application, as the applicant sees it. Without `by` the applicant did it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="course", verbose_name="가입 신청")
    state = models.CharField("상태", max_length=10, choices=Application.State)
    at = models.DateTimeField("때", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="한 직원"
    )
    message = models.TextField("신청인에게 보이는 글", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "경과"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d %H:%M}"


class ReceiptYear(models.Model):
    """The last number given in a year: taken in the transaction of the receipt, so that none is left out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "접수 번호"

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04}"

    @classmethod
    def next_number(cls, year: int) -> str:
        """2026-0001 and so on. The row stays locked until the caller's transaction ends, on both databases."""
        cls.objects.get_or_create(year=year)
        cls.objects.filter(year=year).update(last=F("last") + 1)
        return f"{year}-{cls.objects.get(year=year).last:04}"


class PurgedCount(models.Model):
    """What purging leaves: how many, without names. `period` is the year, for memberships the number of the term."""

    class What(models.TextChoices):
        DRAFT = "draft", "보내지 않은 신청"
        REFUSED = "refused", "불승인된 신청"
        WITHDRAWN = "withdrawn", "취하된 신청"
        UNDECIDED = "undecided", "결정하지 않은 신청"
        ASKED = "asked", "요청받아 지운 신청"
        MEMBERSHIP = "membership", "회원 자격"

    what = models.CharField("무엇", max_length=10, choices=What)
    period = models.PositiveSmallIntegerField("해 또는 기수")
    count = models.PositiveIntegerField("수", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "지운 것의 수"
        ordering = ("what", "period")
        constraints = (models.UniqueConstraint(fields=("what", "period"), name="purged_count_once"),)

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.period}: {self.count}"

    @classmethod
    def add(cls, what: str, period: int, count: int = 1) -> None:
        cls.objects.get_or_create(what=what, period=period)
        cls.objects.filter(what=what, period=period).update(count=F("count") + count)

"""How many came to an event: proposed from the check-in, shown once staff have approved it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from pledges.catalogue.models.kept import Dated

from .event import Event


class EventAttendance(Dated):
    """Counts without names: they outlive what is kept of persons.

    `heads` are 단체장 and 당선인 who came themselves, `officials` everybody else, a 대참 too.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="attendance", verbose_name="행사")
    heads = models.PositiveSmallIntegerField("온 단체장(당선인)")
    officials = models.PositiveSmallIntegerField("온 대참·동행자")
    parties = models.PositiveSmallIntegerField("자리를 받은 일행", default=0)
    proposed_at = models.DateTimeField("셈한 때")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="승인한 사람",
    )
    approved_at = models.DateTimeField("승인한 때", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "행사의 참석 기록"
        ordering = ("-event__starts_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="attendance_approved_by_someone",
            ),
        )

    def __str__(self) -> str:
        return f"단체장 {self.heads}명, 공무원 등 {self.officials}명"

"""The counts that keep limits."""

from __future__ import annotations

import datetime as dt

from django.db import models


class LimitQuerySet(models.QuerySet["Limit"]):
    def over(self, moment: dt.datetime) -> LimitQuerySet:
        """Windows that have ended: nothing of them is needed any more."""
        return self.filter(until__lt=moment)


class Limit(models.Model):
    """How often one address has tried one thing in one window (`handbook.limits`)."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField()

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "횟수 제한"

    def __str__(self) -> str:
        return f"{self.times} ({self.until:%Y-%m-%d %H:%M})"

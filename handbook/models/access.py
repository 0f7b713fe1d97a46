"""Who of the staff saw or changed whose personal data (안전성 확보조치 기준 8조). Written once, changed never."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AccessRecord(models.Model):
    """One look, change or export. `whose` holds numbers of applications and registrations, not names."""

    class What(models.TextChoices):
        LIST = "list", "목록을 봄"
        LOOK = "look", "봄"
        CHANGE = "change", "고침"
        DELETE = "delete", "지움"
        EXPORT = "export", "내려받음"

    at = models.DateTimeField("언제", default=timezone.now, db_index=True)
    staff = models.ForeignKey("handbook.Staff", models.PROTECT, verbose_name="누가")
    address = models.GenericIPAddressField("어디서", null=True)
    what = models.CharField("무엇을", max_length=10, choices=What)
    page = models.CharField("화면", max_length=100)
    whose = models.TextField("누구의 것")
    reason = models.CharField("까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "개인정보 접속 기록"
        ordering = ("-at", "-pk")
        default_permissions = ("view",)
        constraints = (
            models.CheckConstraint(condition=~Q(what="export") | ~Q(reason=""), name="access_export_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.page}"

    def save(self, *args: Any, **options: Any) -> None:
        """Raises TypeError where the record stands already: nobody edits it."""
        if not self._state.adding:
            raise TypeError("An access record is never changed.")
        super().save(*args, **{**options, "force_insert": True})

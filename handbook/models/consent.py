"""What people agreed to: the whole text they saw, and when. The forms are in `handbook.consents`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class ConsentWording(models.Model):
    """A consent's text as it was shown, once for all who saw it. Another text is another row."""

    digest = models.CharField("SHA-256", max_length=64, primary_key=True)
    text = models.TextField("보인 글")
    first_kept_at = models.DateTimeField("처음 쓴 때", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "동의의 글"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.text.partition("\n")[0]


class Consent(models.Model):
    """Given by one person for themselves; an app's own model says who. Never deleted by a withdrawal, only dated."""

    key = models.CharField("무엇에", max_length=30)
    wording = models.ForeignKey(ConsentWording, models.PROTECT, related_name="+", verbose_name="보인 글")
    given_at = models.DateTimeField("동의한 때", default=timezone.now)
    withdrawn_at = models.DateTimeField("거둔 때", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="%(app_label)s_%(class)s_withdrawn_after_given",
            ),
        )

    def __str__(self) -> str:
        return self.key

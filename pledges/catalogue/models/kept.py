"""What the models of the catalogue share: when a row changed, and what of it came from a file."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from handbook.models import Staff


class Dated(models.Model):
    """A row that public pages show: they are new when the newest `changed_at` is."""

    changed_at = models.DateTimeField("고친 때", auto_now=True, editable=False, db_index=True)

    class Meta:
        abstract = True


class FromFile(Dated):
    """A row loaded from an edition's files. When its values no longer give this digest, staff have edited it."""

    file_digest = models.CharField("자료 파일의 값", max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Review(models.TextChoices):
    """Whether a text of ours has been read and approved by the institute."""

    WAITING = "waiting", "검토 전"
    APPROVED = "approved", "승인"


class Reviewed(models.Model):
    """A row with sentences of ours, and who of the institute has approved them, when."""

    review = models.CharField("검토", max_length=10, choices=Review, default=Review.WAITING, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="검토한 사람",
    )
    reviewed_at = models.DateTimeField("검토한 때", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def approve(self, *, by: Staff, at: dt.datetime) -> None:
        """Someone has read it and stands by it; the first approval is kept."""
        if self.review == Review.WAITING:
            self.review, self.reviewed_by, self.reviewed_at = Review.APPROVED, by, at

    def wait_again(self) -> None:
        """The sentences have changed: nobody has approved them yet."""
        self.review, self.reviewed_by, self.reviewed_at = Review.WAITING, None, None


def review_is_complete(name: str) -> models.CheckConstraint:
    """Approved means by someone at some time; waiting means by nobody."""
    return models.CheckConstraint(
        condition=Q(review=Review.WAITING, reviewed_by=None, reviewed_at=None)
        | Q(review=Review.APPROVED, reviewed_by__isnull=False, reviewed_at__isnull=False),
        name=f"{name}_review_complete",
    )


class Provenance(models.TextChoices):
    """Where a fact comes from."""

    HANDBOOK = "handbook", "책에 실림"
    REGISTER = "register", "자치법규 원문"
    EDITORIAL = "editorial", "편집"

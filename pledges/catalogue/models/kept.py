"""What the models of the catalogue share: when a row changed, and what of it came from a file."""

from django.db import models


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


class Provenance(models.TextChoices):
    """Where a fact comes from."""

    HANDBOOK = "handbook", "책에 실림"
    REGISTER = "register", "자치법규 원문"
    EDITORIAL = "editorial", "편집"

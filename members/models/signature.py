"""What was signed, how, and the file that is made of it."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

from django.db import models
from django.db.models import Q
from django.utils import timezone

from handbook.encrypted import EncryptedField

from .application import Application


class Signature(models.Model):
    """The form as somebody signed it, at one version; those of earlier versions stay.

    `form` is the canonical JSON that was signed and `form_digest` its SHA-256 (`members.signed_form`). A paper
    application has its scan in place of a signature made here. `pdf` is made by the worker, which waits longer after
    each try that failed. `on_writers_device`: signed where an aide had written the form, so that staff ask who did.
    """

    PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80, 160, 320, 640, 1280))
    MOST_TRIES = len(PAUSES) + 1
    SCAN_ENDINGS = MappingProxyType({"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"})

    class Manner(models.TextChoices):
        DRAWN = "drawn", "전자서명(그리기)"
        TYPED = "typed", "전자서명(이름 입력)"
        PAPER = "paper", "종이에 서명"

    application = models.ForeignKey(Application, models.CASCADE, related_name="signatures", verbose_name="가입 신청")
    version = models.PositiveIntegerField("서명한 판")
    manner = models.CharField("방식", max_length=5, choices=Manner)
    typed_name = models.CharField("적은 이름", max_length=50, blank=True)
    drawing = EncryptedField("그린 서명", null=True)
    scan = EncryptedField("스캔", null=True)
    scan_type = models.CharField("스캔의 형식", max_length=50, blank=True)
    agreement = models.CharField("동의한 문장", max_length=200, blank=True)
    signed_at = models.DateTimeField("서명한 때", default=timezone.now)
    ip_address = models.GenericIPAddressField("서명한 곳(IP)", null=True)
    on_writers_device = models.BooleanField("신청서를 쓴 기기에서 서명함", default=False)
    form_version = models.CharField("서식 판", max_length=20)
    form = EncryptedField("서명한 내용")
    form_digest = models.CharField("SHA-256", max_length=64)
    pdf = EncryptedField("PDF", null=True)
    pdf_made_at = models.DateTimeField("PDF를 만든 때", null=True)
    pdf_claimed_at = models.DateTimeField(null=True)
    pdf_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "서명"
        ordering = ("application", "version")
        constraints = (
            models.UniqueConstraint(fields=("application", "version"), name="signature_once_a_version"),
            models.CheckConstraint(
                condition=Q(manner="drawn", drawing__isnull=False, scan=None, scan_type="", typed_name="")
                | (Q(manner="typed", drawing=None, scan=None, scan_type="") & ~Q(typed_name=""))
                | (Q(manner="paper", drawing=None, scan__isnull=False, typed_name="") & ~Q(scan_type="")),
                name="signature_has_what_its_manner_says",
            ),
            models.CheckConstraint(
                condition=Q(manner="paper", agreement="", ip_address=None) | (~Q(manner="paper") & ~Q(agreement="")),
                name="signature_online_has_agreement",
            ),
            models.CheckConstraint(
                condition=Q(pdf=None, pdf_made_at=None) | Q(pdf__isnull=False, pdf_made_at__isnull=False),
                name="signature_pdf_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_manner_display()} {self.version}"

    @property
    def scan_ending(self) -> str:
        """How a file with the scan is called; empty for what is no scan that staff may enter."""
        return self.SCAN_ENDINGS.get(self.scan_type, "")

    @property
    def is_given_up(self) -> bool:
        """Whether its PDF is not tried again by itself."""
        return self.pdf_made_at is None and self.pdf_tries >= self.MOST_TRIES

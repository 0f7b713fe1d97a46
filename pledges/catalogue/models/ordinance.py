"""What the ordinance register says: one row an ordinance, whatever the handbook prints about it."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from .kept import Dated, FromFile
from .place import Government


class Standing(models.TextChoices):
    IN_FORCE = "in_force", "시행 중"
    RENAMED = "renamed", "이름 바뀜"
    REPEALED = "repealed", "폐지됨"
    NOT_FOUND = "not_found", "원문 못 찾음"


class Ordinance(FromFile):
    """An ordinance by its 자치법규ID, shared by editions. One that was sought and not found has no ID."""

    register_id = models.CharField("자치법규ID", max_length=20, null=True, blank=True, unique=True)
    title = models.CharField("이름", max_length=200, help_text="원문의 지금 이름. 찾지 못한 조례는 책의 이름입니다.")
    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="ordinances", verbose_name="단체"
    )
    standing = models.CharField("지금 상태", max_length=10, choices=Standing)
    url = models.URLField("원문 주소", max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "조례"
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                condition=Q(standing="not_found") | Q(register_id__isnull=False), name="ordinance_found_has_id"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def known_versions(self) -> list[OrdinanceVersion]:
        """All versions, oldest first, from what was prefetched."""
        return sorted(self.versions.all(), key=lambda version: (version.date, int(version.number)))

    @property
    def enacted(self) -> OrdinanceVersion | None:
        return next((version for version in self.known_versions if version.action == "제정"), None)

    @property
    def current(self) -> OrdinanceVersion | None:
        return next((version for version in self.known_versions if version.is_current), None)


class OrdinanceVersion(Dated):
    """One promulgation: date and number. Numbers run per government; the same number elsewhere means nothing."""

    ordinance = models.ForeignKey(Ordinance, models.CASCADE, related_name="versions", verbose_name="조례")
    date = models.DateField("공포일")
    number = models.CharField(
        "공포번호", max_length=10, validators=[RegexValidator(r"^[0-9]+$", "숫자만 적어 주세요.")]
    )
    action = models.CharField("제정·개정", max_length=20, blank=True)
    title = models.CharField("그때 이름", max_length=200, blank=True)
    effective_on = models.DateField("시행일", null=True, blank=True)
    serial = models.CharField("자치법규일련번호", max_length=20, blank=True)
    is_current = models.BooleanField("지금 글", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "조례의 공포"
        ordering = ("date", "number")
        constraints = (
            models.UniqueConstraint(fields=("ordinance", "date", "number"), name="ordinance_version_once"),
            models.UniqueConstraint(
                fields=("ordinance",), condition=Q(is_current=True), name="ordinance_one_current_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.date.year}. {self.date.month}. {self.date.day}. 제{self.number}호 {self.action}".strip()

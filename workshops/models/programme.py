"""What an event holds: its programme hour by hour, and papers to read, as links."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from pledges.catalogue.models.kept import Dated

from .event import Event


class ProgrammeItem(Dated):
    """One hour of the programme, on a day of the event (held by the admin's form: two tables)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme", verbose_name="행사")
    day = models.DateField("날짜")
    starts_time = models.TimeField("시작 시각")
    ends_time = models.TimeField("끝 시각", null=True, blank=True)
    title = models.CharField("제목", max_length=200)
    text = models.TextField("설명", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "프로그램"
        ordering = ("day", "starts_time", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_time__gt=F("starts_time")),
                name="programme_ends_after_start",
                violation_error_message="끝 시각은 시작 시각보다 뒤여야 합니다.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def hours(self) -> str:
        """10:00~11:00, or 10:00 alone."""
        return f"{self.starts_time:%H:%M}{f'~{self.ends_time:%H:%M}' if self.ends_time else ''}"


class Material(Dated):
    """A paper somewhere on the web."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="materials", verbose_name="행사")
    position = models.PositiveSmallIntegerField("순서", default=1)
    title = models.CharField("제목", max_length=200)
    url = models.URLField("주소", max_length=500)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "자료"
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="material_is_a_web_address",
                violation_error_message="주소는 https:// 로 시작합니다.",
            ),
        )

    def __str__(self) -> str:
        return self.title

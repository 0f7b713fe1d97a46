"""A 시장학교 as an edition's book announces it. Printed values are never corrected; nobody joins this."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from handbook.korean import date_text
from pledges.catalogue.models.kept import FromFile


class Printed(FromFile):
    """A row with where its facts come from and whether anyone has checked them."""

    class Source(models.TextChoices):
        HANDBOOK = "handbook", "책에 실림"
        EDITORIAL = "editorial", "편집"

    source = models.CharField("출처", max_length=10, choices=Source)
    section = models.CharField("책의 자리", max_length=100, blank=True)
    note = models.TextField("자료 메모", blank=True)
    checked_on = models.DateField("확인한 날", null=True, blank=True)

    class Meta:
        abstract = True


def book_has_its_section(name: str) -> models.CheckConstraint:
    """What is said to stand in the book says where."""
    return models.CheckConstraint(
        condition=~Q(source=Printed.Source.HANDBOOK) | ~Q(section=""),
        name=f"{name}_section_of_book",
        violation_error_message="책에 실린 것은 책의 자리를 적어 주세요.",
    )


class Academy(Printed):
    """One announced 시장학교. Place and fee stay as open as the book leaves them."""

    edition_year = models.PositiveSmallIntegerField("책의 연도", unique=True)
    title = models.CharField("이름", max_length=100)
    printed_name = models.CharField("사업 이름", max_length=100, help_text="책에 실린 대로 적습니다.")
    starts_on = models.DateField("책의 첫날")
    ends_on = models.DateField("책의 마지막 날")
    duration = models.CharField("책의 기간", max_length=50)
    place = models.CharField("책의 곳", max_length=100)
    place_note = models.TextField("곳에 붙이는 말", blank=True)
    capacity = models.PositiveSmallIntegerField("책의 인원")
    who = models.TextField("누가 오는가")
    fee = models.CharField("책의 참가비", max_length=100, blank=True, help_text="책에 없으면 비웁니다.")
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "지난 시장학교"
        ordering = ("-edition_year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="academy_days_in_order",
                violation_error_message="마지막 날은 첫날보다 앞설 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="academy_capacity_at_least_one",
                violation_error_message="인원은 한 명 이상입니다.",
            ),
            book_has_its_section("academy"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:academy", args=[self.edition_year])

    @property
    def days(self) -> str:
        return f"{date_text(self.starts_on)} ~ {date_text(self.ends_on)}"

    def standing(self, row: Printed) -> str:
        """One line on what a row of this academy rests on."""
        printed = row.source == Printed.Source.HANDBOOK
        origin = f"{self.edition_year}년 책에 실린 대로" if printed else row.get_source_display()
        return f"{origin}, {f'{date_text(row.checked_on)} 확인' if row.checked_on else '확인하지 않음'}"

    def parts(self) -> dict[str, list[AcademyEntry]]:
        """Entries in printed order, by group; every group is there."""
        found: dict[str, list[AcademyEntry]] = {group: [] for group in AcademyEntry.Group.values}
        for entry in self.entries.order_by("position"):
            entry.academy = self
            found[entry.group].append(entry)
        return found


class AcademyEntry(Printed):
    """A reason, a lecture, an item of a topic, or a contact of a role."""

    class Group(models.TextChoices):
        REASON = "reason", "여는 까닭"
        LECTURE = "lecture", "특강"
        TOPIC = "topic", "워크숍"
        CONTACT = "contact", "연락처"

    academy = models.ForeignKey(Academy, models.PROTECT, related_name="entries", verbose_name="시장학교")
    group = models.CharField("갈래", max_length=10, choices=Group)
    position = models.PositiveSmallIntegerField("순서")
    part = models.CharField("묶음", max_length=50, blank=True)
    label = models.CharField("이름", max_length=100)
    printed = models.CharField("책에 실린 대로", max_length=200, blank=True)
    text = models.TextField("설명", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "지난 시장학교의 내용"
        ordering = ("academy", "group", "position")
        constraints = (
            models.UniqueConstraint(fields=("academy", "group", "position"), name="academy_entry_position_once"),
            models.CheckConstraint(
                condition=~Q(group="topic") | ~Q(part=""),
                name="academy_topic_has_its_part",
                violation_error_message="워크숍의 내용은 몇째 주제인지 묶음에 적어 주세요.",
            ),
            book_has_its_section("academy_entry"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def standing(self) -> str:
        return self.academy.standing(self)

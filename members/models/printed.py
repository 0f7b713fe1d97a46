"""목민관클럽 as the handbook prints it: what it is, its terms, history, forums, totals and publications.

Printed values are never corrected; what is probable or checked stands in fields of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from pledges.catalogue.models.kept import FromFile


class Printed(FromFile):
    """A row with where its facts come from and whether anyone has checked them."""

    class Source(models.TextChoices):
        HANDBOOK = "handbook", "책에 실림"
        PRESS = "press", "보도"
        EDITORIAL = "editorial", "편집"

    edition_year = models.PositiveSmallIntegerField("책의 연도")
    source = models.CharField("출처", max_length=10, choices=Source)
    section = models.CharField("책의 자리", max_length=100, blank=True)
    note = models.TextField("자료 메모", blank=True)
    checked_on = models.DateField("확인한 날", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def standing(self) -> str:
        """One line on what the facts rest on."""
        printed = self.source == self.Source.HANDBOOK
        origin = f"{self.edition_year}년 책에 실린 대로" if printed else self.get_source_display()
        checked = (
            f"{self.checked_on:%Y}. {self.checked_on.month}. {self.checked_on.day}. 확인" if self.checked_on else ""
        )
        return f"{origin}, {checked or '확인하지 않음'}"


def book_has_its_section(name: str) -> models.CheckConstraint:
    """What is said to stand in the book says where."""
    return models.CheckConstraint(
        condition=~Q(source=Printed.Source.HANDBOOK) | ~Q(section=""), name=f"{name}_section_of_book"
    )


class EntryQuerySet(models.QuerySet["Entry"]):
    def by_group(self) -> dict[str, list[Entry]]:
        """Entries in printed order, by group; every group is there."""
        found: dict[str, list[Entry]] = {group: [] for group in Entry.Group.values}
        for entry in self.order_by("position"):
            found[entry.group].append(entry)
        return found


class Entry(Printed):
    """One thing the book says about the club: what it is, an organ, an office, an activity, a contact of a role."""

    class Group(models.TextChoices):
        ABOUT = "about", "모임"
        ORGAN = "organ", "기구"
        OFFICE = "office", "자리"
        ACTIVITY = "activity", "활동"
        CHART = "chart", "활동 도표"
        CONTACT = "contact", "연락처"

    group = models.CharField("갈래", max_length=10, choices=Group)
    position = models.PositiveSmallIntegerField("순서")
    part = models.CharField("묶음", max_length=50, blank=True)
    label = models.CharField("이름", max_length=100)
    printed = models.CharField("책에 실린 대로", max_length=200, blank=True)
    probable = models.CharField(
        "맞을 법한 값", max_length=200, blank=True, help_text="잘못 찍힌 것으로 보일 때만 적습니다."
    )
    text = models.TextField("설명", blank=True)
    history = HistoricalRecords()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "클럽 소개"
        ordering = ("group", "position")
        constraints = (
            models.UniqueConstraint(fields=("group", "position"), name="club_entry_position_once"),
            models.CheckConstraint(condition=Q(probable="") | ~Q(printed=""), name="club_entry_probable_of_printed"),
            book_has_its_section("club_entry"),
        )

    def __str__(self) -> str:
        return self.label


class ClubTerm(Printed):
    """A term of office (민선 N기) in the club's life: how many heads were members, as of the month printed."""

    number = models.PositiveSmallIntegerField("기", unique=True)
    members = models.PositiveSmallIntegerField("회원 수", null=True, blank=True, help_text="회원인 단체장의 수입니다.")
    counted = models.CharField("언제 센 수인가", max_length=50, blank=True, help_text="책에 실린 대로 적습니다.")
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "기수와 회원 수"
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(members=None, counted="") | (Q(members__isnull=False) & ~Q(counted="")),
                name="club_term_count_has_its_month",
            ),
            book_has_its_section("club_term"),
        )

    def __str__(self) -> str:
        return f"민선{self.number}기"


class Milestone(Printed):
    """Something dated in the club's history: the founding by its day, the captions of pictures by their year."""

    class Kind(models.TextChoices):
        FOUNDING = "founding", "창립"
        CAPTION = "caption", "사진 설명"

    kind = models.CharField("종류", max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField("순서", unique=True)
    year = models.PositiveSmallIntegerField("해")
    happened_on = models.DateField("날짜", null=True, blank=True)
    label = models.CharField("책에 실린 대로", max_length=100)
    place = models.CharField("곳", max_length=50, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "발자취"
        ordering = ("year", "position")
        constraints = (
            models.UniqueConstraint(fields=("kind",), condition=Q(kind="founding"), name="club_founded_once"),
            models.CheckConstraint(
                condition=~Q(kind="founding") | Q(happened_on__isnull=False), name="club_founding_has_its_day"
            ),
            book_has_its_section("club_milestone"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.label}"


class Forum(Printed):
    """One listed meeting, as printed, and where something else is more probable, that beside it with its source."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "대면"
        ONLINE = "online", "온라인"
        BOTH = "both", "병행"

    term = models.ForeignKey(ClubTerm, models.PROTECT, related_name="forums", verbose_name="기수")
    number = models.PositiveSmallIntegerField("회차", null=True, blank=True, help_text="책에 없으면 비웁니다.")
    name = models.CharField("이름", max_length=50)
    printed_from = models.DateField("책의 날짜")
    printed_to = models.DateField("책의 마지막 날", null=True, blank=True)
    probable_on = models.DateField("맞을 법한 날짜", null=True, blank=True)
    probable_source = models.CharField("맞을 법한 날짜의 출처", max_length=10, choices=Printed.Source, blank=True)
    probable_text = models.TextField("그 출처가 전하는 것", blank=True)
    place = models.CharField("곳", max_length=50)
    mode = models.CharField("방식", max_length=10, choices=Mode)
    topic = models.CharField("주제", max_length=200, blank=True)
    heads = models.PositiveSmallIntegerField("단체장")
    officials = models.PositiveSmallIntegerField("공무원")
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "포럼"
        ordering = ("term__number", "printed_from")
        constraints = (
            models.UniqueConstraint(fields=("term", "number"), name="club_forum_number_once"),
            models.UniqueConstraint(fields=("term", "name"), name="club_forum_name_once"),
            models.CheckConstraint(
                condition=Q(printed_to=None) | Q(printed_to__gt=F("printed_from")), name="club_forum_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(probable_on=None, probable_source="", probable_text="")
                | (Q(probable_on__isnull=False) & ~Q(probable_source="") & ~Q(probable_on=F("printed_from"))),
                name="club_forum_probable_has_its_source",
            ),
            book_has_its_section("club_forum"),
        )

    def __str__(self) -> str:
        return f"{self.term} {self.name}"


class PrintedTotal(Printed):
    """A total the book prints beside its list. The sum of what is listed is counted, never kept (`figures`)."""

    class Counts(models.TextChoices):
        FORUMS = "forums", "포럼"
        HEADS = "heads", "단체장"
        OFFICIALS = "officials", "공무원"

    term = models.ForeignKey(ClubTerm, models.PROTECT, related_name="totals", verbose_name="기수")
    counts = models.CharField("무엇의 합계", max_length=10, choices=Counts)
    value = models.PositiveIntegerField("책의 합계")
    covers = models.CharField(
        "어디까지 센 수인가", max_length=100, blank=True, help_text="이 기수의 목록보다 넓게 세었을 때만 적습니다."
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "책의 합계"
        ordering = ("term__number", "counts")
        constraints = (
            models.UniqueConstraint(fields=("term", "counts"), name="club_total_once"),
            book_has_its_section("club_total"),
        )

    def __str__(self) -> str:
        return f"{self.term} {self.get_counts_display()}"


class Publication(Printed):
    """What the club publishes: the journal, and the numbered volumes of its series."""

    class Kind(models.TextChoices):
        JOURNAL = "journal", "잡지"
        BOOK = "book", "목민관총서"

    kind = models.CharField("종류", max_length=10, choices=Kind)
    title = models.CharField("이름", max_length=100)
    volume = models.PositiveSmallIntegerField("권", null=True, blank=True)
    year = models.PositiveSmallIntegerField("해", null=True, blank=True)
    printed = models.CharField("책에 실린 대로", max_length=100, blank=True)
    text = models.TextField("설명", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "펴낸 것"
        ordering = ("kind", "volume", "title")
        constraints = (
            models.UniqueConstraint(fields=("kind", "title"), name="club_publication_once"),
            models.UniqueConstraint(fields=("volume",), name="club_volume_once"),
            models.CheckConstraint(
                condition=Q(kind="journal", volume=None, year=None)
                | Q(kind="book", volume__isnull=False, year__isnull=False),
                name="club_book_has_volume_and_year",
            ),
            book_has_its_section("club_publication"),
        )

    def __str__(self) -> str:
        return f"『{self.title}』"


def of_kind[T: Milestone | Publication](rows: Iterable[T], kind: str) -> list[T]:
    return [row for row in rows if row.kind == kind]

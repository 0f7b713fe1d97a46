"""A pledge is an identity; what it says is a row of versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse

from ..search import Searchable
from .edition import Theme
from .kept import Dated, FromFile, Reviewed, review_is_complete


class Office(models.TextChoices):
    """Offices that can promise a pledge (law: 공직선거법; 교육감 by 지방교육자치법)."""

    METRO_HEAD = "metro_head", "시·도지사"
    BASIC_HEAD = "basic_head", "시장·군수·구청장"
    EDUCATION_HEAD = "education_head", "교육감"
    METRO_COUNCIL = "metro_council", "시·도의원"
    BASIC_COUNCIL = "basic_council", "구·시·군의원"


class PlaceKind(models.TextChoices):
    PROVINCE = "province", "시·도"
    CITY = "city", "시"
    COUNTY = "county", "군"
    DISTRICT = "district", "자치구"


class Target(models.TextChoices):
    CHILDREN = "children", "아동"
    YOUTH = "youth", "청년"
    ELDERLY = "elderly", "어르신"
    WOMEN = "women", "여성"
    DISABLED = "disabled", "장애인"
    WORKERS = "workers", "노동자"
    MERCHANTS = "merchants", "소상공인"
    EVERYONE = "everyone", "주민 전체"


class Need(models.TextChoices):
    """What a pledge takes to be kept."""

    ORDINANCE = "ordinance", "조례 제·개정"
    BUDGET = "budget", "예산"
    NO_BUDGET = "no_budget", "비예산"
    CONSULTATION = "consultation", "다른 기관과 협의"
    ORGANISATION = "organisation", "조직 신설"


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def with_live_title(self, moment: dt.datetime) -> PledgeQuerySet:
        """Adds `live_title`, None where nothing is published yet."""
        live = PledgeText.objects.live(moment).filter(pledge=OuterRef("pk"))
        return self.annotate(live_title=Subquery(live.values("title")[:1]))

    def with_case_count(self) -> PledgeQuerySet:
        return self.annotate(case_count=Count("cases"))


class Pledge(FromFile):
    """What stays the same when the wording changes: edition, theme, number, URL and the printed titles."""

    key = models.SlugField("열쇠", unique=True, editable=False, help_text="판-분야-공약, 예: 2022-1-3")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="pledges", verbose_name="분야")
    number = models.PositiveSmallIntegerField("번호")
    printed_contents = models.CharField(
        "차례의 이름", max_length=200, blank=True, help_text="보이는 이름과 다를 때만 적습니다."
    )
    printed_list = models.CharField("분야 목록의 이름", max_length=200, blank=True)
    printed_heading = models.CharField("본문 제목", max_length=200, blank=True)
    note = models.TextField("자료 메모", blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "공약"
        ordering = ("-theme__edition__year", "theme__number", "number")
        constraints = (models.UniqueConstraint(fields=("theme", "number"), name="pledge_number_once"),)

    def __str__(self) -> str:
        return f"{self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = f"{self.theme.key}-{self.number}"
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """Theme and number as people cite them: 1-3."""
        return f"{self.theme.number}-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("catalogue:pledge", args=(self.theme.edition.year, self.theme.number, self.number))


class PublishedTextIsFixed(Exception):
    """A published text is never changed; the next version says what is different."""


class PledgeTextQuerySet(models.QuerySet["PledgeText"]):
    def live(self, moment: dt.datetime) -> PledgeTextQuerySet:
        """The one version of each pledge that visitors see at `moment`: the newest published one."""
        newer = PledgeText.objects.filter(
            pledge=OuterRef("pledge"), published_at__lte=moment, version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer), published_at__lte=moment)

    def in_book_order(self) -> PledgeTextQuerySet:
        return self.order_by("-pledge__theme__edition__year", "pledge__theme__number", "pledge__number")

    def with_pledge(self) -> PledgeTextQuerySet:
        return self.select_related("pledge__theme__edition")

    def with_case_counts(self) -> PledgeTextQuerySet:
        """Adds `case_count` and `ordinance_count` of the pledge."""
        ordinances = Count("pledge__cases", filter=Q(pledge__cases__kind="ordinance"), distinct=True)
        return self.annotate(case_count=Count("pledge__cases", distinct=True), ordinance_count=ordinances)

    def beside(self, pledge: Pledge) -> tuple[PledgeText | None, PledgeText | None]:
        """The texts before and after a pledge, in the book's order."""
        order = ("theme__number", "number")
        keys = list(
            Pledge.objects.filter(theme__edition=pledge.theme.edition_id).order_by(*order).values_list("pk", flat=True)
        )
        place = keys.index(pledge.pk)
        near = {
            text.pledge_id: text for text in self.with_pledge().filter(pledge__in=keys[max(0, place - 1) : place + 2])
        }
        before = near.get(keys[place - 1]) if place else None
        return before, near.get(keys[place + 1]) if place + 1 < len(keys) else None

    def drafts(self) -> PledgeTextQuerySet:
        return self.filter(published_at=None)

    def next_version(self, pledge: Pledge) -> int:
        newest = self.filter(pledge=pledge).aggregate(newest=Max("version"))["newest"]
        return (newest or 0) + 1


class PledgeText(Searchable, Reviewed, Dated):
    """One version of what a pledge says. Published versions are immutable; at most one draft stands."""

    class Source(models.TextChoices):
        FILE = "file", "자료 파일"
        STAFF = "staff", "직원"

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="texts", verbose_name="공약")
    version = models.PositiveSmallIntegerField("차수", editable=False)
    title = models.CharField("이름", max_length=200)
    synonyms = models.TextField(
        "찾는 말", blank=True, help_text="사람들이 찾을 때 쓰는 다른 말을 쉼표로 나누어 적습니다."
    )
    source = models.CharField("출처", max_length=10, choices=Source, default=Source.STAFF, editable=False)
    file_digest = models.CharField("자료 파일의 값", max_length=64, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, verbose_name="쓴 사람"
    )
    created_at = models.DateTimeField("만든 때", auto_now_add=True)
    published_at = models.DateTimeField("게시한 때", null=True, blank=True, editable=False, db_index=True)
    one_line = models.CharField("한 줄", max_length=40, blank=True)
    three_lines = models.TextField("세 줄", blank=True, help_text="한 줄에 한 문장씩, 세 문장을 적습니다.")
    why = models.TextField("왜 중요한가", blank=True)
    points = models.TextField("책의 설명", blank=True, help_text="책의 설명 하나를 한 줄에 적습니다.")
    needs_note = models.TextField("필요한 것", blank=True)

    objects = PledgeTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "공약 글"
        ordering = ("pledge", "-version")
        constraints = (
            models.UniqueConstraint(fields=("pledge", "version"), name="pledge_text_version_once"),
            models.UniqueConstraint(
                fields=("pledge",),
                condition=Q(published_at=None),
                name="pledge_text_one_draft",
                violation_error_message="이 공약에는 이미 초안이 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(source="file") ^ Q(file_digest=""), name="pledge_text_digest_of_file_only"
            ),
            review_is_complete("pledge_text"),
        )
        indexes = (models.Index(fields=("pledge", "-version"), name="pledge_text_newest"),)

    WRITTEN = ("title", "synonyms", "one_line", "three_lines", "why", "points", "needs_note")
    FIXED = ("pledge_id", "version", *WRITTEN, "source", "file_digest", "author_id", "published_at")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.pledge.get_absolute_url()

    def searched(self) -> list[str]:
        pledge = self.pledge
        printed = (pledge.printed_contents, pledge.printed_list, pledge.printed_heading)
        # The longer texts stay out: a word in passing there is not what a pledge is about.
        ours = (self.one_line, self.points)
        return [self.title, *self.synonyms.split(","), *printed, pledge.theme.title, *ours]

    @property
    def needs(self) -> list[str]:
        """What it takes, in words, from the prefetched facets."""
        return [facet.get_value_display() for facet in self.facets.all() if facet.kind == Facet.Kind.NEED]

    def clean(self) -> None:
        if self.published_at is not None:
            raise ValidationError("게시한 글은 고칠 수 없습니다. 새 초안을 만들어 주세요.")
        # A form leaves out every constraint with a field that it does not show, so also that of the one draft.
        self.validate_constraints(exclude={"version"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = PledgeText.objects.filter(pk=self.pk, published_at__isnull=False).values(*self.FIXED).first()
        if before and any(before[name] != getattr(self, name) for name in self.FIXED):
            raise PublishedTextIsFixed(f"{self.pledge} {self.version}차 글은 이미 게시했습니다.")
        super().save(*args, **kwargs)


class Facet(models.Model):
    """One thing a version of a pledge fits: an office, a kind of place, or whom it is for."""

    class Kind(models.TextChoices):
        OFFICE = "office", "자리"
        PLACE = "place", "맞는 곳"
        TARGET = "target", "대상"
        NEED = "need", "필요한 것"

    text = models.ForeignKey(PledgeText, models.CASCADE, related_name="facets", verbose_name="공약 글")
    kind = models.CharField("갈래", max_length=10, choices=Kind)
    value = models.CharField(
        "값", max_length=20, choices=[*Office.choices, *PlaceKind.choices, *Target.choices, *Need.choices]
    )

    class Meta:
        verbose_name = verbose_name_plural = "맞는 자리·곳·대상"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("text", "kind", "value"), name="facet_once"),
            models.CheckConstraint(
                condition=Q(kind="office", value__in=Office.values)
                | Q(kind="place", value__in=PlaceKind.values)
                | Q(kind="target", value__in=Target.values)
                | Q(kind="need", value__in=Need.values),
                name="facet_value_of_its_kind",
            ),
        )
        indexes = (models.Index(fields=("kind", "value"), name="facet_by_value"),)

    def __str__(self) -> str:
        return self.get_value_display()


class SimilarPledgeQuerySet(models.QuerySet["SimilarPledge"]):
    def with_live_text(self, moment: dt.datetime) -> SimilarPledgeQuerySet:
        """Adds `title`, the other pledge's title at `moment`; those without a live text fall away."""
        live = PledgeText.objects.live(moment).filter(pledge=OuterRef("other"))
        return (
            self.select_related("other__theme__edition")
            .annotate(title=Subquery(live.values("title")[:1]))
            .exclude(title=None)
        )


class SimilarPledge(FromFile):
    """A pledge worth reading next, and why."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="similar", verbose_name="공약")
    other = models.ForeignKey(Pledge, models.CASCADE, related_name="+", verbose_name="비슷한 공약")
    position = models.PositiveSmallIntegerField("순서", default=0)
    reason = models.CharField("까닭", max_length=100)

    objects = SimilarPledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "비슷한 공약"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("pledge", "other"), name="similar_pledge_once"),
            models.CheckConstraint(condition=~Q(pledge=models.F("other")), name="similar_pledge_is_another"),
        )

    def __str__(self) -> str:
        return self.reason


class ChangeNote(FromFile):
    """What has changed about a pledge since its edition, with its source and whether that was checked."""

    class Kind(models.TextChoices):
        DUTY = "duty", "의무가 됨"
        COMMON = "common", "널리 시행 중"
        LAW = "law", "법이 바뀜"
        ORDINANCE = "ordinance", "조례가 바뀜"
        STOPPED = "stopped", "중단됨"

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="changes", verbose_name="공약")
    kind = models.CharField("갈래", max_length=10, choices=Kind)
    happened_on = models.DateField("바뀐 날")
    text = models.TextField("달라진 점")
    source = models.CharField("출처", max_length=300)
    checked_on = models.DateField("확인한 날", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "달라진 점"
        ordering = ("-happened_on",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.happened_on:%Y-%m-%d})"

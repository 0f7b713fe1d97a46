"""Editions of the handbook and their themes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from .kept import FromFile, Reviewed, review_is_complete


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest(self) -> Edition | None:
        return self.order_by("-year").first()


class Edition(FromFile):
    """One printed handbook. Its facts are as printed; sentences on the site are newly written."""

    year = models.PositiveSmallIntegerField("판", unique=True)
    title = models.CharField("책 이름", max_length=200)
    pledges_title = models.CharField("공약 모음의 이름", max_length=200, blank=True)
    published_on = models.DateField("발행일")
    organisation = models.CharField("펴낸 곳", max_length=100)
    publisher = models.CharField("발행인", max_length=100, blank=True)
    editor = models.CharField("편집인", max_length=100, blank=True)
    researchers = models.CharField("연구책임", max_length=200, blank=True)
    credit_note = models.TextField("출처 안내", blank=True)
    register_read_on = models.DateField("자치법규 원문을 읽은 날", null=True, blank=True)
    essay_title = models.CharField("길잡이 글 이름", max_length=200, blank=True)
    essay_author = models.CharField("길잡이 글쓴이", max_length=100, blank=True)
    essay_year = models.PositiveSmallIntegerField("길잡이를 쓴 해", null=True, blank=True)
    essay_note = models.TextField("길잡이 안내", blank=True)
    history = HistoricalRecords()

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "판"
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year}년판"


class Theme(Reviewed, FromFile):
    """One of an edition's themes (분야), with its title as shown and as printed where that differs."""

    key = models.SlugField("열쇠", unique=True, editable=False, help_text="판-분야, 예: 2022-6")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="themes", verbose_name="판")
    number = models.PositiveSmallIntegerField("번호")
    title = models.CharField("이름", max_length=100)
    printed_contents = models.CharField("차례의 이름", max_length=100, blank=True)
    printed_body = models.CharField("본문의 이름", max_length=100, blank=True)
    note = models.TextField("자료 메모", blank=True)
    background = models.TextField("배경", blank=True, help_text="빈 줄로 문단을 나눕니다.")
    corrections = models.JSONField(
        "바로잡은 것", default=list, blank=True, help_text="printed 책의 값, likely 맞을 법한 값, note 까닭의 목록"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "분야"
        ordering = ("-edition__year", "number")
        constraints = (
            models.UniqueConstraint(fields=("edition", "number"), name="theme_number_once"),
            review_is_complete("theme"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = f"{self.edition.year}-{self.number}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("catalogue:theme", args=(self.edition.year, self.number))

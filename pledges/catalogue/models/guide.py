"""The guide (five questions, twenty rules) and the institute as the handbook prints them."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from .edition import Edition
from .kept import FromFile, Reviewed, review_is_complete


class Question(Reviewed, FromFile):
    """One of the five questions: the title is a fact of the book, the other sentences are ours."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="questions", verbose_name="판")
    number = models.PositiveSmallIntegerField("번호")
    title = models.CharField("이름", max_length=100)
    asks = models.TextField("묻는 것", blank=True)
    check_question = models.CharField("내 글에 던질 물음", max_length=200)
    optional_note = models.CharField("건너뛸 수 있는 까닭", max_length=200, blank=True)
    good = models.TextField("좋은 답에 담길 것", blank=True)
    weak = models.TextField("약한 답의 보기", blank=True)
    why_weak = models.CharField("약한 까닭", max_length=200, blank=True)
    strong = models.TextField("힘 있는 답의 보기", blank=True)
    why_strong = models.CharField("힘 있는 까닭", max_length=200, blank=True)
    neutral_title = models.CharField("정당이 없을 때의 이름", max_length=100, blank=True)
    neutral_check = models.CharField("정당이 없을 때의 물음", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "다섯 가지 물음"
        ordering = ("-edition__year", "number")
        constraints = (
            models.UniqueConstraint(fields=("edition", "number"), name="question_number_once"),
            review_is_complete("question"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Rule(Reviewed, FromFile):
    """One of the twenty rules, with one question for one's own text and where it meets the law."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rules", verbose_name="판")
    number = models.PositiveSmallIntegerField("번호")
    title = models.CharField("이름", max_length=100)
    printed_title = models.CharField("책의 이름", max_length=100, blank=True, help_text="이름과 다를 때만 적습니다.")
    reading = models.TextField("우리의 풀이", blank=True)
    check_question = models.CharField("내 글에 던질 물음", max_length=200)
    note = models.TextField("자료 메모", blank=True)
    law = models.TextField("법과 만나는 곳", blank=True)
    law_articles = models.CharField("법 조항", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "스무 가지 법칙"
        ordering = ("-edition__year", "number")
        constraints = (
            models.UniqueConstraint(fields=("edition", "number"), name="rule_number_once"),
            review_is_complete("rule"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class LawClaim(FromFile):
    """What the essay said about the law in its year, and the rule of today beside it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="law_claims", verbose_name="판")
    position = models.PositiveSmallIntegerField("순서")
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="law_claims", verbose_name="물음"
    )
    as_of = models.PositiveSmallIntegerField("쓴 해")
    as_printed = models.TextField("그때 적은 내용")
    today_who = models.CharField("오늘: 누가", max_length=200)
    today_what = models.TextField("오늘: 무엇을")
    article = models.CharField("법 조항", max_length=200, blank=True)
    law_version = models.CharField("읽은 법", max_length=100, blank=True)
    note = models.TextField("덧붙임", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "그때의 법과 오늘의 법"
        ordering = ("-edition__year", "position")
        constraints = (models.UniqueConstraint(fields=("edition", "position"), name="law_claim_position_once"),)

    def __str__(self) -> str:
        return self.as_printed[:40]


class InstituteQuerySet(models.QuerySet["InstituteEntry"]):
    def by_group(self, edition: Edition | None) -> dict[str, list[InstituteEntry]]:
        """An edition's entries in printed order, by group."""
        found: dict[str, list[InstituteEntry]] = {group: [] for group in InstituteEntry.Group.values}
        for entry in self.filter(edition=edition).order_by("position"):
            found[entry.group].append(entry)
        return found


class InstituteEntry(FromFile):
    """One printed fact about the institute: a principle, a project, a contact, the account, a publication."""

    class Group(models.TextChoices):
        PRINCIPLE = "principle", "원칙"
        PROJECT = "project", "사업"
        CONTACT = "contact", "연락처"
        DONATION = "donation", "후원"
        PUBLICATION = "publication", "책"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="institute", verbose_name="판")
    group = models.CharField("갈래", max_length=15, choices=Group)
    position = models.PositiveSmallIntegerField("순서")
    part = models.CharField("묶음", max_length=50, blank=True)
    label = models.CharField("이름", max_length=100)
    printed = models.CharField("책에 실린 대로", max_length=200, blank=True)
    probable = models.CharField(
        "맞을 법한 값", max_length=200, blank=True, help_text="잘못 찍힌 것으로 보일 때만 적습니다."
    )
    text = models.TextField("설명", blank=True)
    note = models.TextField("자료 메모", blank=True)
    checked_on = models.DateField("확인한 날", null=True, blank=True)
    history = HistoricalRecords()

    objects = InstituteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "희망제작소 소개"
        ordering = ("-edition__year", "group", "position")
        constraints = (
            models.UniqueConstraint(fields=("edition", "group", "position"), name="institute_position_once"),
        )

    def __str__(self) -> str:
        return self.label

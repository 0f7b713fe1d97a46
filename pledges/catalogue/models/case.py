"""Reference cases (참고사례) and, for ordinances, the citation as printed and its check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from simple_history.models import HistoricalRecords

from handbook.korean import date_text
from handbook.models import Staff

from ..search import Searchable
from .edition import Edition
from .kept import Dated, FromFile, Provenance, Reviewed, review_is_complete
from .ordinance import Ordinance, OrdinanceVersion, Standing
from .place import Government
from .pledge import Pledge, PledgeText


class CaseQuerySet(models.QuerySet["Case"]):
    def for_display(self) -> CaseQuerySet:
        """Everything a case shows, in a fixed number of queries."""
        ordinances = Ordinance.objects.prefetch_related("versions")
        return self.select_related("pledge__theme__edition", "citation").prefetch_related(
            "places__parent", Prefetch("citation__ordinance", ordinances)
        )

    def in_book_order(self) -> CaseQuerySet:
        return self.order_by("-pledge__theme__edition__year", "pledge__theme__number", "pledge__number", "number")

    def at(self, codes: Iterable[str]) -> CaseQuerySet:
        """Cases in any of these governments, each once."""
        here = Case.places.through.objects.filter(case=OuterRef("pk"), government__in=list(codes))
        return self.filter(Exists(here))

    def mark_near(self, codes: Iterable[str]) -> CaseQuerySet:
        """Adds `is_near`: whether the case stands in one of these governments."""
        here = Case.places.through.objects.filter(case=OuterRef("pk"), government__in=list(codes))
        return self.annotate(is_near=Exists(here))

    def near_first(self, codes: Iterable[str]) -> CaseQuerySet:
        """The book's order, with the cases in these governments in front."""
        order = self.in_book_order().query.order_by
        return self.mark_near(codes).order_by(F("is_near").desc(), *order)

    def totals(self, edition: Edition | None) -> dict[str, int]:
        """How many cases of each kind an edition has, and `all`."""
        kinds = dict(self.filter(pledge__theme__edition=edition).values_list("kind").annotate(n=Count("pk")))
        return {**kinds, "all": sum(kinds.values())}

    def with_pledge_title(self, moment: dt.datetime) -> CaseQuerySet:
        """Adds `pledge_title`: the title of the case's pledge that visitors see at `moment`."""
        live = PledgeText.objects.live(moment).filter(pledge=OuterRef("pledge"))
        return self.annotate(pledge_title=models.Subquery(live.values("title")[:1]))


class Case(Searchable, Reviewed, FromFile):
    """Who has done it: an ordinance, a programme, a place abroad or a publication the handbook names."""

    class Kind(models.TextChoices):
        ORDINANCE = "ordinance", "조례"
        PROGRAMME = "programme", "사업"
        OVERSEAS = "overseas", "해외"
        PUBLICATION = "publication", "책"

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="cases", verbose_name="공약")
    number = models.PositiveSmallIntegerField("순서", help_text="공약 안에서 책에 실린 순서")
    kind = models.CharField("종류", max_length=15, choices=Kind)
    name = models.CharField("이름", max_length=200)
    printed_name = models.CharField("책의 이름", max_length=200, blank=True, help_text="이름과 다를 때만 적습니다.")
    place = models.CharField("곳", max_length=100, blank=True, help_text="책에 실린 대로")
    places = models.ManyToManyField(Government, blank=True, related_name="cases", verbose_name="지방자치단체")
    place_source = models.CharField("곳의 출처", max_length=10, choices=Provenance, default=Provenance.HANDBOOK)
    year = models.PositiveSmallIntegerField("해", null=True, blank=True)
    year_to = models.PositiveSmallIntegerField("끝 해", null=True, blank=True)
    did = models.TextField("한 일", blank=True, help_text="그곳에서 한 일을 우리 문장으로 적습니다.")
    note = models.TextField("자료 메모", blank=True)
    history = HistoricalRecords()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "참고사례"
        ordering = ("pledge", "number")
        constraints = (
            models.UniqueConstraint(fields=("pledge", "number"), name="case_number_once"),
            review_is_complete("case"),
            models.CheckConstraint(
                condition=Q(year_to=None) | Q(year__isnull=False, year_to__gte=models.F("year")),
                name="case_years_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def searched(self) -> list[str]:
        places = [name for place in self.place_names() for name in place] if self.pk else []
        return [self.name, self.printed_name, self.place, self.did, *places]

    def place_names(self) -> list[tuple[str, str]]:
        """Names of its governments, of their provinces, and of what they have become."""
        rows = self.places.values_list(
            "name", "parent__short_name", "successions__successor__name", "successions__successor__parent__short_name"
        )
        return [(name, " ".join(filter(None, others))) for name, *others in rows]

    @property
    def edition_code(self) -> str | None:
        """The code of its government, where it has just one."""
        places = self.places.all()
        return places[0].code if len(places) == 1 else None

    @property
    def place_name(self) -> str:
        """The official name where it is one government, else as printed."""
        places = self.places.all()
        return places[0].name if len(places) == 1 else self.place

    @property
    def years(self) -> str:
        if not self.year:
            return ""
        return f"{self.year}–{self.year_to}" if self.year_to else f"{self.year}"

    @property
    def printed_citation(self) -> Citation | None:
        return getattr(self, "citation", None)


class CitationQuerySet(models.QuerySet["Citation"]):
    def of_edition(self, edition: Edition | None) -> CitationQuerySet:
        return self.filter(case__pledge__theme__edition=edition)

    def counts_by_check(self) -> dict[str, int]:
        """How many citations are in each state of the check, and `all`."""
        states = dict(self.order_by().values_list("check_state").annotate(n=Count("pk")))
        return {**states, "all": sum(states.values())}

    def need_work(self) -> CitationQuerySet:
        """What staff should look at: everything not confirmed as the register has it."""
        return self.exclude(check_state=Citation.Check.SAME)

    def with_register(self) -> CitationQuerySet:
        return self.select_related("case__pledge__theme", "ordinance").prefetch_related(
            "ordinance__versions", "case__places"
        )


class Citation(FromFile):
    """A citation of an ordinance as printed, never corrected, with its check against the register beside it."""

    class Check(models.TextChoices):
        UNCHECKED = "unchecked", "확인 전"
        SAME = "same", "원문과 같음"
        DIFFERS = "differs", "원문과 다름"
        UNDECIDED = "undecided", "가릴 수 없음"

    class Finding(models.TextChoices):
        """The register file's verdict (register CSV, column `verdict`)."""

        AGREES = "agrees", "날짜와 번호가 원문과 같음"
        LATER_NUMBER = "number_is_of_a_later_amendment", "번호가 뒤의 개정 번호임"
        ACTION = "action_differs", "제정·개정이 다름"
        IMPOSSIBLE = "impossible", "그날 나올 수 없는 번호임"
        GAP = "gap", "원문에 견줄 것이 없음"
        NOT_FOUND = "not_found", "원문을 찾지 못함"

    CHECK_OF: ClassVar = {
        Finding.AGREES: Check.SAME,
        Finding.LATER_NUMBER: Check.DIFFERS,
        Finding.ACTION: Check.DIFFERS,
        Finding.IMPOSSIBLE: Check.DIFFERS,
        Finding.GAP: Check.UNDECIDED,
        Finding.NOT_FOUND: Check.UNDECIDED,
    }

    case = models.OneToOneField(Case, models.CASCADE, related_name="citation", verbose_name="참고사례")
    printed_text = models.CharField("책에 실린 대로", max_length=100, blank=True)
    printed_date = models.DateField("책의 날짜", null=True, blank=True)
    printed_number = models.CharField("책의 번호", max_length=10, blank=True)
    printed_action = models.CharField("책의 제정·개정", max_length=20, blank=True)
    ordinance = models.ForeignKey(
        Ordinance, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name="조례 원문"
    )
    check_state = models.CharField("대조", max_length=10, choices=Check, default=Check.UNCHECKED)
    finding = models.CharField("대조 결과", max_length=40, choices=Finding, blank=True)
    checked_on = models.DateField("대조한 날", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        help_text="비어 있으면 원문 자료 파일과 대조한 것입니다.",
        verbose_name="대조한 사람",
    )
    checked_version = models.ForeignKey(
        OrdinanceVersion, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="대조한 공포"
    )
    check_note = models.TextField("대조 메모", blank=True)
    history = HistoricalRecords()

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "조례 인용"
        ordering = ("case",)
        constraints = (
            models.CheckConstraint(
                condition=Q(check_state="unchecked", checked_on=None, checked_by=None)
                | (~Q(check_state="unchecked") & Q(checked_on__isnull=False)),
                name="citation_check_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(printed_date=None, printed_number="")
                | (Q(printed_date__isnull=False) & ~Q(printed_number="")),
                name="citation_date_and_number_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} ({self.printed_text})" if self.printed_text else str(self.case)

    def verify(self, state: str, *, by: Staff, on: dt.date) -> None:
        """Records someone's decision; going back to 확인 전 forgets who decided."""
        undone = state == self.Check.UNCHECKED
        self.check_state = state
        self.checked_by, self.checked_on = (None, None) if undone else (by, on)

    @property
    def version_of_number(self) -> OrdinanceVersion | None:
        """The promulgation that the printed number belongs to."""
        return self.known(lambda version: version.number == self.printed_number)

    @property
    def version_of_date(self) -> OrdinanceVersion | None:
        """The promulgation of the printed day."""
        return self.known(lambda version: version.date == self.printed_date)

    @property
    def stamps(self) -> list[tuple[str, str]]:
        """The check and, where it is worth one, the standing: what a stamp is called and what it says."""
        found = [(self.check_state, self.get_check_state_display())]
        if self.ordinance and self.ordinance.standing != Standing.IN_FORCE:
            found.append((self.ordinance.standing, self.ordinance.get_standing_display()))
        return found

    @property
    def findings(self) -> list[str]:
        """How the printed citation and the register differ, in sentences for pages and files."""
        if not self.printed_number and self.check_state == self.Check.UNDECIDED:
            return ["책에는 날짜와 번호가 실리지 않았습니다."]
        if self.check_state in {self.Check.SAME, self.Check.UNCHECKED}:
            return []
        said = []
        of_number, of_date = self.version_of_number, self.version_of_date
        if of_number and of_number.date != self.printed_date:
            what = of_number.action or "개정"
            said.append(f"책의 제{self.printed_number}호는 {date_text(of_number.date)} {what} 번호입니다.")
        if of_date and of_date.number != self.printed_number:
            said.append(f"{date_text(of_date.date)}의 번호는 제{of_date.number}호입니다.")
        if self.finding == self.Finding.ACTION:
            known = of_number.action if of_number else ""
            says = f"원문에는 ‘{known}’으로 나옵니다." if known else "원문에는 다르게 나옵니다."
            said.append(f"책에는 ‘{self.printed_action}’으로 실렸습니다. {says}")
        if self.finding == self.Finding.IMPOSSIBLE:
            said.append("같은 지방자치단체의 앞뒤 번호로 보아 그날 나올 수 없는 번호입니다.")
        if self.finding == self.Finding.GAP:
            said.append("원문에 남은 기록으로는 날짜와 번호를 견줄 수 없습니다.")
        if self.finding == self.Finding.NOT_FOUND:
            said.append("책의 이름으로는 원문을 찾지 못했습니다.")
        return said

    def known(self, wanted: Callable[[OrdinanceVersion], bool]) -> OrdinanceVersion | None:
        versions = self.ordinance.known_versions if self.ordinance else []
        return next(filter(wanted, versions), None)


class CitationReport(models.Model):
    """Someone says that a citation is wrong. Nothing about the person is kept."""

    citation = models.ForeignKey(Citation, models.CASCADE, related_name="reports", verbose_name="인용")
    text = models.TextField("알려 온 내용", max_length=500)
    created_at = models.DateTimeField("받은 때", auto_now_add=True)
    handled_at = models.DateTimeField("처리한 때", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="처리한 사람"
    )
    answer = models.TextField("처리 내용", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "인용 오류 신고"
        ordering = ("handled_at", "created_at")
        constraints = (
            models.UniqueConstraint(fields=("citation", "text"), name="report_said_once"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None) | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="report_handled_by_someone",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]

    def handle(self, *, by: Staff, at: dt.datetime) -> None:
        """Someone has dealt with it; the first to do so is remembered."""
        if self.handled_at is None:
            self.handled_by, self.handled_at = by, at


class Synonym(Dated):
    """A word people type and the words it stands for here, kept by staff."""

    term = models.CharField("찾는 말", max_length=50, unique=True, help_text="예: 콜버스")
    meanings = models.CharField(
        "같은 뜻으로 찾을 말", max_length=200, help_text="쉼표로 나누어 적습니다. 예: 이동권, 교통약자"
    )

    class Meta:
        verbose_name = verbose_name_plural = "같은 말"
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term


class MissedWord(models.Model):
    """A search that found nothing: the word and how often, nothing about who typed it."""

    word = models.CharField("찾은 말", max_length=30, unique=True)
    times = models.PositiveIntegerField("번", default=0)
    last_on = models.DateField("마지막 날")

    class Meta:
        verbose_name = verbose_name_plural = "찾지 못한 말"
        ordering = ("-times", "word")

    def __str__(self) -> str:
        return self.word

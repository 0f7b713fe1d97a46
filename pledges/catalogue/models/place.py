"""Governments, populations, elections and terms as dated records: nothing about one year or term stands in code."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from ..search import normalise
from .kept import FromFile
from .pledge import PlaceKind

KIND_OF = {"자치시": PlaceKind.CITY, "군": PlaceKind.COUNTY, "자치구": PlaceKind.DISTRICT}


class GovernmentQuerySet(models.QuerySet["Government"]):
    def in_force(self, day: dt.date) -> GovernmentQuerySet:
        """Both ends of a record's dates are days in force."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
        )

    def provinces(self) -> GovernmentQuerySet:
        return self.filter(parent=None)

    def basic(self) -> GovernmentQuerySet:
        return self.filter(parent__isnull=False)

    def of_kind(self, kind: PlaceKind) -> GovernmentQuerySet:
        """Governments of all times that are a city, a county, a district, or a province of any name."""
        names = [name for name, known in KIND_OF.items() if known == kind]
        return self.filter(kind__in=names) if names else self.exclude(kind__in=KIND_OF)

    def in_map_order(self) -> GovernmentQuerySet:
        return self.select_related("parent").order_by("code")

    def with_population(self) -> GovernmentQuerySet:
        """Adds `people`: the newest count of residents, None where there is none."""
        newest = Population.objects.filter(government=OuterRef("pk")).order_by("-month")
        return self.annotate(people=Subquery(newest.values("people")[:1]))

    def by_province(self, query: str = "") -> list[tuple[Government, list[Government]]]:
        """Provinces with their basic governments; with a query those whose name has it."""
        word = normalise(query)
        places = list(self.in_map_order())
        basics: dict[str, list[Government]] = defaultdict(list)
        for place in places:
            if place.parent_id and word in normalise(place.name):
                basics[place.parent_id].append(place)
        provinces = [place for place in places if not place.parent_id]
        return [
            (province, basics[province.code])
            for province in provinces
            if basics[province.code] or word in normalise(province.name)
        ]

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For a form's list: by province, its basic governments first, since a province's own name heads the group."""
        return [
            (province.name, [(place.code, place.short_official) for place in (*basics, province)])
            for province, basics in self.by_province()
        ]

    def like(self, place: Government, day: dt.date) -> GovernmentQuerySet:
        """Places of the same kind with half to twice the residents, the nearest in number first."""
        mine = Population.objects.filter(government=place).order_by("-month").first()
        if mine is None:
            return self.none()
        kinds = [place.kind] if place.parent_id else list(self.in_force(day).provinces().values_list("kind", flat=True))
        others = self.in_force(day).with_population().filter(kind__in=kinds).exclude(pk=place.pk)
        near = others.filter(Q(people__gte=mine.people / 2, people__lte=mine.people * 2))
        return near.annotate(distance=models.functions.Abs(F("people") - mine.people)).order_by("distance", "code")


class Government(FromFile):
    """One record of a local government: a code, a name and a parent, with its days in force.

    When only the code or the province's name changed, the government itself went on: follow `Succession`.
    """

    code = models.CharField("코드", max_length=5, primary_key=True)
    name = models.CharField("이름", max_length=50)
    short_name = models.CharField("짧은 이름", max_length=30)
    kind = models.CharField("종류", max_length=20)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="basic_governments", verbose_name="시·도"
    )
    valid_from = models.DateField("시작일", null=True, blank=True)
    valid_to = models.DateField("마지막 날", null=True, blank=True)
    source_note = models.TextField("출처", blank=True)

    objects = GovernmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "지방자치단체"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="government_days_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def short_official(self) -> str:
        """The name without its province: 순창군, 성동구; a province keeps its own."""
        return self.name.rsplit(" ", 1)[-1]

    @property
    def place_kind(self) -> PlaceKind:
        return KIND_OF.get(self.kind, PlaceKind.PROVINCE)


class Succession(models.Model):
    """Which record followed which; a government that split has several."""

    former = models.ForeignKey(Government, models.CASCADE, related_name="successions", verbose_name="옛 단체")
    successor = models.ForeignKey(Government, models.CASCADE, related_name="+", verbose_name="이은 단체")
    position = models.PositiveSmallIntegerField("순서", default=0, help_text="크거나 이름을 이은 곳이 먼저입니다.")

    class Meta:
        verbose_name = verbose_name_plural = "이은 단체"
        ordering = ("former", "position")
        constraints = (models.UniqueConstraint(fields=("former", "successor"), name="succession_once"),)

    def __str__(self) -> str:
        return f"{self.former_id} → {self.successor_id}"


class Lineage:
    """Successions read once (one query), followed in both directions."""

    def __init__(self) -> None:
        self.successors: dict[str, list[str]] = defaultdict(list)
        self.formers: dict[str, list[str]] = defaultdict(list)
        for former, successor in Succession.objects.order_by("position").values_list("former_id", "successor_id"):
            self.successors[former].append(successor)
            self.formers[successor].append(former)

    def today(self, code: str) -> list[str]:
        """The records that carry on this one, itself where it has not ended."""
        if code not in self.successors:
            return [code]
        return [last for successor in self.successors[code] for last in self.today(successor)]

    def with_formers(self, codes: Iterable[str]) -> set[str]:
        """The records and all that came before them."""
        found: set[str] = set()
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            found.add(code)
            waiting += self.formers.get(code, [])
        return found


class Population(FromFile):
    """Residents registered at the end of a month (행정안전부 주민등록 인구통계)."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="populations", verbose_name="단체")
    month = models.DateField("달", help_text="그 달의 첫날로 적습니다.")
    people = models.PositiveIntegerField("인구(명)")
    source = models.CharField("출처", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "인구"
        ordering = ("government", "-month")
        constraints = (models.UniqueConstraint(fields=("government", "month"), name="population_month_once"),)

    def __str__(self) -> str:
        return f"{self.government_id} {self.month:%Y-%m}"


class ElectionQuerySet(models.QuerySet["Election"]):
    def coming(self, today: dt.date) -> ElectionQuerySet:
        """Elections still ahead, the nearest first; election day itself counts as ahead."""
        return self.filter(day__gte=today).order_by("day")


class Election(FromFile):
    """An election day. 공직선거법 34조, 35조; a day nobody has announced is `expected` and shown as 예정."""

    class Kind(models.TextChoices):
        GENERAL = "general", "전국동시지방선거"
        BY = "by", "재·보궐선거"

    class Status(models.TextChoices):
        HELD = "held", "치름"
        SET = "set", "확정"
        EXPECTED = "expected", "예정"

    key = models.SlugField("열쇠", unique=True)
    kind = models.CharField("종류", max_length=10, choices=Kind)
    name = models.CharField("이름", max_length=100)
    day = models.DateField("선거일")
    status = models.CharField("상태", max_length=10, choices=Status)
    offices = models.CharField("뽑는 자리", max_length=200, blank=True, help_text="쉼표로 나눈 자리의 영문 이름")
    note = models.TextField("메모", blank=True)
    source = models.CharField("출처", max_length=300)
    confidence = models.CharField("믿을 만한 정도", max_length=1, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "선거"
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.name


class TermQuerySet(models.QuerySet["Term"]):
    def current(self, today: dt.date) -> Term | None:
        return self.filter(starts_on__lte=today, ends_on__gte=today).first()


class Term(FromFile):
    """A term of office of elected local government (민선 N기), both days included."""

    number = models.PositiveSmallIntegerField("기", unique=True)
    name = models.CharField("이름", max_length=20)
    starts_on = models.DateField("시작일")
    ends_on = models.DateField("마지막 날")
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True, verbose_name="선거")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "임기"
        ordering = ("-number",)
        constraints = (models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_days_in_order"),)

    def __str__(self) -> str:
        return self.name

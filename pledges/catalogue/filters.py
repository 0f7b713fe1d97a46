"""The forms that narrow the catalogue and the cases. A form owns its list: page, fragment and counts are its rows."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from .finding import find_cases, find_pledges
from .models import Case, Citation, Facet, Government, Lineage, Office, PlaceKind, PledgeText, Standing, Target, Theme
from .models.case import CaseQuerySet
from .models.place import KIND_OF
from .models.pledge import PledgeTextQuerySet
from .search import LONGEST_QUERY, SearchTerms

PER_PAGE = 50


class ProvinceFilter(django_filters.ModelChoiceFilter):
    """Provinces of today; a case of an older record counts where its government is now."""

    def __init__(self) -> None:
        super().__init__(
            queryset=provinces_today, label="시·도", to_field_name="code", method="in_province", empty_label="전체"
        )


def provinces_today(request: object) -> QuerySet[Government]:
    return Government.objects.in_force(timezone.localdate()).provinces().in_map_order()


def themes(request: object) -> QuerySet[Theme]:
    return Theme.objects.select_related("edition")


class FacetFilter(django_filters.ChoiceFilter):
    """One thing a pledge fits; `kind` of facet."""

    def __init__(self, label: str, choices: list[tuple[str, str]], kind: Facet.Kind) -> None:
        super().__init__(label=label, choices=choices, empty_label="전체")
        self.kind = kind

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        facet = Facet.objects.filter(text=OuterRef("pk"), kind=self.kind, value=value)
        return rows.filter(Exists(facet)) if value else rows


class CountedFilterSet(django_filters.FilterSet):
    """A filter form whose choices say how many rows each would leave."""

    COUNTED: ClassVar[tuple[str, ...]] = ()
    q = django_filters.CharFilter(label="찾는 말", method="search", max_length=LONGEST_QUERY)
    theme = django_filters.ModelChoiceFilter(
        label="분야", queryset=themes, to_field_name="key", method="in_theme", empty_label="전체"
    )
    province = ProvinceFilter()
    kind = django_filters.ChoiceFilter(
        label="사례 종류", choices=Case.Kind.choices, method="of_kind", empty_label="전체"
    )

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet, *, today: dt.date) -> None:
        super().__init__(data, queryset)
        self.today = today
        self.terms = SearchTerms(())

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage()

    @cached_property
    def province_of(self) -> dict[str, str]:
        """The province of today for every code there ever was."""
        parents: dict[str, str | None] = dict(Government.objects.values_list("code", "parent"))
        homes = {code: self.lineage.today(code)[0] for code in parents}
        return {code: parents[home] or home for code, home in homes.items()}

    def codes_in(self, province: Government) -> list[str]:
        return [code for code, home in self.province_of.items() if home == province.code]

    @property
    def active(self) -> dict[str, Any]:
        """What was chosen, without what is empty or cannot be chosen."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def keys(self) -> list[int]:
        """The rows left, in their order: asked once, for the page as for the counts."""
        return list(self.qs.values_list("pk", flat=True))

    def keys_without(self, name: str) -> list[int]:
        """The rows that every choice but this one leaves."""
        if name not in self.active:
            return self.keys
        rows = self.queryset.all()
        for other, value in self.active.items():
            if other != name:
                rows = self.filters[other].filter(rows, value)
        return list(rows.order_by().values_list("pk", flat=True))

    def rows_without(self, name: str) -> Any:
        return self.queryset.model._default_manager.filter(pk__in=self.keys_without(name))

    def shown(self, rows: Any) -> Any:
        """The rows of one page with all that the page shows of them."""
        raise NotImplementedError

    def page(self, number: str | None) -> Page[Any]:
        """A page of rows in the order of the keys; a number that is none leads to the first or the last page."""
        page: Page[Any] = Paginator(self.keys, PER_PAGE).get_page(number)
        rows = self.shown(self.queryset.filter(pk__in=page.object_list)).in_bulk()
        page.object_list = [rows[key] for key in page.object_list if key in rows]
        return page

    def add_counts(self) -> None:
        """Writes the number of rows behind each choice into the form; one query a choice field."""
        for name in self.COUNTED:
            counts = getattr(self, f"count_{name}")(self.rows_without(name))
            field = self.form.fields[name]
            field.widget.choices = [
                (value, f"{label} ({counts.get(str(value), 0)})" if str(value) else label)
                for value, label in field.widget.choices
            ]

    def count_provinces(self, pairs: QuerySet) -> Counter[str]:
        """`pairs` are (row, code), several codes a row where a case stands in several places."""
        homes = {(row, self.province_of[code]) for row, code in pairs.values_list("row", "code") if code}
        return Counter(home for _, home in homes)


class PledgeFilter(CountedFilterSet):
    """Narrows the live texts of pledges."""

    COUNTED = ("theme", "office", "fits", "target", "province", "kind")
    office = FacetFilter("내가 나설 자리", Office.choices, Facet.Kind.OFFICE)
    fits = FacetFilter("맞는 곳", PlaceKind.choices, Facet.Kind.PLACE)
    target = FacetFilter("대상", Target.choices, Facet.Kind.TARGET)

    class Meta:
        model = PledgeText
        fields: ClassVar[list[str]] = []

    def shown(self, rows: PledgeTextQuerySet) -> PledgeTextQuerySet:
        return rows.with_pledge().with_case_counts().prefetch_related("facets")

    def search(self, rows: PledgeTextQuerySet, name: str, value: str) -> PledgeTextQuerySet:
        rows, self.terms = find_pledges(rows, value)
        return rows

    def in_theme(self, rows: PledgeTextQuerySet, name: str, value: Theme) -> PledgeTextQuerySet:
        return rows.filter(pledge__theme=value)

    def in_province(self, rows: PledgeTextQuerySet, name: str, value: Government) -> PledgeTextQuerySet:
        return rows.filter(Exists(Case.objects.filter(pledge=OuterRef("pledge")).at(self.codes_in(value))))

    def of_kind(self, rows: PledgeTextQuerySet, name: str, value: str) -> PledgeTextQuerySet:
        return rows.filter(Exists(Case.objects.filter(pledge=OuterRef("pledge"), kind=value)))

    def count_theme(self, rows: PledgeTextQuerySet) -> dict[str, int]:
        return dict(rows.values_list("pledge__theme__key").annotate(n=Count("pk")))

    def count_facet(self, rows: PledgeTextQuerySet, kind: Facet.Kind) -> dict[str, int]:
        return dict(Facet.objects.filter(text__in=rows, kind=kind).values_list("value").annotate(n=Count("pk")))

    def count_office(self, rows: PledgeTextQuerySet) -> dict[str, int]:
        return self.count_facet(rows, Facet.Kind.OFFICE)

    def count_fits(self, rows: PledgeTextQuerySet) -> dict[str, int]:
        return self.count_facet(rows, Facet.Kind.PLACE)

    def count_target(self, rows: PledgeTextQuerySet) -> dict[str, int]:
        return self.count_facet(rows, Facet.Kind.TARGET)

    def count_province(self, rows: PledgeTextQuerySet) -> Counter[str]:
        return self.count_provinces(rows.values(row=F("pk"), code=F("pledge__cases__places")))

    def count_kind(self, rows: PledgeTextQuerySet) -> dict[str, int]:
        return dict(rows.values_list("pledge__cases__kind").annotate(n=Count("pk", distinct=True)))


class CaseFilter(CountedFilterSet):
    """Narrows the reference cases."""

    COUNTED = ("theme", "kind", "province", "place_kind", "check", "standing")
    place_kind = django_filters.ChoiceFilter(
        label="곳의 종류", choices=PlaceKind.choices, method="of_place_kind", empty_label="전체"
    )
    check = django_filters.ChoiceFilter(
        label="원문 대조", choices=Citation.Check.choices, field_name="citation__check_state", empty_label="전체"
    )
    standing = django_filters.ChoiceFilter(
        label="조례의 지금", choices=Standing.choices, field_name="citation__ordinance__standing", empty_label="전체"
    )

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def shown(self, rows: CaseQuerySet) -> CaseQuerySet:
        return rows.for_display().with_pledge_title(timezone.now())

    def search(self, rows: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        rows, self.terms = find_cases(rows, value)
        return rows

    def in_theme(self, rows: CaseQuerySet, name: str, value: Theme) -> CaseQuerySet:
        return rows.filter(pledge__theme=value)

    def in_province(self, rows: CaseQuerySet, name: str, value: Government) -> CaseQuerySet:
        return rows.at(self.codes_in(value))

    def of_kind(self, rows: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return rows.filter(kind=value)

    def of_place_kind(self, rows: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        places = Government.objects.of_kind(PlaceKind(value))
        return rows.filter(Exists(Case.places.through.objects.filter(case=OuterRef("pk"), government__in=places)))

    def count_theme(self, rows: CaseQuerySet) -> dict[str, int]:
        return dict(rows.values_list("pledge__theme__key").annotate(n=Count("pk")))

    def count_kind(self, rows: CaseQuerySet) -> dict[str, int]:
        return dict(rows.values_list("kind").annotate(n=Count("pk")))

    def count_province(self, rows: CaseQuerySet) -> Counter[str]:
        return self.count_provinces(rows.values(row=F("pk"), code=F("places")))

    def counts_on_map(self) -> Counter[str]:
        """Cases by the province of today, whichever province is chosen."""
        return self.count_province(self.rows_without("province"))

    def count_place_kind(self, rows: CaseQuerySet) -> Counter[str]:
        kinds = rows.filter(places__isnull=False).values_list("pk", "places__kind").distinct()
        return Counter(kind for _, kind in {(row, str(KIND_OF.get(kind, PlaceKind.PROVINCE))) for row, kind in kinds})

    def count_check(self, rows: CaseQuerySet) -> dict[str, int]:
        return dict(rows.values_list("citation__check_state").annotate(n=Count("pk")))

    def count_standing(self, rows: CaseQuerySet) -> dict[str, int]:
        return dict(rows.values_list("citation__ordinance__standing").annotate(n=Count("pk")))

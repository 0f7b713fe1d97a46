"""Home, catalogue, theme and pledge."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from handbook.public import PageRequest

from ..blanks import PlaceWords
from ..filters import PledgeFilter
from ..finding import cases_with, count_missed
from ..models import Case, Citation, Edition, Election, PledgeText, SimilarPledge, Term, Theme
from ..models.pledge import PledgeTextQuerySet
from ..nearby import nearby
from ..stamp import page
from .searching import searched_on_purpose


def live_texts() -> PledgeTextQuerySet:
    return PledgeText.objects.live(timezone.now()).with_pledge().in_book_order()


@page
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    edition = Edition.objects.newest()
    context = {
        "edition": edition,
        "texts": live_texts().filter(pledge__theme__edition=edition),
        "totals": Case.objects.totals(edition),
        "checks": Citation.objects.of_edition(edition).counts_by_check(),
        "election": Election.objects.coming(today).first(),
        "term": Term.objects.current(today),
        "today": today,
    }
    return render(request, "catalogue/home.html", context)


@page
def catalogue(request: PageRequest) -> HttpResponse:
    today = timezone.localdate()
    texts = PledgeText.objects.live(timezone.now()).in_book_order()
    narrowed = PledgeFilter(request.GET, texts, today=today)
    narrowed.add_counts()
    shown = narrowed.page(request.GET.get("page"))
    if narrowed.terms and not shown.paginator.count and searched_on_purpose(request):
        count_missed(request.GET.get("q", ""), today)
    pledges = [text.pledge_id for text in shown]
    context = {
        "filter": narrowed,
        "page": shown,
        "terms": narrowed.terms,
        "matching_cases": cases_with(narrowed.terms, pledges) if narrowed.terms else {},
    }
    return render(request, "catalogue/catalogue.html#results" if request.htmx else "catalogue/catalogue.html", context)


@page
def theme(request: HttpRequest, year: int, number: int) -> HttpResponse:
    themes = Theme.objects.filter(edition__year=year).select_related("edition")
    shown = get_object_or_404(themes, number=number)
    context = {
        "theme": shown,
        "texts": live_texts().filter(pledge__theme=shown).with_case_counts().prefetch_related("facets"),
        "previous": themes.filter(number__lt=number).last(),
        "next": themes.filter(number__gt=number).first(),
    }
    return render(request, "catalogue/theme.html", context)


@page
def pledge(request: HttpRequest, year: int, theme: int, number: int) -> HttpResponse:
    shown = get_object_or_404(
        live_texts().prefetch_related("facets", "starters", "pledge__changes"),
        pledge__theme__edition__year=year,
        pledge__theme__number=theme,
        pledge__number=number,
    )
    near = nearby(request, timezone.localdate())
    cases = Case.objects.filter(pledge=shown.pledge).near_first(near.codes if near else ())
    similar = SimilarPledge.objects.filter(pledge=shown.pledge).with_live_text(timezone.now())
    previous, following = PledgeText.objects.live(timezone.now()).beside(shown.pledge)
    context = {
        "text": shown,
        "pledge": shown.pledge,
        "cases": cases.for_display(),
        "near": near,
        "words": PlaceWords.of(near.place if near else None),
        "similar": similar,
        "previous": previous,
        "next": following,
    }
    return render(request, "catalogue/pledge.html", context)

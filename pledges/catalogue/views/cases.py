"""The reference cases, and telling us that a citation is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook.limits import TooOften, client_address, spend
from handbook.public import PageRequest, same_origin_post

from ..filters import CaseFilter, provinces_today
from ..finding import count_missed
from ..forms import ReportForm
from ..models import Case, Citation
from ..nearby import nearby
from ..stamp import page
from ..tilemap import tile_map
from .searching import searched_on_purpose


@page
def cases(request: PageRequest) -> HttpResponse:
    today = timezone.localdate()
    near = nearby(request, today)
    rows = Case.objects.near_first(near.codes if near else ())
    narrowed = CaseFilter(request.GET, rows, today=today)
    narrowed.add_counts()
    shown = narrowed.page(request.GET.get("page"))
    if narrowed.terms and not shown.paginator.count and searched_on_purpose(request):
        count_missed(request.GET.get("q", ""), today)
    context = {
        "filter": narrowed,
        "page": shown,
        "terms": narrowed.terms,
        "near": near,
        "near_count": narrowed.qs.at(near.codes).count() if near else 0,
        "map": tile_map(list(provinces_today(None)), narrowed.counts_on_map()),
    }
    return render(request, "catalogue/cases.html#results" if request.htmx else "catalogue/cases.html", context)


def find_citation(year: int, theme: int, number: int, case: int) -> Citation:
    return get_object_or_404(
        Citation.objects.with_register(),
        case__pledge__theme__edition__year=year,
        case__pledge__theme__number=theme,
        case__pledge__number=number,
        case__number=case,
    )


@page
def report(request: HttpRequest, year: int, theme: int, number: int, case: int) -> HttpResponse:
    citation = find_citation(year, theme, number, case)
    return render(request, "catalogue/report.html", {"citation": citation, "form": ReportForm()})


@same_origin_post
def send_report(request: HttpRequest, year: int, theme: int, number: int, case: int) -> HttpResponse:
    citation = find_citation(year, theme, number, case)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return render(request, "catalogue/report.html", {"citation": citation, "form": form}, status=422)
    try:
        spend("report", client_address(request), most=10, seconds=3600)
    except TooOften as error:
        form.add_error(None, str(error))
        response = render(request, "catalogue/report.html", {"citation": citation, "form": form}, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    form.save(citation)
    return redirect("catalogue:report_sent")


@page
def report_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/report_sent.html")

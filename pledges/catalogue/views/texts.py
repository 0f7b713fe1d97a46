"""Pages to read: the guide, about, and what the law asks of a public service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from handbook.public import retention

from ..models import Edition, InstituteEntry, LawClaim, PledgeText, Question, Rule, Theme
from ..stamp import page

PAGES = (
    "home",
    "catalogue",
    "cases",
    "places",
    "guide",
    "about",
    "open_data",
    "use",
    "privacy",
    "terms",
    "accessibility",
)


@page
def guide(request: HttpRequest) -> HttpResponse:
    edition = Edition.objects.newest()
    context = {
        "edition": edition,
        "questions": Question.objects.filter(edition=edition).prefetch_related("law_claims"),
        "rules": Rule.objects.filter(edition=edition),
        "general_claims": LawClaim.objects.filter(edition=edition, question=None),
    }
    return render(request, "catalogue/guide.html", context)


@page
def about(request: HttpRequest) -> HttpResponse:
    edition = Edition.objects.newest()
    context = {
        "edition": edition,
        "institute": InstituteEntry.objects.by_group(edition),
    }
    return render(request, "catalogue/about.html", context)


@page
def plain(request: HttpRequest, name: str) -> HttpResponse:
    """A page of words only: use, privacy, terms, accessibility."""
    context = {"edition": Edition.objects.newest(), "retention": retention()}
    return render(request, f"catalogue/{name}.html", context)


@page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page worth finding."""
    paths = [reverse(f"catalogue:{name}") for name in PAGES]
    paths += [theme.get_absolute_url() for theme in Theme.objects.select_related("edition")]
    paths += [text.get_absolute_url() for text in PledgeText.objects.live(timezone.now()).with_pledge().in_book_order()]
    return render(request, "catalogue/sitemap.xml", {"paths": paths}, content_type="application/xml; charset=utf-8")

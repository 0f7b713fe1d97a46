"""The club's public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pledges.catalogue.models import Term

from .figures import forums_by_term
from .models import ClubTerm, Entry, Forum, Milestone, PrintedTotal, Publication, of_kind
from .stamp import page


@page
def club(request: HttpRequest) -> HttpResponse:
    milestones = list(Milestone.objects.all())
    publications = list(Publication.objects.all())
    days = {term.number: term for term in Term.objects.all()}
    terms = list(ClubTerm.objects.all())
    context = {
        "entries": Entry.objects.by_group(),
        "founding": next(iter(of_kind(milestones, Milestone.Kind.FOUNDING)), None),
        "captions": of_kind(milestones, Milestone.Kind.CAPTION),
        "terms": [(term, days.get(term.number)) for term in terms],
        "forums": forums_by_term(Forum.objects.select_related("term"), PrintedTotal.objects.select_related("term")),
        "journals": of_kind(publications, Publication.Kind.JOURNAL),
        "books": of_kind(publications, Publication.Kind.BOOK),
    }
    return render(request, "members/club.html", context)

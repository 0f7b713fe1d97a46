"""The public pages: the club, how to apply, who is a member, the paper form."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pledges.catalogue.models import Term
from pledges.documents.make import Format, MakingFailed

from .. import papers
from ..figures import forums_by_term
from ..forms import BeginForm
from ..models import ClubTerm, Entry, Forum, Membership, Milestone, PrintedTotal, Publication, of_kind
from ..stamp import directory_page, page
from ..texts import DECLARATION

CONTENT_TYPES = {"pdf": "application/pdf", "hwpx": "application/hwp+zip"}


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


def apply_context(form: BeginForm) -> dict[str, Any]:
    return {"form": form, "declaration": DECLARATION}


@page
def apply(request: HttpRequest) -> HttpResponse:
    """What it is, how it goes, the paper form; then the consents, with which `start.begin` begins."""
    return render(request, "members/apply.html", apply_context(BeginForm()))


@directory_page
def directory(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {"memberships": list(Membership.objects.public(today)), "today": today}
    return render(request, "members/directory.html", context)


@page
def paper_form(request: HttpRequest, file_format: str) -> HttpResponse:
    """The blank form; made for the first who asks and kept on the disk."""
    try:
        file = papers.blank_file(cast("Format", file_format))
    except MakingFailed:
        return render(request, "members/not_made.html", status=503)
    response = HttpResponse(file, content_type=CONTENT_TYPES[file_format])
    response.headers["Content-Disposition"] = f'attachment; filename="membership-application.{file_format}"'
    return response

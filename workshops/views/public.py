"""Public pages: all events, one event, its calendar file, and the archive."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ..calendar_file import calendar_file
from ..models import Academy, Event
from ..stamp import page
from ..texts import seat_rule


@page
def events(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    public = Event.objects.public(now)
    context = {
        "coming": public.coming(now.date()),
        "past": public.past(now.date()),
        "academies": Academy.objects.all(),
    }
    return render(request, "workshops/events.html", context)


@page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    shown = get_object_or_404(Event.objects.public(now).select_related("attendance"), slug=slug)
    context = {
        "event": shown,
        "registration": shown.registration(now),
        "programme": shown.programme.all(),
        "materials": shown.materials.all(),
        "rule": seat_rule(shown),
    }
    return render(request, "workshops/event.html", context)


@page
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Event.objects.public(timezone.now()), slug=slug)
    response = HttpResponse(calendar_file(shown, settings.SITE_ORIGIN), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.slug}.ics"'
    return response


@page
def academy(request: HttpRequest, year: int) -> HttpResponse:
    shown = get_object_or_404(Academy, edition_year=year)
    context = {"academy": shown, "parts": shown.parts(), "standing": shown.standing(shown)}
    return render(request, "workshops/academy.html", context)

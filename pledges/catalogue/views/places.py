"""Choosing one's own place, remembered for the visit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from handbook.public import same_origin_post
from handbook.views import back
from handbook.visit import Visit

from ..models import Case, Government
from ..nearby import nearby
from ..stamp import page


@page
def places(request: HttpRequest) -> HttpResponse:
    """All places in force today by province, narrowed by what was typed; what is like the chosen one."""
    today = timezone.localdate()
    near = nearby(request, today)
    context = {
        "provinces": Government.objects.in_force(today).by_province(request.GET.get("q", "")),
        "query": request.GET.get("q", "").strip(),
        "near": near,
        "near_count": Case.objects.at(near.codes).count() if near else 0,
        "next": request.GET.get("next", ""),
    }
    return render(request, "catalogue/places.html", context)


@same_origin_post
def choose_place(request: HttpRequest) -> HttpResponse:
    """An empty or unknown place forgets the choice."""
    code = request.POST.get("place", "")
    places = Government.objects.in_force(timezone.localdate())
    place = places.filter(code=code).first() if code.isalnum() else None  # PostgreSQL takes no NUL
    response = back(request, "/place/")
    Visit.read(request).with_place(place.code if place else "").write(response, secure=request.is_secure())
    return response

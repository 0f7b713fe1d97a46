"""Beginning and coming back: the consents, links behind a button, the invitation to the next term."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from handbook.limits import client_address, spend
from handbook.personal import button_page, personal_page
from handbook.secret_links import SECRET, HeldSecrets

from .. import actions
from ..access import closed
from ..forms import BeginForm
from ..models import Application, ApplicationLink
from .club import apply_context

HOUR = 3600
Purpose = ApplicationLink.Purpose


def enter(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    """Puts a secret first in this browser's cookie."""
    HeldSecrets.read(request).with_first(secret).write(response)
    return response


@personal_page("POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Nothing is kept before the consents are given; then a draft begins."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return render(request, "members/apply.html", apply_context(form), status=422)
    spend("begin an application", client_address(request), most=20, seconds=HOUR)
    application, secret = actions.begin(
        consents=form.consents, filled_by=form.cleaned_data["filled_by"], now=timezone.now()
    )
    return enter(request, redirect("members:applicant", application.key), secret)


@personal_page("GET")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Behind every link stands one neutral page with a button: whoever only looks learns and changes nothing."""
    return button_page(request, "personal/open.html", {"action": reverse("members:open"), "secret": secret})


@personal_page("POST")
def open_link(request: HttpRequest) -> HttpResponse:
    """The button: what the link is for decides where it leads."""
    secret, now = request.POST.get("secret", ""), timezone.now()
    found = ApplicationLink.objects.opened_by(secret, now) if SECRET.fullmatch(secret) else None
    if found is None:
        return closed(request)
    if found.invitation:
        return enter(request, redirect("members:invitation", found.invitation.pk), secret)
    ApplicationLink.objects.filter(pk=found.pk, used_at=None).update(used_at=now)
    application = Application.objects.only("key", "state").get(links=found)
    return enter(request, redirect(f"members:{first_page(found, application)}", application.key), secret)


def first_page(found: ApplicationLink, application: Application) -> str:
    """Where a link of an application leads; one by which somebody has signed to the receipt, until more is asked."""
    if found.purpose == Purpose.SIGNED and application.is_waiting:
        return "receipt"
    return "own_mail" if found.purpose == Purpose.CONFIRM else "application"

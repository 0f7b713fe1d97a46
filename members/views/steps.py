"""Writing an application: a page for each step, saved as one goes, and the review of the whole."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook.limits import client_address, spend

from .. import actions
from ..access import FOR_THE_SIGNER, Held, application_page, typed
from ..forms import ApplicantForm, ContactForm, DeclarationForm, MailLinkForm, StepForm
from ..models import Application
from ..texts import DECLARATION
from .start import enter

# With this header a page saves by itself and is answered in JSON.
AUTOSAVE = "X-Autosave"
HOUR, DAY = 3600, 24 * 3600
STEPS = (
    ("applicant", "신청인"),
    ("contact", "연락처"),
    ("declaration", "다짐"),
    ("review", "살펴보기"),
    ("sign", "서명"),
)


@application_page("GET", "POST", writing=True)
def applicant(request: HttpRequest, held: Held) -> HttpResponse:
    return step(request, held, ApplicantForm, "applicant", "contact")


@application_page("GET", "POST", writing=True)
def contact(request: HttpRequest, held: Held) -> HttpResponse:
    return step(request, held, ContactForm, "contact", "declaration")


@application_page("GET", "POST", writing=True)
def declaration(request: HttpRequest, held: Held) -> HttpResponse:
    return step(request, held, DeclarationForm, "declaration", "review")


def step(request: HttpRequest, held: Held, kind: type[StepForm], here: str, then: str) -> HttpResponse:
    """Shows a step or saves it. What saves by itself may be incomplete; the button asks for what is missing."""
    autosave = AUTOSAVE in request.headers
    form = kind(held.application, typed(request), partial=autosave)
    if request.method != "POST":
        return show(request, held, form, here)
    if not form.is_valid():
        faults = JsonResponse({"errors": form.said()}, status=422)
        return faults if autosave else show(request, held, form, here, 422)
    version = form.cleaned_data["version"]
    try:
        version = actions.save(
            application=held.application,
            seen=version,
            values=form.values(),
            now=timezone.now(),
            letters_to=form.seen_letters_to(),
        )
    except actions.Conflict:
        if form.changes():
            return JsonResponse({}, status=409) if autosave else show(request, held, form, here, 409)
        version = held.application.version  # the second press of a double press
    saved = {"version": version, "saved": f"{timezone.localtime():%H:%M}"}
    answer: HttpResponse = JsonResponse(saved) if autosave else redirect(f"members:{then}", held.application.key)
    return stay_inside(request, held, answer) if "mail" in form.values() else answer


def stay_inside(request: HttpRequest, held: Held, response: HttpResponse) -> HttpResponse:
    """Another address closes the links that were mailed; whoever came by one of them and typed it stays inside."""
    digests = [link.digest for link in held.links]
    secret = actions.stay_inside(application=held.application, digests=digests, now=timezone.now())
    return enter(request, response, secret) if secret else response


def show(request: HttpRequest, held: Held, form: StepForm, here: str, status: int = 200) -> HttpResponse:
    """The step's page; after a conflict with what the other window has saved, and its version to save over."""
    context: dict[str, Any] = {
        "held": held,
        "application": held.application,
        "form": form,
        "steps": STEPS,
        "here": here,
    }
    if status == 409:
        context |= {"changes": form.changes(), "version": held.application.version}
    return render(request, "members/step.html", context, status=status)


@application_page("GET", states=Application.EDITABLE)
def review(request: HttpRequest, held: Held) -> HttpResponse:
    """The whole form, what is still empty, and the way on: to sign, or to hand it to the signer."""
    if not (held.may_write or held.may_sign):
        raise PermissionDenied(FOR_THE_SIGNER)
    context = {**whole(held), "steps": STEPS, "here": "review", "missing": actions.missing(held.application)}
    return render(request, "members/review.html", context)


def whole(held: Held) -> dict[str, Any]:
    """What every page needs that shows the whole form."""
    return {"held": held, "application": held.application, "declaration": DECLARATION}


@application_page("GET", "POST", writing=True)
def mail_link(request: HttpRequest, held: Held) -> HttpResponse:
    """Mails a link to go on later; nobody's mailbox is filled by it."""
    form = MailLinkForm(typed(request))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        for who in (client_address(request), held.application.key, to.lower()):
            spend("mail a link to an application", who, most=5, seconds=HOUR)
        actions.mail_desk_link(application=held.application, to=to)
        return render(request, "members/link_mailed.html", {"held": held, "application": held.application, "to": to})
    context = {"held": held, "application": held.application, "form": form}
    return render(request, "members/mail_link.html", context, status=422 if form.errors else 200)

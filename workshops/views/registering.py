"""Registering, and being sent the link again."""

import contextlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook import sealing
from handbook.consents import ConsentForm
from handbook.limits import TooOften, client_address, spend
from handbook.personal import personal_page
from handbook.secret_links import HeldSecrets
from handbook.visit import Visit

from .. import actions, letters
from ..forms import LinkForm, RegistrationForm, check_answers
from ..models import Event, Party, PartyLink
from ..people import ComesAlready
from ..texts import registrant_texts, seat_rule

HOUR = 3600
# One address may be a whole town hall's, or that of an association of many.
MOST_REGISTRATIONS = 60


@personal_page("GET", "POST")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Nothing is kept before the form is whole and agreed to."""
    now = timezone.now()
    event = get_object_or_404(Event.objects.public(now), slug=slug)
    actions.require_open(event, now)
    today = timezone.localdate(now)
    if request.method == "POST":
        return enter(request, event, RegistrationForm(event, today, request.POST))
    first = {"form_key": sealing.new_secret(), "government": Visit.read(request).place}
    return page(request, event, RegistrationForm(event, today, None, **first), ConsentForm(registrant_texts(event)))


def page(
    request: HttpRequest, event: Event, form: RegistrationForm, consents: ConsentForm, status: int = 200
) -> HttpResponse:
    context = {"event": event, "form": form, "consents": consents, "rule": seat_rule(event)}
    return render(request, "workshops/register.html", context, status=status)


def enter(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponse:
    consents = ConsentForm(registrant_texts(event), request.POST)
    if form.is_valid() & consents.is_valid():
        check_answers(form, consents)
    if form.errors or consents.errors:
        return page(request, event, form, consents, status=422)
    spend("register for an event", client_address(request), most=MOST_REGISTRATIONS, seconds=HOUR)
    try:
        party = actions.register(
            event=event,
            form_key=form.cleaned_data["form_key"],
            kind=form.kind(),
            government=form.government(),
            registrant=form.registrant(),
            principal=form.principal(),
            aides=form.aides(),
            answers=form.answers(),
            consents=consents,
            now=timezone.now(),
        )
    except actions.AlreadyRegistered:
        context = {"event": event, "government": form.government()}
        return render(request, "workshops/already.html", context, status=409)
    except ComesAlready as twice:
        form.note_twice(twice.mail)
        return page(request, event, form, consents, status=422)
    response = redirect("workshops:party", party.key)
    secret = PartyLink.make(purpose="device", party=party)
    HeldSecrets.read(request).with_first(secret).write(response)
    return response


@personal_page("GET", "POST")
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends the link again, to the address that was registered with; says nothing of whether there is one."""
    event = get_object_or_404(Event.objects.public(timezone.now()), slug=slug)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        spend("send a registration's link", client_address(request), most=20, seconds=HOUR)
        for party in form.parties(event):
            send_link(party)
        return render(request, "workshops/link_sent.html", {"event": event})
    status = 422 if form.errors else 200
    return render(request, "workshops/link.html", {"event": event, "form": form}, status=status)


def send_link(party: Party) -> None:
    """A few an hour for each party: whoever asks for others' links fills nobody's letter box."""
    with contextlib.suppress(TooOften):
        spend("send a party its link", party.key, most=3, seconds=HOUR)
        letters.link_again(party)

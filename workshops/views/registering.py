"""Registering, and being sent the link again."""

import contextlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook import sealing
from handbook.consents import ConsentForm
from handbook.limits import TooOften, client_address, spend
from handbook.personal import personal_page
from handbook.visit import Visit

from .. import actions, letters, patience
from ..access import let_in
from ..forms import LinkForm, RegistrationForm, check_answers
from ..models import Event, Party
from ..people import ComesAlready
from ..seats import Full
from ..texts import registrant_texts, seat_rule


@personal_page("GET", "POST")
def register(request: HttpRequest, slug: str) -> HttpResponseBase:
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
    request: HttpRequest, event: Event, form: RegistrationForm, consents: ConsentForm, status: int = 200, **more: object
) -> HttpResponse:
    """`already` of `more`: the government whose registration stands."""
    context = {"event": event, "form": form, "consents": consents, "rule": seat_rule(event), **more}
    return render(request, "workshops/register.html", context, status=status)


def enter(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponseBase:
    """What was typed stays in the form, whatever the answer."""
    consents = ConsentForm(registrant_texts(event), request.POST)
    if form.is_valid() & consents.is_valid():
        check_answers(form, consents)
    if form.errors or consents.errors:
        return page(request, event, form, consents, status=422)
    try:
        return try_to_register(request, event, form, consents)
    except TooOften as refused:
        patience.note_too_often(form, refused)
        return patience.with_wait(page(request, event, form, consents, status=429), refused)


def try_to_register(
    request: HttpRequest, event: Event, form: RegistrationForm, consents: ConsentForm
) -> HttpResponseBase:
    """Who has registered already is told a few times an hour at most. Raises TooOften, Refused."""
    who = client_address(request)
    patience.require_few_refusals(who)
    spend("register for an event", who, most=patience.MOST_REGISTRATIONS, seconds=patience.HOUR)
    try:
        party = register_party(event, form, consents)
    except actions.AlreadyRegistered as already:
        patience.count_refusal(who)
        registered = form.government()  # a field with an error has no value any more
        form.add_error("government", str(already))
        return page(request, event, form, consents, status=409, already=registered)
    except ComesAlready:
        patience.count_refusal(who)
        form.note_twice()
        return page(request, event, form, consents, status=422)
    except Full as refused:
        form.note_count(refused)
        return page(request, event, form, consents, status=409)
    return let_in(request, party, redirect("workshops:party", party.key))


def register_party(event: Event, form: RegistrationForm, consents: ConsentForm) -> Party:
    return actions.register(
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


@personal_page("GET", "POST")
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends the link again, to the address that was registered with; says nothing of whether there is one."""
    event = get_object_or_404(Event.objects.public(timezone.now()), slug=slug)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        spend("send a registration's link", client_address(request), most=20, seconds=patience.HOUR)
        for party in form.parties(event):
            send_link(party)
        return render(request, "workshops/link_sent.html", {"event": event})
    status = 422 if form.errors else 200
    return render(request, "workshops/link.html", {"event": event, "form": form}, status=status)


def send_link(party: Party) -> None:
    """A few an hour for each party: whoever asks for others' links fills nobody's letter box."""
    with contextlib.suppress(TooOften):
        spend("send a party its link", party.key, most=3, seconds=patience.HOUR)
        letters.link_again(party)

"""A person's own page: what is kept of them, their answer, their code and their certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook.consents import ConsentForm
from handbook.secret_links import HeldSecrets

from .. import people
from ..access import person_page
from ..models import Attendee
from ..texts import person_texts
from .party import own_certificate, show_pass


@person_page("GET")
def person(request: HttpRequest, person: Attendee) -> HttpResponse:
    return page(request, person, ConsentForm(person_texts()))


def page(request: HttpRequest, person: Attendee, consents: ConsentForm, status: int = 200) -> HttpResponse:
    context = {
        "person": person,
        "party": person.party,
        "event": person.event,
        "consents": consents,
        "has_seat": person in person.party.seated(),
    }
    return render(request, "workshops/person.html", context, status=status)


@person_page("POST")
def agree(request: HttpRequest, person: Attendee) -> HttpResponse:
    consents = ConsentForm(person_texts(), request.POST)
    if not consents.is_valid():
        return page(request, person, consents, status=422)
    people.confirm_person(person=person, consents=consents, now=timezone.now())
    return redirect("workshops:person", person.key)


@person_page("POST")
def refuse(request: HttpRequest, person: Attendee) -> HttpResponse:
    """Refused or withdrawn: the link opens nothing any more, so the answer stands on a page of its own."""
    people.refuse_person(person=person, now=timezone.now())
    return render(request, "workshops/forgotten.html", {"event": person.event})


@person_page("GET")
def pass_page(request: HttpRequest, person: Attendee) -> HttpResponse:
    return show_pass(request, person)


@person_page("GET")
def certificate_file(request: HttpRequest, person: Attendee) -> HttpResponse:
    return own_certificate(person)


@person_page("POST")
def close(request: HttpRequest, person: Attendee) -> HttpResponse:
    """이 기기에서 나가기: the cookie forgets the person's links."""
    response = redirect("workshops:event", person.event.slug)
    HeldSecrets.read(request).without(person.links.values_list("digest", flat=True)).write(response)
    return response

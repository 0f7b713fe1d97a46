"""A party's own pages, for whoever registered it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook.korean import phone_text
from handbook.limits import client_address, spend
from handbook.secret_links import HeldSecrets

from .. import actions, certificate, offers, passes, seats
from ..access import party_page
from ..carrying import carried
from ..forms import ChangeForm
from ..models import Attendee, Offer, Party
from ..people import ComesAlready
from ..texts import period, seat_rule

HOUR = 3600


@party_page("GET")
def party(request: HttpRequest, party: Party) -> HttpResponse:
    """What was registered, where it stands, and what can be done now."""
    now = timezone.now()
    offer = party.open_offer
    seated = set(party.seated())
    context = {
        "party": party,
        "event": party.event,
        "offer": offer if offer and offer.stands(now) else None,
        "place": seats.place_in_line(party),
        "people": [(person, person in seated) for person in party.people.all()],
        "may_change": party.stands and actions.may_change(party.event, now),
        "may_cancel": party.stands and actions.may_cancel(party.event, now),
        "may_erase": party.stands and now >= party.event.ends_at,
        "phone": phone_text(party.phone) if party.phone else "",
        "rule": seat_rule(party.event),
        "period": period(),
    }
    return render(request, "workshops/party.html", context)


@party_page("GET", "POST")
def change(request: HttpRequest, party: Party) -> HttpResponse:
    """What another window has changed in between is shown before anything is overwritten (409)."""
    now = timezone.now()
    actions.require(party, actions.may_change(party.event, now), actions.NO_CHANGE)
    form = ChangeForm(party, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return change_page(request, party, form)
    if not form.is_valid():
        return change_page(request, party, form, status=422)
    try:
        actions.change(
            party=party,
            seen=form.cleaned_data["version"],
            kind=form.kind(),
            principal=form.principal(),
            aides=form.aides(),
            answers=form.answers(),
            now=now,
        )
    except ComesAlready as twice:
        form.note_twice(twice.mail)
        return change_page(request, party, form, status=422)
    except actions.Conflict:
        return change_page(request, party, ChangeForm(party), status=409)
    return redirect("workshops:party", party.key)


def change_page(request: HttpRequest, party: Party, form: ChangeForm, status: int = 200) -> HttpResponse:
    context = {"party": party, "event": party.event, "form": form, "conflict": status == 409}
    return render(request, "workshops/change.html", context, status=status)


@party_page("POST")
def accept(request: HttpRequest, party: Party, offer: int) -> HttpResponse:
    offers.accept_offer(offer=get_object_or_404(party.offers, pk=offer), now=timezone.now())
    return redirect("workshops:party", party.key)


@party_page("POST")
def decline(request: HttpRequest, party: Party, offer: int) -> HttpResponse:
    declined: Offer = get_object_or_404(party.offers, pk=offer)
    offers.decline_offer(offer=declined, waits_for_all="all" in request.POST, now=timezone.now())
    return redirect("workshops:party", party.key)


@party_page("POST")
def leave(request: HttpRequest, party: Party) -> HttpResponse:
    actions.leave_waiting_list(party=party, now=timezone.now())
    return redirect("workshops:party", party.key)


@party_page("GET", "POST")
def cancel(request: HttpRequest, party: Party) -> HttpResponse:
    if request.method == "POST":
        actions.cancel(party=party, now=timezone.now())
        return redirect("workshops:party", party.key)
    return render(request, "workshops/cancel.html", {"party": party, "event": party.event})


@party_page("GET", "POST")
def erase(request: HttpRequest, party: Party) -> HttpResponse:
    """After the event: everything of the party, before its time."""
    if request.method == "POST":
        actions.erase(party=party, now=timezone.now())
        return redirect("workshops:party", party.key)
    return render(request, "workshops/erase.html", {"party": party, "event": party.event})


@party_page("GET")
def export(request: HttpRequest, party: Party) -> HttpResponse:
    """Everything that is kept of the party."""
    response = JsonResponse(carried(party), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{party.receipt}.json"'
    return response


@party_page("GET")
def pass_page(request: HttpRequest, party: Party, person: str) -> HttpResponse:
    return show_pass(request, member(party, person))


@party_page("GET")
def certificate_file(request: HttpRequest, party: Party, person: str) -> HttpResponse:
    return send_certificate(request, member(party, person))


def member(party: Party, key: str) -> Attendee:
    """One of the party's people, by what is already fetched."""
    found = next((person for person in party.people.all() if person.key == key), None)
    if found is None:
        raise Http404
    found.party, found.event = party, party.event
    return found


def show_pass(request: HttpRequest, person: Attendee) -> HttpResponse:
    """The code to show at the desk, for whoever has a seat."""
    if person not in person.party.seated():
        raise Http404
    side, path = passes.drawing(passes.address(person))
    context = {"person": person, "event": person.event, "side": side, "path": path}
    return render(request, "workshops/pass.html", context)


def send_certificate(request: HttpRequest, person: Attendee) -> HttpResponse:
    if not person.may_have_certificate:
        raise Http404
    spend("make a certificate", client_address(request), most=60, seconds=HOUR)
    response = HttpResponse(certificate.pdf(person, timezone.localdate()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{person.certificate}.pdf"'
    return response


@party_page("POST")
def close(request: HttpRequest, party: Party) -> HttpResponse:
    """이 기기에서 나가기: the cookie forgets the party's links."""
    response = redirect("workshops:event", party.event.slug)
    digests = party.links.values_list("digest", flat=True)
    HeldSecrets.read(request).without(digests).write(response)
    return response

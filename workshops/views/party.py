"""A party's own pages, for whoever registered it."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook import qr
from handbook.consents import ConsentForm
from handbook.korean import phone_text
from handbook.limits import TooOften, spend
from handbook.secret_links import HeldSecrets

from .. import actions, certificate, offers, passes, patience, registrant, seats
from ..access import let_in, mailed_links, party_page
from ..carrying import carried
from ..changing import Change
from ..forms import ContactForm
from ..models import Attendee, Offer, Party
from ..people import ComesAlready
from ..texts import period, seat_rule, successor_texts


@party_page("GET", before_agreeing=True)
def party(request: HttpRequest, party: Party) -> HttpResponse:
    """What was registered, where it stands, and what can be done now."""
    if party.stands and not party.is_agreed_to:
        return named_page(request, party, ConsentForm(successor_texts()))
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
        "may_erase": party.stands and actions.may_erase(party.event, now),
        "may_hand_over": party.stands and now < party.event.ends_at,
        "phone": phone_text(party.phone) if party.phone else "",
        "rule": seat_rule(party.event),
        "period": period(),
    }
    return render(request, "workshops/party.html", context)


def named_page(request: HttpRequest, party: Party, consents: ConsentForm, status: int = 200) -> HttpResponse:
    """Whether whoever is to take the registration over does so; nothing of the others, since it may be a stranger."""
    may_agree = mailed_links(request, party).exists()
    context = {"party": party, "event": party.event, "consents": consents, "may_agree": may_agree}
    return render(request, "workshops/successor.html", context, status=status)


@party_page("POST", before_agreeing=True)
def agree(request: HttpRequest, party: Party) -> HttpResponse:
    """Whoever took the registration over agrees for themselves."""
    consents = ConsentForm(successor_texts(), request.POST)
    if not consents.is_valid():
        return named_page(request, party, consents, status=422)
    links = mailed_links(request, party)
    registrant.agree(party=party, links=links, consents=consents, now=timezone.now())
    return redirect("workshops:party", party.key)


@party_page("POST", before_agreeing=True)
def refuse(request: HttpRequest, party: Party) -> HttpResponse:
    """제 것이 아닙니다: no link opens it any more, so the answer stands on a page of its own."""
    registrant.refuse(party=party, links=mailed_links(request, party), now=timezone.now())
    return render(request, "workshops/forgotten.html", {"event": party.event})


@party_page("GET", "POST")
def change(request: HttpRequest, party: Party) -> HttpResponse:
    """What another window has changed in between is shown before anything is overwritten (409)."""
    now = timezone.now()
    actions.require(party, actions.may_change(party.event, now), actions.NO_CHANGE)
    said = Change.of(party, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not said.is_valid():
        return change_page(request, said, said.status)
    try:
        patience.require_few_refusals(party.key)
        spend("change a party", party.key, most=patience.MOST_CHANGES, seconds=patience.HOUR)
        if said.take(now):
            return redirect("workshops:party", party.key)
        patience.count_refusal(party.key)
    except actions.Conflict:
        return change_page(request, said.over(), 409)
    except TooOften as refused:
        patience.note_too_often(said.form, refused)
        return patience.with_wait(change_page(request, said, 429), refused)
    return change_page(request, said, 422)


def change_page(request: HttpRequest, said: Change, status: int) -> HttpResponse:
    return render(request, "workshops/change.html", said.context(conflict=status == 409), status=status)


@party_page("GET", "POST")
def contact(request: HttpRequest, party: Party) -> HttpResponseBase:
    """Whoever mistyped their address would never hear of an offer; this browser stays in, unless it hands over."""
    actions.require(party, timezone.now() < party.event.ends_at, registrant.OVER)
    form = ContactForm(party, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return contact_page(request, party, form, 422 if form.is_bound else 200)
    try:
        spend("change a contact", party.key, most=patience.MOST_CONTACTS, seconds=patience.DAY)
        return take_contact(request, party, form)
    except ComesAlready as twice:
        form.add_error("mail", str(twice))
    except TooOften as refused:
        patience.note_too_often(form, refused)
        return patience.with_wait(contact_page(request, party, form, 429), refused)
    return contact_page(request, party, form, 422)


@transaction.atomic
def take_contact(request: HttpRequest, party: Party, form: ContactForm) -> HttpResponseBase:
    """The browser is let in with the event held: not after somebody else has taken the party over."""
    said, now = form.registrant(), timezone.now()
    if registrant.change_contact(party=party, registrant=said, is_same=form.is_same(), now=now):
        return render(request, "workshops/handed_over.html", {"event": party.event})
    return let_in(request, party, redirect("workshops:party", party.key))


def contact_page(request: HttpRequest, party: Party, form: ContactForm, status: int) -> HttpResponse:
    context = {"party": party, "event": party.event, "form": form}
    return render(request, "workshops/contact.html", context, status=status)


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
    """Everything of the party, before its time."""
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
    """Of whoever registered and came; the others have theirs by their own link, or at the desk."""
    found = member(party, person)
    if not found.is_registrant:
        raise Http404
    return own_certificate(found)


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
    side, path = qr.path(passes.address(person))
    context = {"person": person, "event": person.event, "side": side, "path": path}
    return render(request, "workshops/pass.html", context)


def own_certificate(person: Attendee) -> HttpResponse:
    spend("make a certificate", person.key, most=patience.MOST_CERTIFICATES, seconds=patience.HOUR)
    return send_certificate(person)


def send_certificate(person: Attendee) -> HttpResponse:
    if not person.may_have_certificate:
        raise Http404
    response = HttpResponse(certificate.pdf(person, timezone.localdate()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{person.certificate}.pdf"'
    return response


@party_page("POST", before_agreeing=True)
def close(request: HttpRequest, party: Party) -> HttpResponse:
    """이 기기에서 나가기: the cookie forgets the party's links."""
    response = redirect("workshops:event", party.event.slug)
    digests = party.links.values_list("digest", flat=True)
    HeldSecrets.read(request).without(digests).write(response)
    return response

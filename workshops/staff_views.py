"""What staff do on the day, on a phone: check in, add, name, count. In the site's look; every look is recorded.

Names are looked up by POST, so that none stands in an address; an address holds a random key that opens nothing.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from handbook.access_log import note_access
from handbook.consents import ConsentForm
from handbook.models import AccessRecord, staff_of
from handbook.personal import Refused, personal_page

from . import actions, attendance, people, registrant
from .changing import Change
from .door import SHOWN, DoorList, Expected, find_expected
from .forms import ContactForm
from .models import Event, EventAttendance, Party
from .staff_forms import AttendanceForm, NameForm, OnSiteForm, PrintForm
from .texts import desk_texts, person_texts, texts_at_desk
from .views.party import send_certificate

What = AccessRecord.What
DOOR, COUNTS, PARTIES = "workshops.change_attendee", "workshops.change_eventattendance", "workshops.change_party"
type View = Callable[..., HttpResponseBase]


def staff_page(permission: str, *methods: str) -> Callable[[View], View]:
    """A page of one event, which the view gets in place of its slug, for staff with this permission (else 403).

    Whoever is not logged in is, and then finds this page, or the door's list where a press was under way.
    """

    def decorate(view: View) -> View:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                door = reverse("workshops:door", args=[slug])
                return redirect_to_login(door if request.method == "POST" else request.path)
            if not request.user.has_perm(permission):
                raise PermissionDenied("이 화면을 쓸 권한이 없습니다. 권한을 주는 분에게 요청해 주세요.")
            event = get_object_or_404(Event, slug=slug)
            return view(request, event, *args, **kwargs)

        return page

    return decorate


def note(request: HttpRequest, what: str, whose: Iterable[str], reason: str = "") -> None:
    """The page is named by its event and its view: whose it was, the numbers say."""
    match = request.resolver_match
    page = f"events/{match.kwargs['slug']}/{match.url_name}" if match else ""
    note_access(request, what, whose, page=page, reason=reason)


# The door


@staff_page(DOOR, "GET", "POST")
def door(request: HttpRequest, event: Event) -> HttpResponse:
    """The list; a POST only narrows it by what was typed."""
    query = request.POST.get("query", "")[:100]
    show = request.GET.get("show", "")
    listed = DoorList.of(event)
    groups = listed.groups(query, show)
    note(request, What.LIST, [party.receipt for party, _ in groups])
    context = {
        "event": event,
        "list": listed,
        "groups": groups,
        "came": attendance.counted(event),
        "query": query,
        "show": show if show in SHOWN else "",
        "choices": SHOWN.items(),
    }
    return render(request, "workshops/staff_door.html", context)


def back_to_door(request: HttpRequest, event: Event, guest: Expected) -> HttpResponse:
    """The list as it was narrowed, at this person."""
    show = request.POST.get("show", "")
    narrowed = f"?show={show}" if show in SHOWN and show else ""
    return redirect(f"{reverse('workshops:door', args=[event.slug])}{narrowed}#p-{guest.person.key}")


@staff_page(DOOR, "POST")
def arrive(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    guest = find_expected(event, key)
    with transaction.atomic():
        attendance.check_in(person=guest.person, by=staff_of(request), now=timezone.now())
        note(request, What.CHANGE, [guest.person.party.receipt])
    return back_to_door(request, event, guest)


@staff_page(DOOR, "POST")
def undo_arrival(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    guest = find_expected(event, key)
    with transaction.atomic():
        attendance.undo_check_in(person=guest.person, now=timezone.now())
        note(request, What.CHANGE, [guest.person.party.receipt])
    return back_to_door(request, event, guest)


# One person at the door


@staff_page(DOOR, "GET")
def guest(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    return guest_page(request, event, find_expected(event, key))


def guest_page(
    request: HttpRequest,
    event: Event,
    guest: Expected,
    form: NameForm | None = None,
    consents: ConsentForm | None = None,
) -> HttpResponse:
    """With what is still needed of them: a name, their word that it may be kept. An invalid form answers 422."""
    note(request, What.LOOK, [guest.person.party.receipt])
    consents_asked = consents or ConsentForm(texts_at_desk(guest.person))
    context = {"event": event, "guest": guest, "form": form or NameForm(), "consents": consents_asked}
    return render(request, "workshops/staff_guest.html", context, status=422 if consents else 200)


@staff_page(DOOR, "POST")
def name_guest(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    guest = find_expected(event, key)
    form, consents = NameForm(request.POST), ConsentForm(desk_texts(), request.POST)
    if not all([form.is_valid(), consents.is_valid()]):
        return guest_page(request, event, guest, form, consents)
    with transaction.atomic():
        people.name_person(
            person=guest.person, guest=form.guest(), consents=consents, by=staff_of(request), now=timezone.now()
        )
        note(request, What.CHANGE, [guest.person.party.receipt])
    return back_to_door(request, event, guest)


@staff_page(DOOR, "GET", "POST")
def rename_guest(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    """A misspelt name, as its person says it at the desk."""
    guest = find_expected(event, key)
    data = request.POST if request.method == "POST" else None
    form, consents = NameForm.of(guest.person, data), ConsentForm(texts_at_desk(guest.person), data)
    if data is None or not all([form.is_valid(), consents.is_valid()]):
        note(request, What.LOOK, [guest.person.party.receipt])
        context = {"event": event, "guest": guest, "form": form, "consents": consents}
        return render(request, "workshops/staff_rename.html", context, status=200 if data is None else 422)
    with transaction.atomic():
        people.rename_person(person=guest.person, guest=form.guest(), consents=consents, by=staff_of(request))
        note(request, What.CHANGE, [guest.person.party.receipt])
    return back_to_door(request, event, guest)


@staff_page(DOOR, "POST")
def guest_agrees(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    """Somebody who was named by another agrees at the door; staff tick the box on their word."""
    guest = find_expected(event, key)
    consents = ConsentForm(person_texts(), request.POST)
    if not consents.is_valid():
        return guest_page(request, event, guest, consents=consents)
    with transaction.atomic():
        people.confirm_person(person=guest.person, consents=consents, now=timezone.now())
        note(request, What.CHANGE, [guest.person.party.receipt])
    return back_to_door(request, event, guest)


@staff_page(DOOR, "POST")
def guest_refuses(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    """Or does not agree: the name goes, the seat stays."""
    guest = find_expected(event, key)
    with transaction.atomic():
        people.refuse_person(person=guest.person, now=timezone.now())
        note(request, What.CHANGE, [guest.person.party.receipt])
    return back_to_door(request, event, guest)


@staff_page(DOOR, "GET")
def guest_certificate(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    """For whoever has no link of their own, like somebody added at the door."""
    guest = find_expected(event, key)
    note(request, What.LOOK, [guest.person.party.receipt])
    return send_certificate(guest.person)


@staff_page(DOOR, "GET", "POST")
def on_site(request: HttpRequest, event: Event) -> HttpResponse:
    """Somebody who has not registered; where no seat is free a sentence says so."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form, consents = OnSiteForm(event, timezone.localdate(now), data), ConsentForm(desk_texts(), data)
    if data is None or not all([form.is_valid(), consents.is_valid()]):
        return on_site_page(request, event, form, consents, 422 if data is not None else 200)
    try:
        with transaction.atomic():
            person = attendance.add_on_site(
                event=event,
                kind=form.cleaned_data["kind"],
                government=form.government(),
                guest=form.guest(),
                consents=consents,
                by=staff_of(request),
                now=now,
            )
            note(request, What.CHANGE, [person.party.receipt])
    except Refused as refused:
        form.add_error(None, str(refused))
        return on_site_page(request, event, form, consents, 409)
    return back_to_door(request, event, Expected(person, has_seat=True))


def on_site_page(
    request: HttpRequest, event: Event, form: OnSiteForm, consents: ConsentForm, status: int
) -> HttpResponse:
    context = {"event": event, "form": form, "consents": consents}
    return render(request, "workshops/staff_on_site.html", context, status=status)


@staff_page(DOOR, "GET", "POST")
def sheet(request: HttpRequest, event: Event) -> HttpResponse:
    """The list on paper, for when the hall has no network: the reason is asked first and recorded."""
    form = PrintForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"event": event, "form": form}
        return render(request, "workshops/staff_sheet_reason.html", context, status=422 if form.is_bound else 200)
    listed = DoorList.of(event)
    note(request, What.EXPORT, listed.whose, reason=form.cleaned_data["reason"])
    context = {"event": event, "groups": listed.groups(), "printed_at": timezone.now()}
    return render(request, "workshops/staff_sheet.html", context)


# After the day


@staff_page(COUNTS, "GET", "POST")
def approve(request: HttpRequest, event: Event) -> HttpResponse:
    """How many came: counted anew as long as there is what to count, corrected by hand, shown once approved."""
    row = EventAttendance.objects.select_related("approved_by").filter(event=event).first()
    counted = attendance.proposed(event)
    approved = {"heads": row.heads, "officials": row.officials} if row and row.approved_at else None
    form = AttendanceForm(request.POST if request.method == "POST" else None, initial=approved or counted)
    if form.is_valid():
        attendance.approve_attendance(event=event, **form.cleaned_data, by=staff_of(request), now=timezone.now())
        return redirect("workshops:attendance", event.slug)
    context = {"event": event, "row": row, "counted": counted, "form": form, "is_approved": approved is not None}
    context["differs"] = bool(approved) and any(counted[name] != number for name, number in (approved or {}).items())
    return render(request, "workshops/staff_attendance.html", context, status=422 if form.is_bound else 200)


# On a party's word


@staff_page(PARTIES, "GET", "POST")
def change(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    """The party's own form, at any time; what somebody else has changed meanwhile is shown first (409)."""
    party = standing_party(event, key)
    said = Change.of(party, request.POST if request.method == "POST" else None)
    if not said.form.is_bound or not said.is_valid():
        return change_page(request, said, said.status)
    try:
        with transaction.atomic():
            if said.take(timezone.now(), by=staff_of(request)):
                note(request, What.CHANGE, [party.receipt])
    except actions.Conflict:
        return change_page(request, said.over(), 409)
    return change_page(request, said, 422) if said.form.errors else redirect("admin:workshops_party_change", party.pk)


def standing_party(event: Event, key: str) -> Party:
    """Raises Http404, Refused."""
    party: Party = get_object_or_404(Party.objects.whole(), event=event, key=key)
    party.event = event
    actions.require(party, allowed=True, otherwise="")
    return party


def change_page(request: HttpRequest, said: Change, status: int) -> HttpResponse:
    note(request, What.LOOK, [said.party.receipt])
    context = said.context(conflict=status == 409)
    return render(request, "workshops/staff_change.html", context, status=status)


@staff_page(PARTIES, "GET", "POST")
def contact(request: HttpRequest, event: Event, key: str) -> HttpResponse:
    """An address put right, or somebody else who takes over: on the party's word, when its own links lead nowhere."""
    party = standing_party(event, key)
    form = ContactForm(party, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                registrant.change_contact(
                    party=party,
                    registrant=form.registrant(),
                    is_same=form.is_same(),
                    now=timezone.now(),
                    by=staff_of(request),
                )
                note(request, What.CHANGE, [party.receipt])
        except people.ComesAlready as twice:
            form.add_error("mail", str(twice))
        else:
            return redirect("admin:workshops_party_change", party.pk)
    note(request, What.LOOK, [party.receipt])
    context = {"event": event, "party": party, "form": form}
    return render(request, "workshops/staff_contact.html", context, status=422 if form.errors else 200)

"""The desk at the door: what a person's code opens on a phone of the staff."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord, staff_of
from handbook.personal import personal_page

from .. import attendance
from ..models import Attendee

PERMISSION = "workshops.change_attendee"


@personal_page("GET", "POST")
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever is not staff sees the same words for every code."""
    if not request.user.has_perm(PERMISSION):
        return render(request, "workshops/desk_only.html")
    people = Attendee.objects.select_related("event", "party__event", "party__government")
    person: Attendee = get_object_or_404(people, check_in_code=code)
    if request.method == "POST":
        return enter(request, person)
    note_access(request, AccessRecord.What.LOOK, [person.party.receipt], page="check-in")
    shown: dict[str, object] = {"person": person, "party": person.party, "event": person.event}
    shown["has_seat"] = person in person.party.seated()
    return render(request, "workshops/check_in.html", shown)


def enter(request: HttpRequest, person: Attendee) -> HttpResponse:
    """One press, and another to take it back."""
    now = timezone.now()
    with transaction.atomic():
        if "undo" in request.POST:
            attendance.undo_check_in(person=person, now=now)
        else:
            attendance.check_in(person=person, by=staff_of(request), now=now)
        note_access(request, AccessRecord.What.CHANGE, [person.party.receipt], page="check-in")
    return redirect("workshops:check_in", person.check_in_code)

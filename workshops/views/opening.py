"""Links from mails: a page with one button, whose press lets this browser in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from handbook.personal import button_page, personal_page
from handbook.secret_links import SECRET, HeldSecrets

from ..models import PartyLink, PersonLink


@personal_page("GET")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The same page for every link, known or not: whoever only looks learns and changes nothing."""
    return button_page(request, "personal/open.html", {"action": reverse("workshops:opened"), "secret": secret})


@personal_page("POST")
def opened(request: HttpRequest) -> HttpResponse:
    """The secret goes into the cookie; the address then shows a name that opens nothing."""
    secret, now = request.POST.get("secret", ""), timezone.now()
    opens = find(secret) if SECRET.fullmatch(secret) else None
    if opens is None:
        return render(request, "personal/closed.html", status=404)
    type(opens).objects.filter(pk=opens.pk, used_at=None).update(used_at=now)
    response = redirect(page_of(opens))
    HeldSecrets.read(request).with_first(secret).write(response)
    return response


def find(secret: str) -> PartyLink | PersonLink | None:
    now = timezone.now()
    party: PartyLink | None = PartyLink.objects.into().opened_by(secret, now)
    person: PersonLink | None = None if party else PersonLink.objects.into().opened_by(secret, now)
    return party or person


def page_of(link: PartyLink | PersonLink) -> str:
    if isinstance(link, PartyLink):
        return reverse("workshops:party", args=[link.party.key])
    return reverse("workshops:person", args=[link.person.key])

"""Whose pages: a party is open to whoever holds a link of it, a person's page to whoever holds theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from handbook.personal import personal_page
from handbook.secret_links import HeldSecrets

from .models import Attendee, Party, PartyLink, PersonLink
from .models.party import PartyLinkQuerySet

type View = Callable[..., HttpResponseBase]


def find_party(request: HttpRequest, key: str) -> Party | None:
    """One query."""
    link = PartyLink.objects.into().held_by(request).filter(party__key=key).first()
    return link.party if link else None


def mailed_links(request: HttpRequest, party: Party) -> PartyLinkQuerySet:
    """Those that this browser holds because whoever reads the party's address opened them: they answer for themselves.

    Asked anew whenever it is used.
    """
    return PartyLink.objects.held_by(request).filter(party=party, purpose=PartyLink.MAILED)


def find_person(request: HttpRequest, key: str) -> Attendee | None:
    """One query. Without a name there is nothing of theirs to see."""
    links = PersonLink.objects.into().held_by(request).filter(person__key=key)
    link = links.exclude(person__name="").first()
    return link.person if link else None


def held_page[Held](find: Callable[[HttpRequest, str], Held | None], *methods: str) -> Callable[[View], View]:
    """The view gets what the browser holds in place of the key. Who holds no link of it sees how to come back (404)."""

    def decorate(view: View) -> View:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            held = find(request, key)
            if held is None:
                return render(request, "personal/closed.html", status=404)
            return view(request, held, *args, **kwargs)

        return page

    return decorate


def let_in(request: HttpRequest, party: Party, response: HttpResponseBase) -> HttpResponseBase:
    """This browser opens the party from now on, whatever becomes of links that were mailed."""
    secret = PartyLink.make(purpose=PartyLink.DEVICE, party=party)
    HeldSecrets.read(request).with_first(secret).write(response)
    return response


def party_page(*methods: str, before_agreeing: bool = False) -> Callable[[View], View]:
    """Whoever is to take the registration over sees of it, until they have agreed, only what asks them."""

    def decorate(view: View) -> View:
        @held_page(find_party, *methods)
        @wraps(view)
        def page(request: HttpRequest, party: Party, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if party.stands and not before_agreeing and not party.is_agreed_to:
                return redirect("workshops:party", party.key)
            return view(request, party, *args, **kwargs)

        return page

    return decorate


def person_page(*methods: str) -> Callable[[View], View]:
    return held_page(find_person, *methods)

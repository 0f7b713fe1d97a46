"""The invitation to the next term: apply again, or say that one does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook.personal import personal_page
from pledges.catalogue.models import Government

from .. import actions
from ..access import typed
from ..forms import BeginForm
from ..models import ApplicationLink, RenewalInvitation
from .start import enter

KEPT = ("name", "birthdate", "phone", "mobile", "mail", "postcode", "address", "address_detail")
type InvitationView = Callable[..., HttpResponseBase]


def invitation_page(*methods: str) -> Callable[[InvitationView], InvitationView]:
    """A page of one invitation, whose link this browser holds; the view gets it in place of its number."""

    def decorate(view: InvitationView) -> InvitationView:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, pk: int) -> HttpResponseBase:
            links = ApplicationLink.objects.held_by(request).filter(invitation=pk)
            link = links.select_related("invitation__term", "invitation__membership__application").first()
            if link is None:
                return render(request, "personal/closed.html", status=404)
            return view(request, link.invitation)

        return page

    return decorate


@invitation_page("GET", "POST")
def invitation(request: HttpRequest, sent: RenewalInvitation) -> HttpResponse:
    """A new draft; what the last application said is not asked again."""
    form = BeginForm(typed(request))
    if request.method == "POST" and form.is_valid():
        begun, secret = actions.begin(
            consents=form.consents,
            filled_by=form.cleaned_data["filled_by"],
            now=timezone.now(),
            invitation=sent,
            known=known(sent),
        )
        return enter(request, redirect("members:applicant", begun.key), secret)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/invitation.html", {"invitation": sent, "form": form}, status=status)


@invitation_page("POST")
def decline(request: HttpRequest, sent: RenewalInvitation) -> HttpResponse:
    actions.answer_invitation(invitation=sent, now=timezone.now())
    return redirect("members:invitation", sent.pk)


def known(sent: RenewalInvitation) -> dict[str, Any]:
    """What the last application said, as far as it still holds."""
    last = sent.membership.application
    if last is None:
        member = sent.membership.member
        return {"name": member.name, "birthdate": member.birthdate}
    in_force = Government.objects.in_force(timezone.localdate())
    government = in_force.filter(code=last.government_id or "").first()
    return {"government": government, **{name: getattr(last, name) for name in KEPT}}

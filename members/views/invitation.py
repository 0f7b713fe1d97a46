"""The invitation to the next term: apply again, or say that one does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook.limits import spend
from handbook.personal import personal_page
from pledges.catalogue.models import Government

from .. import actions
from ..access import closed, typed
from ..forms import InvitationForm
from ..models import ApplicationLink, RenewalInvitation
from .start import HOUR, enter

KEPT = ("phone", "mobile", "mail", "postcode", "address", "address_detail")
type InvitationView = Callable[..., HttpResponseBase]


def invitation_page(*methods: str) -> Callable[[InvitationView], InvitationView]:
    """A page of one invitation, whose link this browser holds; the view gets the link in place of its number."""

    def decorate(view: InvitationView) -> InvitationView:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, pk: int) -> HttpResponseBase:
            links = ApplicationLink.objects.held_by(request).filter(invitation=pk)
            joined = ("invitation__term", "invitation__membership__application", "invitation__membership__member")
            link = links.select_related(*joined).first()
            return view(request, link) if link else closed(request)

        return page

    return decorate


@invitation_page("GET", "POST")
def invitation(request: HttpRequest, link: ApplicationLink) -> HttpResponse:
    """A new draft; what the last application said is not asked again of who shows that it is theirs."""
    sent = invitation_of(link)
    form = InvitationForm(typed(request))
    if request.method == "POST" and form.is_valid() and is_theirs_or_unsaid(link, form):
        begun, secret = actions.begin(
            consents=form.consents,
            filled_by=form.cleaned_data["filled_by"],
            now=timezone.now(),
            invitation=sent,
            known=known(sent, is_theirs=form.cleaned_data["birthdate"] is not None),
        )
        return enter(request, redirect("members:applicant", begun.key), secret)
    context = {"invitation": sent, "form": form, "is_begun": sent.applications.exists()}
    return render(request, "members/invitation.html", context, status=422 if request.method == "POST" else 200)


def invitation_of(link: ApplicationLink) -> RenewalInvitation:
    """A link of an invitation has one: the database holds to that."""
    if link.invitation is None:
        raise ValueError("a link of an invitation belongs to none")
    return link.invitation


def is_theirs_or_unsaid(link: ApplicationLink, form: InvitationForm) -> bool:
    """A wrong birthdate is said at its field. Whose mailbox it was before, the link alone does not tell."""
    sent, born = invitation_of(link), form.cleaned_data["birthdate"]
    spend("begin by an invitation", str(sent.pk), most=10, seconds=HOUR)
    if born is None or actions.knows_birthdate(link, sent.membership.member.birthdate, born):
        return True
    form.add_error("birthdate", "지난 신청의 생년월일과 다릅니다. 다시 확인하시거나 비워 두세요.")
    return False


@invitation_page("POST")
def decline(request: HttpRequest, link: ApplicationLink) -> HttpResponse:
    sent = invitation_of(link)
    actions.answer_invitation(invitation=sent, now=timezone.now())
    return redirect("members:invitation", sent.pk)


def known(sent: RenewalInvitation, *, is_theirs: bool) -> dict[str, Any]:
    """Name and government, which are no secret; and what else the last application said, to whom it belongs."""
    membership = sent.membership
    in_force = Government.objects.in_force(timezone.localdate())
    told = {"name": membership.member.name, "government": in_force.filter(code=membership.government_id).first()}
    if not is_theirs:
        return told
    last = membership.application
    kept = {name: getattr(last, name) for name in KEPT} if last else {}
    return {**told, **kept, "birthdate": membership.member.birthdate}

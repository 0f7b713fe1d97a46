"""An application's own page: what stands, how it went, and what its applicant may do with it."""

from __future__ import annotations

import json

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from handbook.limits import spend
from handbook.secret_links import HeldSecrets

from .. import actions
from ..access import FOR_THE_APPLICANT, Held, application_page, typed
from ..forms import ListingForm, SureForm
from ..models import Application, Membership, Signature
from ..texts import DIRECTORY
from .signing import receipt_of
from .steps import HOUR, STEPS, whole

State = Application.State
SENT = (*Application.OPEN, *Application.DECIDED)


@application_page("GET")
def application(request: HttpRequest, held: Held) -> HttpResponse:
    """A draft's desk, for its signer the page to sign; afterwards the status."""
    if held.application.state == State.WRITING:
        if not held.may_write:
            return redirect("members:sign", held.application.key)
        context = {**whole(held), "steps": STEPS, "missing": actions.missing(held.application)}
        return render(request, "members/desk.html", context)
    return status_page(request, held, ListingForm())


def status_page(request: HttpRequest, held: Held, listing: ListingForm, status: int = 200) -> HttpResponse:
    """Whoever only wrote or signs sees the state and what is to be supplemented."""
    signature = held.application.signatures.defer("pdf", "drawing", "scan", "form").last()
    membership = Membership.objects.filter(application=held.application).select_related("term", "government").first()
    context = {
        **whole(held),
        "course": held.application.course.all(),
        "signature": signature,
        "membership": membership,
        "is_listed": held.application.consents.filter(key=DIRECTORY, given_by="self", withdrawn_at=None).exists(),
        "is_unchanged": signature is not None and signature.version == held.application.version,
        "listing": listing,
        "letter": request.GET.get("letter"),
    }
    return render(request, "members/status.html", context, status=status)


@application_page("POST", signing=True, states=(State.SUPPLEMENT,))
def resubmit(request: HttpRequest, held: Held) -> HttpResponse:
    """Sends a supplement back without a change."""
    try:
        actions.resubmit(application=held.application, now=timezone.now())
    except actions.NotNow as late:
        return receipt_of(late)
    except actions.Conflict:
        return redirect("members:sign", held.application.key)
    return redirect("members:receipt", held.application.key)


@application_page("GET", "POST", own=True, states=Application.OPEN)
def withdraw(request: HttpRequest, held: Held) -> HttpResponse:
    form = SureForm("가입 신청을 취하합니다.", typed(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw(application=held.application, now=timezone.now())
        return redirect("members:application", held.application.key)
    return sure(request, held, form, "withdraw")


def sure(request: HttpRequest, held: Held, form: SureForm, page: str) -> HttpResponse:
    context = {"held": held, "application": held.application, "form": form}
    return render(request, f"members/{page}.html", context, status=422 if form.errors else 200)


@application_page("GET", "POST")
def delete(request: HttpRequest, held: Held) -> HttpResponse:
    """At once and for good where nothing has to be kept; a member's request is noted with its day."""
    if not may_delete_draft_or_own(held):
        raise PermissionDenied(FOR_THE_APPLICANT)
    at_once = actions.may_delete(held.application)
    form = SureForm("모두 지웁니다." if at_once else "지워 달라고 요청합니다.", typed(request))
    if request.method != "POST" or not form.is_valid():
        return sure(request, held, form, "delete" if at_once else "ask_deletion")
    if not at_once:
        actions.ask_deletion(application=held.application, now=timezone.now())
        return redirect("members:application", held.application.key)
    digests = list(held.application.links.values_list("digest", flat=True))
    actions.delete(application=held.application, now=timezone.now())
    return forget(request, render(request, "members/deleted.html"), digests)


@application_page("POST")
def leave(request: HttpRequest, held: Held) -> HttpResponse:
    """이 기기에서 나가기: this browser forgets every link of the application; elsewhere they open as before."""
    response = render(request, "members/left.html")
    return forget(request, response, list(held.application.links.values_list("digest", flat=True)))


def forget(request: HttpRequest, response: HttpResponse, digests: list[str]) -> HttpResponse:
    HeldSecrets.read(request).without(digests).write(response)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def may_delete_draft_or_own(held: Held) -> bool:
    """A draft is its writer's; what was sent is the applicant's."""
    return held.is_applicant or (held.may_write and held.application.state == State.WRITING)


@application_page("GET", own=True)
def export(request: HttpRequest, held: Held) -> HttpResponse:
    told = actions.export(application=held.application, known_since=held.known_since)
    written = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(written, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="membership-application.json"'
    return response


@application_page("GET", own=True, states=SENT)
def paper(request: HttpRequest, held: Held) -> HttpResponse:
    """The form as it was signed last, once its PDF is made."""
    signature = held.application.signatures.defer("drawing", "scan", "form").last()
    if signature is None or signature.manner == signature.Manner.PAPER:
        raise Http404
    if signature.pdf is None:
        return paper_waits(request, held, signature)
    response = HttpResponse(signature.pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="membership-application.pdf"'
    return response


def paper_waits(request: HttpRequest, held: Held, signature: Signature) -> HttpResponse:
    """Asks again by itself while the first try runs; what failed may take hours."""
    is_soon = signature.pdf_tries <= 1
    context = {"held": held, "application": held.application, "signature": signature, "is_soon": is_soon}
    response = render(request, "members/paper_waits.html", context)
    if is_soon:
        response.headers["Refresh"] = "5"
    return response


@application_page("GET", own=True, states=SENT)
def scan(request: HttpRequest, held: Held) -> HttpResponse:
    """The paper as it was scanned last; downloaded, since what a PDF may run is not ours to say."""
    signature = held.application.signatures.filter(manner=Signature.Manner.PAPER).defer("pdf", "form").last()
    if signature is None or signature.scan is None:
        raise Http404
    response = HttpResponse(bytes(signature.scan), content_type=signature.scan_type)
    name = f"membership-application-scan.{signature.scan_ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@application_page("POST", own=True, states=SENT)
def ask_to_confirm(request: HttpRequest, held: Held) -> HttpResponse:
    """Mails the link that confirms the address once more; the page it leads back to says whether it could."""
    spend("mail a link to confirm", held.application.key, most=3, seconds=HOUR)
    is_sent = held.application.mail_confirmed_at is None and actions.send_link(application=held.application)
    back = reverse("members:application", args=(held.application.key,))
    return redirect(f"{back}?letter={'sent' if is_sent else 'none'}")


@application_page("POST", own=True, states=(*Application.OPEN, State.APPROVED))
def listing(request: HttpRequest, held: Held) -> HttpResponse:
    """The applicant agrees to stand in the public directory."""
    form = ListingForm(request.POST)
    if not form.is_valid():
        return status_page(request, held, form, 422)
    actions.agree_to_listing(application=held.application, consents=form, now=timezone.now())
    return redirect("members:application", held.application.key)


@application_page("POST", own=True, states=SENT)
def withdraw_listing(request: HttpRequest, held: Held) -> HttpResponse:
    actions.withdraw_listing(application=held.application, now=timezone.now())
    return redirect("members:application", held.application.key)

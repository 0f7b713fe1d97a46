"""Signing: the link for the signer alone, the whole form with a place to sign, and what was received."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook import qr
from handbook.access_log import whole_address
from handbook.limits import client_address, spend
from handbook.models import Mail

from .. import actions, mails, strokes
from ..access import Held, application_page, typed
from ..forms import SignForm
from ..models import Application, ApplicationLink
from .start import enter
from .steps import HOUR, STEPS, whole

Purpose = ApplicationLink.Purpose


@application_page("GET", "POST")
def sign_link(request: HttpRequest, held: Held) -> HttpResponse:
    """An aide hands the form to the signer. The link is shown once; another one ends it."""
    if not (held.may_write and held.application.is_editable):
        return redirect("members:application", held.application.key)
    context: dict[str, Any] = {
        "held": held,
        "application": held.application,
        "steps": STEPS,
        "here": "sign",
        "days": actions.sign_link_days(held.application),
    }
    if request.method == "POST":
        spend("make a link to sign", held.application.key, most=20, seconds=HOUR)
        secret, until = actions.make_sign_link(application=held.application, now=timezone.now())
        address = mails.open_address(secret)
        side, path = qr.path(address)
        context |= {"address": address, "until": until, "side": side, "path": path}
    return render(request, "members/sign_link.html", context | signing_state(held))


@application_page("GET")
def sign_state(request: HttpRequest, held: Held) -> HttpResponse:
    """Whether it has been signed: the part of the aide's page that asks again by itself; 204 while nothing is new."""
    state = signing_state(held)
    if held.application.is_editable and request.GET.get("seen") == state["signing"]:
        return HttpResponse(status=204)
    return render(request, "members/sign_state.html", state)


def signing_state(held: Held) -> dict[str, Any]:
    """The newest working link for the signer, and how far it went: none, made, opened."""
    working = ApplicationLink.objects.working(timezone.now())
    link = working.filter(application=held.application, purpose=Purpose.SIGN).order_by("pk").last()
    signing = "none" if link is None else "opened" if link.used_at else "made"
    return {"application": held.application, "link": link, "signing": signing}


@application_page("GET", "POST", signing=True, states=Application.EDITABLE)
def sign(request: HttpRequest, held: Held) -> HttpResponse:
    """The whole form once more, and the signature. A form that changed meanwhile is shown anew and not signed."""
    form = SignForm(held.application, typed(request))
    if request.method != "POST":
        return signing_page(request, held, form)
    if not form.is_valid():
        return signing_page(request, held, form, 422)
    spend("sign an application", client_address(request), most=20, seconds=HOUR)
    try:
        _, secret = actions.sign_and_submit(
            application=held.application,
            seen=form.cleaned_data["version"],
            signed=form.signed(ip_address=whole_address(request), on_writers_device=held.on_writers_device),
            now=timezone.now(),
            consents=form.consents,
            came_by=[link.digest for link in held.links],
        )
    except actions.NotNow as late:
        return receipt_of(late)
    except actions.Conflict:
        return signing_page(request, held, SignForm(held.application), 409)
    response = redirect("members:receipt", held.application.key)
    return enter(request, response, secret) if secret else response


def receipt_of(late: actions.NotNow) -> HttpResponse:
    """Of two presses in one moment the second leads where the first does. Raises NotNow where there is no receipt."""
    if not late.application.is_waiting:
        raise late
    return redirect("members:receipt", late.application.key)


def signing_page(request: HttpRequest, held: Held, form: SignForm, status: int = 200) -> HttpResponse:
    context = {
        **whole(held),
        "form": form,
        "steps": STEPS,
        "here": "sign",
        "missing": actions.missing(held.application),
        "conflict": status == 409,
        "board": {"width": strokes.WIDTH, "height": strokes.HEIGHT, "strokes": strokes.MOST_STROKES},
        "is_signed": held.application.signatures.filter(version=held.application.version).exists(),
    }
    return render(request, "members/sign.html", context, status=status)


@application_page("GET", states=(*Application.OPEN, *Application.DECIDED))
def receipt(request: HttpRequest, held: Held) -> HttpResponse:
    """접수증: number, time, digest, and what comes next."""
    signature = held.application.signatures.defer("pdf", "drawing", "scan", "form").last()
    written_to = Mail.objects.filter(about=held.application.about, to=held.application.mail)
    context = {
        "held": held,
        "application": held.application,
        "signature": signature,
        "is_written_to": written_to.exists(),
    }
    return render(request, "members/receipt.html", context)

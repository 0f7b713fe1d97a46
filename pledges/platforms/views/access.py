"""Ways in and out: links to send, the key card, the code, recovery, leaving, copies, deleting."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from handbook.limits import client_address, spend

from .. import actions, carrying, files, ways
from ..access import Keys, held_page, ring
from ..forms import LinkForm, MailForm
from ..key_card import key_card
from ..models import Link
from ..sealed import Held
from ..whole import whole


@held_page("GET", editing=True)
def index(request: HttpRequest, held: Held) -> HttpResponse:
    return render(request, "platforms/ways.html", page(request, held))


def page(request: HttpRequest, held: Held, **more: object) -> dict[str, object]:
    now = timezone.now()
    links = held.platform.links.working(now).select_related("parent").order_by("-pk")
    seen = [link for link in links if ways.may_revoke(held, link)]
    return {
        "held": held,
        "links": [(link, held.link_name(link), held.link_name(link.parent) if link.parent else "") for link in seen],
        "shared": Keys.read(request).shared,
        "link_form": LinkForm(),
        "mail_form": MailForm(),
        **more,
    }


@held_page("POST")
def send(request: HttpRequest, held: Held) -> HttpResponse:
    """Makes a link and shows it once; a read link unless the holder says otherwise."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "platforms/ways.html", page(request, held, link_form=form), status=422)
    days = int(form.cleaned_data["days"])
    expires_at = timezone.now() + dt.timedelta(days=days) if days else None
    kind = Link.Kind(form.cleaned_data["kind"])
    secret = ways.send_link(held, kind, form.cleaned_data["name"], expires_at)
    context = {"held": held, "address": ways.address_of(secret), "kind": kind, "expires_at": expires_at}
    return render(request, "platforms/new_link.html", context)


@held_page("POST")
def revoke(request: HttpRequest, held: Held, link: int) -> HttpResponse:
    closing = get_object_or_404(held.platform.links, pk=link)
    if not ways.may_revoke(held, closing):
        raise PermissionDenied("이 링크는 만든 사람만 닫을 수 있습니다.")
    ways.revoke(held, closing)
    if link == held.link.pk:
        return left(request, held)
    return redirect("platforms:ways", held.platform.key)


@held_page("POST")
def card(request: HttpRequest, held: Held) -> HttpResponse:
    """The key card: a picture for the photo gallery with a fresh edit link as a QR code.

    It waits like any file, sealed, so that it comes by a plain GET, as in-app browsers need it.
    """
    secret = ways.send_link(held, Link.Kind.EDIT, ways.CARD, None, Link.Purpose.CARD)
    shown = whole(held)
    picture = key_card(ways.address_of(secret), shown.title, shown.saved_at.date())
    job = files.finished(held, "png", "열쇠카드.png", picture)
    return redirect("platforms:waiting", held.platform.key, job.key)


@held_page("POST")
def code(request: HttpRequest, held: Held) -> HttpResponse:
    context = {"held": held, "code": ways.make_code(held), "minutes": ways.CODE_MINUTES}
    return render(request, "platforms/new_code.html", context)


@held_page("POST", owning=True)
def recovery(request: HttpRequest, held: Held) -> HttpResponse:
    if "forget" in request.POST:
        ways.forget_recovery(held)
        return redirect("platforms:ways", held.platform.key)
    form = MailForm(request.POST)
    if not form.is_valid():
        return render(request, "platforms/ways.html", page(request, held, mail_form=form), status=422)
    ways.keep_recovery(held, form.cleaned_data["mail"])
    return redirect("platforms:ways", held.platform.key)


@held_page("POST", reading=True)
def shared(request: HttpRequest, held: Held) -> HttpResponse:
    """Whether this computer forgets when the browser is closed."""
    response = redirect("platforms:ways", held.platform.key)
    Keys(Keys.read(request).secrets, shared=request.POST.get("shared") == "on").write(response)
    return response


@held_page("POST", reading=True)
def leave(request: HttpRequest, held: Held) -> HttpResponse:
    """이 기기에서 나가기: the cookie forgets the platform, and the device's own links end."""
    for opened in ring(request).of(held.platform.key):
        if opened.link.purpose == Link.Purpose.DEVICE:
            ways.end(opened)
    return left(request, held)


def left(request: HttpRequest, held: Held) -> HttpResponse:
    response = render(request, "platforms/left.html")
    ring(request).without(held.platform.key).write(response)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@held_page("POST", reading=True)
def duplicate(request: HttpRequest, held: Held) -> HttpResponse:
    """A reader may copy too: nothing of the platform changes."""
    ring(request).make_room()
    spend("copy a platform", client_address(request), most=60, seconds=3600)
    copy, secret = actions.duplicate(held)
    response = redirect("platforms:desk", copy.platform.key)
    ring(request).with_first(secret).write(response)
    return response


@held_page("GET")
def carry(request: HttpRequest, held: Held) -> HttpResponse:
    """The carry-away file."""
    response = HttpResponse(carrying.carried(held), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="platform.json"'
    return response


@held_page("GET", "POST", owning=True)
def delete(request: HttpRequest, held: Held) -> HttpResponse:
    """At once and for good, after a page that says what that means."""
    if request.method == "POST" and request.POST.get("sure") == "on":
        actions.delete(held)
        response = render(request, "platforms/deleted.html")
        ring(request).without(held.platform.key).write(response)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response
    missing = request.method == "POST"
    return render(request, "platforms/delete.html", {"held": held, "missing": missing}, status=422 if missing else 200)


@held_page("POST", owning=True)
def keep(request: HttpRequest, held: Held) -> HttpResponse:
    """당선되어 임기 동안 보관."""
    actions.keep_for_term(held, keeps=request.POST.get("keep") == "on")
    return redirect("platforms:desk", held.platform.key)

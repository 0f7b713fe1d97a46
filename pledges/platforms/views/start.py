"""Starting and coming back: take a pledge, open a link, type a code, ask for a mail, bring in a file."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import EmailMessage, mailers
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from handbook import sealing
from handbook.limits import client_address, require_room, spend
from handbook.personal import button_page
from handbook.views import back
from handbook.visit import Visit
from pledges.catalogue.models import Government, PledgeText
from pledges.catalogue.stamp import page as public_page

from .. import actions, carrying, ways
from ..access import SECRET, Keys, current, private, read_platforms, ring
from ..content import HeadContent
from ..forms import CodeForm, ImportForm, MailForm, OwnPledgeForm
from ..models import Link
from ..sealed import Held

HOUR = 3600
MOST_WRONG_CODES, WRONG_CODES_SECONDS = 4 * ways.CODE_TRIES, 60 * ways.CODE_MINUTES
WRONG_CODE = "이 번호로는 열 수 없습니다. 번호는 10분 동안 한 번만 씁니다. 먼저 쓰던 기기에서 새로 받아 주세요."


def enter(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    """Puts a secret first in this browser's cookie."""
    ring(request).with_first(secret).write(response)
    return response


def new_platform(request: HttpRequest) -> tuple[Held, str]:
    """Begins with the place the visitor has chosen. Raises TooOften, TooMany."""
    ring(request).make_room()
    spend("begin a platform", client_address(request), most=100, seconds=HOUR)
    place = Government.objects.filter(code=Visit.read(request).place or None).first()
    return actions.begin(HeadContent(place=place.code if place else ""))


@private("POST")
def take(request: HttpRequest) -> HttpResponse:
    """담기: one press, from any page, with or without a platform."""
    texts = PledgeText.objects.live(timezone.now()).with_pledge()
    text = get_object_or_404(texts, pledge__key=request.POST.get("pledge", "").replace("\0", ""))
    held, secret = current(request), ""
    if held is None or not held.may_edit:
        held, secret = new_platform(request)
    actions.take(held, text)
    response = back(request, reverse("platforms:current"))
    return enter(request, response, secret) if secret else response


@private("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """내 공약: the platform in use; without one, every way to begin or to come back. POST begins an empty one."""
    held = current(request)
    if request.method == "POST":
        return write_own(request, held)
    if held:
        return redirect("platforms:desk", held.platform.key)
    return render(request, "platforms/begin.html")


def write_own(request: HttpRequest, held: Held | None) -> HttpResponse:
    """The page where one's own pledge begins, with the words of a search that found nothing: in no address."""
    secret = ""
    if held is None or not held.may_edit:
        held, secret = new_platform(request)
    form = OwnPledgeForm(initial={"title": request.POST.get("title", "")[:200]})
    response = render(request, "platforms/own.html", {"held": held, "form": form})
    return enter(request, response, secret) if secret else response


@private("GET")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    return button_page(request, "platforms/open.html", {"secret": secret})


@private("POST")
def open_link(request: HttpRequest) -> HttpResponse:
    """The button: the link's secret goes into the cookie, and the address shows a name that opens nothing.

    Behind a platform that this browser already writes in: what somebody sent never takes its place.
    """
    secret = request.POST.get("secret", "")
    known = Link.objects.filter(digest=sealing.digest(secret)).first() if SECRET.fullmatch(secret) else None
    opened = next((held for _, held in read_platforms([secret])), None) if known else None
    if opened is None:
        return render(request, "platforms/closed.html", {"link": known}, status=404)
    mine = ring(request)
    if not mine.of(opened.platform.key):
        mine.make_room()
    try:
        secret = ways.settle(opened, secret)
    except ways.WrongCode:  # a link by mail that was opened elsewhere a moment ago
        return render(request, "platforms/closed.html", {"link": known}, status=404)
    writes_already = mine.current is not None and mine.current.may_edit
    response = redirect("platforms:desk", opened.platform.key)
    (mine.with_last(secret) if writes_already else mine.with_first(secret)).write(response)
    return response


@private("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code, typed at the next device. Only wrong codes count: a class shares one address."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ring(request).make_room()
        require_room("try a code", client_address(request), most=MOST_WRONG_CODES, seconds=WRONG_CODES_SECONDS)
        try:
            platform, secret = ways.redeem_code(form.cleaned_data["code"])
        except ways.WrongCode:
            spend("try a code", client_address(request), most=MOST_WRONG_CODES, seconds=WRONG_CODES_SECONDS)
            form.add_error("code", WRONG_CODE)
        else:
            response = redirect("platforms:desk", platform.key)
            keys = ring(request).with_first(secret)
            Keys(keys.secrets, shared=form.cleaned_data["shared"] or keys.shared).write(response)
            return response
    return render(request, "platforms/code.html", {"form": form}, status=422 if form.errors else 200)


@private("GET", "POST")
def recover(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not an address is known; the mail goes out within the request and is kept nowhere."""
    form = MailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["mail"]
        spend("recover by mail", client_address(request), most=5, seconds=HOUR)
        spend("recover by mail", ways.mail_digest(address), most=3, seconds=24 * HOUR)
        try:
            mail_recovery(address)
        except (OSError, SMTPException):
            form.add_error(None, "지금은 전자우편을 보내지 못합니다. 잠시 뒤에 다시 해 주세요.")
        else:
            return redirect("platforms:recovery_sent")
    return render(request, "platforms/recover.html", {"form": form}, status=422 if form.errors else 200)


def mail_recovery(address: str) -> None:
    """The mail server is called for every address alike, so that its absence says nothing of an address."""
    with mailers["default"] as server:
        secrets = ways.recover(address)
        links = [ways.address_of(secret) for secret in secrets]
        text = render_to_string("platforms/recovery_mail.txt", {"links": links})
        if links:
            server.send_messages([EmailMessage("[공약 핸드북] 요청하신 링크", text, None, [address])])


@private("GET")
def recovery_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "platforms/recovery_sent.html")


@private("GET", "POST")
def bring_in(request: HttpRequest) -> HttpResponse:
    """A carry-away file becomes a new platform; a damaged one changes nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        ring(request).make_room()
        spend("bring in a file", client_address(request), most=30, seconds=HOUR)
        try:
            carried = carrying.read(form.cleaned_data["file"].read(carrying.MOST_BYTES + 1))
        except carrying.CannotRead as refused:
            form.add_error("file", str(refused))
        else:
            held, secret = actions.bring_in(carried.head, carried.pledges)
            return enter(request, redirect("platforms:desk", held.platform.key), secret)
    return render(request, "platforms/import.html", {"form": form}, status=422 if form.errors else 200)


@public_page
def who_can_see(request: HttpRequest) -> HttpResponse:
    return render(request, "platforms/who_can_see.html")

"""Whose mail address it is, asked of whoever reads mail there; and a link that was lost, sent again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook.limits import TooOften, client_address, spend
from handbook.personal import personal_page

from .. import actions
from ..access import closed, typed
from ..forms import OwnMailForm, SendLinkForm
from ..models import Application, ApplicationLink
from .steps import HOUR

type MailView = Callable[..., HttpResponseBase]


def mail_page(*methods: str) -> Callable[[MailView], MailView]:
    """A page of whoever holds a link to confirm this application's address; the view gets the link."""

    def decorate(view: MailView) -> MailView:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, key: str) -> HttpResponseBase:
            links = ApplicationLink.objects.held_by(request).filter(purpose=ApplicationLink.Purpose.CONFIRM)
            link = links.filter(application__key=key).select_related("application").order_by("pk").last()
            return view(request, link) if link else closed(request)

        return page

    return decorate


@mail_page("GET", "POST")
def own_mail(request: HttpRequest, link: ApplicationLink) -> HttpResponse:
    """The address is theirs who read mail there and know the birthdate; only then it gets what is personal."""
    application = whose(link)
    if application.mail_confirmed_at:
        return render(request, "members/mail_confirmed.html", {"application": application})
    form = OwnMailForm(typed(request))
    if request.method == "POST" and form.is_valid():
        born = form.cleaned_data["birthdate"]
        if actions.confirm_mail(application=application, link=link, birthdate=born, now=timezone.now()):
            return redirect("members:own_mail", application.key)
        form.add_error("birthdate", "신청서의 생년월일과 다릅니다. 다시 확인해 주세요.")
    context = {"application": application, "form": form}
    return render(request, "members/own_mail.html", context, status=422 if form.errors else 200)


@mail_page("POST")
def not_own_mail(request: HttpRequest, link: ApplicationLink) -> HttpResponse:
    actions.deny_mail(application=whose(link), link=link, now=timezone.now())
    return render(request, "members/mail_denied.html")


def whose(link: ApplicationLink) -> Application:
    """A link to confirm has an application: the database holds to that."""
    if link.application is None:
        raise ValueError("a link to confirm an address belongs to no application")
    return link.application


@personal_page("GET", "POST")
def send_link(request: HttpRequest) -> HttpResponse:
    """To the address that was applied with; the answer says nothing of whether there is such an application."""
    form = SendLinkForm(typed(request))
    if request.method == "POST" and form.is_valid():
        spend("send an application's link", client_address(request), most=20, seconds=HOUR)
        for application in Application.objects.with_link_to(**form.cleaned_data):
            send_again(application)
        return render(request, "members/link_sent.html")
    return render(request, "members/send_link.html", {"form": form}, status=422 if form.errors else 200)


def send_again(application: Application) -> None:
    """A few an hour: whoever asks for others' links fills nobody's letter box."""
    with contextlib.suppress(TooOften):
        spend("send an application its link", application.key, most=3, seconds=HOUR)
        actions.send_link(application=application)

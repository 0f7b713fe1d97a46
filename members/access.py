"""Who may open an application: whose browser holds the secret of one of its links, as far as that link reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from handbook.personal import personal_page

from .models import Application, ApplicationLink

Purpose = ApplicationLink.Purpose
FOR_THE_APPLICANT = "신청하신 분이 자기 상태 화면의 링크로 연 기기에서만 할 수 있습니다."
FOR_THE_SIGNER = "서명할 분의 기기에서만 할 수 있습니다. 서명 링크를 그 기기에서 열어 주세요."
NOT_NOW = "지금은 할 수 없습니다. 신청의 상태를 확인해 주세요."


@dataclass(frozen=True)
class Held:
    """An application as one browser may open it by its `links`, each with a purpose of its own."""

    application: Application
    links: tuple[ApplicationLink, ...]

    @property
    def purposes(self) -> frozenset[str]:
        return frozenset(link.purpose for link in self.links)

    @property
    def is_writer(self) -> bool:
        """Whether this is who applies, writing for themselves."""
        return Purpose.DESK in self.purposes and self.application.filled_by == Application.FilledBy.SELF

    @property
    def is_applicant(self) -> bool:
        """Whether all that is kept is theirs to see and to end. A link to write opens a draft alone: it may have gone
        to any address; a link to sign went through the aide's hands.
        """
        is_draft = self.application.state == Application.State.WRITING
        return Purpose.STATUS in self.purposes or (is_draft and self.is_writer)

    @property
    def may_sign(self) -> bool:
        return Purpose.SIGN in self.purposes or self.is_applicant or self.is_writer

    @property
    def has_signed(self) -> bool:
        """Whether this is the signer's browser, also once a link to sign is spent: it signs once."""
        return self.may_sign or Purpose.SIGNED in self.purposes

    @property
    def on_writers_device(self) -> bool:
        """Whether an aide wrote the form in this browser."""
        return Purpose.DESK in self.purposes and not self.is_writer

    @property
    def known_since(self) -> dt.datetime:
        """When the oldest link was made that is the applicant's own."""
        own = {Purpose.STATUS, Purpose.DESK} if self.is_writer else {Purpose.STATUS}
        return min(link.created_at for link in self.links if link.purpose in own)

    @property
    def may_write(self) -> bool:
        """A signer's link shows the form; who writes it holds another."""
        return bool(self.purposes & {Purpose.STATUS, Purpose.DESK})


def find_held(request: HttpRequest, key: str) -> Held | None:
    """One query."""
    links = ApplicationLink.objects.into().held_by(request).filter(application__key=key)
    found = tuple(links)
    application = found[0].application if found else None
    return Held(application, found) if application else None


type HeldView = Callable[..., HttpResponseBase]


def application_page(
    *methods: str, own: bool = False, signing: bool = False, writing: bool = False, states: tuple[str, ...] = ()
) -> Callable[[HeldView], HeldView]:
    """A page of one application, which this browser holds: the view gets it as `held` in place of the key.

    Who holds no link of it sees how to come back (404). Refused with 403: an aide and a signer where the page is the
    applicant's `own`; an aide where it is for `signing`; a signer where something is written (`writing`, which also
    needs a form that is open); everybody in a state that is not one of `states`. A signer's press on what has been
    received leads to its receipt.
    """

    def decorate(view: HeldView) -> HeldView:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            held = find_held(request, key)
            if held is None:
                return closed(request)
            if signing and held.has_signed and held.application.is_waiting:
                return redirect("members:receipt", key)  # the second press of a double press
            if own and not held.is_applicant:
                raise PermissionDenied(FOR_THE_APPLICANT)
            if signing and not held.may_sign:
                raise PermissionDenied(FOR_THE_SIGNER)
            if writing and not (held.may_write and held.application.is_editable):
                raise PermissionDenied(NOT_NOW)
            if states and held.application.state not in states:
                raise PermissionDenied(NOT_NOW)
            return view(request, held, *args, **kwargs)

        return page

    return decorate


def closed(request: HttpRequest) -> HttpResponse:
    """No link, or one that has ended: how to get another."""
    return render(request, "members/closed.html", status=404)


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with. A form of ticks alone sends nothing where none is set, and is a form all the same."""
    return request.POST if request.method == "POST" else None

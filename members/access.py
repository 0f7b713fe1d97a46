"""Who may open an application: whose browser holds the secret of one of its links, as far as that link reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render

from handbook.personal import personal_page

from .models import Application, ApplicationLink

Purpose = ApplicationLink.Purpose
# A browser may hold several links of one application: the first of these counts.
RANK = [Purpose.STATUS, Purpose.SIGN, Purpose.DESK]
FOR_THE_APPLICANT = "신청하시는 분의 기기에서만 할 수 있습니다. 받으신 링크를 그 기기에서 열어 주세요."
NOT_NOW = "지금은 할 수 없습니다. 신청의 상태를 확인해 주세요."


@dataclass(frozen=True)
class Held:
    """An application as one browser may open it. `purposes` are those of all its links there."""

    application: Application
    purposes: frozenset[str]

    @property
    def is_applicant(self) -> bool:
        """Whether this is the person who applies, and not an aide who writes for them."""
        alone = self.application.filled_by == Application.FilledBy.SELF
        return bool(self.purposes & {Purpose.STATUS, Purpose.SIGN}) or alone

    @property
    def may_write(self) -> bool:
        """A signer's link shows the form; who writes it holds another."""
        return bool(self.purposes & {Purpose.STATUS, Purpose.DESK})


def find_held(request: HttpRequest, key: str) -> Held | None:
    """One query."""
    links = ApplicationLink.objects.into().held_by(request).filter(application__key=key)
    found = sorted(links, key=lambda link: RANK.index(Purpose(link.purpose)))
    application = found[0].application if found else None
    return Held(application, frozenset(link.purpose for link in found)) if application else None


type HeldView = Callable[..., HttpResponseBase]


def application_page(
    *methods: str, own: bool = False, writing: bool = False, states: tuple[str, ...] = ()
) -> Callable[[HeldView], HeldView]:
    """A page of one application, which this browser holds: the view gets it as `held` in place of the key.

    Who holds no link of it sees how to come back (404). Refused with 403: an aide where the page is the applicant's
    `own`; a signer where something is written (`writing`, which also needs a form that is open); everybody in a state
    that is not one of `states`.
    """

    def decorate(view: HeldView) -> HeldView:
        @personal_page(*methods)
        @wraps(view)
        def page(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            held = find_held(request, key)
            if held is None:
                return render(request, "personal/closed.html", status=404)
            if own and not held.is_applicant:
                raise PermissionDenied(FOR_THE_APPLICANT)
            if writing and not (held.may_write and held.application.is_editable):
                raise PermissionDenied(NOT_NOW)
            if states and held.application.state not in states:
                raise PermissionDenied(NOT_NOW)
            return view(request, held, *args, **kwargs)

        return page

    return decorate


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with. A form of ticks alone sends nothing where none is set, and is a form all the same."""
    return request.POST if request.method == "POST" else None

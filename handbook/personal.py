"""Pages that show or take what is somebody's own."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .limits import TooOften
from .public import View, require_same_origin


class Refused(Exception):
    """What cannot be done now, in a sentence that a person can act on."""


def personal_page(*methods: str) -> Callable[[View], View]:
    """A private page (`handbook.public.KeepPrivatePages`); a POST only from a page of this site.

    What is refused is said in a sentence (409), what is too often with the time to wait (429, Retry-After).
    """
    allowed = require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))

    def decorate(view: View) -> View:
        @allowed
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                require_same_origin(request)
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, refused, status=409)
            except TooOften as refused:
                response = refusal(request, refused, status=429)
                response.headers["Retry-After"] = str(max(1, refused.seconds))
                return response

        @csrf_exempt
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            vars(request)["is_private_page"] = True
            return checked(request, *args, **kwargs)

        return page

    return decorate


def refusal(request: HttpRequest, refused: Exception, status: int) -> HttpResponse:
    return render(request, "personal/refused.html", {"reason": refused, "back": came_from(request)}, status=status)


def came_from(request: HttpRequest) -> str:
    """The page of this site that the press came from; nothing where the browser does not tell."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    return referrer.path if referrer.netloc == request.get_host() and referrer.path.strip("/") else ""


def button_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The one neutral page behind every link that was mailed or shown: whoever only looks learns and changes nothing.

    The page's own address is named nowhere on it and sent nowhere, not even to this site's other addresses.
    """
    vars(request)["hides_address"] = True
    response = render(request, template, context)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response

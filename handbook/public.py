"""Public pages: the same bytes for every visitor without our cookie, cheap to ask for again, safe to post from."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from .visit import Visit


class PageRequest(HttpRequest):
    """A request as django-htmx's middleware hands it on."""

    htmx: HtmxDetails


type View = Callable[..., HttpResponseBase]


@cache
def release() -> str:
    """A digest of the code, the templates, the built files and the operator's words: another release, other pages."""
    digest = hashlib.sha256(repr((operator(), retention())).encode())
    code = [f"{app}/**/*.py" for app in ("handbook", "members", "pledges", "workshops")]
    patterns = (*code, "templates/**/*", "var/static/staticfiles.json")
    for path in sorted(path for pattern in patterns for path in settings.BASE_DIR.glob(pattern) if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def personal_state(request: HttpRequest) -> str:
    """What this visitor's own cookies make of a page; empty without any of them."""
    present = {name: request.COOKIES[name] for name in settings.PAGE_COOKIES if request.COOKIES.get(name)}
    stamps = {name: settings.PAGE_COOKIES[name] for name in present}
    states = [import_string(dotted)(request) if dotted else "" for dotted in stamps.values()]
    return "\n".join([*(f"{name}={value}" for name, value in present.items()), *states])


def public_page(stamp: Callable[[], str]) -> Callable[[View], View]:
    """A page that anyone may keep. `stamp` changes whenever anything that such pages show has changed.

    Answers 304 from the stamp alone, before anything is fetched or rendered. A visitor with one of our cookies
    (settings.PAGE_COOKIES) gets a private answer, which also depends on what the cookie's own stamp says.
    """

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            cookie = personal_state(request)
            parts = (release(), stamp(), request.build_absolute_uri(), cookie, request.headers.get("HX-Request", ""))
            tag = quote_etag(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32])
            response = get_conditional_response(request, etag=tag) or view(request, *args, **kwargs)
            response.headers.setdefault("ETag", tag)
            if cookie:
                patch_cache_control(response, private=True, max_age=0)
            else:
                patch_cache_control(response, public=True, max_age=0, s_maxage=60)
            patch_vary_headers(response, ("Cookie", "HX-Request", "Accept-Encoding"))
            response.is_public_page = True  # type: ignore[attr-defined]
            return response

        return page

    return decorate


def host_of(address: str) -> str:
    """The host and port of an address; empty where it is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def require_same_origin(request: HttpRequest) -> None:
    """A POST without a token: the browser itself says where it comes from. Raises PermissionDenied.

    `Sec-Fetch-Site` where the browser sends it, else `Origin`, else `Referer`; a request that says nothing is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if not (site == "same-origin" if site else host_of(source) == request.get_host()):
        raise PermissionDenied("이 사이트의 화면에서 다시 눌러 주세요.")


def same_origin_post(view: View) -> View:
    """A view that takes only a POST from a page of this site (`require_same_origin`)."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_same_origin(request)
        return view(request, *args, **kwargs)

    return checked


class RefuseLargeBodies:
    """Answers 413 to what is larger than anything a page of ours sends, before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length[:20]) <= settings.MOST_BODY_BYTES:
            return self.get_response(request)
        return render(request, "413.html", status=413)


class KeepPrivatePages:
    """Nothing of a page that is somebody's own is kept underway, indexed, or told to another site, errors included"""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_private(request):
            response.headers["Cache-Control"] = "no-store, private"
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            if response.headers.get("Referrer-Policy") != "strict-origin":
                response.headers["Referrer-Policy"] = "same-origin"
        return response


class CompressPublicPages(GZipMiddleware):
    """Compresses what `public_page` answered: it holds no secret, so no random padding changes its bytes."""

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_public = getattr(response, "is_public_page", False)
        return super().process_response(request, response) if is_public else response


def is_private(request: HttpRequest) -> bool:
    """Whether the page is somebody's own: its address is then named nowhere."""
    return bool(vars(request).get("is_private_page"))


def operator() -> dict[str, str]:
    """Who runs this installation, in the words of its settings."""
    return {
        "operator": settings.SITE_OPERATOR,
        "contact": settings.SITE_CONTACT,
        "privacy_contact": settings.PRIVACY_CONTACT,
        "privacy_processors": settings.PRIVACY_PROCESSORS,
    }


def retention() -> dict[str, int]:
    """How long personal data is kept, as the privacy page says it."""
    return {
        "club_draft_days": settings.CLUB_DRAFT_DAYS,
        "club_refused_days": settings.CLUB_REFUSED_DAYS,
        "club_after_term_months": settings.CLUB_AFTER_TERM_MONTHS,
        "event_after_months": settings.EVENT_AFTER_MONTHS,
        "mail_days": settings.MAIL_DAYS,
        "access_log_months": settings.ACCESS_LOG_MONTHS,
    }


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page may say: the site's address, this page's address and what the visitor has chosen."""
    return {
        "site_origin": settings.SITE_ORIGIN,
        "canonical": "" if is_private(request) else f"{settings.SITE_ORIGIN}{request.path}",
        "this_address": "" if vars(request).get("hides_address") else request.get_full_path(),
        "visit": Visit.read(request),
        **operator(),
    }

"""Pages that belong to no app: the letters' size, robots and errors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from .public import same_origin_post
from .visit import TEXT_SIZES, Visit


def back(request: HttpRequest, otherwise: str = "/") -> HttpResponseRedirect:
    """To the page the form stood on, if it is one of ours."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(address if safe else otherwise)


@same_origin_post
def text_size(request: HttpRequest) -> HttpResponse:
    size = request.POST.get("text", "")
    response = back(request)
    Visit.read(request).with_text(size if size in TEXT_SIZES else "").write(response, secure=request.is_secure())
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that name none, like the admin's."""
    return HttpResponseRedirect(static("img/favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /platform/",
        "Disallow: /open/",
        "Disallow: /club/applications/",
        "Disallow: /club/open/",
        "Disallow: /events/parties/",
        "Disallow: /events/people/",
        "Disallow: /events/open/",
        f"Sitemap: {settings.SITE_ORIGIN}/sitemap.xml",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def never_cached(response: HttpResponse) -> HttpResponse:
    """An error may have met a page that is somebody's own."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return never_cached(render(request, "400.html", status=400))


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return never_cached(render(request, "403.html", {"reason": str(exception)}, status=403))


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(
        request, "403.html", {"reason": "화면을 연 지 오래되었습니다. 새로 고친 뒤 다시 눌러 주세요."}, status=403
    )


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return never_cached(render(request, "404.html", status=404))


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Stands alone: nothing that may just have failed is asked for."""
    return render(None, "500.html", status=500)

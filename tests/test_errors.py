import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from handbook import views
from handbook.urls import handler400, handler403, handler404, handler500, urlpatterns

PAGES = [
    ("bad", 400, "요청을 읽지 못했습니다"),
    ("denied", 403, "이 화면을 볼 권한이 없습니다."),
    ("missing", 404, "찾는 쪽이 없습니다"),
    ("broken", 500, "화면을 보여 드리지 못했습니다"),
]


def bad(request):
    raise SuspiciousOperation("secret detail")


def denied(request):
    raise PermissionDenied


def denied_with_reason(request):
    raise PermissionDenied("신고가 <끝났습니다>.")


def broken(request):
    raise RuntimeError("secret detail")


urlpatterns = [
    path("bad/", bad),
    path("denied/", denied),
    path("reason/", denied_with_reason),
    path("broken/", broken),
    path("plain/", lambda request: HttpResponse("plain")),
    *urlpatterns,
]


@pytest.fixture
def visitor(settings):
    """Sees what a browser sees: an error is an answer, not an exception."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("name", "status", "sentence"), PAGES)
def test_error_page_is_korean_and_asks_no_database(visitor, name, status, sentence):
    """Without the marker of a database every query fails."""
    response = visitor.get(f"/{name}/")
    assert response.status_code == status
    assert sentence in response.text
    assert '<html lang="ko"' in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert "secret detail" not in response.text


@pytest.mark.parametrize(("name", "status", "sentence"), PAGES)
def test_error_page_sets_nothing_and_may_not_be_kept(visitor, name, status, sentence):
    response = visitor.get(f"/{name}/")
    assert not response.cookies
    assert "csrf" not in response.text
    assert "public" not in response.get("Cache-Control", "")
    assert "ETag" not in response


def test_server_error_asks_no_database_whatever_the_visitor_chose(visitor):
    visitor.cookies["visit"] = "place=11110&text=large"
    assert visitor.get("/broken/").status_code == 500


def test_refusal_says_why_and_runs_nothing_in_it(visitor):
    response = visitor.get("/reason/")
    assert response.status_code == 403
    assert "신고가 &lt;끝났습니다&gt;." in response.text


def test_unknown_host_is_refused(visitor):
    response = visitor.get("/plain/", headers={"Host": "example.org"})
    assert response.status_code == 400
    assert "요청을 읽지 못했습니다" in response.text


def test_old_form_in_the_admin_is_refused_with_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "새로 고친 뒤 다시 눌러 주세요" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/pledges/2022/99-1/",
        "/pledges/2022/1-99/",
        "/pledges/1900/1-1/",
        "/themes/2022/99/",
        "/pledges/2022/1-1/cases/1/report/",
        f"/pledges/{'9' * 40}/1-1/",
        f"/themes/2022/{'9' * 40}/",
        "/pledges/2022/1-1",
    ],
)
def test_address_of_nothing_is_not_found(client, address):
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert "찾는 쪽이 없습니다" in response.text


@pytest.mark.parametrize(("name", "status", "sentence"), PAGES)
def test_error_page_has_the_safety_headers(visitor, name, status, sentence):
    response = visitor.get(f"/{name}/")
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_every_error_page_is_ours():
    assert [handler400, handler403, handler404, handler500] == [
        f"handbook.views.{view.__name__}"
        for view in (views.bad_request, views.forbidden, views.not_found, views.server_error)
    ]

"""What all pages of somebody's own do alike: kept nowhere, pressed only from our own pages, refused in a sentence."""

import re

import pytest
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from handbook import urls
from handbook.limits import TooOften, spend
from handbook.models import Limit
from handbook.personal import Refused, personal_page

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
SECRET = "s" * 22
REFUSAL = "자리가 <없습니다>. 대기자로 신청해 주세요."

pytestmark = pytest.mark.django_db


@personal_page("GET", "POST")
def own(request):
    """Shows itself; a press does what it says."""
    if request.method != "POST":
        return render(request, "personal/closed.html")
    press = request.POST["press"]
    if press == "refused":
        with transaction.atomic():
            Limit.objects.create(key="trace", until="2026-11-26T12:00Z", times=1)
            raise Refused(REFUSAL)
    if press == "too often":
        spend("press", "somebody", most=0, seconds=3600)
    if press == "at once":
        raise TooOften(0)
    if press == "not mine":
        raise Http404
    return HttpResponse(press)


@personal_page("GET")
def look(request):
    return HttpResponse("only to look at")


@personal_page("GET")
def link(request, secret):
    vars(request)["hides_address"] = True
    return render(request, "personal/open.html", {"action": "/own/", "secret": secret})


urlpatterns = [
    path("own/", own),
    path("look/", look),
    path("open/<str:secret>/", link),
    *urls.urlpatterns,
]
handler403, handler404 = urls.handler403, urls.handler404


@pytest.fixture
def browser(settings):
    settings.ROOT_URLCONF = __name__
    return Client(headers=SAME_ORIGIN, enforce_csrf_checks=True)


@pytest.fixture
def stranger(settings):
    settings.ROOT_URLCONF = __name__
    return Client(enforce_csrf_checks=True)


def press(client, what="pressed", **options):
    return client.post("/own/", {"press": what}, **options)


def is_private(response):
    return (response["Cache-Control"], response["X-Robots-Tag"], response["Referrer-Policy"]) == (
        "no-store, private",
        "noindex, nofollow, noarchive",
        "same-origin",
    )


def test_page_is_kept_nowhere_and_found_by_no_search(browser):
    for response in (browser.get("/own/"), browser.head("/own/"), browser.get("/look/")):
        assert response.status_code == 200
        assert is_private(response)
    page = browser.get("/own/").text
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert 'rel="canonical"' not in page
    assert "og:url" not in page


@pytest.mark.parametrize(
    ("what", "status"), [("pressed", 200), ("refused", 409), ("too often", 429), ("at once", 429), ("not mine", 404)]
)
def test_no_answer_to_a_press_is_kept_either(browser, what, status):
    response = press(browser, what)
    assert response.status_code == status
    assert is_private(response)


@pytest.mark.parametrize(
    "headers",
    [
        SAME_ORIGIN,
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/own/"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
def test_press_on_a_page_of_ours_needs_no_token(stranger, headers):
    assert press(stranger, headers=headers).text == "pressed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://example.org", "Referer": "http://testserver/own/"},
        {"Origin": "null"},
        {"Origin": "http://testserver.example.org"},
        {"Referer": "https://example.org/http://testserver/"},
    ],
)
def test_press_from_elsewhere_is_refused(stranger, headers):
    response = press(stranger, headers=headers)
    assert response.status_code == 403
    assert is_private(response)
    assert "이 사이트의 화면에서 다시 눌러 주세요." in response.text


def test_look_may_come_from_anywhere(stranger):
    assert stranger.get("/own/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(("method", "address"), [("post", "/look/"), ("put", "/own/"), ("delete", "/own/")])
def test_other_ways_of_asking_are_not_taken(browser, method, address):
    response = getattr(browser, method)(address)
    assert response.status_code == 405
    assert is_private(response)


def test_refusal_is_said_in_its_sentence_and_nothing_has_changed(browser):
    page = press(browser, "refused").text
    assert "자리가 &lt;없습니다&gt;. 대기자로 신청해 주세요." in page
    assert "바뀐 것은 없습니다." in page
    assert not Limit.objects.filter(key="trace").exists()


@pytest.mark.parametrize(
    ("referrer", "way_back"),
    [
        ("http://testserver/own/people/?query=1", '<a class="btn" href="/own/people/">앞 화면으로</a>'),
        ("http://testserver/", ""),  # all that a page with a secret in its address tells
        ("http://elsewhere/own/people/", ""),
        ("", ""),
    ],
)
def test_refusal_leads_back_to_the_page_of_the_press(browser, referrer, way_back):
    page = browser.post("/own/", {"press": "refused"}, headers={"Referer": referrer}).text
    assert re.findall(r"<a class=\"btn\".*?</a>", page) == ([way_back] if way_back else [])


def test_too_often_says_when_to_come_back(browser):
    response = press(browser, "too often")
    seconds = int(response["Retry-After"])
    assert 1 <= seconds <= 3600
    assert f"{seconds // 60 + 1}분 뒤부터 됩니다." in response.text
    assert press(browser, "at once")["Retry-After"] == "1"


def test_link_opens_nothing_by_itself_and_says_nothing_of_what_it_is_for(browser):
    response = browser.get(f"/open/{SECRET}/", headers={"User-Agent": "scanner"})
    assert response.status_code == 200
    assert is_private(response)
    assert not response.cookies
    page = response.text
    assert re.search(r"<title>\s*링크 열기", page)
    assert '<meta property="og:title" content="링크 열기">' in page
    form = page[page.index('<form method="post" action="/own/">') :].split("</form>")[0]
    assert form.count("<input") == form.count("<button>열기</button>") == 1
    assert f'<input type="hidden" name="secret" value="{SECRET}">' in form


def test_secret_of_a_link_stands_nowhere_but_in_its_button(browser):
    assert browser.get(f"/open/{SECRET}/").text.count(SECRET) == 1


def test_pages_of_ones_own_have_no_inline_script_or_style(browser):
    for page in (browser.get("/own/").text, browser.get(f"/open/{SECRET}/").text, press(browser, "refused").text):
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", page)

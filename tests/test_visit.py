from urllib.parse import parse_qs

import pytest
from django.http import HttpResponse

from handbook.visit import Visit
from tests import factories

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def read(rf, cookie):
    request = rf.get("/")
    request.COOKIES["visit"] = cookie
    return Visit.read(request)


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("", Visit()),
        ("place=11110&text=large", Visit("11110", "large")),
        ("text=large", Visit("", "large")),
        ("place=11110&place=41110", Visit("41110")),
        ("place=1111", Visit()),
        ("place=１１１１０", Visit()),
        ("place=<b>&text=large", Visit("", "large")),
        ("place=11110&text=huge", Visit("11110")),
        ("name=someone&place=11110", Visit("11110")),
        ("x" * 300 + "&place=11110", Visit()),
        ("%00%ff;;==", Visit()),
    ],
)
def test_visit_reads_only_what_it_may_say(rf, cookie, expected):
    assert read(rf, cookie) == expected


def test_visit_is_read_as_it_was_written(rf):
    response = HttpResponse()
    Visit("11110", "large").write(response, secure=True)
    morsel = response.cookies["visit"]
    assert read(rf, morsel.value) == Visit("11110", "large")
    assert morsel["httponly"]
    assert morsel["secure"]
    assert morsel["samesite"] == "Lax"
    assert (morsel["max-age"], morsel["expires"]) == ("", "")


def test_visit_that_says_nothing_takes_the_cookie_away():
    response = HttpResponse()
    Visit().write(response, secure=False)
    assert response.cookies["visit"]["max-age"] == 0


@pytest.mark.django_db
def test_letters_grow_and_shrink_again(client):
    response = client.post("/text-size/", {"text": "large", "next": "/guide/"}, headers=SAME_ORIGIN)
    assert (response.status_code, response["Location"]) == (302, "/guide/")
    page = client.get("/guide/")
    assert '<html lang="ko" data-text="large">' in page.text
    assert "글자 보통으로" in page.text
    client.post("/text-size/", {"text": "", "next": "/guide/"}, headers=SAME_ORIGIN)
    page = client.get("/guide/")
    assert '<html lang="ko">' in page.text
    assert "글자 크게" in page.text


@pytest.mark.django_db
def test_letters_and_place_are_chosen_without_touching_each_other(client):
    place = factories.government()
    client.post("/place/choose/", {"place": place.code}, headers=SAME_ORIGIN)
    client.post("/text-size/", {"text": "large"}, headers=SAME_ORIGIN)
    assert parse_qs(client.cookies["visit"].value) == {"place": [place.code], "text": ["large"]}
    client.post("/place/choose/", {"place": ""}, headers=SAME_ORIGIN)
    assert parse_qs(client.cookies["visit"].value) == {"text": ["large"]}


@pytest.mark.django_db
def test_letters_of_an_unknown_size_are_the_usual_ones(client):
    client.post("/text-size/", {"text": "huge"}, headers=SAME_ORIGIN)
    assert client.cookies["visit"].value == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "javascript:alert(1)",
        "http:///example.org",
        "\x00/guide/",
        "",
    ],
)
@pytest.mark.parametrize(("path", "home"), [("/text-size/", "/"), ("/place/choose/", "/place/")])
@pytest.mark.django_db
def test_choice_never_leads_to_another_site(client, path, home, address):
    response = client.post(path, {"next": address}, headers=SAME_ORIGIN)
    assert (response.status_code, response["Location"]) == (302, home)


@pytest.mark.django_db
def test_choice_leads_back_with_the_query(client):
    response = client.post("/text-size/", {"next": "/pledges/?q=돌봄&page=2"}, headers=SAME_ORIGIN)
    assert response["Location"] == "/pledges/?q=%EB%8F%8C%EB%B4%84&page=2"


@pytest.mark.django_db
def test_choice_with_line_breaks_in_its_address_adds_no_header(client):
    response = client.post("/text-size/", {"next": "/guide/\r\nSet-Cookie: a=b"}, headers=SAME_ORIGIN)
    assert "\n" not in response["Location"]
    assert set(response.cookies) == {"visit"}


@pytest.mark.parametrize("path", ["/text-size/", "/place/choose/"])
def test_choice_is_never_made_by_a_link(client, path):
    assert client.get(path).status_code == 405

"""What holds for every public page alike; what each one says is tested with it."""

import gzip

import pytest
from django.test import Client
from django.utils import timezone

from handbook import public
from tests import factories

PAGES = {
    "/": "공약을 쓰기 전에",
    "/pledges/": "자치헌장 제정",
    "/pledges/?q=돌봄&office=basic_head": "지우기: ",
    "/pledges/?q=없는말입니다": "맞는 것을 찾지 못했습니다",
    "/pledges/2022/6-1/": "먼저 한 곳",
    "/themes/2022/6/": "앞 분야",
    "/cases/": "시·도마다 참고사례가 몇 개인지 나타낸 지도",
    "/cases/?province=12000&check=differs": "원문과 다름",
    "/pledges/2022/1-1/cases/1/report/": "이 인용이 틀렸습니다",
    "/report-sent/": "보내 주신 내용을 받았습니다",
    "/place/": "지역 고르기",
    "/place/?q=순창": "전북특별자치도",
    "/guide/": "다섯 가지 물음",
    "/about/": "무엇을 확인했나",
    "/use/": "이용 안내",
    "/privacy/": "개인정보 처리방침",
    "/terms/": "이용약관",
    "/accessibility/": "접근성 안내",
    "/open-data/": "열린 자료",
    "/open-data/catalogue.json": "자치헌장 제정",
    "/open-data/cases.csv": "서울특별시 자치헌장 조례",
    "/open-data/pledges.csv": "자치헌장 제정",
}
FILES = {"/sitemap.xml": "/pledges/2022/12-4/"}
EVERYTHING = PAGES | FILES
GZIP = {"Accept-Encoding": "gzip"}

public_page = pytest.mark.parametrize("path", EVERYTHING)
pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.mark.parametrize(("path", "says"), EVERYTHING.items())
def test_page_answers_in_korean(client, path, says):
    response = client.get(path)
    assert response.status_code == 200
    assert says in response.text
    if response["Content-Type"].startswith("text/html"):
        assert response.text.startswith('<!doctype html>\n<html lang="ko">')


@public_page
def test_page_is_the_same_bytes_for_every_visitor(client, path):
    first = client.get(path)
    stranger = Client(headers={"User-Agent": "another", "Accept-Language": "en", "Cookie": "theirs=1"}).get(path)
    staff = Client()
    staff.force_login(factories.superuser())
    assert first.content == client.get(path).content == stranger.content == staff.get(path).content
    assert first["ETag"] == stranger["ETag"]


@public_page
def test_page_sets_no_cookie_and_has_no_token(client, path):
    response = client.get(path)
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "csrfmiddlewaretoken" not in response.text


@public_page
def test_page_may_be_kept_by_anyone_who_asks_again(client, path):
    response = client.get(path)
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=60"}
    assert set(response["Vary"].split(", ")) == {"Cookie", "HX-Request", "Accept-Encoding"}
    assert response["ETag"].strip('"').isalnum()


@public_page
def test_page_that_has_not_changed_is_a_304_of_one_query(client, path, django_assert_num_queries):
    first = client.get(path)
    with django_assert_num_queries(1):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again[name] == first[name]


@public_page
def test_page_of_a_visitor_with_a_choice_is_theirs(client, path):
    plain = client.get(path)
    client.cookies["visit"] = "text=large"
    response = client.get(path, headers={"If-None-Match": plain["ETag"]})
    assert response.status_code == 200
    assert set(response["Cache-Control"].split(", ")) == {"private", "max-age=0"}
    assert set(response["Vary"].split(", ")) == {"Cookie", "HX-Request", "Accept-Encoding"}
    assert response["ETag"] != plain["ETag"]
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


@public_page
def test_page_compresses_to_the_same_bytes_and_keeps_its_tag(client, path):
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert packed.content == client.get(path, headers=GZIP).content
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == f"W/{plain['ETag']}"
    assert client.get(path, headers={"If-None-Match": packed["ETag"], **GZIP}).status_code == 304


@public_page
def test_page_answers_head_and_refuses_what_would_change_something(client, path):
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get(path)["ETag"]
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@public_page
def test_page_runs_nothing_that_is_not_ours(client, path):
    response = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    for sign in (" style=", "<style", " onclick=", "javascript:", "<script>"):
        assert sign not in response.text


@pytest.mark.parametrize("path", ["/pledges/?q=돌봄", "/cases/?q=돌봄"])
def test_fragment_is_another_answer_than_its_page(client, path):
    page, fragment = client.get(path), client.get(path, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert fragment["ETag"] != page["ETag"]
    assert client.get(path, headers={"HX-Request": "true", "If-None-Match": page["ETag"]}).status_code == 200


def test_page_of_another_release_is_another_page(client, monkeypatch):
    before = client.get("/")["ETag"]
    monkeypatch.setattr(public, "release", lambda: "another")
    assert client.get("/")["ETag"] != before


def test_page_of_another_day_is_another_page(client, monkeypatch):
    before = client.get("/")["ETag"]
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: tomorrow)
    assert client.get("/", headers={"If-None-Match": before}).status_code == 200


def test_robots_may_read_all_but_the_admin_and_platforms(client):
    response = client.get("/robots.txt")
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /platform/",
        "Disallow: /open/",
        "Disallow: /club/applications/",
        "Disallow: /club/open/",
        "Disallow: /events/parties/",
        "Disallow: /events/people/",
        "Disallow: /events/open/",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]
    assert not response.cookies


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/catalogue/citation/"])
def test_admin_is_kept_by_nobody_and_never_compressed(client, path):
    client.force_login(factories.superuser())
    client.cookies["visit"] = "text=large"
    response = client.get(path, headers=GZIP)
    assert response.status_code in {200, 302}
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "Content-Encoding" not in response
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "nonsense"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.example.org"}, 403),
        ({"Origin": "http://testserver@example.org"}, 403),
        ({"Origin": "https://example.org", "Referer": "http://testserver/"}, 403),
        ({"Referer": "http://testserver/guide/"}, 302),
        ({"Referer": "https://example.org/testserver"}, 403),
        ({"Referer": "not an address"}, 403),
        ({"Referer": "http://[broken"}, 403),
        ({}, 403),
    ],
)
def test_post_is_taken_from_our_own_pages_only(headers, status):
    visitor = Client(enforce_csrf_checks=True)
    response = visitor.post("/text-size/", {"text": "large"}, headers=headers)
    assert response.status_code == status
    assert ("visit" in response.cookies) == (status == 302)
    if status == 403:
        assert "이 사이트의 화면에서 다시 눌러 주세요." in response.text

"""What every page around platforms has in common: never kept, never indexed, told to no other site, named nowhere."""

import pytest

from pledges.platforms import files
from pledges.platforms.urls import urlpatterns
from tests.platforms import holder

PUBLIC = {"who-can-see/"}
ROUTES = [str(pattern.pattern) for pattern in urlpatterns]
PRIVATE = [route for route in ROUTES if route not in PUBLIC]
TITLE = "비밀스러운 제목"

pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(files, "run_in_background", lambda held, job, document: None)
    client = holder.browser()
    holder.take(client)
    holder.settle(client, title=TITLE)
    address = holder.pledge_address(client)
    client.post(address, holder.pledge_form(client, address) | {"title": TITLE})
    files.finished(holder.held(client), "png", "열쇠카드.png", b"picture")
    return client


def address_of(route, client):
    opened = holder.held(client)
    values = {
        "<key:key>": opened.platform.key,
        "<key:pledge>": holder.rows(client)[0].key,
        "<key:job>": opened.platform.files.first().key,
        "<int:revision>": opened.platform.revisions.first().pk,
        "<int:link>": opened.link.pk,
        "<str:secret>": holder.secrets(client)[0],
    }
    for name, value in values.items():
        route = route.replace(name, str(value))
    assert "<" not in route
    return f"/{route}"


def is_private(response):
    return (
        {"no-store", "private"} <= set(response.get("Cache-Control", "").split(", "))
        and "noindex" in response.get("X-Robots-Tag", "")
        and response["Referrer-Policy"] in {"same-origin", "strict-origin"}
    )


def not_private(client, answer, statuses):
    """Addresses whose answer of these statuses is not private, after every address was asked."""
    found = []
    for route in PRIVATE:
        response = answer(address_of(route, client))
        assert response.status_code < 500, route
        if response.status_code in statuses and not is_private(response):
            found.append((response.status_code, route))
    return found


@pytest.mark.parametrize("method", ["get", "head"])
def test_no_page_that_is_looked_at_is_kept(client, method):
    assert not not_private(client, getattr(client, method), {200, 302, 404})


def test_no_answer_to_a_stranger_is_kept(client):
    assert not not_private(client, holder.browser().get, {200, 302, 404})


def test_no_answer_to_a_press_is_kept(client):
    for route in PRIVATE:
        if route.endswith(("delete/", "leave/", "revoke/", "remove/", "duplicate/")):
            continue
        response = client.post(address_of(route, client))
        assert response.status_code < 500, route
        assert response.status_code == 405 or is_private(response) or response.status_code == 404, route


def test_no_refusal_to_a_reader_is_kept(client):
    assert not not_private(client, holder.reader_of(client).get, {403})


def test_no_press_from_another_site_is_taken_and_no_refusal_is_kept(client):
    stranger = holder.scanner(**{"Sec-Fetch-Site": "cross-site"})
    stranger.cookies = client.cookies
    assert not not_private(client, stranger.post, {200, 302, 404, 422})
    assert {stranger.post(address_of(route, client)).status_code for route in PRIVATE} == {403, 405}
    assert not not_private(client, stranger.post, {403})


def test_no_answer_to_a_wrong_method_is_kept(client):
    assert not not_private(client, client.put, {405})


def test_no_page_runs_or_loads_what_is_not_ours_or_names_its_address(client):
    for route in PRIVATE:
        response = client.get(address_of(route, client), headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in response, route  # beside an echo the length would tell of a secret
        assert "unsafe" not in response["Content-Security-Policy"]
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        for sign in (" style=", "<style", " onclick=", "javascript:", "<script>", 'src="http', "og:url", "canonical"):
            assert sign not in response.text, route
        assert '<meta name="robots" content="noindex' in response.text


def test_page_for_everybody_is_public(client):
    response = holder.scanner().get("/who-can-see/")
    assert "public" in response["Cache-Control"]
    assert "누가 볼 수 있습니까" in response.text


@pytest.mark.parametrize("address", ["/no-such-page/", "/pledges/2022/99-99/", "/platform/NOSUCHPAGE22/"])
def test_error_page_with_somebodys_pledges_on_it_is_kept_by_nobody(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert TITLE not in response.text or "no-store" in response.get("Cache-Control", "")


def test_page_refused_to_somebody_does_not_show_their_pledges_to_a_cache(client):
    response = client.post("/text-size/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert TITLE not in response.text or "no-store" in response.get("Cache-Control", "")


def test_title_of_every_private_page_is_neutral(client):
    for route in PRIVATE:
        response = client.get(address_of(route, client))
        if response["Content-Type"].startswith("text/html"):
            title = response.text.split("<title>")[-1].split("</title>")[0]
            assert TITLE not in title
            assert "자치헌장" not in title


def test_other_platforms_of_a_stranger_are_told_apart_by_nothing(client):
    """Whether a key exists at all is not said: both answers are the same bytes."""
    stranger = holder.browser()
    there = stranger.get(holder.desk(client))
    nowhere = stranger.get(f"/platform/{'2' * 12}/")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(holder.key(client), "2" * 12) == nowhere.text

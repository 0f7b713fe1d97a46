"""Links from mails: looking at one changes nothing and tells nothing; the button lets this browser in."""

import pytest

from handbook import sealing
from workshops.models import PartyLink, PersonLink

from . import rows
from .browsing import browser
from .parties import OPEN, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def party(db):
    return register(rows.event(aides_most=2), 1)


def secrets(party):
    person = party.people.first()
    person.name, person.agreed_at = "홍길동", OPEN
    person.save()
    return PartyLink.make(purpose="mail", party=party), PersonLink.make(purpose="mail", person=person)


def test_page_behind_a_link_is_the_same_for_every_link_and_for_none(party):
    pages = [browser().get(f"/events/open/{secret}/") for secret in (*secrets(party), sealing.new_secret())]
    assert {page.status_code for page in pages} == {200}
    shown = {page.text.replace(page.context["secret"], "…") for page in pages}
    assert len(shown) == 1
    assert party.name not in shown.pop()
    assert pages[0]["Referrer-Policy"] == "strict-origin"
    assert pages[0]["Cache-Control"] == "no-store, private"
    assert not pages[0].cookies
    assert not PartyLink.objects.filter(used_at__isnull=False).exists()


def test_button_lets_in_and_the_address_opens_nothing_by_itself(party):
    client = browser()
    ours, persons = secrets(party)
    response = client.post("/events/open/", {"secret": ours})
    assert response["Location"] == f"/events/parties/{party.key}/"
    cookie = response.cookies["links"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert ours in cookie.value
    assert PartyLink.objects.get(digest=sealing.digest(ours)).used_at == OPEN
    response = client.post("/events/open/", {"secret": persons})
    assert response["Location"] == f"/events/people/{party.people.first().key}/"
    for address in (response["Location"], f"/events/parties/{party.key}/"):
        assert client.get(address).status_code == 200
        assert browser().get(address).status_code == 404


@pytest.mark.parametrize("secret", ["", "x", "한" * 22, "A" * 22])
def test_unknown_secret_opens_nothing(party, secret):
    client = browser()
    response = client.post("/events/open/", {"secret": secret})
    assert response.status_code == 404
    assert "열 수 없는 링크" in response.text
    assert not client.cookies


def test_closed_link_opens_nothing_and_lets_nobody_stay(party):
    client = browser()
    ours, _ = secrets(party)
    client.post("/events/open/", {"secret": ours})
    PartyLink.objects.update(revoked_at=OPEN)
    assert client.get(f"/events/parties/{party.key}/").status_code == 404
    assert browser().post("/events/open/", {"secret": ours}).status_code == 404


def test_button_works_from_our_own_page_only(party):
    ours, _ = secrets(party)
    response = browser().post("/events/open/", {"secret": ours}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_no_secret_stands_in_the_database(party):
    ours, _ = secrets(party)
    link = PartyLink.objects.order_by("pk").last()
    assert ours not in str(vars(link))
    assert link.digest == sealing.digest(ours)

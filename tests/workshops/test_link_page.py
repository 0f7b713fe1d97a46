"""Being sent the link again: only to the address that was registered with, and telling nobody whether there is one."""

import pytest

from handbook.models import Mail
from tests import factories
from workshops import actions

from . import rows
from .browsing import browser, mails, of_party
from .parties import OPEN, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def place(db):
    return factories.government(name="가람도 가람시")


@pytest.fixture
def event(place):
    return rows.event(slug="forum", capacity=6, aides_most=3)


def test_link_page_answers_the_same_whether_there_is_a_registration_or_not(event, place):
    party = register(event, government=place)
    Mail.objects.all().delete()
    known, unknown = (browser().post("/events/forum/link/", {"mail": to}) for to in (party.mail.upper(), "no@b.kr"))
    assert known.content == unknown.content
    assert len(mails(party.mail)) == Mail.objects.count() == 1
    for data in ({}, {"mail": "no"}):
        response = browser().post("/events/forum/link/", data)
        assert response.status_code == 422
        assert "예: name@example.kr" in response.text
    assert browser().get("/events/forum/link/").status_code == 200


def test_nobody_fills_the_letter_box_of_another(event, place):
    party = register(event, government=place)
    Mail.objects.all().delete()
    for _ in range(5):
        assert browser().post("/events/forum/link/", {"mail": party.mail}).status_code == 200
    assert Mail.objects.count() == 3


def test_link_of_a_cancelled_party_is_not_sent(event, place):
    party = register(event, government=place)
    mail = party.mail
    client = of_party(party)
    actions.cancel(party=party, now=OPEN)
    Mail.objects.all().delete()
    browser().post("/events/forum/link/", {"mail": mail})
    assert not Mail.objects.exists()
    assert "취소함" in client.get(f"/events/parties/{party.key}/").text

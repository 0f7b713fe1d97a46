"""What an event asks besides: kept only with its own consent, also when it is answered later."""

import pytest

from workshops.models import Event, Party

from . import rows
from .browsing import form, of_party
from .parties import OPEN, later, register

pytestmark = pytest.mark.django_db
GIVEN = {"consent_answers": "on"}


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def party(db):
    return register(rows.event(slug="forum", aides_most=3, asks_car=True))


@pytest.fixture
def client(party):
    return of_party(party)


def path(party):
    return f"/events/parties/{party.key}/change/"


def press(client, party, **typed):
    return client.post(path(party), form(client.get(path(party)).text) | typed)


def kept(party):
    rows = party.consents.filter(key="answers").order_by("pk")
    return [(consent.wording.text.split("항목: ")[1].split("\n")[0], consent.withdrawn_at) for consent in rows]


def test_answer_that_comes_later_needs_its_box(client, party):
    response = press(client, party, cars="12가 3456")
    assert response.status_code == 422
    assert "선택 항목을 적으셨습니다." in response.text
    assert Party.objects.get().cars == ""
    assert press(client, party, cars="12가 3456", **GIVEN).status_code == 302
    assert Party.objects.get().cars == "12가 3456"
    assert kept(party) == [("차량번호", None)]


def test_box_comes_unticked_and_not_again_once_it_is_given(client, party):
    page = client.get(path(party)).text
    assert "consent_answers" in page
    assert "consent_answers" not in form(page)
    press(client, party, cars="12가 3456", **GIVEN)
    assert "consent_answers" not in client.get(path(party)).text
    assert press(client, party, cars="34나 5678").status_code == 302
    assert kept(party) == [("차량번호", None)]


def test_answers_that_are_emptied_date_their_consent(client, party, clock):
    press(client, party, cars="12가 3456", **GIVEN)
    clock(later(days=1))
    assert press(client, party, cars="").status_code == 302
    assert kept(party) == [("차량번호", later(days=1))]
    assert "consent_answers" in client.get(path(party)).text


def test_event_that_begins_to_ask_more_asks_for_consent_anew(client, party, clock):
    press(client, party, cars="12가 3456", **GIVEN)
    Event.objects.update(asks_transport=True)
    clock(later(days=1))
    assert press(client, party, transport="휠체어 자리").status_code == 422
    assert press(client, party, transport="휠체어 자리", **GIVEN).status_code == 302
    assert kept(party) == [("차량번호", later(days=1)), ("차량번호, 이동 지원", None)]


def test_event_that_asks_nothing_shows_no_box(client, party):
    Event.objects.update(asks_car=False)
    assert "consent_answers" not in client.get(path(party)).text
    assert press(client, party, aides="2").status_code == 302
    assert kept(party) == []

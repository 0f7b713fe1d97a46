"""Whom the form refuses, and how often: it tells little of who has registered, and what was typed stays."""

import pytest

from handbook.models import Mail
from tests import factories
from tests.catalogue.test_texts_pages import words_of
from workshops.models import Attendee, Party
from workshops.people import Guest, ask_again

from . import rows
from .browsing import browser, form, mails, of_party
from .parties import OPEN, later, register
from .test_register_page import filled, send

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", mail="aide@example.org")


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def place(db):
    return factories.government(name="가람도 가람시")


@pytest.fixture
def event(place):
    return rows.event(slug="forum", capacity=20, aides_most=3)


def test_second_registration_of_a_government_tells_nothing_and_offers_the_link(event, place):
    register(event, government=place, form_key="first")
    party = Party.objects.get()
    Mail.objects.all().delete()
    client = browser()
    response = send(client, filled(client, place))
    assert response.status_code == 409
    page = words_of(response.text)
    assert "가람도 가람시의 신청이 이미 있습니다." in page
    assert not [word for word in (party.name, party.mail, party.receipt) if word in response.text]
    assert Party.objects.count() == 1
    answer = client.post("/events/forum/link/", {"government": place.code})
    assert answer.status_code == 200
    assert party.mail not in answer.text
    [(subject, body)] = mails(party.mail)
    assert subject == f"신청 내용을 여는 링크: {event.title}"
    assert "/events/open/" in body


@pytest.mark.parametrize("changes", [{}, {"who": "without", "aide2_name": "이", "aide2_mail": "AIDE@example.org"}])
def test_aide_who_comes_already_is_refused_without_saying_who(event, place, changes):
    client = browser()
    send(client, filled(client, factories.government()))
    response = send(client, filled(client, place, **changes))
    assert response.status_code == 422
    assert list(response.context["form"].said()) == ["aides"]
    assert "누구인지는 알려 드리지 않습니다." in response.text
    assert Party.objects.count() == 1


def test_too_many_registrations_from_one_address_have_to_wait(event, clock, monkeypatch):
    places = [factories.government() for _ in range(3)]
    monkeypatch.setattr("workshops.patience.MOST_REGISTRATIONS", 2)
    answers = [send(client := browser(), filled(client, place, mail=f"{place.code}@b.kr")) for place in places]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    assert Party.objects.count() == 2
    clock(later(hours=1))
    client = browser()
    assert send(client, filled(client, places[2])).status_code == 302


def test_whoever_is_refused_finds_the_form_as_it_was_typed(event, place):
    register(event, government=place)
    client = browser()
    data = filled(client, place)
    response = send(client, data)
    assert form(response.text)["post"] == "비서실장"
    other = factories.government()
    assert send(client, {**data, "government": other.code}).status_code == 302


def test_few_refusals_an_hour_and_then_nobody_registers_from_there(event, place, monkeypatch, clock):
    monkeypatch.setattr("workshops.patience.MOST_REFUSED", 2)
    register(event, government=place)
    client, other = browser(), factories.government()
    answers = [send(client, filled(client, one)) for one in (place, place, place, other)]
    assert [answer.status_code for answer in answers] == [409, 409, 429, 429]
    assert "분 뒤부터 됩니다." in answers[3].text
    assert form(answers[3].text)["post"] == "비서실장"
    assert int(answers[3]["Retry-After"]) > 0
    assert Party.objects.count() == 1
    clock(later(hours=1))
    assert send(client, filled(client, other)).status_code == 302


def test_few_refused_changes_an_hour(event, monkeypatch):
    monkeypatch.setattr("workshops.patience.MOST_REFUSED", 1)
    register(event, people=[AIDE])
    party = register(event, 1)
    client, path = of_party(party), f"/events/parties/{party.key}/change/"
    data = form(client.get(path).text)
    typed = data | {"aide1_name": "김", "aide1_mail": "aide@example.org"}
    answers = [client.post(path, one) for one in (typed, typed, data)]
    assert [answer.status_code for answer in answers] == [422, 429, 429]
    assert form(answers[1].text)["aide1_mail"] == "aide@example.org"
    assert party.people.filter(name="").count() == 2


def test_changes_of_a_party_are_counted_and_what_was_typed_stays(event, monkeypatch):
    monkeypatch.setattr("workshops.patience.MOST_CHANGES", 1)
    party = register(event, 1)
    client, path = of_party(party), f"/events/parties/{party.key}/change/"
    answers = [client.post(path, form(client.get(path).text) | {"aides": aides}) for aides in ("2", "3")]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert form(answers[1].text)["aides"] == "3"
    assert party.people.count() == 3


def test_one_address_is_asked_a_few_times_a_day_and_the_name_waits(event):
    parties = [register(event, principal=AIDE) for _ in range(4)]
    assert len(mails(AIDE.mail)) == 3
    last = parties[3].people.get()
    assert (last.consent, last.asked_at) == ("waiting", None)
    page = of_party(parties[3]).get(f"/events/parties/{parties[3].key}/").text
    assert "아직 동의를 여쭙지 못했습니다." in page
    assert not ask_again(last, later(hours=1))
    assert ask_again(last, later(days=1))
    assert len(mails(AIDE.mail)) == 4
    assert not ask_again(last, later(days=2))
    assert "아직 동의를 여쭙지" not in of_party(parties[3]).get(f"/events/parties/{parties[3].key}/").text


def test_nobody_is_asked_later_once_the_event_is_off(event):
    last = [register(event, principal=AIDE) for _ in range(4)][3].people.get()
    event.refresh_from_db()
    event.cancelled_at, event.cancel_reason = later(hours=1), "태풍"
    event.save()
    assert not ask_again(last, later(days=1))


def test_the_same_form_after_a_cancellation_registers_anew(event, place):
    client = browser()
    data = filled(client, place)
    first = send(client, data)["Location"]
    client.post(f"{first}cancel/")
    second, third = send(client, data)["Location"], send(client, data)["Location"]
    assert first != second == third
    assert "3석 가운데 3석을 받으셨습니다." in words_of(client.get(second).text)
    assert Party.objects.standing().count() == 1
    assert Attendee.objects.count() == 3

"""A registration changed by staff, on the party's word, at any time."""

import pytest

from handbook.models import AccessRecord
from tests import factories
from workshops import actions
from workshops.people import Guest

from . import rows
from .browsing import form, mails
from .desk import DOOR, PARTIES, logged_in, press, records
from .parties import CLOSED, OPEN, change, check, register

pytestmark = pytest.mark.django_db
HEAD = Guest(name="홍길동", mail="head@example.org")
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=10, aides_most=3, asks_meal=True)


@pytest.fixture
def party(event):
    return register(event, principal=HEAD, people=[AIDE])


@pytest.fixture
def staff(client, clock):
    clock(CLOSED)
    return logged_in(client, PARTIES, "view_party")


def path(party):
    return f"/events/spring/staff/parties/{party.key}/change/"


def test_staff_change_people_and_answers_after_the_closing(client, staff, party):
    page = client.get(path(party))
    typed = form(page.text) | {"aides": "2", "meals": "3", "aide1_post": "실장", "consent_answers": "on"}
    answer = press(client, path(party), **typed)
    assert answer["Location"] == f"/admin/workshops/party/{party.pk}/change/"
    party.refresh_from_db()
    assert (party.seats_held, party.meals) == (3, 3)
    assert [person.name for person in party.people.all()] == ["홍길동", "김참모", ""]
    assert check(party.event).seats_taken == 3
    assert mails(party.mail)[-1][0].startswith("참가 신청을 바꾸었습니다")
    assert records("look") == [(party.receipt, "events/spring/staff_change")]
    assert records("change") == [(party.receipt, "events/spring/staff_change")]


def test_change_that_was_overtaken_is_shown_and_not_saved(client, staff, party):
    typed = form(client.get(path(party)).text)
    change(party, 3)
    answer = press(client, path(party), **typed)
    assert answer.status_code == 409
    assert "그사이 다른 화면에서 신청을 바꾸었습니다." in answer.text
    assert (form(answer.text)["aides"], form(answer.text)["version"]) == (typed["aides"], "2")
    assert answer.text.count("이름은 나중에</li>") == 2  # what stands now
    assert check(party.event).seats_taken == 4
    assert records("change") == []


def test_form_says_what_is_wrong_and_keeps_what_was_typed(client, staff, party):
    typed = form(client.get(path(party)).text) | {"meals": "9", "aide2_name": "이참모"}
    answer = press(client, path(party), **typed)
    assert answer.status_code == 422
    assert "동의를 여쭐 전자우편을 적어 주세요." in answer.text
    assert form(answer.text)["aide2_name"] == "이참모"
    assert records("change") == []


def test_aide_who_comes_with_another_party_is_refused(client, staff, party):
    register(party.event, people=[Guest(name="이참모", mail="other@example.org")])
    typed = form(client.get(path(party)).text)
    typed |= {"aides": "2", "aide2_name": "이참모", "aide2_mail": "other@example.org"}
    answer = press(client, path(party), **typed)
    assert answer.status_code == 422
    assert "보좌진 가운데 이 행사에 이미 적힌 분이 있습니다." in answer.text
    assert party.people.count() == 2


def test_registration_that_has_ended_is_not_changed(client, staff, party):
    actions.cancel(party=party, now=OPEN)
    answer = client.get(path(party))
    assert answer.status_code == 409
    assert "이미 끝난 신청입니다." in answer.text


def test_party_of_another_event_is_not_found(client, staff, party):
    other = register(rows.event())
    assert client.get(path(other)).status_code == 404


def test_visitor_and_staff_of_the_door_are_refused(client, party):
    assert "/admin/login/" in client.get(path(party))["Location"]
    logged_in(client, DOOR)
    assert client.get(path(party)).status_code == 403
    client.force_login(factories.staff("nobody@example.org"))
    assert press(client, path(party)).status_code == 403
    assert not AccessRecord.objects.exists()

"""Steps that staff take for a party, each a page with one button."""

import pytest

from handbook.models import AccessRecord
from tests.catalogue.shelf import admin_address as address
from workshops import actions
from workshops.models import Event, Party, PartyLink
from workshops.people import Guest

from . import rows
from .browsing import mails, opened, secret_in
from .desk import PARTIES, logged_in, records, staff_with
from .parties import BEGUN, OPEN, check, held, later, offer_of, register
from .test_seats_at_once import at_once

pytestmark = pytest.mark.django_db
STEPS = ("link", "offer", "accept", "cancel")


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=4, aides_most=3)


@pytest.fixture
def party(event):
    return register(event, 2, principal=Guest(name="홍길동", mail="head@example.org"))


@pytest.fixture
def staff(client, clock):
    clock(later(days=1))
    return logged_in(client, PARTIES, "view_party")


def step(party, key):
    return address(Party, f"{party.pk}/steps/{key}/")


def said(client, party):
    """The sentence on the party's page after a step."""
    return [str(message) for message in client.get(address(Party, f"{party.pk}/change/")).context["messages"]]


def test_page_of_a_party_offers_the_steps_to_whoever_may_take_them(client, staff, party):
    page = client.get(address(Party, f"{party.pk}/change/")).text
    for key in STEPS:
        assert step(party, key) in page
    assert f"/events/spring/staff/parties/{party.key}/change/" in page
    actions.cancel(party=party, now=OPEN)
    assert "/steps/" not in client.get(address(Party, f"{party.pk}/change/")).text


@pytest.mark.parametrize("key", STEPS)
def test_step_says_what_it_does_and_only_a_press_does_it(client, staff, party, key):
    before = mails(party.mail)
    page = client.get(step(party, key))
    assert page.status_code == 200
    assert party.receipt in page.text
    assert records("look") == [(party.receipt, step(party, key))]
    assert mails(party.mail) == before
    assert check(party.event).seats_taken == 3


def test_link_goes_again_to_whoever_registered_and_the_old_one_opens_still(client, staff, party):
    old = secret_in(mails(party.mail)[0][1])
    client.post(step(party, "link"))
    assert said(client, party) == ["신청한 사람의 전자우편으로 새 링크를 보냅니다."]
    subject, body = mails(party.mail)[-1]
    assert subject.startswith("신청 내용을 여는 링크")
    for secret in (old, secret_in(body)):
        assert opened(secret).get(f"/events/parties/{party.key}/").status_code == 200
    assert PartyLink.objects.filter(party=party).count() == 2
    assert records("change") == [(party.receipt, step(party, "link"))]


def test_link_is_not_sent_where_there_is_no_address(client, staff, event):
    party = rows.party(event, origin="on_site", mail="", phone="")
    answer = client.post(step(party, "link"))
    assert answer.status_code == 409
    assert "링크를 보낼 전자우편이 없습니다." in answer.text
    assert records("change") == []


def test_free_seats_are_offered_in_the_order_of_the_line(client, staff, party):
    first, second = register(party.event, 3), register(party.event)
    Event.objects.update(capacity=9)  # past the admin, which offers by itself
    assert client.post(step(second, "offer")).status_code == 302
    assert said(client, second) == ["대기 차례대로 4석을 안내했습니다."]
    assert [offer_of(waiting).seats for waiting in (first, second)] == [4, 1]
    answer = client.post(step(second, "offer"))
    assert answer.status_code == 409
    assert "지금 안내할 수 있는 자리가 없습니다." in answer.text


def test_offer_is_accepted_for_a_party_that_stands_at_the_desk(client, staff, party):
    waiting = register(party.event, 1)
    assert client.post(step(waiting, "accept")).status_code == 302
    assert said(client, waiting) == ["안내한 1석을 받은 것으로 했습니다."]
    assert held(waiting) == [1]
    assert mails(waiting.mail)[-1][0].startswith("자리를 받으셨습니다")
    answer = client.post(step(party, "accept"))
    assert answer.status_code == 409
    assert "이 일행에게 안내한 자리가 없습니다." in answer.text


def test_cancelling_frees_the_seats_for_whoever_waits_and_forgets_names(client, staff, party):
    waiting = register(party.event, 3)
    for _ in range(2):
        assert client.post(step(party, "cancel")).status_code == 302
    party.refresh_from_db()
    assert (party.state, party.name, party.mail) == ("cancelled", "", "")
    assert not party.people.exists()
    assert offer_of(waiting).seats == 4
    assert records("change")[0] == (party.receipt, step(party, "cancel"))


def test_staff_cancel_after_the_event_has_begun(client, clock, party):
    clock(BEGUN)
    logged_in(client, PARTIES, "view_party")
    client.post(step(party, "cancel"))
    party.refresh_from_db()
    assert party.state == "cancelled"


@pytest.mark.parametrize("key", STEPS)
def test_visitor_and_who_only_looks_take_no_step(client, party, key):
    before = mails(party.mail)
    assert "/admin/login/" in client.post(step(party, key))["Location"]
    logged_in(client, "view_party", "change_attendee")
    assert client.get(step(party, key)).status_code == 403
    assert client.post(step(party, key)).status_code == 403
    party.refresh_from_db()
    assert party.stands
    assert mails(party.mail) == before
    assert not AccessRecord.objects.exists()


def test_step_that_is_none_and_party_that_is_none_are_not_found(client, staff, party):
    assert client.get(step(party, "nonsense")).status_code == 404
    assert client.get(address(Party, "999/steps/link/")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_of_the_staff_cancel_at_once_and_seats_are_freed_once(client, clock):
    clock(later(days=1))
    event = rows.event(capacity=6, aides_most=3)
    party, waiting = register(event, 3), register(event, 3)
    desks = [type(client)() for _ in range(3)]
    for desk in desks:
        desk.force_login(staff_with(PARTIES, "view_party"))
    answers = at_once([lambda desk=desk: desk.post(step(party, "cancel")) for desk in desks])
    assert [answer.status_code for answer in answers] == [302] * 3
    assert check(event).seats_taken == 4
    assert offer_of(waiting).seats == 4
    assert [subject for subject, _ in mails(party.mail)].count(f"참가 신청을 취소했습니다: {event.title}") == 1

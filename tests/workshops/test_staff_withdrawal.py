"""At the desk: somebody who has agreed takes it back, or has their name put right."""

import pytest

from handbook.models import Mail
from workshops import attendance, people
from workshops.models import Attendee, Party
from workshops.people import Guest

from . import rows
from .browsing import AGREED, form
from .desk import DOOR, logged_in, press, records
from .parties import BEGUN, check, consents, register

pytestmark = pytest.mark.django_db
STAFF = "/events/spring/staff/"
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")
SELF = Guest(name="홍길동", mail="head@example.org", is_registrant=True)


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=6, aides_most=3)


@pytest.fixture
def staff(client, clock):
    clock(BEGUN)
    return logged_in(client, DOOR)


def at_door(event, staff, **fields):
    values = {"kind": "head", "government": None, "guest": Guest(name="최현장"), "consents": consents(), **fields}
    return attendance.add_on_site(event=event, by=staff, now=BEGUN, **values)


def address(person, tail=""):
    return f"{STAFF}people/{person.key}/{tail}"


def test_somebody_who_joined_at_the_desk_withdraws_there(client, staff, event):
    party = register(event)
    person = at_door(event, staff, government=party.government)
    page = client.get(address(person)).text
    assert "동의 거두기" in page
    assert "신청한 사람에게 알립니다." in page
    assert press(client, address(person, "refuse/")).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.agreed_at, person.checked_in_at) == ("", None, BEGUN)
    assert person.consents.get().withdrawn_at is not None
    assert check(event).seats_taken == 2
    [mail] = Mail.objects.filter(subject__startswith="이름이 지워진 자리가 있습니다")
    assert mail.to == party.mail


def test_whoever_came_alone_ends_the_registration_with_it(client, staff, event):
    person = at_door(event, staff)
    assert "참가 신청도 끝납니다." in client.get(address(person)).text
    press(client, address(person, "refuse/"))
    party = Party.objects.get()
    assert (party.state, party.name, party.people.get().name) == ("cancelled", "", "")
    assert attendance.counted(event) == {"heads": 1, "officials": 0, "parties": 1}
    assert check(event).seats_taken == 0


def test_whoever_registered_has_nothing_to_take_back_at_the_desk(client, staff, event):
    person = register(event, principal=SELF).people.get()
    page = client.get(address(person)).text
    assert "동의 거두기" not in page
    assert "rename/" not in page
    assert press(client, address(person, "refuse/")).status_code == 409
    assert press(client, address(person, "rename/"), name="홍길도", **AGREED).status_code == 409


def test_misspelt_name_is_put_right_and_agreed_to_anew(client, staff, event):
    person = at_door(event, staff)
    page = client.get(address(person, "rename/"))
    assert form(page.text)["name"] == "최현장"
    assert records("look")[-1] == (person.party.receipt, "events/spring/rename_guest")
    assert press(client, address(person, "rename/"), name="최현정").status_code == 422
    answer = press(client, address(person, "rename/"), name="최현정", post="주무관", **AGREED)
    assert answer["Location"] == f"{STAFF}check-in/#p-{person.key}"
    person.refresh_from_db()
    assert (person.name, person.post, person.certificate_number, person.checked_in_at) == ("최현정", "주무관", 1, BEGUN)
    assert [consent.withdrawn_at is None for consent in person.consents.order_by("pk")] == [False, True]
    assert Party.objects.get().name == "최현정"
    assert Attendee.objects.count() == 1
    assert records("change")[-1] == (person.party.receipt, "events/spring/rename_guest")


def test_name_of_somebody_with_an_address_keeps_the_link_and_agrees_to_all_that_is_kept(client, staff, event):
    aide = register(event, people=[AIDE]).people.get(role="aide")
    assert press(client, address(aide, "rename/"), name="김참도", **AGREED).status_code == 409  # has not agreed yet
    people.confirm_person(person=aide, consents=consents(), now=BEGUN)
    assert "이름, 직위, 전자우편" in client.get(address(aide, "rename/")).text
    press(client, address(aide, "rename/"), name="김참도", **AGREED)
    aide.refresh_from_db()
    assert (aide.name, aide.mail, aide.consent, aide.links.count()) == ("김참도", AIDE.mail, "agreed", 1)


def test_list_at_the_door_leads_to_whoever_has_no_address(client, staff, event):
    person = at_door(event, staff)
    attendance.undo_check_in(person=person, now=BEGUN)
    assert "이름 고치기" in client.get(f"{STAFF}check-in/").text

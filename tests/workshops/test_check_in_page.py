"""What a person's code opens: for staff a button, for everybody else the same words for every code."""

import pytest
from django.contrib.auth.models import Permission

from handbook import qr
from handbook.models import AccessRecord
from tests import factories
from workshops import passes
from workshops.models import Attendee
from workshops.people import Guest

from . import rows
from .browsing import browser, of_party
from .parties import BEGUN, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def begun(clock):
    clock(BEGUN)


@pytest.fixture
def person(db):
    party = register(rows.event(aides_most=2), people=[Guest(name="김참모", post="비서관", mail="aide@example.org")])
    return party.people.get(role="aide")


@pytest.fixture
def desk(db):
    staff = factories.staff("desk@example.org")
    staff.user_permissions.add(Permission.objects.get(codename="change_attendee"))
    client = browser()
    client.force_login(staff)
    return client


def path(person):
    return f"/events/check-in/{person.check_in_code}/"


def test_code_is_an_address_of_this_site(person):
    assert passes.address(person) == f"http://127.0.0.1:8000{path(person)}"
    side, drawn = qr.path(passes.address(person))
    assert side >= 33
    assert drawn.startswith("M4 4h1v1h-1z")  # the corner within a quiet zone of four


def test_staff_see_the_person_and_one_press_checks_in(person, desk):
    page = desk.get(path(person)).text
    assert "김참모" in page
    assert "비서관" in page
    assert desk.post(path(person))["Location"] == path(person)
    person.refresh_from_db()
    assert (person.checked_in_at, person.checked_in_by.email) == (BEGUN, "desk@example.org")
    assert "도착 10:00" in desk.get(path(person)).text
    assert desk.post(path(person), {"undo": "1"}).status_code == 302
    person.refresh_from_db()
    assert person.checked_in_at is None


def test_every_look_and_press_is_logged_by_number(person, desk):
    desk.get(path(person))
    desk.post(path(person))
    logged = AccessRecord.objects.order_by("pk").values_list("what", "whose", "staff__email", "page")
    receipt = person.party.receipt
    assert list(logged) == [(what, receipt, "desk@example.org", "check-in") for what in ("look", "change")]


def test_everybody_else_learns_nothing(person):
    without = browser()
    without.force_login(factories.staff())
    pages = [browser().get(path(person)), of_party(person.party).get(path(person)), browser().post(path(person))]
    staffs = [without.get(path(person)), without.post(path(person))]
    for client, told in ((browser(), pages), (without, staffs)):
        told.append(client.get("/events/check-in/NOTHING/"))
        assert len({page.text.replace(person.check_in_code, "NOTHING") for page in told}) == 1
        assert "김참모" not in told[0].text
    person.refresh_from_db()
    assert person.checked_in_at is None
    assert not AccessRecord.objects.exists()


def test_staff_whose_session_is_over_find_the_login_and_come_back(person):
    page = browser().get(path(person)).text
    assert f'href="/admin/login/?next={path(person)}"' in page


def test_unknown_code_is_not_found_for_staff(desk):
    assert desk.get("/events/check-in/NOTHING/").status_code == 404


def test_person_without_a_seat_has_no_button(desk):
    event = rows.event(aides_most=0, capacity=1)
    register(event)
    waiting = register(event).people.get()
    page = desk.get(path(waiting)).text
    assert "자리를 받지 못한 분입니다." in page
    assert "<form method" not in page[page.index("<h1>") : page.index("</main>")]
    assert desk.post(path(waiting)).status_code == 409


def test_press_comes_from_our_own_page(person, desk):
    assert desk.post(path(person), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


def test_whoever_is_logged_in_without_the_right_is_told_so(person, desk):
    """The login would lead them to the admin, without a word of why."""
    said, login = "이 QR을 읽을 권한이 없습니다.", "직원이면 로그인"
    guest, other = browser(), browser()
    other.force_login(factories.staff("other@example.org"))
    assert (said in guest.get(path(person)).text, login in guest.get(path(person)).text) == (False, True)
    assert (said in other.get(path(person)).text, login in other.get(path(person)).text) == (True, False)
    assert said not in desk.get(path(person)).text

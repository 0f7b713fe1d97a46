"""Offers on a party's page: one press takes them, another passes them on."""

import pytest

from workshops import actions
from workshops.people import Guest

from . import rows
from .browsing import of_party
from .parties import LATER, OPEN, check, lapse, offer_of, register
from .test_party_page import address, section

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")
ENDED = rows.seoul(2027, 3, 10, 17)


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def event(db):
    return rows.event(title="봄 포럼", slug="forum", capacity=6, aides_most=3, asks_meal=True, asks_car=True)


@pytest.fixture
def party(event):
    return register(event, people=[AIDE, Guest()], answers=actions.Answers(meals=3, cars="12가 3456"))


@pytest.fixture
def waiting(event, party):
    """Four who were offered three of four seats."""
    return register(event, 3)


def test_offer_is_the_first_thing_on_the_page_and_one_press_takes_it(event, waiting):
    client = of_party(waiting)
    page = client.get(address(waiting)).text
    assert "4명 중 3석 2027. 2. 12.(금) 12:00까지 받아 주세요." in section(page, "offer")
    assert page.index('id="offer"') < page.index('id="standing"')
    assert client.post(address(waiting, f"offers/{offer_of(waiting).pk}/accept/")).status_code == 302
    page = client.get(address(waiting)).text
    assert "4석 가운데 3석을 받으셨습니다." in section(page, "standing")
    assert "나머지 1석은 대기 1번째 입니다." in section(page, "standing")
    assert "자리를 기다림" in section(page, "people")
    check(event)


def test_offer_of_a_part_can_be_passed_on_to_wait_for_all(waiting):
    client = of_party(waiting)
    offer = offer_of(waiting)
    client.post(address(waiting, f"offers/{offer.pk}/decline/"), {"all": "1"})
    page = client.get(address(waiting)).text
    assert "모두의 자리가 날 때 안내합니다." in section(page, "standing")
    assert 'id="offer"' not in page


def test_declining_leaves_the_line(waiting):
    client = of_party(waiting)
    client.post(address(waiting, f"offers/{offer_of(waiting).pk}/decline/"))
    assert "취소함 2027. 2. 10. 12:00. 적으신 이름과 연락처는 지웠습니다." in section(
        client.get(address(waiting)).text, "standing"
    )


def test_offer_that_is_over_is_refused_with_a_sentence(waiting, clock):
    client = of_party(waiting)
    offer = offer_of(waiting)
    clock(LATER)
    assert 'id="offer"' not in client.get(address(waiting)).text
    response = client.post(address(waiting, f"offers/{offer.pk}/accept/"))
    assert response.status_code == 409
    assert "이 자리 안내는 끝났습니다." in response.text
    lapse(LATER)
    assert client.post(address(waiting, f"offers/{offer.pk}/decline/")).status_code == 409


def test_offer_of_another_party_is_not_found(party, waiting):
    client = of_party(party)
    assert client.post(address(party, f"offers/{offer_of(waiting).pk}/accept/")).status_code == 404


def test_line_is_left_by_one_press(event, party):
    register(event, 2)
    second = register(event)
    client = of_party(second)
    assert "대기 그만두기" in client.get(address(second)).text
    assert client.post(address(second, "leave-line/")).status_code == 302
    second.refresh_from_db()
    assert second.state == "cancelled"

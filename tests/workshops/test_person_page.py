"""A person's own page: they see what is kept, agree or refuse, and nobody else does it for them."""

import pytest

from handbook.models import Mail
from tests import factories
from tests.catalogue.test_texts_pages import words_of
from workshops import attendance, people
from workshops.models import PersonConsent
from workshops.people import Guest

from . import rows
from .browsing import AGREED, browser, mails, of_party, of_person, opened, secret_in
from .parties import BEGUN, OPEN, consents, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def person(db):
    event = rows.event(title="봄 포럼", slug="forum", aides_most=3)
    aides = [Guest(name="김참모", post="비서관", mail="aide@example.org"), Guest(name="이참모", mail="b@example.org")]
    return register(event, people=aides).people.get(name="김참모")


def address(person, tail=""):
    return f"/events/people/{person.key}/{tail}"


def test_mailed_link_leads_to_what_is_kept_and_by_whom(person):
    [(subject, body)] = mails("aide@example.org")
    assert subject == "참가자로 적혔습니다. 확인해 주세요: 봄 포럼"
    assert f"{person.party.name} 님이" in body
    client = opened(secret_in(body))
    page = words_of(client.get(address(person)).text)
    assert "이름 김참모 직위 비서관 전자우편 aide@example.org 자리 동행자 1, 자리 있음" in page
    assert f"{person.party.name} 님이" in page
    assert "행사가 끝나거나 취소되고 6개월까지 보관하고 지웁니다." in page


def test_person_agrees_by_a_box_and_a_press(person):
    client = of_person(person)
    response = client.post(address(person, "agree/"))
    assert response.status_code == 422
    assert "동의하시면 표시해 주세요." in response.text
    assert not PersonConsent.objects.exists()
    assert client.post(address(person, "agree/"), AGREED).status_code == 302
    person.refresh_from_db()
    assert person.agreed_at == OPEN
    page = words_of(client.get(address(person)).text)
    assert "동의한 때 2027. 2. 10. 12:00" in page
    assert "접수대 QR" in page


@pytest.mark.parametrize("agreed", [False, True])
def test_person_refuses_or_withdraws_and_is_gone(person, agreed):
    if agreed:
        people.confirm_person(person=person, consents=consents(), now=OPEN)
    client = of_person(person)
    response = client.post(address(person, "refuse/"))
    assert response.status_code == 200
    assert "적혀 있던 이름과 주소를 지웠습니다." in response.text
    person.refresh_from_db()
    assert (person.name, person.mail) == ("", "")
    assert client.get(address(person)).status_code == 404
    assert client.post(address(person, "agree/"), AGREED).status_code == 404


def test_nobody_answers_for_another(person):
    colleague = person.party.people.get(name="이참모")
    for client in (browser(), of_person(colleague), of_party(person.party)):
        answers = [client.get(address(person, tail)) for tail in ("", "pass/", "certificate/")]
        answers += [client.post(address(person, tail), AGREED) for tail in ("agree/", "refuse/")]
        assert {answer.status_code for answer in answers} == {404}
        assert not [answer for answer in answers if "김참모" in answer.text]
    person.refresh_from_db()
    assert (person.name, person.agreed_at) == ("김참모", None)
    assert of_person(person).get(f"/events/parties/{person.party.key}/").status_code == 404


def test_answers_are_presses_on_our_own_page(person):
    client = of_person(person)
    for tail in ("agree/", "refuse/"):
        assert client.get(address(person, tail)).status_code == 405
        response = client.post(address(person, tail), AGREED, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403


def test_whoever_registered_and_comes_is_told_to_cancel_instead(person):
    head = rows.person(person.party, is_registrant=True, agreed_at=OPEN, name="최군수")
    client = of_person(head)
    page = client.get(address(head)).text
    assert "참가 신청을 취소해 주세요." in page
    assert "refuse/" not in page
    assert client.post(address(head, "refuse/")).status_code == 409


def test_code_and_certificate_are_the_persons_own(person):
    people.confirm_person(person=person, consents=consents(), now=OPEN)
    client = of_person(person)
    assert "<svg" in client.get(address(person, "pass/")).text
    assert client.get(address(person, "certificate/")).status_code == 404
    attendance.check_in(person=person, by=factories.staff(), now=BEGUN)
    page = client.get(address(person)).text
    assert f'href="{address(person, "certificate/")}"' in page
    assert "도착한 때 2027. 3. 10. 10:00" in words_of(page)


def test_this_device_can_be_left(person):
    client = of_person(person)
    assert "이 기기에서 나가기" in client.get(address(person)).text
    assert client.post(address(person, "close/"))["Location"] == "/events/forum/"
    assert client.get(address(person)).status_code == 404


def test_cancelled_event_says_so(person):
    person.event.cancelled_at, person.event.cancel_reason = OPEN, "태풍"
    person.event.save()
    page = words_of(of_person(person).get(address(person)).text)
    assert "이 행사는 취소되었습니다. 2027. 2. 10. 까닭: 태풍" in page


def test_page_asks_a_few_queries(person, django_assert_num_queries):
    client = of_person(person)
    with django_assert_num_queries(3):
        response = client.get(address(person))
    assert response["Cache-Control"] == "no-store, private"
    assert Mail.objects.exists()

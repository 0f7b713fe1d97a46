"""A party's own pages: what stands there, what can be done, and that nobody else gets in."""

import json

import pytest

from tests import factories
from tests.catalogue.test_texts_pages import words_of
from workshops import actions, attendance
from workshops.models import Event, Party
from workshops.people import Guest

from . import rows
from .browsing import browser, form, of_party
from .parties import BEGUN, CLOSED, OPEN, check, register

pytestmark = pytest.mark.django_db
AGREED = {"consent_answers": "on"}
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


def address(party, tail=""):
    return f"/events/parties/{party.key}/{tail}"


def section(page, name):
    return words_of(f"<main {page[page.index(f'<h2 id={chr(34)}{name}') :].split('</section>')[0]}</main>").strip()


def test_page_says_what_was_registered_and_where_it_stands(party):
    page = of_party(party).get(address(party)).text
    standing = section(page, "standing")
    assert f"접수 번호 {party.receipt} 신청한 때 2027. 2. 10. 12:00" in standing
    assert "3석 가운데 3석을 받으셨습니다." in standing
    people = section(page, "people")
    assert "이름은 나중에 단체장 자리 있음" in people
    assert "김참모 동행자 1, 비서관 동의 대기 · 자리 있음" in people
    told = section(page, "told")
    assert f"{party.name} {party.mail} 010-1234-5678" in told
    assert "식사 3명 차량번호 12가 3456" in told
    assert "행사가 끝나거나 취소되고 6개월까지 보관하고 지웁니다." in section(page, "doing")
    assert 'href="/events/forum/event.ics"' in page


def test_page_is_private_and_getting_it_changes_nothing(party):
    client = of_party(party)
    before = Party.objects.values().get()
    response = client.get(address(party))
    for tail in ("change/", "cancel/", "export/", "erase/"):
        client.get(address(party, tail))
    assert response["Cache-Control"] == "no-store, private"
    assert Party.objects.values().get() == before


PAGES = ["", "change/", "contact/", "cancel/", "erase/", "export/"]
POSTS = ["change/", "contact/", "cancel/", "erase/", "leave-line/", "close/", "offers/1/accept/", "offers/1/decline/"]


def test_nobody_gets_in_without_a_link_of_this_party(event, party):
    other = of_party(register(event))
    for client in (browser(), other):
        answers = [client.get(address(party, tail)) for tail in PAGES]
        answers += [client.post(address(party, tail)) for tail in POSTS]
        assert {answer.status_code for answer in answers} == {404}
        assert not [answer for answer in answers if party.name in answer.text or party.receipt in answer.text]
    person = party.people.first()
    assert other.get(address(party, f"people/{person.key}/pass/")).status_code == 404
    party.refresh_from_db()
    assert party.stands


def test_ways_of_one_kind_refuse_the_other(party):
    client = of_party(party)
    for tail in ("leave-line/", "close/", "offers/1/accept/", "offers/1/decline/"):
        assert client.get(address(party, tail)).status_code == 405
    assert client.post(address(party)).status_code == 405
    assert client.post(address(party, "cancel/"), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.fixture
def waiting(event, party):
    """Four who were offered three of four seats."""
    return register(event, 3)


def test_people_and_answers_are_changed_on_one_page(event, party):
    client = of_party(party)
    data = form(client.get(address(party, "change/")).text)
    assert (data["version"], data["aides"], data["aide1_name"], data["meals"]) == ("1", "2", "김참모", "3")
    changed = {
        **data,
        "kind": "deputy",
        "head_name": "박부군수",
        "head_mail": "deputy@example.org",
        "head_post": "부군수",
    }
    changed |= {"aides": "1", "meals": "2", "cars": "", "consent_answers": "on"}
    assert client.post(address(party, "change/"), changed).status_code == 302
    page = client.get(address(party)).text
    assert "박부군수 대참, 부군수 동의 대기" in section(page, "people")
    assert "2석 가운데 2석" in section(page, "standing")
    assert "차량번호" not in section(page, "told")
    check(event)


def test_change_that_another_window_was_faster_with_shows_what_stands_now(party):
    client = of_party(party)
    data = form(client.get(address(party, "change/")).text)
    client.post(address(party, "change/"), {**data, **AGREED, "aides": "1", "meals": "2"})
    response = client.post(address(party, "change/"), {**data, "aides": "3"})
    assert response.status_code == 409
    assert "그사이 다른 화면에서 신청을 바꾸었습니다." in response.text
    assert form(response.text) == {**data, "version": "2", "aides": "3"}
    assert "동행자 1: 김참모, 비서관, aide@example.org" in response.text
    assert "식사: 2명" in response.text
    assert client.post(address(party, "change/"), form(response.text) | AGREED).status_code == 302
    assert "4석 가운데 4석" in section(client.get(address(party)).text, "standing")


def test_wrong_change_keeps_what_was_typed(party):
    client = of_party(party)
    data = form(client.get(address(party, "change/")).text)
    response = client.post(address(party, "change/"), {**data, "aide2_name": "이참모"})
    assert response.status_code == 422
    assert "동의를 여쭐 전자우편을 적어 주세요." in response.context["form"].said()["aide2_mail"]
    assert form(response.text)["aide2_name"] == "이참모"


def test_aide_who_comes_with_others_is_refused_without_saying_who(event, party):
    second = register(event, 1)
    client = of_party(second)
    data = form(client.get(address(second, "change/")).text)
    response = client.post(address(second, "change/"), {**data, "aide1_name": "김", "aide1_mail": "aide@example.org"})
    assert response.status_code == 422
    assert list(response.context["form"].said()) == ["aides"]
    assert "이미 적힌 분이 있습니다." in response.context["form"].said()["aides"]


def test_after_the_closing_only_cancelling_is_left(party, clock):
    client = of_party(party)
    clock(CLOSED)
    page = client.get(address(party)).text
    assert "change/" not in page
    assert "신청 취소하기" in page
    response = client.get(address(party, "change/"))
    assert response.status_code == 409
    assert "마감한 뒤에는 바꿀 수 없습니다." in response.text
    clock(BEGUN)
    assert "cancel/" not in client.get(address(party)).text
    assert client.post(address(party, "cancel/")).status_code == 409


def test_cancelling_takes_a_page_and_a_press(event, party):
    client = of_party(party)
    assert "되돌릴 수 없습니다." in client.get(address(party, "cancel/")).text
    assert client.post(address(party, "cancel/")).status_code == 302
    page = client.get(address(party)).text
    assert "취소함" in section(page, "standing")
    assert "김참모" not in page
    assert "010-1234-5678" not in page
    assert check(event).seats_taken == 0
    for tail in ("change/", "cancel/"):
        response = client.post(address(party, tail))
        assert response.status_code == (409 if tail == "change/" else 302)


def test_export_holds_everything_that_is_kept(party):
    client = of_party(party)
    response = client.get(address(party, "export/"))
    assert response["Content-Disposition"] == f'attachment; filename="{party.receipt}.json"'
    held = json.loads(response.content)
    assert held["registrant"] == {"name": party.name, "mail": party.mail, "phone": "01012345678"}
    assert held["answers"] == {"lodging": None, "meals": 3, "cars": "12가 3456", "transport": ""}
    assert [person["name"] for person in held["people"]] == ["", "김참모", ""]
    assert held["consents"][0]["text"].startswith("개인정보 수집·이용에 동의합니다")
    assert held["seats"] == {"wanted": 3, "held": 3}


def test_everything_can_be_erased_once_the_event_has_begun(party, clock):
    client = of_party(party)
    assert client.post(address(party, "erase/")).status_code == 409
    attendance.check_in(person=party.people.first(), by=factories.staff(), now=BEGUN)
    clock(BEGUN)
    assert "보관한 것 지우기" in client.get(address(party)).text
    assert client.get(address(party, "erase/")).status_code == 200
    assert client.post(address(party, "erase/")).status_code == 302
    party.refresh_from_db()
    assert (party.state, party.name, party.mail) == ("erased", "", "")
    assert [person.name for person in party.people.all()] == [""]  # who came is counted without a name
    assert "보관한 것을 지움" in client.get(address(party)).text


def test_code_for_the_desk_is_drawn_for_whoever_has_a_seat(event, party, waiting):
    client = of_party(party)
    person = party.people.get(name="김참모")
    response = client.get(address(party, f"people/{person.key}/pass/"))
    assert response.status_code == 200
    assert "<svg" in response.text
    assert "김참모" in response.text
    without = waiting.people.first()
    assert of_party(waiting).get(address(waiting, f"people/{without.key}/pass/")).status_code == 404
    assert client.get(address(party, f"people/{without.key}/pass/")).status_code == 404


def test_cancelled_event_says_why_and_lets_nothing_be_changed(party):
    Event.objects.update(cancelled_at=OPEN, cancel_reason="태풍이 옵니다.")
    client = of_party(party)
    page = client.get(address(party)).text
    assert "이 행사는 취소되었습니다. 2027. 2. 10. 까닭: 태풍이 옵니다." in words_of(page)
    assert "pass/" not in page
    assert client.post(address(party, "cancel/")).status_code == 409


def test_this_device_can_be_left(party):
    client = of_party(party)
    assert client.post(address(party, "close/"))["Location"] == "/events/forum/"
    assert client.get(address(party)).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_page_asks_the_same_queries_for_any_number_of_people(event, django_assert_num_queries, size):
    party = register(event, size)
    client = of_party(party)
    with django_assert_num_queries(4):
        client.get(address(party))


def test_export_says_of_nobody_else_when_they_came(party, event):
    for person in (party.people.get(name="김참모"), party.people.first()):
        attendance.check_in(person=person, by=factories.staff(f"{person.pk}@example.org"), now=BEGUN)
    people = json.loads(of_party(party).get(address(party, "export/")).content)["people"]
    assert ["checked_in_at" in person for person in people] == [False, False, False]
    party.people.filter(role="principal").update(name="홍길동", mail=party.mail, agreed_at=OPEN, is_registrant=True)
    people = json.loads(of_party(party).get(address(party, "export/")).content)["people"]
    assert ["checked_in_at" in person for person in people] == [True, False, False]

"""Registering on the page: nothing is kept before, each error stands at its field, and a second press is the first."""

import datetime as dt
import re

import pytest
from django.test import Client

from handbook.models import Mail
from tests import factories
from tests.catalogue.test_texts_pages import words_of
from workshops.models import Attendee, Event, Party, PartyConsent

from . import rows
from .browsing import AGREED, browser, form, mails
from .parties import CLOSED, OPEN, register

pytestmark = pytest.mark.django_db
REGISTER = "/events/forum/register/"


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def place(db):
    return factories.government(name="가람도 가람시")


@pytest.fixture
def event(place):
    return rows.event(slug="forum", capacity=6, aides_most=3)


def filled(client, place, path=REGISTER, **changes):
    """The form as it opens, filled in by an aide who comes along and names the head."""
    said = {
        "who": "with",
        "name": "김참모",
        "post": "비서실장",
        "mail": "aide@example.org",
        "phone": "010 1234 5678",
        "government": place.code,
        "head_name": "홍길동",
        "head_mail": "head@example.org",
        "aides": "2",
    }
    values = {**form(client.get(path).text), **said, **AGREED, **changes}
    return {name: value for name, value in values.items() if value is not None}


def send(client, data, path=REGISTER):
    return client.post(path, data)


def test_aide_registers_names_the_head_and_comes_along(event, place):
    client = browser()
    response = send(client, filled(client, place))
    party = Party.objects.get()
    assert response["Location"] == f"/events/parties/{party.key}/"
    assert (party.kind, party.government, party.name, party.phone) == ("head", place, "김참모", "01012345678")
    people = party.people.values_list("role", "name", "post", "mail", "is_registrant")
    assert list(people) == [
        ("principal", "홍길동", "", "head@example.org", False),
        ("aide", "김참모", "비서실장", "aide@example.org", True),
        ("aide", "", "", "", False),
    ]
    assert [person.consent for person in party.people.all()] == ["waiting", "agreed", "unnamed"]
    page = words_of(client.get(response["Location"]).text)
    assert f"접수 번호 {party.receipt}" in page
    assert "3석 가운데 3석을 받으셨습니다." in page
    assert [subject for subject, _ in mails("aide@example.org")] == [f"참가 신청을 받았습니다: {event.title}"]
    assert len(mails("head@example.org")) == 1


def test_head_registers_in_person_and_is_not_asked_twice(event, place):
    client = browser()
    data = filled(client, place, who="oneself", head_name="", head_mail="", aides="0", name="홍길동", post="")
    assert send(client, data).status_code == 302
    person = Attendee.objects.get()
    assert (person.role, person.name, person.mail, person.consent) == (
        "principal",
        "홍길동",
        "aide@example.org",
        "agreed",
    )
    assert Mail.objects.count() == 1


def test_aide_who_stays_at_home_registers_a_deputy_without_a_name(event, place):
    client = browser()
    send(client, filled(client, place, who="without", kind="deputy", head_name="", head_mail="", aides="1"))
    party = Party.objects.get()
    assert (party.kind, [person.name for person in party.people.all()]) == ("deputy", ["", ""])


def test_aides_of_a_head_register_for_a_training(place):
    rows.event(slug="training", kind="training", aides_most=3)
    client = browser()
    path = "/events/training/register/"
    page = client.get(path).text
    assert "누가 오십니까?" not in page
    data = filled(client, place, path, head_name=None, head_mail=None, aides="2", aide1_name="이참모")
    assert send(client, {**data, "aide1_mail": "other@example.org"}, path).status_code == 302
    party = Party.objects.get()
    assert party.kind == "aides"
    assert [person.name for person in party.people.all()] == ["김참모", "이참모"]


def test_nothing_is_kept_before_the_form_is_sent_whole(event, place):
    client = browser()
    assert "신청하기를 누르기 전에는 아무것도 보관하지 않습니다." in client.get(REGISTER).text
    assert send(client, filled(client, place, consent_collection=None)).status_code == 422
    assert send(client, filled(client, place, phone="1234")).status_code == 422
    assert not Party.objects.exists()
    assert not Mail.objects.exists()
    assert not client.cookies


def test_boxes_come_unticked_and_what_was_agreed_to_is_kept(event, place):
    Event.objects.update(asks_meal=True, asks_car=True)
    client = browser()
    page = client.get(REGISTER).text
    assert not [name for name in form(page) if name.startswith("consent_")]
    assert page.count('type="checkbox"') == 2
    assert "행사가 끝나거나 취소되고 6개월까지 보관하고 지웁니다." in page
    data = filled(client, place, meals="3", cars="12가 3456", consent_answers="on")
    assert send(client, data).status_code == 302
    kept = PartyConsent.objects.order_by("pk").values_list("key", "wording__text")
    assert [key for key, _ in kept] == ["collection", "answers"]
    assert "항목: 식사, 차량번호" in kept[1][1]
    assert (Party.objects.get().meals, Party.objects.get().cars) == (3, "12가 3456")


def test_answers_without_their_box_are_not_kept(event, place):
    Event.objects.update(asks_lodging=True)
    client = browser()
    response = send(client, filled(client, place, lodging="2"))
    assert response.status_code == 422
    assert "선택 항목을 적으셨습니다." in response.text
    assert send(client, filled(client, place, lodging="")).status_code == 302
    assert Party.objects.get().lodging is None


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"who": None}, "who", "쓰시는 분이 누구신지 골라 주세요."),
        ({"kind": "friend"}, "kind", "오시는 분을 골라 주세요."),
        ({"name": " "}, "name", "이름을 적어 주세요."),
        ({"mail": "aide@"}, "mail", "전자우편 주소를 다시 확인해 주세요."),
        ({"phone": ""}, "phone", "휴대전화 번호 11자리를 입력해 주세요."),
        ({"government": "00000"}, "government", "지방자치단체를 골라 주세요."),
        ({"head_mail": ""}, "head_mail", "동의를 여쭐 전자우편을 적어 주세요."),
        ({"head_name": ""}, "head_name", "이 주소를 쓰는 분의 이름을 적어 주세요."),
        ({"who": "oneself"}, "who", "이름과 전자우편은 비워 두세요."),
        ({"aides": "0"}, "aides", "쓰시는 분도 넣어 세어 주세요."),
        ({"aides": "4"}, "aides", "몇 명인지 골라 주세요."),
        ({"aides": "1", "aide1_name": "이", "aide1_mail": "a@b.kr"}, "aides", "쓰시는 분도 넣어 세어 주세요."),
        (
            {"who": "without", "aides": "0", "aide1_name": "이", "aide1_mail": "a@b.kr"},
            "aides",
            "이름을 적은 사람이 1명입니다.",
        ),
        ({"name": "오세요.kr"}, "name", "이름만 적어 주세요."),
        ({"head_name": "https://a"}, "head_name", "이름만 적어 주세요."),
        ({"aide1_name": "이", "aide1_mail": "AIDE@example.org"}, "aide1_mail", "같은 전자우편을 두 번 적었습니다."),
        ({"name": "가\u202e나"}, "name", "글의 방향을 바꾸는 문자(U+202E)가 들어 있습니다."),
        ({"name": "가" * 51}, "name", "50자까지 적을 수 있습니다."),
        ({"form_key": "short"}, "form_key", "화면을 새로 열고 다시 적어 주세요."),
        ({"meals": "4", "consent_answers": "on"}, "meals", "일행은 모두 3명입니다."),
        ({"meals": "-1", "consent_answers": "on"}, "meals", "0부터 99까지의 숫자를 적어 주세요."),
        ({"meals": "셋", "consent_answers": "on"}, "meals", "0부터 99까지의 숫자를 적어 주세요."),
    ],
)
def test_error_stands_at_its_field_and_what_was_typed_stays(event, place, changes, field, says):
    Event.objects.update(asks_meal=True)
    client = browser()
    response = send(client, filled(client, place, **changes))
    assert response.status_code == 422
    assert says in response.context["form"].said()[field]
    assert says in words_of(response.text)
    if field != "form_key":
        assert f'id="{field}_error"' in response.text
        assert re.search(f'aria-describedby="[^"]*{field}_error', response.text)
    assert form(response.text)["post"] == "비서실장"
    assert 'role="alert"' in response.text
    assert not Party.objects.exists()


def test_second_press_opens_what_the_first_has_made(event, place):
    client, again = browser(), browser()
    data = filled(client, place)
    first, second = send(client, data), send(again, data)
    assert first["Location"] == second["Location"]
    assert again.get(second["Location"]).status_code == 200
    assert Party.objects.count() == 1
    assert len(mails("aide@example.org")) == 1


def test_page_says_when_a_party_waits_and_for_what(event, place):
    register(event, 3)
    client = browser()
    send(client, filled(client, place, aides="3"))
    page = words_of(client.get(f"/events/parties/{Party.objects.last().key}/").text)
    assert "아직 받은 자리가 없습니다." in page
    assert "나머지 4석은 대기 1번째 입니다." in page
    assert "4명 중 2석" in page


@pytest.mark.parametrize("now", [rows.seoul(2027, 1, 31), CLOSED])
def test_form_is_closed_before_the_opening_and_after_the_closing(event, place, clock, now):
    client = browser()
    data = filled(client, place)
    clock(now)
    for response in (client.get(REGISTER), send(client, data)):
        assert response.status_code == 409
        assert "지금은 신청을 받지 않습니다." in response.text
    assert not Party.objects.exists()


@pytest.mark.parametrize("fields", [{"published_at": None}, {"slug": "other"}])
def test_event_that_is_not_out_has_no_form(place, fields):
    rows.event(**{"slug": "forum", **fields})
    assert browser().get(REGISTER).status_code == 404


def test_form_from_another_site_is_refused(event, place):
    data = filled(browser(), place)
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        assert Client(headers=headers).post(REGISTER, data).status_code == 403
    assert not Party.objects.exists()


def test_form_opens_with_the_place_that_the_visitor_has_chosen(event, place):
    client = browser()
    client.cookies["visit"] = f"place={place.code}"
    assert form(client.get(REGISTER).text)["government"] == place.code


def test_governments_are_those_of_the_day(event, place):
    factories.government(name="가람도 옛시", valid_to=dt.date(2026, 6, 30))
    page = browser().get(REGISTER).text
    assert ">가람시<" in page
    assert "옛시" not in page


def test_page_is_nobodys_but_the_visitors_and_asks_for_no_party_of_politics(event):
    response = browser().get(REGISTER)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "정당이나 정치적 견해는 묻지 않습니다." in response.text
    assert response.text[response.text.index("<main") : response.text.index("</main>")].count("정당") == 1
    assert 'name="party' not in response.text


def test_example_takes_registrations_and_is_marked_on_page_and_in_mail(event, place):
    Event.objects.update(is_example=True)
    client = browser()
    assert "<b>예시</b>" in client.get(REGISTER).text
    assert send(client, filled(client, place)).status_code == 302
    for subject, body in (*mails("aide@example.org"), *mails("head@example.org")):
        assert subject.startswith("[예시] ")
        assert body.startswith("예시로 만든 행사입니다. 실제로 열리지 않습니다.")


@pytest.mark.parametrize("size", [1, 3])
def test_form_asks_the_same_queries_for_any_number_of_places(event, django_assert_num_queries, size):
    for _ in range(size):
        factories.government()
    with django_assert_num_queries(2):
        browser().get(REGISTER)


def test_whoever_registers_agrees_also_to_the_certificate_that_is_made_of_it(event):
    assert "참가 확인서를 드리는 데 씁니다." in words_of(browser().get("/events/forum/register/").text)

"""At the door: a name for a seat, a word of consent, and somebody who has not registered."""

import pytest

from handbook.models import AccessRecord
from tests import factories
from workshops.models import Attendee, Event, Party, PersonConsent
from workshops.models.party import new_key
from workshops.people import Guest

from . import rows
from .browsing import AGREED, form
from .desk import DOOR, logged_in, press, records, staff_with
from .parties import BEGUN, check, guests, register
from .test_seats_at_once import at_once

pytestmark = pytest.mark.django_db
STAFF = "/events/spring/staff/"


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=4, aides_most=3)


@pytest.fixture
def door(client, clock):
    clock(BEGUN)
    return logged_in(client, DOOR)


@pytest.fixture
def place(db):
    return factories.government(name="전라남도 담양군", short_name="담양군")


def newcomer(**fields):
    return {"key": new_key(), "name": "최손님", "post": "주무관", "kind": "aides", **AGREED, **fields}


def test_seat_without_a_name_gets_one_with_the_persons_own_word(client, door, event):
    seat = register(event).people.get()
    page = client.get(f"{STAFF}people/{seat.key}/")
    assert "다른 사람이 대신 동의할 수 없습니다." in page.text
    assert "거부할 권리" in page.text
    assert records("look") == [(seat.party.receipt, "events/spring/guest")]
    answer = press(client, f"{STAFF}people/{seat.key}/name/", name="홍길동", post="군수", **AGREED)
    assert answer["Location"] == f"{STAFF}check-in/#p-{seat.key}"
    seat.refresh_from_db()
    assert (seat.name, seat.post, seat.mail, seat.agreed_at) == ("홍길동", "군수", "", BEGUN)
    assert "접수대에서 말씀하신 개인정보" in PersonConsent.objects.get(person=seat).wording.text
    assert records("change") == [(seat.party.receipt, "events/spring/name_guest")]


def test_name_without_consent_is_not_kept_and_stays_on_the_page(client, door, event):
    seat = register(event).people.get()
    answer = press(client, f"{STAFF}people/{seat.key}/name/", name="홍길동")
    assert answer.status_code == 422
    assert 'value="홍길동"' in answer.text
    assert 'aria-describedby="consent_collection_error"' in answer.text
    answer = press(client, f"{STAFF}people/{seat.key}/name/", **AGREED)
    assert "이름을 적어 주세요." in answer.text
    seat.refresh_from_db()
    assert seat.name == ""
    assert not PersonConsent.objects.exists()
    assert records("change") == []


def test_seat_that_somebody_else_has_named_is_left_alone(client, door, event):
    seat = register(event).people.get()
    press(client, f"{STAFF}people/{seat.key}/name/", name="홍길동", **AGREED)
    answer = press(client, f"{STAFF}people/{seat.key}/name/", name="박길동", **AGREED)
    assert answer.status_code == 409
    assert "이미 이름이 있는 자리입니다." in answer.text
    seat.refresh_from_db()
    assert seat.name == "홍길동"


def test_person_named_by_another_agrees_at_the_door_once(client, door, event):
    head = register(event, principal=Guest(name="홍길동", mail="head@example.org")).people.get()
    assert press(client, f"{STAFF}people/{head.key}/agree/").status_code == 422
    for _ in range(2):
        assert press(client, f"{STAFF}people/{head.key}/agree/", **AGREED).status_code == 302
    head.refresh_from_db()
    assert head.agreed_at == BEGUN
    assert PersonConsent.objects.filter(person=head).count() == 1
    page = client.get(f"{STAFF}people/{head.key}/").text
    assert "동의함" in page
    assert "consent_collection" not in page


def test_person_named_by_another_does_not_agree_and_the_name_goes(client, door, event):
    head = register(event, principal=Guest(name="홍길동", mail="head@example.org")).people.get()
    assert press(client, f"{STAFF}people/{head.key}/refuse/").status_code == 302
    head.refresh_from_db()
    assert (head.name, head.mail) == ("", "")
    assert check(event).seats_taken == 1
    assert press(client, f"{STAFF}people/{head.key}/refuse/").status_code == 409
    assert records("change") == [(head.party.receipt, "events/spring/guest_refuses")]


def test_somebody_without_a_link_gets_the_certificate_from_staff(client, door, event, settings):
    settings.SITE_OPERATOR = "가람연구소"
    press(client, f"{STAFF}on-site/", **newcomer())
    person = Attendee.objects.get()
    path = f"{STAFF}people/{person.key}/certificate/"
    assert path in client.get(f"{STAFF}people/{person.key}/").text
    file = client.get(path)
    assert file["Content-Type"] == "application/pdf"
    assert file["Cache-Control"] == "no-store, private"
    assert file.content.startswith(b"%PDF")
    assert records("look") == [
        (person.party.receipt, f"events/spring/{page}") for page in ("guest", "guest_certificate")
    ]
    press(client, f"{STAFF}check-in/{person.key}/undo/")
    assert client.get(path).status_code == 404


def test_somebody_at_the_door_is_added_and_has_come(client, door, event, place):
    assert "남은 자리는 4석입니다." in client.get(f"{STAFF}on-site/").text
    answer = press(client, f"{STAFF}on-site/", **newcomer(kind="head", government=place.code))
    person = Attendee.objects.get()
    assert answer["Location"] == f"{STAFF}check-in/#p-{person.key}"
    assert (person.name, person.checked_in_by, person.role) == ("최손님", door, "principal")
    assert (person.party.government, person.party.origin, person.party.kind) == (place, "on_site", "head")
    assert person.consents.get().given_at is not None
    assert records("change") == [(person.party.receipt, "events/spring/on_site")]
    assert check(event).seats_taken == 1


def test_somebody_of_a_party_that_stands_joins_it(client, door, event, place):
    party = register(event, government=place)
    press(client, f"{STAFF}on-site/", **newcomer(government=place.code))
    assert [person.role for person in party.people.all()] == ["principal", "aide"]
    assert check(event).seats_taken == 2


def test_somebody_without_a_government_comes_alone(client, door, event):
    press(client, f"{STAFF}on-site/", **newcomer(government=""))
    assert Party.objects.get().government is None
    assert "최손님" in client.get(f"{STAFF}check-in/").text


def test_double_press_adds_one_person(client, door, event):
    typed = newcomer()
    for _ in range(2):
        assert press(client, f"{STAFF}on-site/", **typed).status_code == 302
    assert Attendee.objects.count() == 1
    assert check(event).seats_taken == 1


def test_full_hall_says_so_and_keeps_nothing(client, door, event):
    register(event, 3)
    answer = press(client, f"{STAFF}on-site/", **newcomer())
    assert answer.status_code == 409
    assert "남은 자리가 없습니다. 정원을 늘린 뒤 다시 해 주세요." in answer.text
    assert form(answer.text)["name"] == "최손님"
    assert not Attendee.objects.filter(name="최손님").exists()
    assert not PersonConsent.objects.exists()
    assert records("change") == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "이름을 적어 주세요."),
        ({"name": "최" * 51}, "50자까지 적을 수 있습니다. 지금은 51자입니다."),
        ({"kind": ""}, "누구로 오셨는지 골라 주세요."),
        ({"kind": "crowd"}, "누구로 오셨는지 골라 주세요."),
        ({"government": "00000"}, "목록에 있는 단체를 골라 주세요."),
        ({"key": "nonsense"}, "화면을 새로 열고 다시 적어 주세요."),
        ({"consent_collection": ""}, "동의하시면 표시해 주세요."),
    ],
)
def test_form_says_what_is_missing_and_keeps_what_was_typed(client, door, event, changes, says):
    answer = press(client, f"{STAFF}on-site/", **newcomer(**changes))
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="주무관"' in answer.text
    assert not Party.objects.exists()


def test_training_asks_only_for_aides(client, door, event):
    Event.objects.update(kind="training", aides_most=3)
    page = client.get(f"{STAFF}on-site/").text
    assert "보좌진" in page
    assert "당선인" not in page.partition("누구로 오셨습니까?")[2]
    press(client, f"{STAFF}on-site/", **newcomer(government=""))
    assert Attendee.objects.get().role == "aide"


@pytest.mark.parametrize("tail", ["", "certificate/", "name/", "agree/", "refuse/"])
def test_pages_of_a_person_are_for_staff_of_the_door(client, event, tail):
    seat = register(event).people.get()
    path = f"{STAFF}people/{seat.key}/{tail}"
    ask = client.get if tail in {"", "certificate/"} else lambda path: press(client, path, name="홍길동", **AGREED)
    assert "/admin/login/" in ask(path)["Location"]
    logged_in(client, "view_attendee", "change_party")
    assert ask(path).status_code == 403
    seat.refresh_from_db()
    assert seat.name == ""
    assert not AccessRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_of_the_staff_at_once_give_the_last_seat_to_one(client, clock):
    clock(BEGUN)
    event = rows.event(slug="spring", capacity=3, aides_most=1)
    register(event, people=guests(1))
    phones = [type(client)() for _ in range(4)]
    for phone in phones:
        phone.force_login(staff_with(DOOR))
    typed = [newcomer(name=f"손님{number}") for number in range(len(phones))]
    at_door = zip(phones, typed, strict=True)
    answers = at_once(
        [lambda phone=phone, data=data: press(phone, f"{STAFF}on-site/", **data) for phone, data in at_door]
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert check(event).seats_taken == 3
    assert AccessRecord.objects.filter(what="change").count() == 1

"""Registrations in the admin: lists to narrow and to carry away, pages to read; every look leaves a record."""

import csv
import io

import pytest

from handbook.models import AccessRecord, Mail
from tests import factories
from tests.catalogue.shelf import admin_address as address
from workshops import actions, attendance, people
from workshops.models import Attendee, EventAttendance, Offer, Party
from workshops.people import Guest

from . import rows
from .browsing import of_party
from .desk import logged_in, records
from .parties import BEGUN, OPEN, consents, offer_of, register

pytestmark = pytest.mark.django_db
READ = (Party, Attendee, Offer, EventAttendance)
PEOPLE = (Party, Attendee, Offer)
HEAD = Guest(name="홍길동", post="군수", mail="head@example.org")
AIDE = Guest(name="=김참모", mail="aide@example.org")


@pytest.fixture
def event(db):
    return rows.event(capacity=4, aides_most=3)


@pytest.fixture
def party(event):
    place = factories.government(name="전라남도 담양군", short_name="담양군")
    return register(event, government=place, principal=HEAD, people=[AIDE])


@pytest.fixture
def viewer(client):
    return logged_in(client, "view_party", "view_attendee", "view_offer", "view_eventattendance")


@pytest.fixture
def secretary(client):
    return logged_in(client, "view_party", "view_attendee", "change_party", "change_attendee")


def shown(client, model, **narrowed):
    return list(client.get(address(model), narrowed).context["cl"].result_list)


def exported(client, model, chosen, reason="이름표 인쇄"):
    data = {"action": "export", "_selected_action": [row.pk for row in chosen], "reason": reason}
    return client.post(address(model), data)


def cells(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)
def test_pages_are_read_and_nothing_is_added_changed_or_deleted(client, chief, event, model):
    register(event, 2)
    register(event, 2)
    attendance.check_in(person=Attendee.objects.first(), by=chief, now=BEGUN)
    row = model.objects.first()
    page = client.get(address(model, f"{row.pk}/change/"))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert client.get(address(model)).status_code == 200
    for tail in ("add/", f"{row.pk}/delete/"):
        assert client.get(address(model, tail)).status_code == 403
    assert client.post(address(model, f"{row.pk}/change/"), {"seats_held": "9"}).status_code == 403


@pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)
def test_visitor_and_staff_without_the_right_see_nothing(client, model):
    assert client.get(address(model)).status_code == 302
    logged_in(client, "change_event")
    assert client.get(address(model)).status_code == 403
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("model", PEOPLE, ids=lambda model: model.__name__)
def test_list_asks_the_same_queries_for_any_number_of_rows(client, viewer, model, django_assert_max_num_queries):
    def add():
        event = rows.event(capacity=3, aides_most=2)
        register(event, 2), register(event, 1)
        actions.cancel(party=event.parties.first(), now=OPEN)

    add()
    with django_assert_max_num_queries(30) as one:
        client.get(address(model))
    add(), add()
    with django_assert_max_num_queries(len(one)) as three:
        client.get(address(model))
    assert len(three) == len(one)


def test_list_is_narrowed_by_state_and_waits_in_order(client, viewer, event):
    seated, first, second, third = (register(event, aides) for aides in (2, 3, 0, 1))
    ended = register(rows.event())
    actions.cancel(party=ended, now=OPEN)
    actions.cancel(party=first, now=OPEN)
    again = register(event)
    assert shown(client, Party, state="seated") == [seated]
    assert shown(client, Party, state="waiting") == [second, third, again]
    assert {*shown(client, Party, state="ended")} == {ended, first}
    assert {*shown(client, Party, event__id__exact=event.pk)} == {seated, first, second, third, again}
    assert [party.place for party in shown(client, Party, state="waiting")] == [1, 2, 3]
    assert "3번째" in client.get(address(Party), {"state": "waiting"}).text


def test_list_and_page_leave_their_records_by_number(client, viewer, party):
    client.get(address(Party))
    client.get(address(Party, f"{party.pk}/change/"))
    aide = party.people.get(role="aide")
    client.get(address(Attendee, f"{aide.pk}/change/"))
    assert records("list") == [(party.receipt, address(Party))]
    assert records("look") == [
        (party.receipt, address(Party, f"{party.pk}/change/")),
        (f"{party.receipt} 동행자 1", address(Attendee, f"{aide.pk}/change/")),
    ]
    assert "홍길동" not in str(list(AccessRecord.objects.values()))


def test_page_shows_people_consents_offers_and_mails(client, viewer, event, party):
    register(event, 3)
    waiting = Party.objects.exclude(pk=party.pk).get()
    people.confirm_person(person=party.people.get(role="principal"), consents=consents(), now=OPEN)
    page = client.get(address(Party, f"{party.pk}/change/")).text
    for said in ("홍길동", "=김참모", "동의 대기", "동의함 2027. 2. 10. 12:00", "개인정보 수집·이용에 동의합니다"):
        assert said in page
    assert "참가자로 적혔습니다. 확인해 주세요" in page
    assert "보낼 차례를 기다림" in page
    Mail.objects.filter(about=f"offer/{offer_of(waiting).pk}").update(
        failed_at=OPEN, failure="SMTPRecipientsRefused 550", body=None
    )
    page = client.get(address(Party, f"{waiting.pk}/change/")).text
    assert "보내지 못함: SMTPRecipientsRefused 550" in page
    assert "2석" in page
    assert "1번째" in page
    assert "링크 다시 보내기" not in page  # who only looks takes no step


def test_registrations_are_carried_away_with_a_reason(client, secretary, party):
    answer = exported(client, Party, [party], reason="")
    assert answer.status_code == 422
    assert not AccessRecord.objects.filter(what="export").exists()
    head, row = cells(exported(client, Party, [party]))
    told = dict(zip(head, row, strict=True))
    assert (told["접수 번호"], told["지방자치단체"], told["상태"]) == (party.receipt, "전라남도 담양군", "자리 있음")
    assert (told["전자우편"], told["전화"], told["받은 자리"]) == (party.mail, "010-1234-5678", "2")
    record = AccessRecord.objects.get(what="export")
    assert (record.whose, record.reason) == (party.receipt, "이름표 인쇄")


def test_whoever_only_looks_carries_nothing_away(client, viewer, party):
    assert "text/csv" not in exported(client, Party, [party])["Content-Type"]
    assert not AccessRecord.objects.filter(what="export").exists()


def test_address_that_nobody_has_confirmed_is_told(client, secretary, party):
    told = "주소 확인 전"
    assert told in client.get(address(Party)).text
    head, row = cells(exported(client, Party, [party]))
    assert dict(zip(head, row, strict=True))["주소"] == told
    party.links.create(digest="a", purpose="device", used_at=OPEN)  # the browser that registered proves no address
    assert told in client.get(address(Party)).text
    of_party(party)
    assert told not in client.get(address(Party)).text
    party.links.update(revoked_at=OPEN)  # another address since
    assert told in client.get(address(Party, f"{party.pk}/change/")).text


def test_mail_that_was_given_up_is_told_on_top(client, viewer, party):
    page = address(Party, f"{party.pk}/change/")
    assert "보내지 못한 편지가 있습니다." not in client.get(page).text
    given_up = {"failed_at": OPEN, "failure": "SMTPRecipientsRefused 550", "body": None}
    Mail.objects.filter(about=f"party/{party.pk}").update(**given_up)
    assert "보내지 못한 편지가 있습니다." in client.get(page).text


def test_title_of_a_person_is_a_number(client, viewer, party):
    page = client.get(address(Attendee, f"{party.people.first().pk}/change/")).text
    assert f"<title>{party.receipt} 단체장 |" in page


def test_people_are_carried_away_for_name_tags_and_no_cell_is_a_formula(client, secretary, party):
    register(party.event, 2)
    people.confirm_person(person=party.people.get(role="aide"), consents=consents(), now=OPEN)
    attendance.check_in(person=party.people.first(), by=secretary, now=BEGUN)
    head, *found = cells(exported(client, Attendee, Attendee.objects.all()))
    first, second, *others = (dict(zip(head, row, strict=True)) for row in found)
    assert (first["동의"], first["이름"], first["직위"]) == ("동의 대기", "", "")  # who has not agreed is not named
    assert (first["지방자치단체"], first["좌석"]) == ("전라남도 담양군", "있음")
    assert first["도착"] == "2027. 3. 10. 10:00"
    assert (second["이름"], second["동의"], second["도착"]) == ("'=김참모", "동의함", "")
    assert [row["좌석"] for row in others] == ["대기"] * 3
    whose = AccessRecord.objects.get(what="export").whose
    assert whose.startswith(f"{party.receipt} 단체장, {party.receipt} 동행자 1")


def test_people_are_narrowed_by_arrival(client, viewer, party):
    came = party.people.first()
    attendance.check_in(person=came, by=viewer, now=BEGUN)
    assert shown(client, Attendee, arrived="yes") == [came]
    assert shown(client, Attendee, arrived="no") == [party.people.last()]


def test_search_finds_governments_and_never_names(client, viewer, party):
    register(party.event)
    assert shown(client, Party, q="담양") == [party]
    assert shown(client, Party, q="홍길동") == []
    assert len(shown(client, Attendee, q="담양")) == 2
    assert shown(client, Attendee, q="홍길동") == []

"""Whoever is asked about a registration: an address put right, or somebody else who takes over."""

import pytest

from handbook.models import Mail
from handbook.personal import Refused
from tests.catalogue.test_texts_pages import words_of
from workshops import registrant
from workshops.actions import Registrant
from workshops.models import Party, PartyLink
from workshops.people import ComesAlready, Guest

from . import rows
from .browsing import browser, form, mails, of_party, of_person, opened, secret_in
from .desk import DOOR, PARTIES, press, records, staff_with
from .parties import BEGUN, OPEN, offer_of, register, told

pytestmark = pytest.mark.django_db
ENDED = rows.seoul(2027, 3, 10, 17)
AGREED = {"consent_collection": "on"}
HEAD, MAIL, NEW = Registrant("홍길동", "head@example.org", "01012345678"), "head@example.org", "new@example.org"


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=4, aides_most=3)


@pytest.fixture
def party(event):
    principal = Guest(name="홍길동", mail=MAIL, is_registrant=True)
    return register(event, 1, principal=principal, registrant=HEAD)


def changed(party, name="홍길동", mail=NEW, **fields):
    return registrant.change_contact(
        party=party, registrant=Registrant(name, mail, "01099998888"), **{"now": OPEN, **fields}
    )


def subjects(to):
    return [subject.partition(":")[0] for subject, _ in mails(to)]


def path(party, tail=""):
    return f"/events/parties/{party.key}/{tail}"


def test_address_that_is_put_right_hears_from_now_on_and_the_former_is_told(party):
    changed(party)
    party.refresh_from_db()
    head = party.people.get(is_registrant=True)
    assert (party.mail, party.phone, head.mail, head.consent) == (NEW, "01099998888", NEW, "agreed")
    assert subjects(MAIL) == ["연락받을 전자우편을 바꾸었습니다"]  # what was not sent yet is withdrawn
    assert "/open/" not in mails(MAIL)[0][1]
    assert subjects(NEW) == ["신청 내용을 여는 링크"]
    assert party.is_agreed_to


def test_address_where_mail_has_gone_before_is_forgotten(party):
    told("party/")
    changed(party)
    assert Mail.objects.filter(sent_at__isnull=False, to=MAIL).count() == 0
    assert Mail.objects.filter(sent_at__isnull=False, to="").count() == 1


def test_links_that_were_mailed_before_are_closed_and_that_of_the_browser_is_not(party):
    old = secret_in(mails(MAIL)[0][1])
    here = of_party(party)  # by a mailed link, too
    client = browser()
    device = PartyLink.make(purpose="device", party=party)
    opened(device, client)
    typed = form(here.get(path(party, "contact/")).text)
    assert here.post(path(party, "contact/"), typed | {"mail": NEW}).status_code == 302
    assert browser().post("/events/open/", {"secret": old}).status_code == 404
    for holder in (here, client, opened(secret_in(mails(NEW)[0][1]))):
        assert holder.get(path(party)).status_code == 200


def test_open_offer_is_told_to_the_new_address(event, party):
    register(event)
    waiting = register(event, 1)
    assert offer_of(waiting)
    changed(waiting, name=waiting.name)
    assert subjects(NEW) == ["신청 내용을 여는 링크", "자리 안내"]


def test_name_or_number_alone_needs_no_mail(party):
    before = Mail.objects.count()
    changed(party, name="홍길순", mail="HEAD@example.org")
    assert Mail.objects.count() == before
    assert party.people.get(is_registrant=True).name == "홍길순"
    assert PartyLink.objects.filter(revoked_at=None).count() == 1


def test_whoever_takes_over_agrees_by_the_link_and_the_former_keeps_the_seat(party):
    changed(party, name="박후임")
    party.refresh_from_db()
    head = party.people.get(role="principal")
    assert (party.name, head.name, head.mail, head.is_registrant, head.consent) == (
        *("박후임", "홍길동", MAIL, False),
        "agreed",
    )
    assert head.consents.get().wording == party.consents.get().wording
    assert not party.is_agreed_to
    assert subjects(MAIL) == ["신청을 다른 분이 이어받았습니다", "연락받을 전자우편을 바꾸었습니다"]
    assert opened(secret_in(mails(MAIL)[0][1])).get(f"/events/people/{head.key}/").status_code == 200
    client = opened(secret_in(mails(NEW)[0][1]))
    assert "박후임 님이 적혔습니다." in words_of(client.get(path(party)).text)
    refused = client.post(path(party, "agree/"))
    assert refused.status_code == 422
    assert "동의하시면 표시해 주세요." in refused.text
    for _ in range(2):
        assert client.post(path(party, "agree/"), AGREED).status_code == 302
    assert "이어받으셨습니까?" not in client.get(path(party)).text
    given = list(party.consents.order_by("pk").values_list("key", "withdrawn_at"))
    assert given == [("collection", OPEN), ("collection", None)]


def test_former_who_still_comes_may_withdraw_by_their_own_page(party):
    changed(party, name="박후임")
    head = party.people.get(role="principal")
    assert of_person(head).post(f"/events/people/{head.key}/refuse/").status_code == 200
    head.refresh_from_db()
    assert head.name == ""


def test_page_shows_what_stands_and_keeps_what_was_typed(party, clock):
    client = of_party(party)
    data = form(client.get(path(party, "contact/")).text)
    assert data == {"name": "홍길동", "mail": MAIL, "phone": "010-1234-5678"}
    response = client.post(path(party, "contact/"), {**data, "mail": "new@"})
    assert response.status_code == 422
    assert "예: name@example.kr" in response.text
    assert form(response.text)["mail"] == "new@"
    clock(ENDED)
    assert client.get(path(party, "contact/")).status_code == 409
    assert "contact/" not in client.get(path(party)).text


def test_changes_of_the_contact_are_counted_and_what_was_typed_stays(party, monkeypatch):
    monkeypatch.setattr("workshops.patience.MOST_CONTACTS", 1)
    client = of_party(party)
    data = form(client.get(path(party, "contact/")).text)
    answers = [client.post(path(party, "contact/"), {**data, "mail": mail}) for mail in (NEW, "other@example.org")]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert form(answers[1].text)["mail"] == "other@example.org"
    assert int(answers[1]["Retry-After"]) > 0
    assert mails("other@example.org") == []


def test_address_of_an_aide_who_comes_with_others_is_refused(event):
    register(event, people=[Guest(name="김참모", mail="aide@example.org")])
    mine = register(
        event,
        people=[Guest(name="이참모", mail="b@example.org", is_registrant=True)],
        registrant=Registrant("이참모", "b@example.org", "01012345678"),
    )
    with pytest.raises(ComesAlready):
        changed(mine, name="이참모", mail="aide@example.org")
    mine.refresh_from_db()
    assert mine.mail == "b@example.org"


def test_contact_ends_with_the_event_but_not_for_staff(party):
    with pytest.raises(Refused, match="행사가 끝나"):
        changed(party, now=ENDED)
    changed(party, now=ENDED, by=staff_with(PARTIES))


def staff_path(party):
    return f"/events/spring/staff/parties/{party.key}/contact/"


def test_staff_put_an_address_right_that_leads_nowhere(client, clock, party):
    clock(BEGUN)
    client.force_login(staff_with(PARTIES, "view_party"))
    assert staff_path(party) in client.get(f"/admin/workshops/party/{party.pk}/change/").text
    typed = form(client.get(staff_path(party)).text)
    refused = press(client, staff_path(party), **typed | {"mail": ""})
    assert refused.status_code == 422
    assert 'id="mail_error"' in refused.text
    answer = press(client, staff_path(party), **typed | {"mail": NEW})
    assert answer["Location"] == f"/admin/workshops/party/{party.pk}/change/"
    assert Party.objects.get(pk=party.pk).mail == NEW
    assert records("change") == [(party.receipt, "events/spring/staff_contact")]
    assert subjects(NEW) == ["신청 내용을 여는 링크"]


def test_staff_of_the_door_change_no_contact(client, party):
    client.force_login(staff_with(DOOR))
    for answer in (client.get(staff_path(party)), press(client, staff_path(party), mail=NEW)):
        assert answer.status_code == 403
    assert Party.objects.get(pk=party.pk).mail == MAIL

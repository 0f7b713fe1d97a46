"""Whoever is asked about a registration: an address put right, a number, a letter of the name."""

import pytest

from handbook.models import Mail
from handbook.outbox import message
from handbook.personal import Refused
from workshops import letters, registrant
from workshops.actions import Registrant
from workshops.models import Party, PartyLink
from workshops.people import ComesAlready, Guest

from . import rows
from .browsing import browser, form, mails, of_party, opened, secret_in
from .desk import DOOR, PARTIES, logged_in, press, records, staff_with
from .parties import BEGUN, OPEN, offer_of, register, told

pytestmark = pytest.mark.django_db
ENDED = rows.seoul(2027, 3, 10, 17)
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
    changed(party, name="홍길순", mail="HEAD@example.org", is_same=True)
    assert Mail.objects.count() == before
    assert party.people.get(is_registrant=True).name == "홍길순"
    assert PartyLink.objects.filter(revoked_at=None).count() == 1


def test_page_shows_what_stands_and_keeps_what_was_typed(party, clock):
    client = of_party(party)
    data = form(client.get(path(party, "contact/")).text)
    assert data == {"name": "홍길동", "mail": MAIL, "phone": "010-1234-5678"}
    response = client.post(path(party, "contact/"), {**data, "mail": "new@"})
    assert response.status_code == 422
    assert "예: name@example.kr" in response.text
    assert form(response.text)["mail"] == "new@"
    assert "is_same" not in form(response.text)
    kept = client.post(path(party, "contact/"), {**data, "mail": "new@", "is_same": "on"})
    assert form(kept.text)["is_same"] == "on"
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


def given_up(mails_of):
    mails_of.update(failed_at=OPEN, failure="SMTPRecipientsRefused 550", body=None)


def test_mail_that_reached_nobody_counts_for_the_address_as_it_is_now(client, party):
    given_up(Mail.objects.filter(to=MAIL))
    logged_in(client, PARTIES, "view_party")
    page, said = f"/admin/workshops/party/{party.pk}/change/", "보내지 못한 편지가 있습니다."
    assert said in client.get(page).text
    changed(party)
    assert said not in client.get(page).text
    given_up(Mail.objects.filter(to=MAIL))  # the farewell to the former address
    assert said not in client.get(page).text
    given_up(Mail.objects.filter(to=NEW))
    assert said in client.get(page).text


def what_waits(to):
    return [(subject.partition(":")[0], "/events/open/" in body) for subject, body in mails(to)]


@pytest.mark.parametrize("name", ["홍길동", "박후임"])
def test_what_waits_to_be_told_of_the_event_follows_to_the_new_address(event, party, name):
    """Each with a link that opens, for those that were mailed before do not; what went out stays where it went."""
    letters.reminded(party)
    event.cancel_reason, event.cancelled_at = "태풍이 옵니다.", OPEN
    told("party/")
    letters.event_told(party, "event_changed", "곳이 바뀌었습니다.")
    party.event = event
    letters.event_cancelled(party)
    changed(party, name=name)
    assert subjects(MAIL)[-1] == "연락받을 전자우편을 바꾸었습니다"
    assert what_waits(NEW)[1:] == [("행사가 바뀌었습니다", True), ("행사를 취소했습니다", True)]
    assert not set(subjects(MAIL)) & {"행사가 바뀌었습니다", "행사를 취소했습니다", "곧 열립니다"}
    for _, body in mails(NEW):
        assert opened(secret_in(body)).get(path(party)).status_code == 200
    assert "까닭: 태풍이 옵니다." in mails(NEW)[-1][1]
    assert message(Mail.objects.get(subject__startswith="행사가 바뀌")).attachments[0].filename == "spring.ics"
    assert Mail.objects.filter(sent_at__isnull=False).exclude(to="").count() == 0


def staff_path(party):
    return f"/events/spring/staff/parties/{party.key}/contact/"


def test_staff_put_an_address_right_that_leads_nowhere(client, clock, party):
    clock(BEGUN)
    logged_in(client, PARTIES, "view_party")
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
    logged_in(client, DOOR)
    for answer in (client.get(staff_path(party)), press(client, staff_path(party), mail=NEW)):
        assert answer.status_code == 403
    assert Party.objects.get(pk=party.pk).mail == MAIL

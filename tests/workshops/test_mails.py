"""What is mailed: to whom, what it says, and what it never says."""

import datetime as dt

import pytest

from handbook.models import Mail
from handbook.outbox import message
from workshops import actions, letters, offers, people
from workshops.models import Event, PersonLink
from workshops.people import Guest

from . import rows
from .browsing import mails, opened, secret_in
from .parties import BEGUN, CLOSED, LATER, OPEN, change, consents, lapse, offer_of, register

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")


@pytest.fixture
def event(db):
    return rows.event(title="봄 포럼", capacity=6, aides_most=5)


def subjects(party):
    return [subject.partition(":")[0] for subject, _ in mails(party)]


def last(to):
    return mails(to)[-1][1]


def test_registered_says_number_and_seats_or_the_place_in_line(event):
    first, second, third = register(event, 3), register(event, 3), register(event)
    assert f"접수 번호: {first.receipt}" in last(first.mail)
    assert "4석을 드렸습니다." in last(first.mail)
    assert "대기 순서는 2번째입니다." in last(third.mail)
    assert subjects(second.mail) == ["참가 신청을 받았습니다", "자리 안내"]
    assert "모자란 4석 가운데 2석입니다." in last(second.mail)
    assert "2027. 2. 12. 12:00까지 받아 주세요." in last(second.mail)
    for said in ("행사: 봄 포럼", "때: 2027. 3. 10.(수) 10:00~17:00", "곳: 희망제작소"):
        assert said in last(first.mail)


def test_every_link_opens_the_page_it_is_for(event):
    party = register(event, people=[AIDE])
    address = opened(secret_in(last(party.mail))).get(f"/events/parties/{party.key}/")
    assert address.status_code == 200
    aide = party.people.get(role="aide")
    assert opened(secret_in(last(AIDE.mail))).get(f"/events/people/{aide.key}/").status_code == 200


def test_offer_that_is_answered_before_its_mail_went_out_is_not_told(event):
    register(event, 3)
    second = register(event, 3)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    assert subjects(second.mail) == ["참가 신청을 받았습니다", "자리를 받으셨습니다"]
    assert "안내한 2석을 받으셨습니다." in last(second.mail)
    assert "나머지 2석은 대기 순서 그대로 기다립니다." in last(second.mail)


def test_offer_that_grows_is_told_once_if_the_first_did_not_go_out(event):
    first, second = register(event, 3), register(event, 3)
    change(first, 2)
    assert subjects(second.mail) == ["참가 신청을 받았습니다", "자리 안내"]
    assert "모자란 4석 가운데 3석입니다." in last(second.mail)
    assert subjects(first.mail) == ["참가 신청을 받았습니다", "참가 신청을 바꾸었습니다"]
    assert "3석 가운데 3석" in last(first.mail)


@pytest.mark.parametrize(
    ("step", "subject", "says"),
    [
        (lambda party: actions.cancel(party=party, now=OPEN), "참가 신청을 취소했습니다", "연락처는 지웠습니다."),
        (lambda party: actions.leave_waiting_list(party=party, now=OPEN), "대기를 그만두었습니다", "지웠습니다."),
        (lambda party: lapse(LATER), "자리 안내가 끝났습니다", "대기 순서는 맨 뒤로 갔습니다."),
        (lambda party: offers.end_lines(BEGUN), "대기가 끝났습니다", "자리를 드리지 못했습니다."),
        (letters.link_again, "신청 내용을 여는 링크", "요청하지 않으셨다면"),
    ],
)
def test_registrant_hears_of_every_step(event, step, subject, says):
    register(event, 3)
    second = register(event, 3)
    mail = second.mail
    step(second)
    found = {said.partition(":")[0]: body for said, body in mails(mail)}
    assert says in found[subject]


def test_second_lapse_says_that_the_wait_is_over(event):
    register(event, 3)
    second = register(event, 3)
    mail = second.mail
    lapse(LATER)
    lapse(LATER + dt.timedelta(hours=48))
    assert "두 번째라 대기에서 빠졌습니다. 적으신 이름과 연락처는 지웠습니다." in last(mail)


def test_party_that_keeps_seats_hears_what_it_keeps(event):
    register(event, 3)
    second = register(event, 3)
    offers.accept_offer(offer=offer_of(second), now=OPEN)
    actions.leave_waiting_list(party=second, now=OPEN)
    assert "이미 받으신 2석은 그대로이고, 자리를 받지 못한 동행자는 명단에서 뺐습니다." in last(second.mail)


def test_named_person_hears_who_named_them_and_until_when_to_answer(event):
    party = register(event, people=[AIDE])
    body = last(AIDE.mail)
    assert f"{party.name} 님이 이 행사에 함께 올 사람으로" in body
    assert str(party.government) not in body
    assert "2027. 3. 3. 24:00까지 답이 없으면 이름을 지우고" in body


def test_whoever_registered_hears_of_a_refusal_by_place(event):
    party = register(event, people=[AIDE])
    people.refuse_person(person=party.people.get(role="aide"), now=OPEN)
    assert f"{party.receipt}의 동행자 1 자리에" in last(party.mail)
    assert "김참모" not in last(party.mail)


def test_companion_who_had_agreed_hears_of_a_cancelled_party_and_others_do_not(event):
    party = register(event, people=[AIDE, Guest(name="이참모", mail="b@example.org")])
    people.confirm_person(person=party.people.get(name="김참모"), consents=consents(), now=OPEN)
    actions.cancel(party=party, now=OPEN)
    assert subjects(AIDE.mail) == ["참가자 명단에서 빠지셨습니다"]
    assert "/open/" not in last(AIDE.mail)
    assert mails("b@example.org") == []


def leave_with_a_seat(party):
    offers.accept_offer(offer=offer_of(party), now=OPEN)
    actions.leave_waiting_list(party=party, now=OPEN)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (lambda party: change(party, 0), "일행의 명단이 바뀌었습니다."),
        (lambda party: actions.cancel(party=party, now=OPEN), "일행의 신청이 취소되었습니다."),
        (leave_with_a_seat, "더 기다리지 않기로 했습니다."),
        (lambda party: [lapse(LATER), lapse(LATER + dt.timedelta(hours=48))], "자리 안내에 답이 없어"),
        (lambda party: offers.end_lines(BEGUN), "행사가 시작되어 대기가 끝났고"),
    ],
    ids=["changed", "cancelled", "left", "lapsed", "begun"],
)
def test_whoever_is_struck_off_hears_why(event, step, says):
    register(event, 4)
    waiting = register(event, people=[AIDE])
    people.confirm_person(person=waiting.people.get(role="aide"), consents=consents(), now=OPEN)
    step(waiting)
    assert subjects(AIDE.mail)[-1] == "참가자 명단에서 빠지셨습니다"
    assert says in last(AIDE.mail)


def test_cancelled_event_is_told_to_registrants_and_to_those_who_agreed(event):
    party = register(event, people=[AIDE])
    person = party.people.get(role="aide")
    people.confirm_person(person=person, consents=consents(), now=OPEN)
    Event.objects.update(cancelled_at=OPEN, cancel_reason="태풍이 옵니다.")
    actions.cancel_event(event=event, now=OPEN)
    for to in (party.mail, AIDE.mail):
        assert subjects(to)[-1] == "행사를 취소했습니다"
        assert "까닭: 태풍이 옵니다." in last(to)


def test_reminder_goes_to_all_who_come_with_the_event_for_the_calendar(event):
    party = register(event, people=[AIDE, Guest(name="이참모", mail="b@example.org")])
    people.confirm_person(person=party.people.get(name="김참모"), consents=consents(), now=OPEN)
    Mail.objects.all().delete()
    letters.reminded(party)
    assert sorted(Mail.objects.values_list("to", flat=True)) == [AIDE.mail, party.mail]
    made = message(Mail.objects.get(to=AIDE.mail))
    [attachment] = made.attachments
    assert (attachment.filename, attachment.mimetype) == (f"{event.slug}.ics", "text/calendar")
    assert "BEGIN:VEVENT" in attachment.content
    assert "동행자 1 자리입니다." in made.body
    assert "3석이 있습니다." in last(party.mail)


def test_subjects_name_events_and_no_person(event):
    party = register(event, people=[AIDE])
    actions.cancel(party=party, now=OPEN)
    names = (party.name, "김참모", "신청인", party.whose)
    assert not [subject for subject in Mail.objects.values_list("subject", flat=True) if any(map(subject.count, names))]


def test_what_is_typed_stands_in_mails_as_it_was_typed():
    event = rows.event(title="<가> & 나", aides_most=2)
    party = register(event)
    assert mails(party.mail)[0][0].endswith(": <가> & 나")
    assert "행사: <가> & 나" in last(party.mail)


def test_mails_say_whom_to_ask_where_the_installation_says_it(event, settings):
    settings.SITE_CONTACT = "office@example.org"
    assert "문의: office@example.org" in last(register(event).mail)
    settings.SITE_CONTACT = ""
    assert "문의" not in last(register(event).mail)


def test_whoever_was_added_at_the_door_gets_no_mail(db):
    party = rows.party(rows.event(seats_taken=1), origin="on_site", mail="", phone="")
    actions.cancel(party=party, now=CLOSED)
    assert not Mail.objects.exists()
    assert not PersonLink.objects.exists()

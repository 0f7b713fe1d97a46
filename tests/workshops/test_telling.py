"""바뀐 것 알리기, 다시 열기: staff see the mail before it goes, and it goes once."""

import datetime as dt

import pytest

from handbook.models import Mail
from handbook.outbox import message
from tests.catalogue.shelf import admin_address as address
from workshops import actions, people, telling
from workshops.models import Event
from workshops.people import Guest

from . import rows
from .browsing import form, mails
from .desk import logged_in
from .parties import BEGUN, OPEN, consents, later, offer_of, register
from .test_staff_event import said, save

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", mail="aide@example.org")
OTHER = Guest(name="이참모", mail="b@example.org")


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def event(db):
    return rows.event(title="봄 포럼", slug="spring", capacity=4, aides_most=3)


@pytest.fixture
def party(event):
    party = register(event, people=[AIDE, OTHER])
    people.confirm_person(person=party.people.get(name="김참모"), consents=consents(), now=OPEN)
    Mail.objects.all().delete()
    return party


def path(event, key="changed"):
    return address(Event, f"{event.pk}/tell/{key}/")


def step(client, event, key="changed", **typed):
    """The form as the page shows it, sent back."""
    shown = form(client.get(path(event, key)).text)
    shown = {**shown, "words": "회의실이 바뀌었습니다.", **typed}
    return client.post(path(event, key), shown)


def cancel(event):
    event.refresh_from_db()
    event.cancel_reason = "태풍"
    event.note_cancellation(at=OPEN)
    event.save()
    actions.cancel_event(event=event, now=OPEN)
    Mail.objects.all().delete()


def test_change_of_day_place_or_hour_reminds_staff_to_tell(client, chief, event, party):
    told = "신청한 일행 1팀은 아직 모릅니다."
    assert told in " ".join(said(save(client, event, place="다른 곳")))
    assert told not in " ".join(said(save(client, event, place="다른 곳", summary="소개")))
    assert path(event) in client.get(address(Event, f"{event.pk}/change/")).text
    assert path(event, "reopened") not in client.get(address(Event, f"{event.pk}/change/")).text


def test_mail_is_shown_before_it_goes_and_goes_to_all_who_have_agreed(client, chief, event, party):
    shown = step(client, event)
    assert shown.status_code == 200
    for part in ("행사가 바뀌었습니다: 봄 포럼", "회의실이 바뀌었습니다.", "곳: 희망제작소", "(받는 분마다 다른 링크)"):
        assert part in shown.text
    assert not Mail.objects.exists()
    typed = form(shown.text)
    again = client.post(path(event), typed | {"again": "1"})
    assert "회의실이 바뀌었습니다.</textarea>" in again.text.replace("\n", "")
    sent = client.post(path(event), typed | {"send": "1"}, follow=True)
    assert "신청한 일행 1팀에 알리는 편지를 보냅니다." in said(sent)
    assert sorted(Mail.objects.values_list("to", flat=True)) == [AIDE.mail, party.mail]
    made = message(Mail.objects.get(to=AIDE.mail))
    assert made.subject == "행사가 바뀌었습니다: 봄 포럼"
    assert "회의실이 바뀌었습니다." in made.body
    assert [one.filename for one in made.attachments] == ["spring.ics"]


def test_second_press_and_a_mail_over_a_changed_event_are_refused(client, chief, event, party):
    typed = form(step(client, event).text) | {"send": "1"}
    assert client.post(path(event), typed).status_code == 302
    refused = client.post(path(event), typed)
    assert refused.status_code == 409
    assert "그사이 다른 직원이 이 행사를 고쳤습니다." in refused.text
    assert "회의실이 바뀌었습니다.</textarea>" in refused.text.replace("\n", "")
    assert form(refused.text)["seen"] == "1"
    assert Mail.objects.count() == 2


def test_nothing_goes_without_a_word(client, chief, event, party):
    refused = step(client, event, words="", send="1")
    assert refused.status_code == 422
    assert "알리는 말을 적어 주세요." in refused.text
    assert not Mail.objects.exists()


def test_event_takes_place_after_all(client, chief, event, party):
    waiting = register(event, 3)
    cancel(event)
    assert offer_of(waiting) is None
    assert path(event, "reopened") in client.get(address(Event, f"{event.pk}/change/")).text
    typed = form(step(client, event, "reopened").text) | {"send": "1"}
    assert client.post(path(event, "reopened"), typed).status_code == 302
    event.refresh_from_db()
    assert (event.cancelled_at, event.cancel_reason) == (None, "")
    assert mails(party.mail)[0][0] == "행사를 다시 엽니다: 봄 포럼"
    assert [subject for subject, _ in mails(waiting.mail)] == ["행사를 다시 엽니다: 봄 포럼", "자리 안내: 봄 포럼"]
    assert offer_of(waiting).seats == 1


@pytest.mark.parametrize(
    "case",
    [
        ("reopened", lambda event: None, OPEN, "취소한 행사가 아닙니다."),
        ("changed", cancel, OPEN, "먼저 다시 열어 주세요."),
        ("reopened", cancel, BEGUN + dt.timedelta(days=1), "끝난 행사입니다."),
    ],
)
def test_what_cannot_be_told_now_is_refused(client, clock, party, case):
    key, before, now, says = case
    before(party.event)
    clock(now)
    logged_in(client, "change_event")
    answer = step(client, party.event, key, send="1")
    assert answer.status_code == 409
    assert says in answer.text
    assert not Mail.objects.exists()


def test_stale_form_takes_back_neither_a_cancellation_nor_a_capacity(client, chief, event, party):
    seen = Event.objects.get().revision
    save(client, event, cancel_reason="태풍", capacity="9")
    Mail.objects.all().delete()
    answer = save(client, event, seen=str(seen), summary="새 소개", capacity="6")
    assert telling.OTHERWISE in " ".join(map(str, answer.context["errors"]))
    event.refresh_from_db()
    assert (event.capacity, event.cancel_reason, event.summary) == (9, "태풍", "")
    assert not Mail.objects.exists()


def test_page_is_for_those_who_change_events(client, event, party):
    assert "/admin/login/" in client.get(path(event))["Location"]
    logged_in(client, "view_event", "change_party")
    assert client.get(path(event)).status_code == 403
    assert client.post(path(event), {"words": "x", "seen": "0", "send": "1"}).status_code == 403
    logged_in(client, "change_event")
    assert client.get(path(event)).status_code == 200
    assert client.get(path(event, "nonsense")).status_code == 404
    assert client.get(address(Event, "999/tell/changed/")).status_code == 404
    assert not Mail.objects.exists()


def test_telling_counts_as_a_change_of_the_event(event, party):
    event.refresh_from_db()
    told = telling.tell(event=event, template=telling.CHANGED, seen=event.revision, words="알림", now=later(hours=1))
    assert told == 1
    event.refresh_from_db()
    assert event.revision == 1

"""Somebody else takes a registration over: they agree or refuse for themselves, and whoever had it has it no more."""

import datetime as dt

import pytest

from handbook.models import Mail
from handbook.personal import Refused
from handbook.steps import run_steps
from tests.catalogue.test_texts_pages import words_of
from workshops import actions, people, registrant
from workshops.daily import STEPS as DAILY
from workshops.models import Event, Party, PartyLink
from workshops.people import Guest
from workshops.work import STEPS as WORK

from . import rows
from .browsing import AGREED, form, mails, of_party, of_person, opened, secret_in
from .desk import PARTIES, logged_in, press, staff_with
from .parties import OPEN, consents, register, told
from .test_contact import ENDED, HEAD, MAIL, NEW, changed, path, subjects
from .test_staff_lists import exported

pytestmark = pytest.mark.django_db
NAMED = "신청의 연락을 받을 분으로 적혔습니다. 확인해 주세요"
AIDE = "aide@example.org"


@pytest.fixture(autouse=True)
def february(clock):
    clock(OPEN)


@pytest.fixture
def event(db):
    return rows.event(slug="spring", capacity=6, aides_most=3)


@pytest.fixture
def party(event):
    principal = Guest(name="홍길동", mail=MAIL, is_registrant=True)
    return register(event, principal=principal, registrant=HEAD, people=[Guest(name="김참모", mail=AIDE)])


def device(party):
    """The browser that registered."""
    return opened(PartyLink.make(purpose="device", party=party))


def hand_over(party, **fields):
    changed(party, name="박후임", **fields)
    party.refresh_from_db()
    return party


def successor(party):
    return opened(secret_in(mails(NEW)[0][1]))


def contact(party):
    party.refresh_from_db()
    return party.name, party.mail, party.phone


def opening(party):
    return PartyLink.objects.filter(party=party, revoked_at=None)


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
    client = successor(party)
    assert "박후임 님이 적혔습니다." in words_of(client.get(path(party)).text)
    refused = client.post(path(party, "agree/"))
    assert refused.status_code == 422
    assert "동의하시면 표시해 주세요." in refused.text
    for _ in range(2):
        assert client.post(path(party, "agree/"), AGREED).status_code == 302
    assert "이어받으셨습니까?" not in client.get(path(party)).text
    given = list(party.consents.order_by("pk").values_list("key", "withdrawn_at"))
    assert given == [("collection", OPEN), ("collection", None)]


def test_whoever_is_to_take_over_sees_and_does_nothing_before_they_agree(party):
    """The address may be mistyped, and then a stranger reads the mail."""
    client = successor(hand_over(party))
    page = client.get(path(party)).text
    assert [word for word in ("홍길동", MAIL, "김참모", AIDE, HEAD.phone, "export/", "cancel/") if word in page] == []
    for tail in ("contact/", "change/", "cancel/", "erase/", "export/"):
        answer = client.get(path(party, tail))
        assert (answer.status_code, answer["Location"]) == (302, path(party))
    assert client.post(path(party, "cancel/"))["Location"] == path(party)
    assert Party.objects.get(pk=party.pk).stands
    client.post(path(party, "agree/"), AGREED)
    assert "김참모" in client.get(path(party)).text
    assert client.get(path(party, "cancel/")).status_code == 200


def test_former_who_still_comes_may_withdraw_by_their_own_page(party):
    changed(party, name="박후임")
    head = party.people.get(role="principal")
    assert of_person(head).post(f"/events/people/{head.key}/refuse/").status_code == 200
    head.refresh_from_db()
    assert head.name == ""


def test_former_keeps_no_browser_and_agrees_for_nobody(party):
    """By their own page: the answer is a page of its own, and all that had been opened is closed."""
    here, elsewhere = device(party), of_party(party)
    typed = form(here.get(path(party, "contact/")).text)
    answer = here.post(path(party, "contact/"), typed | {"name": "박후임", "mail": NEW})
    assert answer.status_code == 200
    assert "신청을 넘겼습니다" in answer.text
    assert not [word for word in ("박후임", NEW, party.receipt, "동의하기") if word in answer.text]
    for client in (here, elsewhere):
        assert client.get(path(party)).status_code == 404
        for tail in ("agree/", "refuse/", "contact/", "cancel/"):
            assert client.post(path(party, tail), AGREED).status_code == 404
    assert not Party.objects.get(pk=party.pk).is_agreed_to
    assert successor(party).post(path(party, "agree/"), AGREED).status_code == 302
    assert Party.objects.get(pk=party.pk).is_agreed_to


def test_former_is_out_when_staff_hand_over(client, party):
    here = device(party)
    logged_in(client, PARTIES, "view_party")
    at = f"/events/spring/staff/parties/{party.key}/contact/"
    press(client, at, **form(client.get(at).text) | {"name": "박후임", "mail": NEW})
    assert here.get(path(party)).status_code == 404
    [(subject, body)] = mails(NEW)
    assert subject.startswith(NAMED)
    assert "사무국이 이 행사에 낸 참가 신청의 연락을 받을 분으로" in body
    assert "이어받은 분이 아직 동의하지 않았습니다." in client.get(f"/admin/workshops/party/{party.pk}/change/").text


def test_browser_that_was_let_in_without_a_mailed_link_answers_for_nobody(party):
    hand_over(party)
    client = device(party)
    assert "동의하기" not in client.get(path(party)).text
    for tail in ("agree/", "refuse/"):
        assert client.post(path(party, tail), AGREED).status_code == 409
    assert contact(party)[0] == "박후임"
    assert not party.is_agreed_to


def test_link_that_was_closed_while_the_press_waited_agrees_to_nothing(party):
    """Whoever had it comes a moment after somebody else has taken it over."""
    before = PartyLink.objects.filter(party=party, purpose="mail")
    held = before.filter(pk__in=list(before.values_list("pk", flat=True)), revoked_at=None)
    hand_over(party)
    with pytest.raises(Refused):
        registrant.agree(party=party, links=held, consents=consents(), now=OPEN)
    assert not Party.objects.get(pk=party.pk).is_agreed_to


@pytest.mark.parametrize(
    ("said", "is_somebody_else"),
    [
        ({"name": "박후임"}, True),
        ({"name": "홍길순", "is_same": "on"}, False),
        ({"name": "박후임", "mail": NEW, "is_same": "on"}, True),
        ({"mail": NEW}, False),
        ({"phone": "010-9999-8888"}, False),
    ],
)
def test_another_name_is_another_person_unless_it_is_said_to_be_put_right(party, said, is_somebody_else):
    client = device(party)
    typed = form(client.get(path(party, "contact/")).text)
    assert "is_same" not in typed
    assert client.post(path(party, "contact/"), typed | said).status_code == (200 if is_somebody_else else 302)
    party.refresh_from_db()
    assert party.is_agreed_to is not is_somebody_else
    head = party.people.get(role="principal")
    assert (head.is_registrant, head.name) == (not is_somebody_else, "홍길동" if is_somebody_else else party.name)


def test_shared_address_is_asked_for_the_next_person_and_told_once(party):
    told("party/")
    changed(party, name="박후임", mail=MAIL)
    assert subjects(MAIL) == ["신청을 다른 분이 이어받았습니다", NAMED]
    assert opening(party).count() == 1


def test_successor_hears_by_whom_they_were_named_and_until_when_to_answer(party):
    hand_over(party)
    [(_, body)] = mails(NEW)
    assert "홍길동 님이 이 행사에 낸 참가 신청의 연락을 받을 분으로 이 전자우편의 주인을 적었습니다." in body
    assert "‘제 것이 아닙니다’를 눌러 주세요." in body
    assert "2027. 3. 10. 17:00까지 답이 없어도 지웁니다." in body
    assert not [word for word in (party.whose, party.receipt, "박후임") if word in body]
    assert "2027. 3. 10. 17:00까지 동의하지 않으면" in words_of(successor(party).get(path(party)).text)


def test_address_of_a_successor_put_right_is_asked_anew_and_the_wrong_one_is_out(party):
    hand_over(party, by=staff_with(PARTIES))
    stranger, let_in = successor(party), device(party)
    changed(party, name="박후임", mail="right@example.org", by=staff_with(PARTIES))
    assert subjects("right@example.org") == [NAMED]
    assert {client.get(path(party)).status_code for client in (stranger, let_in)} == {404}


def test_whoever_is_not_the_successor_says_so_and_nothing_of_them_stays(client, party):
    hand_over(party)
    stranger = successor(party)
    assert "제 것이 아닙니다" in stranger.get(path(party)).text
    told("party/")
    version = Party.objects.get(pk=party.pk).version
    answer = stranger.post(path(party, "refuse/"))
    assert "적혀 있던 이름과 주소를 지웠습니다." in answer.text
    assert contact(party) == ("", "", "")
    assert (party.stands, party.version, party.people.count()) == (True, version + 1, 2)
    assert not opening(party).exists()
    assert not Mail.objects.filter(to=NEW).exists()
    assert stranger.post(path(party, "refuse/")).status_code == 404
    logged_in(client, PARTIES, "view_party")
    assert "이 신청에는 연락할 분이 없습니다." in client.get(f"/admin/workshops/party/{party.pk}/change/").text
    assert "연락할 분 없음" in client.get("/admin/workshops/party/?state=unreachable").text


def test_staff_enter_another_where_nobody_can_be_asked(client, party):
    hand_over(party)
    successor(party).post(path(party, "refuse/"))
    logged_in(client, PARTIES, "view_party")
    at = f"/events/spring/staff/parties/{party.key}/contact/"
    page = client.get(at).text
    assert 'name="is_same"' not in page
    said = {"name": "최다음", "mail": "third@example.org", "phone": "010-1111-2222"}
    assert press(client, at, **said).status_code == 302
    assert contact(party) == ("최다음", "third@example.org", "01011112222")
    assert subjects("third@example.org") == [NAMED]


def test_whoever_has_agreed_does_not_refuse(party):
    refused = of_party(party).post(path(party, "refuse/"))
    assert refused.status_code == 409
    assert "이미 동의하셨습니다." in refused.text
    assert contact(party)[0] == "홍길동"


def run_daily(now):
    return DAILY["unconfirmed names erased"](now.date())


@pytest.mark.parametrize("step", [WORK["successors erased"], run_daily], ids=["work", "daily"])
def test_successor_who_never_agreed_is_erased_when_the_event_is_over(event, party, clock, step):
    hand_over(party)
    other = register(event)
    assert step(ENDED - dt.timedelta(minutes=1)) == 0
    clock(ENDED)
    with pytest.raises(Refused):
        registrant.agree(party=party, links=opening(party), consents=consents(), now=ENDED)
    assert contact(party)[0] == "박후임"
    people.erase_names(ENDED)
    assert step(ENDED) == 1
    assert contact(party) == ("", "", "")
    assert party.stands
    assert contact(other)[1] == other.mail != ""
    assert not opening(party).exists()
    assert step(ENDED) == 0


def test_successor_who_agreed_stays_when_the_event_is_over(party):
    hand_over(party)
    successor(party).post(path(party, "agree/"), AGREED)
    counts, failed = run_steps("work", ENDED)
    assert (counts["successors erased"], failed) == (0, False)
    assert contact(party)[0] == "박후임"


@pytest.mark.parametrize("over", ["ended", "cancelled"])
def test_nobody_takes_over_what_is_over(party, over):
    now = ENDED
    if over == "cancelled":
        now = OPEN
        Event.objects.update(cancelled_at=OPEN, cancel_reason="태풍")
    with pytest.raises(Refused, match="이어받을 수 없습니다"):
        changed(party, name="박후임", now=now, by=staff_with(PARTIES))
    changed(party, name="홍길순", mail=MAIL, is_same=True, now=now, by=staff_with(PARTIES))
    assert contact(party)[0] == "홍길순"


def page_of_aide(party):
    aide = party.people.get(role="aide")
    return words_of(of_person(aide).get(f"/events/people/{aide.key}/").text)


def test_companions_are_told_who_wrote_them_down_or_nobody(party):
    assert "홍길동 님이" in page_of_aide(party)
    hand_over(party)
    for _ in range(2):  # before and after the successor has agreed
        said = page_of_aide(party)
        assert f"{party.whose} 일행에 적혔습니다." in said
        assert not [name for name in ("홍길동", "박후임") if name in said]
        successor(party).post(path(party, "agree/"), AGREED)
    late = Guest(name="이참모", mail="late@example.org")
    seen, kind = Party.objects.get(pk=party.pk).version, party.kind
    actions.change(
        party=party, seen=seen, kind=kind, principal=Guest(), aides=[late], answers=actions.Answers(), now=OPEN
    )
    assert "이 전자우편의 주인이 적혔습니다." in mails("late@example.org")[0][1]


def test_successor_who_has_not_agreed_stands_in_no_file(client, chief, party):
    hand_over(party)
    text = exported(client, Party, [party]).content.decode()
    assert party.receipt in text
    assert "이어받는 분 동의 전" in text
    assert not [word for word in ("박후임", NEW, "010-9999-8888") if word in text]
    successor(party).post(path(party, "agree/"), AGREED)
    assert "박후임" in exported(client, Party, [party]).content.decode()

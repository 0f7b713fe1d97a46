"""Each person agrees for themselves; a name that nobody stands by goes, and its seat stays."""

import datetime as dt

import pytest
from django.db import transaction

from handbook.models import Mail
from handbook.personal import Refused
from tests import factories
from workshops import actions, people
from workshops.actions import Answers, Conflict
from workshops.models import Attendee, Party, PersonConsent, PersonLink
from workshops.people import Guest

from . import rows
from .parties import CLOSED, OPEN, change, check, consents, guests, later, register

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", post="비서관", mail="aide@example.org")
OTHER = Guest(name="이참모", mail="other@example.org")


@pytest.fixture
def party(db):
    """A head who registers in person, an aide who is asked, and a seat without a name."""
    principal = Guest(name="홍길동", mail="head@example.org", is_registrant=True)
    registrant = actions.Registrant("홍길동", "head@example.org", "01012345678")
    return register(rows.event(aides_most=3), principal=principal, registrant=registrant, people=[AIDE, Guest()])


@pytest.fixture
def aide(party):
    return party.people.get(mail="aide@example.org")


def changed(party, *aides, **fields):
    """By whoever registered, the head as before."""
    party.refresh_from_db()
    head = party.people.get(role="principal")
    values = {"seen": party.version, "kind": party.kind, "answers": Answers(), "now": OPEN, **fields}
    principal = Guest(key=head.key, name=head.name, mail=head.mail)
    return actions.change(party=party, **{"principal": principal, "aides": aides, **values})


def mails(to):
    return list(Mail.objects.filter(to=to).order_by("pk").values_list("subject", flat=True))


def test_person_agrees_once_and_the_wording_is_kept(aide):
    for _ in range(2):
        people.confirm_person(person=aide, consents=consents(), now=later(hours=1))
    aide.refresh_from_db()
    assert (aide.consent, aide.agreed_at) == ("agreed", later(hours=1))
    assert PersonConsent.objects.get(person=aide).withdrawn_at is None


@pytest.mark.parametrize("agreed", [False, True])
def test_person_who_refuses_or_withdraws_is_forgotten_and_the_seat_stays(party, aide, agreed):
    if agreed:
        people.confirm_person(person=aide, consents=consents(), now=OPEN)
    people.refuse_person(person=aide, now=later(days=1))
    aide.refresh_from_db()
    assert (aide.name, aide.post, aide.mail, aide.consent) == ("", "", "", "unnamed")
    assert not PersonLink.objects.filter(person=aide).exists()
    assert [consent.withdrawn_at for consent in aide.consents.all()] == [later(days=1)] * agreed
    assert check(party.event).seats_taken == 3
    assert mails("head@example.org")[-1].startswith("이름이 지워진 자리가 있습니다")
    assert mails("aide@example.org") == []  # what was not sent yet is withdrawn


def test_name_that_is_gone_cannot_be_agreed_to(aide):
    people.refuse_person(person=aide, now=OPEN)
    for answer in (people.refuse_person, lambda **who: people.confirm_person(consents=consents(), **who)):
        with pytest.raises(Refused, match="이미 지워졌습니다"):
            answer(person=aide, now=OPEN)


def test_whoever_registered_cancels_instead_of_withdrawing(party):
    with pytest.raises(Refused, match="취소해 주세요"):
        people.refuse_person(person=party.people.get(is_registrant=True), now=OPEN)


def test_seat_is_named_later_and_the_person_asked(party, aide):
    unnamed = party.people.get(name="")
    changed(party, Guest(key=aide.key, **who(AIDE)), Guest(key=unnamed.key, **who(OTHER)))
    person = party.people.get(mail="other@example.org")
    assert (person.order, person.consent) == (2, "waiting")
    assert len(mails("other@example.org")) == 1
    assert len(mails("aide@example.org")) == 1
    assert check(party.event).seats_taken == 3


def who(guest):
    return {"name": guest.name, "post": guest.post, "mail": guest.mail}


def test_person_who_stays_keeps_agreement_and_code(party, aide):
    people.confirm_person(person=aide, consents=consents(), now=OPEN)
    changed(party, Guest(key=aide.key, name="김참모", mail="Aide@example.org"), kind="elect")
    kept = party.people.get(role="aide")
    assert (kept.name, kept.mail, kept.agreed_at) == ("김참모", "aide@example.org", OPEN)
    assert kept.check_in_code == aide.check_in_code


def test_another_name_is_another_person_who_is_asked_anew(party, aide):
    changed(party, Guest(key=aide.key, **who(OTHER)))
    person = party.people.get(role="aide")
    assert person.pk != aide.pk
    assert person.check_in_code != aide.check_in_code
    assert mails("aide@example.org") == []
    assert len(mails("other@example.org")) == 1


def test_person_who_had_agreed_hears_when_taken_off_the_list(party, aide):
    people.confirm_person(person=aide, consents=consents(), now=OPEN)
    changed(party, Guest())
    assert [subject.partition(":")[0] for subject in mails("aide@example.org")] == ["참가자 명단에서 빠지셨습니다"]
    assert not Attendee.objects.filter(name="김참모").exists()


def test_post_of_somebody_who_has_not_agreed_can_be_put_right(party, aide):
    changed(party, Guest(key=aide.key, name=aide.name, mail=aide.mail, post="정책비서관"))
    aide.refresh_from_db()
    assert aide.post == "정책비서관"


def test_order_of_the_people_is_that_of_the_list(party, aide):
    unnamed = party.people.get(name="")
    changed(party, Guest(key=unnamed.key), Guest(key=aide.key, **who(AIDE)))
    assert [person.pk for person in party.people.all()][1:] == [unnamed.pk, aide.pk]


def test_address_of_one_who_goes_is_free_for_one_who_comes(party, aide):
    changed(party, Guest(**who(AIDE)))
    assert party.people.get(role="aide").pk != aide.pk


def test_deputy_comes_in_place_of_the_head(party):
    head = party.people.get(role="principal")
    deputy = Guest(key=head.key, name="박부시장", mail="deputy@example.org", post="부시장")
    changed(party, *guests(2), kind="deputy", principal=deputy)
    principal = Attendee.objects.get(party=party, role="principal")
    assert (principal.place_name, principal.post, principal.consent) == ("대참", "부시장", "waiting")
    assert check(party.event).seats_taken == 3


def test_change_of_an_older_version_is_a_conflict_and_changes_nothing(party):
    changed(party, *guests(2))
    with pytest.raises(Conflict), transaction.atomic():
        changed(party, seen=1)
    assert party.people.count() == 3


def test_change_ends_at_the_closing_but_not_for_staff(party):
    with pytest.raises(Refused, match="마감한 뒤"):
        change(party, 1, now=CLOSED)
    change(party, 1, now=CLOSED, by=factories.staff())
    assert check(party.event).seats_taken == 2


def test_cancelling_is_possible_until_the_event_begins(party):
    begun = party.event.starts_at
    with pytest.raises(Refused, match="시작되어"):
        actions.cancel(party=party, now=begun)
    actions.cancel(party=party, now=begun - dt.timedelta(minutes=1))
    with pytest.raises(Refused, match="끝난 신청"):
        actions.change(party=party, seen=2, kind="head", principal=Guest(), aides=[], answers=Answers(), now=OPEN)


def test_staff_name_a_seat_at_the_desk_with_consent_or_with_an_address_to_ask(party):
    staff = factories.staff()
    seat = party.people.get(name="")
    named = people.name_person(person=seat, guest=Guest(name="최참모"), consents=consents(), by=staff, now=CLOSED)
    assert named.consent == "agreed"
    with pytest.raises(Refused, match="이미 이름이 있는"):
        people.name_person(person=seat, guest=Guest(name="최참모"), consents=consents(), by=staff, now=CLOSED)
    people.refuse_person(person=named, now=CLOSED)
    with pytest.raises(Refused, match="이미 있습니다"), transaction.atomic():
        people.name_person(person=seat, guest=AIDE, by=staff, now=CLOSED)
    named = people.name_person(person=seat, guest=OTHER, by=staff, now=CLOSED)
    assert (named.consent, named.asked_at) == ("waiting", CLOSED)


def test_unconfirmed_names_are_erased_and_seats_stay(party, aide):
    agreed = register(party.event, people=[OTHER]).people.get(role="aide")
    people.confirm_person(person=agreed, consents=consents(), now=OPEN)
    assert people.erase_unconfirmed(party.event, CLOSED) == 1
    assert set(Attendee.objects.exclude(name="").values_list("name", flat=True)) == {"홍길동", "이참모"}
    assert people.erase_unconfirmed(party.event, CLOSED) == 0
    assert check(party.event).seats_taken == 5
    assert Party.objects.standing().count() == 2

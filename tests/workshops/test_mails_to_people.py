"""What mails say to whom: whoever registered changes a party, the others see their own page."""

import pytest

from workshops import letters, people
from workshops.models import Event
from workshops.people import Guest

from . import rows
from .browsing import mails
from .parties import CLOSED, OPEN, consents, register

pytestmark = pytest.mark.django_db
AIDE = Guest(name="김참모", mail="aide@example.org")


@pytest.fixture
def party(db):
    party = register(rows.event(aides_most=3), people=[AIDE])
    people.confirm_person(person=party.people.get(role="aide"), consents=consents(), now=OPEN)
    return party


@pytest.mark.parametrize("template", ["event_cancelled", "event_changed", "event_reopened"])
def test_companion_is_not_told_of_a_party_that_is_theirs_to_change(party, template):
    letters.to_all(party, template, said="바뀌었습니다.")
    own, theirs = mails(party.mail)[-1][1], mails(AIDE.mail)[-1][1]
    assert "신청 내용이 보입니다." in own
    assert "신청을 보고 바꿀 수 있습니다." in own
    assert "적힌 내용이 보입니다." in theirs
    assert "동의를 거둘 수 있습니다." in theirs
    assert "신청하신" not in theirs
    assert "바꿀 수" not in theirs


def test_reminder_of_a_companion_is_their_own(party):
    letters.reminded(party)
    assert "적힌 내용이 보입니다." in mails(AIDE.mail)[-1][1]
    assert "바꿀 수" not in mails(AIDE.mail)[-1][1]


@pytest.mark.parametrize(("now", "off", "is_open"), [(OPEN, None, True), (CLOSED, None, False), (OPEN, OPEN, False)])
def test_refusal_asks_for_another_name_only_while_it_can_be_given(party, now, off, is_open):
    Event.objects.update(cancelled_at=off, cancel_reason="태풍" if off else "")
    people.refuse_person(person=party.people.get(role="aide"), now=now)
    assert ("다른 분을 적거나" in mails(party.mail)[-1][1]) == is_open

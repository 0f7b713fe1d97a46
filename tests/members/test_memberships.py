"""Memberships: their end, the directory, the invitation to the next term, dues."""

import datetime as dt

import pytest

from handbook.models import Mail
from handbook.personal import Refused
from members import actions
from members.models import ApplicationLink, Dues, Membership, RenewalInvitation
from members.models.membership import head_title
from pledges.catalogue.models import Government
from tests import factories

from . import people

pytestmark = pytest.mark.django_db
START, END = dt.date(2026, 8, 1), dt.date(2030, 6, 30)
DAY = dt.timedelta(days=1)


def next_term():
    return factories.term(10, starts_on=dt.date(2030, 7, 1), ends_on=dt.date(2034, 6, 30))


@pytest.mark.parametrize(("day", "runs"), [(START - DAY, False), (START, True), (END, True), (END + DAY, False)])
def test_membership_runs_from_its_first_to_its_last_day(day, runs):
    people.membership()
    assert Membership.objects.running(day).exists() is runs


@pytest.mark.parametrize("reason", ["resigned", "lost", "withdrawn"])
def test_membership_ends_before_its_time_for_a_reason(reason):
    membership = people.approved()
    ended = actions.end_membership(membership=membership, on=people.TODAY, reason=reason, note="의회 자료")
    assert (ended.ends_on, ended.end_reason, ended.end_note) == (people.TODAY, reason, "의회 자료")
    assert people.fresh(membership.application).purge_on == dt.date(2027, 11, 26)
    with pytest.raises(Refused, match="이미 끝난"):
        actions.end_membership(membership=membership, on=people.TODAY, reason=reason)


@pytest.mark.parametrize(
    ("on", "reason", "said"),
    [
        (people.TODAY, "term", "가운데 하나"),
        (people.TODAY, "bored", "가운데 하나"),
        (START - DAY, "resigned", "마지막 날"),
        (END + DAY, "resigned", "마지막 날"),
    ],
)
def test_end_that_makes_no_sense_is_refused(on, reason, said):
    membership = people.membership()
    with pytest.raises(Refused, match=said):
        actions.end_membership(membership=membership, on=on, reason=reason)
    assert people.fresh(membership).ends_on == END


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("가람도 순창군", "군", "순창군수"),
        ("서울특별시 성동구", "자치구", "성동구청장"),
        ("가람도 가람시", "자치시", "가람시장"),
        ("전북특별자치도", "특별자치도", "전북특별자치도지사"),
        ("전남광주통합특별시", "통합특별시", "전남광주통합특별시장"),
    ],
)
def test_head_is_called_by_the_kind_of_the_government(name, kind, title):
    assert head_title(Government(name=name, kind=kind)) == title


def test_directory_shows_who_agreed_and_is_a_member_today():
    shown = people.membership(is_listed=True)
    people.membership()
    people.membership(is_listed=True, ends_on=people.TODAY - DAY)
    people.membership(is_listed=True, started_on=people.TODAY + DAY)
    assert list(Membership.objects.public(people.TODAY)) == [shown]


def test_invited_are_the_members_of_earlier_terms_who_are_not_in_the_next():
    term = next_term()
    waiting = people.membership()
    again = people.member()
    people.membership(member=again)
    people.membership(member=again, term=term, started_on=term.starts_on, ends_on=term.ends_on)
    people.membership(end_reason="resigned", ends_on=people.TODAY)
    invited = people.membership()
    people.invitation(membership=invited, term=term)
    twice = people.member()
    people.membership(
        member=twice, term=factories.term(8), started_on=dt.date(2022, 7, 1), ends_on=dt.date(2026, 6, 30)
    )
    newest = people.membership(member=twice)
    assert set(Membership.objects.to_invite(term)) == {waiting, newest}


def test_invitation_is_mailed_once_with_a_link_of_its_own():
    membership, term = people.membership(), next_term()
    sent = actions.invite_to_renew(membership=membership, term=term, mail=people.MAIL, now=people.NOW)
    with pytest.raises(Refused, match="이미 보냈습니다"):
        actions.invite_to_renew(membership=membership, term=term, mail=people.MAIL, now=people.NOW)
    mail = Mail.objects.get()
    assert (mail.to, term.name in mail.subject) == (people.MAIL, True)
    secret = mail.body.decode().split("/club/open/")[1][:22]
    assert ApplicationLink.objects.opened_by(secret, people.NOW).invitation == sent
    assert membership.member.name not in mail.body.decode()


def test_invitation_is_declined_once_and_not_after_applying():
    sent = people.invitation()
    actions.answer_invitation(invitation=sent, now=people.NOW)
    actions.answer_invitation(invitation=sent, now=people.LATER)
    assert (people.fresh(sent).answer, people.fresh(sent).answered_at) == ("declines", people.NOW)
    RenewalInvitation.objects.update(answer="applies")
    actions.answer_invitation(invitation=sent, now=people.LATER)
    assert people.fresh(sent).answer == "applies"


def test_dues_are_a_ledger():
    membership, rules = people.membership(), people.club_rules()
    due = dt.date(2027, 3, 31)
    row = actions.record_dues(membership=membership, rules=rules, amount=1_000_000, due_on=due)
    for amount, day in ((1_000_000, due), (0, due + DAY)):
        with pytest.raises(Refused, match="이미 있거나 금액이 0원"):
            actions.record_dues(membership=membership, rules=rules, amount=amount, due_on=day)
    assert list(Dues.objects.overdue(due)) == []
    assert list(Dues.objects.overdue(due + DAY)) == [row]
    paid = actions.pay_dues(dues=row, on=due, payer=" 가람시 ")
    assert (paid.paid_on, paid.payer) == (due, "가람시")
    assert list(Dues.objects.unpaid()) == []
    with pytest.raises(Refused, match="이미 낸"):
        actions.pay_dues(dues=row, on=due, payer="본인")


def test_payment_names_who_paid():
    with pytest.raises(Refused, match="낸 곳"):
        actions.pay_dues(dues=people.dues(), on=people.TODAY, payer=" ")

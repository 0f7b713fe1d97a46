"""The steps of the secretariat: which may follow which, what each leaves, duplicates noticed, members made."""

import datetime as dt
import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from handbook.models import Mail
from handbook.personal import Refused
from members import actions
from members.models import Application, Member, Membership
from tests import factories

from . import people

pytestmark = pytest.mark.django_db

MAKERS = {
    "writing": people.draft,
    "received": people.received,
    "reviewing": people.reviewing,
    "supplement": people.supplement,
    "approved": lambda: people.approved().application,
    "refused": people.refused,
    "withdrawn": people.withdrawn,
}


def by(verb, application, **more):
    return verb(application=application, by=people.some_staff(), now=people.LATER, **more)


VERBS = {
    "reviewing": lambda application: by(actions.start_review, application),
    "supplement": lambda application: by(actions.request_supplement, application, reason="주소"),
    "approved": lambda application: by(actions.approve, application),
    "refused": lambda application: by(actions.refuse, application, reason="단체장이 아닙니다."),
    "withdrawn": lambda application: actions.withdraw(application=application, now=people.LATER),
}


def allowed(state, verb):
    return verb in actions.TRANSITIONS[Application.State(state)]


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(MAKERS, VERBS)))
def test_step_is_taken_where_the_course_allows_it_and_nowhere_else(state, verb):
    application = MAKERS[state]()
    steps = application.course.count()
    if allowed(state, verb):
        VERBS[verb](application)
        assert people.fresh(application).state == verb
        assert application.course.count() == steps + 1
    else:
        with pytest.raises(Refused):
            VERBS[verb](application)
        assert people.fresh(application).state == state
        assert application.course.count() == steps


def test_course_is_the_one_that_was_agreed():
    named = {str(state): [str(target) for target in targets] for state, targets in actions.TRANSITIONS.items()}
    assert named == {
        "writing": ["received"],
        "received": ["reviewing", "withdrawn"],
        "reviewing": ["supplement", "approved", "refused", "withdrawn"],
        "supplement": ["received", "reviewing", "refused", "withdrawn"],
        "approved": [],
        "refused": [],
        "withdrawn": [],
    }


def test_steps_are_dated_and_say_who_took_them_and_what_the_applicant_reads():
    application = people.supplement(reason="주소를 적어 주세요.")
    rows = list(application.course.values_list("state", "by__name", "message"))
    assert rows == [
        ("received", None, ""),
        ("reviewing", "이순신", ""),
        ("supplement", "이순신", "주소를 적어 주세요."),
    ]
    assert application.reason == "주소를 적어 주세요."


@pytest.mark.parametrize("verb", [actions.request_supplement, actions.refuse])
def test_reason_is_needed(verb):
    with pytest.raises(Refused, match="사유를 적어"):
        by(verb, people.reviewing(), reason="  ")


def test_refusal_is_kept_for_thirty_days(settings):
    application = people.refused()
    assert application.decided_at == people.NOW
    assert application.purge_on == people.TODAY + dt.timedelta(days=settings.CLUB_REFUSED_DAYS)


def test_approval_makes_a_member_from_today_to_the_end_of_the_term():
    membership = people.approved()
    assert (membership.member.name, membership.member.birthdate) == ("김가람", people.BORN)
    assert (membership.started_on, membership.ends_on) == (people.TODAY, dt.date(2030, 6, 30))
    assert membership.head_title == "가람시장"
    assert membership.application.purge_on == dt.date(2031, 6, 30)
    assert membership.end_reason == "term"


def test_approval_before_the_term_begins_starts_with_it():
    factories.term(8, starts_on=dt.date(2022, 7, 1), ends_on=dt.date(2026, 6, 30))
    people.some_term()
    after_the_election = dt.datetime(2026, 6, 10, 3, 0, tzinfo=dt.UTC)
    membership = people.approved(now=after_the_election)
    assert (membership.term.number, membership.started_on) == (9, dt.date(2026, 7, 1))


def test_before_the_election_the_running_term_is_applied_for():
    factories.term(8, starts_on=dt.date(2022, 7, 1), ends_on=dt.date(2026, 6, 30))
    people.some_term()
    assert people.received(now=dt.datetime(2026, 6, 3, 3, 0, tzinfo=dt.UTC)).term.number == 8


def test_approval_after_the_term_is_refused():
    application = people.reviewing()
    late = dt.datetime(2030, 7, 1, tzinfo=dt.UTC)
    with pytest.raises(Refused, match="임기가 끝났습니다"):
        actions.approve(application=application, by=people.some_staff(), now=late)
    assert people.fresh(application).state == "reviewing"


def test_one_person_in_two_terms_is_one_person():
    earlier = factories.term(8, starts_on=dt.date(2022, 7, 1), ends_on=dt.date(2026, 6, 30))
    people.some_term()
    first = people.approved(now=dt.datetime(2024, 1, 2, tzinfo=dt.UTC))
    second = people.approved()
    assert first.term == earlier
    assert first.member == second.member
    assert Member.objects.count() == 1


def test_second_head_of_an_office_is_refused_until_the_first_has_ended():
    first = people.approved()
    application = people.reviewing(name="박가람")
    with pytest.raises(Refused, match="같은 단체의 다른 분"):
        by(actions.approve, application)
    actions.end_membership(membership=first, on=people.TODAY, reason="lost")
    assert by(actions.approve, application).member.name == "박가람"


def test_member_of_this_term_is_not_made_a_member_twice():
    people.approved()
    application = people.reviewing(government=factories.government())
    with pytest.raises(Refused, match="이미 회원입니다"):
        by(actions.approve, application)
    assert Membership.objects.count() == 1


def test_who_left_in_this_term_may_come_back():
    first = people.approved()
    actions.end_membership(membership=first, on=people.TODAY, reason="withdrawn")
    assert by(actions.approve, people.reviewing()).member == first.member


@pytest.mark.parametrize(("own", "listed"), [((), False), (("collection", "directory"), True)])
def test_directory_follows_the_applicants_own_consent(own, listed):
    """What an aide ticked counts for the draft, not for the person."""
    agreed = ("collection", "directory")
    membership = people.approved(filled_by="aide", agreed=agreed, own=own or ("collection",))
    assert membership.is_listed is listed


def test_duplicates_are_noticed():
    earlier = people.membership(
        member=people.member(name="김가람"), term=factories.term(8), government=people.some_government()
    )
    refused = people.refused()
    rival = people.received(name="박가람")
    own_again = people.received()
    elsewhere = people.received(name="최가람", government=factories.government())
    assert list(Application.objects.of_same_person(own_again)) == [refused]
    assert list(Application.objects.of_same_office(own_again)) == [rival]
    assert list(own_again.earlier_memberships()) == [earlier]
    assert list(elsewhere.earlier_memberships()) == list(elsewhere.other_heads()) == []


def test_rival_member_of_the_same_office_is_noticed():
    member = people.approved()
    assert list(people.received(name="박가람").other_heads()) == [member]
    assert list(people.received().other_heads()) == []


def test_draft_is_nobodys_duplicate():
    application = people.received()
    people.draft()
    assert list(Application.objects.of_same_person(application)) == []
    assert list(Application.objects.of_same_office(application)) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_steps_at_once_one_is_taken():
    application = people.reviewing()
    people.some_staff()

    def press(verb):
        try:
            VERBS[verb](application)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(press, ["approved", "withdrawn", "refused", "approved"]))
    assert taken.count(True) == 1
    assert people.fresh(application).state in {"approved", "withdrawn", "refused"}
    assert Membership.objects.count() == (people.fresh(application).state == "approved")
    assert Mail.objects.filter(subject__contains=application.number, subject__regex="승인|취하").count() == 1


def changed_by_the_aide():
    """Signed by the head; then the aide changed who it is and where mail goes."""
    application = people.confirmed(people.supplement(filled_by="aide", own=("collection",)))
    values = {"name": "박바꿈", "mail": "aide@example.org"}
    actions.save(application=application, seen=application.version, values=values, now=people.LATER)
    return by(actions.start_review, application)


def test_what_was_changed_after_it_was_signed_is_not_approved():
    application = changed_by_the_aide()
    with pytest.raises(Refused, match="다시 서명받은 뒤 승인해 주세요"):
        by(actions.approve, application)
    assert not Member.objects.exists()
    by(actions.request_supplement, application, reason="다시 서명해 주세요.")
    current = people.fresh(application)
    signed = people.typed("박바꿈")
    actions.sign_and_submit(application=current, seen=current.version, signed=signed, now=people.LATER)
    application = by(actions.start_review, people.fresh(application))
    assert by(actions.approve, application).member.name == "박바꿈"


def test_decision_on_what_was_not_signed_goes_to_the_signed_address_and_opens_nothing():
    application = changed_by_the_aide()
    application = people.confirmed(application)
    Mail.objects.all().delete()
    by(actions.refuse, application, reason="단체장이 아닙니다.")
    mail = Mail.objects.get()
    assert mail.to == people.MAIL
    for word in ("단체장이 아닙니다.", "/club/open/", "박바꿈"):
        assert word not in mail.body.decode()

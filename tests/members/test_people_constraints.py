"""What the database itself refuses of applications and memberships: every named rule has its bad row here."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from members.models import Printed, PurgedCount
from tests import factories

from . import people

EARLY, LATE = dt.date(2026, 8, 1), dt.date(2026, 9, 1)


def twice(make, **fields):
    return [make(**fields) for _ in range(2)]


def same_person():
    member = people.member()
    return twice(people.membership, member=member)


def same_office():
    return twice(people.membership, government=people.some_government())


def same_dues():
    return twice(people.dues, membership=people.membership())


BAD = {
    "application_number_once": lambda: twice(people.received_row, number="2026-0001"),
    "application_received_has_number_and_time": lambda: people.received_row(number=""),
    "application_received_is_complete": lambda: people.received_row(government=None),
    "application_reason_where_one_is_owed": lambda: people.received_row(state="supplement"),
    "application_decided_has_its_time": lambda: people.received_row(state="withdrawn"),
    "application_confirmed_mail_is_some_mail": lambda: people.application(mail_confirmed_at=people.NOW),
    "application_denied_mail_gets_no_letters": lambda: people.application(
        mail=people.MAIL, letters_to=people.MAIL, mail_denied_at=people.NOW
    ),
    "application_denied_mail_is_not_confirmed": lambda: people.application(
        mail=people.MAIL, mail_confirmed_at=people.NOW, mail_denied_at=people.NOW
    ),
    "application_on_paper_is_received": lambda: people.application(origin="paper"),
    "application_link_opens_one_thing": lambda: people.link("desk", invitation=people.invitation()),
    "members_membershipconsent_withdrawn_after_given": lambda: people.paper_consent(
        withdrawn_at=people.NOW - dt.timedelta(days=365)
    ),
    "membership_consent_once": lambda: twice(people.paper_consent, membership=people.membership()),
    "members_applicationconsent_withdrawn_after_given": lambda: people.consent(
        withdrawn_at=people.NOW - dt.timedelta(days=365)
    ),
    "application_consent_once": lambda: twice(people.consent, application=people.application()),
    "signature_once_a_version": lambda: twice(people.signature, application=people.application(), version=1),
    "signature_has_what_its_manner_says": lambda: people.signature(typed_name=""),
    "signature_online_has_agreement": lambda: people.signature(agreement=""),
    "signature_pdf_has_its_time": lambda: people.signature(pdf=b"%PDF"),
    "member_once": lambda: twice(people.member, name="김가람"),
    "member_has_a_name": lambda: people.member(name=""),
    "membership_runs_once": same_person,
    "membership_of_one_head": same_office,
    "membership_days_in_order": lambda: people.membership(started_on=LATE, ends_on=EARLY),
    "dues_once_a_day": same_dues,
    "dues_are_some_money": lambda: people.dues(amount=0),
    "dues_paid_by_somebody": lambda: people.dues(paid_on=EARLY),
    "invitation_once": lambda: twice(people.invitation, membership=people.membership()),
    "invitation_answer_has_its_time": lambda: people.invitation(answer="declines"),
    "purged_count_once": lambda: twice(PurgedCount.objects.create, what="draft", period=2026),
}
ALSO_BAD = {
    "a draft with a number": lambda: people.application(number="2026-0001"),
    "a draft with a time of receipt": lambda: people.application(received_at=people.NOW),
    "a received one without a time": lambda: people.received_row(received_at=None),
    "a received one without a term": lambda: people.received_row(term=None),
    "a received one without a name": lambda: people.received_row(name=""),
    "a received one without a birthdate": lambda: people.received_row(birthdate=None),
    "a received one that declares nothing": lambda: people.received_row(declared=False),
    "a refusal without a reason": lambda: people.received_row(state="refused", decided_at=people.NOW),
    "a decision's time without a decision": lambda: people.received_row(decided_at=people.NOW),
    "a link to nothing": lambda: people.link("desk", application=None),
    "an invitation's link to an application": lambda: people.link("invitation", application=people.application()),
    "a drawn signature without a drawing": lambda: people.signature(manner="drawn", typed_name=""),
    "a typed signature with a drawing": lambda: people.signature(drawing=b"[]"),
    "a denial of no address": lambda: people.application(mail_denied_at=people.NOW),
    "a paper without a scan": lambda: people.signature(
        manner="paper", typed_name="", agreement="", ip_address=None, scan_type="application/pdf"
    ),
    "a paper signed from an address": lambda: people.signature(
        manner="paper", typed_name="", agreement="", scan=b"%PDF", scan_type="application/pdf"
    ),
    "a time of a PDF without one": lambda: people.signature(pdf_made_at=people.NOW),
    "an answer's time without an answer": lambda: people.invitation(answered_at=people.NOW),
    "rules twice on a day": lambda: twice(people.club_rules, adopted_on=EARLY),
    "a key twice": lambda: twice(people.application, key="ABCDEFGH2345"),
}
GOOD = {
    "two drafts without a number": lambda: twice(people.application),
    "a received one": people.received_row,
    "a supplement with a reason": lambda: people.received_row(state="supplement", reason="주소"),
    "one on paper without mail": lambda: people.received_row(origin="paper", mail=""),
    "a consent withdrawn and given again": lambda: [
        people.consent(application=application, withdrawn_at=withdrawn)
        for application in [people.application()]
        for withdrawn in (dt.datetime(2100, 1, 1, tzinfo=dt.UTC), None)
    ],
    "an aide's consent beside the applicant's": lambda: [
        people.consent(application=application, given_by=by)
        for application in [people.application()]
        for by in ("self", "aide")
    ],
    "an invitation's link": lambda: people.link("invitation", invitation=people.invitation()),
    "a paper with its scan": lambda: people.signature(
        manner="paper", typed_name="", agreement="", ip_address=None, scan=b"%PDF", scan_type="application/pdf"
    ),
    "one person in two terms": lambda: [
        people.membership(member=member, term=term)
        for member in [people.member()]
        for term in (people.some_term(), factories.term(8))
    ],
    "one person again after resigning": lambda: [
        people.membership(member=member, end_reason=reason)
        for member in [people.member()]
        for reason in ("resigned", "term")
    ],
    "a successor of a head who resigned": lambda: [
        people.membership(government=people.some_government(), end_reason=reason) for reason in ("resigned", "term")
    ],
    "two people of one name": lambda: [people.member(name="김", birthdate=born) for born in (EARLY, LATE)],
    "a signature from an address that is not known": lambda: people.signature(ip_address=None),
    "a consent on paper withdrawn and given again": lambda: [
        people.paper_consent(membership=membership, withdrawn_at=withdrawn)
        for membership in [people.membership()]
        for withdrawn in (people.LATER, None)
    ],
    "dues paid": lambda: people.dues(paid_on=LATE, payer="가람시"),
}
pytestmark = pytest.mark.django_db


def test_every_named_rule_has_its_bad_row():
    models = [model for model in apps.get_app_config("members").get_models() if not issubclass(model, Printed)]
    assert {rule.name for model in models for rule in model._meta.constraints} == set(BAD)


@pytest.mark.parametrize("make", [*BAD.values(), *ALSO_BAD.values()], ids=[*BAD, *ALSO_BAD])
def test_bad_row_is_refused(make):
    people.some_term()
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize("make", GOOD.values(), ids=GOOD)
def test_right_row_beside_it_is_taken(make):
    assert make()

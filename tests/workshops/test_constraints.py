"""What the database itself refuses: every named rule of workshops has its bad row here."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from handbook.models import ConsentWording
from tests import factories
from workshops.models import Event, PartyConsent, PersonConsent

from . import rows
from .rows import DAY, LONG_AGO, NEXT

BEFORE = dt.date(2027, 3, 9)
CANCELLED = {"cancelled_at": LONG_AGO, "cancel_reason": "태풍"}

ENDED = {"state": "cancelled", "ended_at": LONG_AGO, "seats_held": 0, "name": "", "mail": "", "phone": ""}


def twice_a_government(**fields):
    place = factories.government()
    return [rows.party(government=place, **fields) for _ in range(2)]


def two_open_offers():
    party = rows.party(seats_held=0, ticket=1)
    return [rows.offer(party) for _ in range(2)]


def two_people(**fields):
    party = rows.party()
    return [rows.person(party, **fields) for _ in range(2)]


def consent(model, **whose):
    wording = ConsentWording.objects.create(digest="0", text="동의합니다")
    return model.objects.create(
        key="a", wording=wording, withdrawn_at=LONG_AGO, given_at=rows.seoul(2027, 1, 1), **whose
    )


BAD = {
    "event_words_known": lambda: rows.event(kind="party"),
    "event_ends_after_start": lambda: rows.event(ends_on=BEFORE, ends_time=dt.time(23)),
    "event_registration_both_days": lambda: rows.event(closes_on=None),
    "event_registration_in_order": lambda: rows.event(opens_on=dt.date(2027, 3, 2), closes_on=dt.date(2027, 3, 1)),
    "event_registration_closes_before_end": lambda: rows.event(closes_on=DAY),
    "event_capacity_at_least_one": lambda: rows.event(capacity=0, aides_count=False),
    "event_heads_count_no_aides": lambda: rows.event(counted="heads"),
    "event_party_fits_capacity": lambda: rows.event(capacity=3, aides_most=3),
    "event_training_counts_aides": lambda: rows.event(kind="training"),
    "event_has_a_place_unless_online": lambda: rows.event(place=""),
    "event_cancelled_with_a_reason": lambda: rows.event(cancelled_at=LONG_AGO),
    "event_cancelled_was_published": lambda: rows.event(published_at=None, **CANCELLED),
    "programme_ends_after_start": lambda: rows.programme_item(ends_time=dt.time(10)),
    "material_is_a_web_address": lambda: rows.material(url="javascript:alert(1)"),
    "event_seats_within_capacity": lambda: rows.event(capacity=5, seats_taken=6),
    "event_offer_hours_at_least_one": lambda: rows.event(offer_hours=0),
    "party_words_known": lambda: rows.party(kind="friend"),
    "party_number_once": lambda: [rows.party(number=5000) for _ in range(2)],
    "party_form_once": lambda: [rows.party(form_key="once") for _ in range(2)],
    "party_ticket_once": lambda: [rows.party(ticket=5000, seats_held=0) for _ in range(2)],
    "party_government_once": twice_a_government,
    "party_has_a_government": lambda: rows.party(government=None),
    "party_wants_a_seat": lambda: rows.party(seats_wanted=0, seats_held=0),
    "party_waits_while_a_seat_is_missing": lambda: rows.party(seats_held=0),
    "party_ended_holds_no_seat": lambda: rows.party(**{**ENDED, "seats_held": 1}),
    "party_ended_keeps_no_person": lambda: rows.party(**{**ENDED, "name": "홍길동"}),
    "party_standing_is_reached_or_names_nobody": lambda: rows.party(phone=""),
    "offer_one_open": two_open_offers,
    "offer_of_a_seat": lambda: rows.offer(seats=0),
    "offer_stands_a_while": lambda: rows.offer(expires_at=LONG_AGO),
    "offer_answered_at_a_time": lambda: rows.offer(answer="accepted"),
    "attendee_words_known": lambda: rows.person(role="friend"),
    "attendee_one_principal": lambda: two_people(role="principal"),
    "attendee_one_registrant": lambda: two_people(is_registrant=True, agreed_at=LONG_AGO),
    "attendee_aide_once": lambda: [rows.person(rows.party(), mail=mail) for mail in ("a@b.kr", "A@b.kr")],
    "attendee_certificate_once": lambda: [rows.person(rows.party(), certificate_number=7) for _ in range(2)],
    "attendee_unnamed_keeps_nothing": lambda: rows.person(name=""),
    "attendee_named_can_be_asked": lambda: rows.person(mail=""),
    "attendee_registrant_agreed": lambda: rows.person(is_registrant=True),
    "attendee_checked_in_by_someone": lambda: rows.person(checked_in_at=LONG_AGO),
    "attendance_approved_by_someone": lambda: rows.attendance(approved_at=LONG_AGO),
    "workshops_partyconsent_withdrawn_after_given": lambda: consent(PartyConsent, party=rows.party()),
    "workshops_personconsent_withdrawn_after_given": lambda: consent(PersonConsent, person=rows.person()),
    "academy_days_in_order": lambda: rows.academy(ends_on=dt.date(2022, 6, 9)),
    "academy_capacity_at_least_one": lambda: rows.academy(capacity=0),
    "academy_section_of_book": lambda: rows.academy(section=""),
    "academy_entry_position_once": lambda: [rows.academy_entry(position=5000) for _ in range(2)],
    "academy_topic_has_its_part": lambda: rows.academy_entry(group="topic"),
    "academy_entry_section_of_book": lambda: rows.academy_entry(section=""),
}
ALSO_BAD = {
    "a mode that nobody knows": lambda: rows.event(mode="by letter"),
    "a way of counting that nobody knows": lambda: rows.event(counted="chairs"),
    "an end at the same minute": lambda: rows.event(ends_time=dt.time(10)),
    "an end at an earlier hour of the day": lambda: rows.event(ends_time=dt.time(9)),
    "a deadline without an opening": lambda: rows.event(opens_on=None),
    "a reason without a time": lambda: rows.event(cancel_reason="태풍"),
    "a training that counts heads": lambda: rows.event(
        kind="training", aides_most=2, counted="heads", aides_count=False
    ),
    "a training that counts no aides": lambda: rows.event(kind="training", aides_most=2, aides_count=False),
    "both modes without a place": lambda: rows.event(mode="both", place=""),
    "a state that nobody knows": lambda: rows.party(state="gone"),
    "a ticket of a party that lacks no seat": lambda: rows.party(ticket=1),
    "more seats than wanted": lambda: rows.party(seats_held=2),
    "an end without a time": lambda: rows.party(**{**ENDED, "ended_at": None}),
    "an end that still waits": lambda: rows.party(**ENDED, ticket=1),
    "an end that keeps a car": lambda: rows.party(**ENDED, cars="12가 3456"),
    "a standing party without a name": lambda: rows.party(name=""),
    "an answer that nobody knows": lambda: rows.offer(answer="perhaps", answered_at=LONG_AGO),
    "an address of nobody": lambda: rows.person(name="", mail="", agreed_at=LONG_AGO),
    "an address twice": lambda: [rows.event(slug="forum") for _ in range(2)],
    "a year twice": lambda: [rows.academy(edition_year=2022) for _ in range(2)],
}
GOOD = {
    "an end at an earlier hour of a later day": lambda: rows.event(ends_on=NEXT, ends_time=dt.time(9)),
    "a deadline on the day of the opening": lambda: rows.event(opens_on=dt.date(2027, 3, 3)),
    "a deadline on the day before the end": lambda: rows.event(closes_on=BEFORE),
    "registration undecided": rows.undated,
    "heads counted without aides": lambda: rows.event(counted="heads", aides_count=False, aides_most=3, capacity=3),
    "a party that just fits": lambda: rows.event(capacity=3, aides_most=2),
    "a training": lambda: rows.event(kind="training", aides_most=2),
    "online without a place": lambda: rows.event(mode="online", place=""),
    "cancelled with its reason": lambda: rows.event(**CANCELLED),
    "a draft": lambda: rows.event(published_at=None),
    "an hour without an end": lambda: rows.programme_item(ends_time=None),
    "seats up to the capacity": lambda: rows.event(capacity=5, seats_taken=5),
    "a party that has ended": lambda: rows.party(**ENDED),
    "a government again after an end": lambda: twice_a_government(**ENDED),
    "a walk-in without a government and an address": lambda: rows.party(origin="on_site", mail="", phone=""),
    "two walk-ins without a government": lambda: [rows.party(origin="on_site") for _ in range(2)],
    "an offer after an answered one": lambda: [
        rows.offer(party := rows.party(seats_held=0, ticket=1), answer="lapsed", answered_at=LONG_AGO),
        rows.offer(party),
    ],
    "a seat without a name": lambda: rows.person(name="", mail=""),
    "two seats without names": lambda: two_people(name="", mail=""),
    "an aide at two events": lambda: [rows.person(rows.party(rows.event()), mail="a@b.kr") for _ in range(2)],
    "a head with an aide's address": lambda: [
        rows.person(rows.party(), mail="a@b.kr"),
        rows.person(rows.party(), mail="a@b.kr", role="principal"),
    ],
    "somebody who agreed at the desk": lambda: rows.person(mail="", agreed_at=LONG_AGO),
    "an address without encryption": lambda: rows.material(url="http://example.org/"),
    "an academy that does not stand in the book": lambda: rows.academy(source="editorial", section=""),
}
pytestmark = pytest.mark.django_db


def test_every_named_rule_has_its_bad_row():
    models = apps.get_app_config("workshops").get_models()
    assert {rule.name for model in models for rule in model._meta.constraints} == set(BAD)


@pytest.mark.parametrize(("name", "make"), BAD.items(), ids=BAD)
def test_bad_row_is_refused_by_its_rule(name, make):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
    assert name in str(refused.value) or "UNIQUE" in str(refused.value)


@pytest.mark.parametrize("make", ALSO_BAD.values(), ids=ALSO_BAD)
def test_other_bad_row_is_refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize("make", GOOD.values(), ids=GOOD)
def test_right_row_beside_it_is_taken(make):
    assert make()


def test_every_rule_that_a_form_can_break_says_so_in_korean():
    silent = [rule.name for rule in Event._meta.constraints if "%(name)s" in rule.violation_error_message]
    assert silent == ["event_cancelled_with_a_reason"]  # the admin fills both sides of it

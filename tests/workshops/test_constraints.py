"""What the database itself refuses: every named rule of workshops has its bad row here."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from workshops.models import Event

from . import rows
from .rows import DAY, LONG_AGO, NEXT

BEFORE = dt.date(2027, 3, 9)
CANCELLED = {"cancelled_at": LONG_AGO, "cancel_reason": "태풍"}

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

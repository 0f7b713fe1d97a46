"""What the database itself refuses, whoever writes: every named rule of the catalogue has its bad row here."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from pledges.catalogue.models import Citation, Pledge, Theme
from tests import factories

DAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)

BAD = {
    "theme_number_once": lambda: number_twice(Theme, factories.theme(), factories.theme()),
    "pledge_number_once": lambda: number_twice(Pledge, factories.pledge(), factories.pledge()),
    "pledge_text_version_once": lambda: [factories.pledge_text(version=5) for _ in range(2)],
    "pledge_text_one_draft": lambda: [factories.pledge_text(published_at=None) for _ in range(2)],
    "pledge_text_digest_of_file_only": lambda: factories.pledge_text(source="file"),
    "pledge_text_review_complete": lambda: factories.pledge_text(review="approved", reviewed_at=NOON),
    "facet_once": lambda: [factories.facet() for _ in range(2)],
    "facet_value_of_its_kind": lambda: factories.facet(kind="office", value="youth"),
    "similar_pledge_once": lambda: name_twice(factories.pledge(), factories.pledge()),
    "similar_pledge_is_another": lambda: factories.similar_pledge(pledge := factories.pledge(), pledge),
    "case_number_once": lambda: [factories.case(number=1) for _ in range(2)],
    "case_years_in_order": lambda: factories.case(year=2006, year_to=1997),
    "citation_check_has_its_day": lambda: factories.citation(check_state=Citation.Check.SAME),
    "citation_date_and_number_together": lambda: factories.citation(printed_number=""),
    "report_said_once": lambda: [factories.report() for _ in range(2)],
    "report_handled_by_someone": lambda: factories.report(handled_at=NOON),
    "ordinance_found_has_id": lambda: factories.ordinance(register_id=None),
    "ordinance_version_once": lambda: [factories.ordinance_version() for _ in range(2)],
    "ordinance_one_current_version": lambda: [
        factories.ordinance_version(number=number, is_current=True) for number in ("1", "2")
    ],
    "government_days_in_order": lambda: factories.government(valid_from=DAY, valid_to=DAY - dt.timedelta(days=1)),
    "succession_once": lambda: succeed_twice(factories.government(), factories.government()),
    "population_month_once": lambda: count_twice(factories.government()),
    "term_days_in_order": lambda: factories.term(starts_on=DAY, ends_on=DAY),
    "theme_review_complete": lambda: factories.theme(review="approved", reviewed_at=NOON),
    "case_review_complete": lambda: factories.case(review="approved", reviewed_at=NOON),
    "question_review_complete": lambda: factories.question(review="approved", reviewed_at=NOON),
    "rule_review_complete": lambda: factories.rule(review="approved", reviewed_at=NOON),
    "starter_voice_once": lambda: [factories.starter(text) for text in [factories.pledge_text()] * 2],
    "question_number_once": lambda: [factories.question(number=1) for _ in range(2)],
    "rule_number_once": lambda: [factories.rule(number=1) for _ in range(2)],
    "law_claim_position_once": lambda: [factories.law_claim(position=1) for _ in range(2)],
    "institute_position_once": lambda: [factories.institute_entry(position=1) for _ in range(2)],
}
# Rows that stand close to a bad one and are right.
GOOD = {
    "the same numbers in another edition": lambda: [
        factories.pledge(factories.theme(factories.edition(year), number=1), number=1) for year in (2022, 2026)
    ],
    "a draft beside published versions": lambda: [factories.pledge_text(published_at=at) for at in (NOON, None)],
    "a text of the file with its digest": lambda: factories.pledge_text(source="file", file_digest="0" * 64),
    "an approved text": lambda: factories.pledge_text(
        review="approved", reviewed_at=NOON, reviewed_by=factories.staff()
    ),
    "one year": lambda: factories.case(year=2006, year_to=2006),
    "a citation without date and number": lambda: factories.citation(printed_date=None, printed_number=""),
    "a handled report": lambda: factories.report(handled_at=NOON, handled_by=factories.staff()),
    "two ordinances that were not found": lambda: [
        factories.ordinance(register_id=None, standing="not_found") for _ in range(2)
    ],
    "a government of one day": lambda: factories.government(valid_from=DAY, valid_to=DAY),
    "two versions, one of them current": lambda: [
        factories.ordinance_version(number=number, is_current=current)
        for number, current in (("1", False), ("2", True))
    ],
}


def number_twice(model, *rows):
    model.objects.filter(pk__in=[row.pk for row in rows]).update(number=7)


def name_twice(pledge, other):
    for _ in range(2):
        factories.similar_pledge(pledge, other)


def succeed_twice(former, successor):
    for position in range(2):
        factories.succession(former, successor, position)


def count_twice(government):
    for people in (1, 2):
        factories.population(government, people)


def constraints():
    return {
        constraint.name: (model, constraint)
        for model in apps.get_app_config("catalogue").get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_its_bad_row():
    assert set(BAD) == set(constraints())


@pytest.mark.parametrize("name", BAD)
def test_database_refuses_the_bad_row(db, name):
    model, constraint = constraints()[name]
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        BAD[name]()
    said = str(caught.value)
    if name not in said:  # SQLite names the columns of a unique constraint instead
        assert isinstance(constraint, models.UniqueConstraint)
        columns = [f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in constraint.fields]
        assert said == f"UNIQUE constraint failed: {', '.join(columns)}"


@pytest.mark.parametrize("make", GOOD.values(), ids=GOOD.keys())
def test_database_takes_the_row_beside_it(db, make):
    assert make()

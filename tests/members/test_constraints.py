"""What the database itself refuses: every named rule of the club has its bad row here."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from members.models import Printed

from . import rows

DAY = dt.date(2021, 3, 7)
NEXT = dt.date(2021, 3, 10)

BAD = {
    "club_entry_position_once": lambda: [rows.entry(position=5000) for _ in range(2)],
    "club_entry_probable_of_printed": lambda: rows.entry(probable="02-1"),
    "club_term_count_has_its_month": lambda: rows.club_term(counted=""),
    "club_founded_once": lambda: [rows.milestone(kind="founding", happened_on=DAY) for _ in range(2)],
    "club_founding_has_its_day": lambda: rows.milestone(kind="founding"),
    "club_forum_number_once": lambda: [rows.forum(number=2, name=name) for name in ("2차", "둘째")],
    "club_forum_name_once": lambda: [rows.forum(number=number, name="2차") for number in (2, 3)],
    "club_forum_days_in_order": lambda: rows.forum(printed_from=NEXT, printed_to=DAY),
    "club_forum_probable_has_its_source": lambda: rows.forum(printed_from=DAY, probable_on=NEXT),
    "club_total_once": lambda: [rows.printed_total() for _ in range(2)],
    "club_publication_once": lambda: [rows.publication(title="책") for _ in range(2)],
    "club_volume_once": lambda: [rows.publication(volume=1) for _ in range(2)],
    "club_book_has_volume_and_year": lambda: rows.publication(year=None),
    **{
        f"club_{name}_section_of_book": lambda maker=maker: maker(section="")
        for name, maker in {
            "entry": rows.entry,
            "term": rows.club_term,
            "milestone": rows.milestone,
            "forum": rows.forum,
            "total": rows.printed_total,
            "publication": rows.publication,
        }.items()
    },
}
ALSO_BAD = {
    "a month without a count": lambda: rows.club_term(members=None),
    "a probable date that is the printed one": lambda: rows.forum(
        printed_from=DAY, probable_on=DAY, probable_source="press"
    ),
    "a source without a probable date": lambda: rows.forum(probable_source="press"),
    "a journal with a volume": lambda: rows.publication(kind="journal"),
    "a term twice": lambda: [rows.club_term(5) for _ in range(2)],
}
GOOD = {
    "a term without a count": lambda: rows.club_term(members=None, counted=""),
    "a row that does not stand in the book": lambda: rows.club_term(source="editorial", section=""),
    "two forums without a number": lambda: [rows.forum(number=None, name=name) for name in ("출범식", "모임")],
    "the same number in another term": lambda: [rows.forum(rows.club_term(term), number=2) for term in (6, 7)],
    "a probable date with its source": lambda: rows.forum(printed_from=DAY, probable_on=NEXT, probable_source="press"),
    "a forum of two days": lambda: rows.forum(printed_from=DAY, printed_to=NEXT),
    "a journal": lambda: rows.publication(kind="journal", volume=None, year=None),
}
pytestmark = pytest.mark.django_db


def test_every_named_rule_has_its_bad_row():
    models = [model for model in apps.get_app_config("members").get_models() if issubclass(model, Printed)]
    assert {rule.name for model in models for rule in model._meta.constraints} == set(BAD)


@pytest.mark.parametrize("make", [*BAD.values(), *ALSO_BAD.values()], ids=[*BAD, *ALSO_BAD])
def test_bad_row_is_refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize("make", GOOD.values(), ids=GOOD)
def test_right_row_beside_it_is_taken(make):
    assert make()

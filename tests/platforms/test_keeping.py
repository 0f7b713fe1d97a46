"""How long a platform is kept: from its election, its term or its last save, and never less than thirty days more."""

import datetime as dt

import pytest

from pledges.catalogue.models import Election
from pledges.platforms.content import HeadContent
from pledges.platforms.keeping import last_day, term_after
from pledges.platforms.models import Platform
from tests.platforms import holder

DAY = dt.date


NEW_YEAR = DAY(2027, 1, 1)


def day(election="", today=NEW_YEAR, *, keeps=False):
    return last_day(HeadContent(election=election), keeps_for_term=keeps, today=today)


@pytest.mark.parametrize(
    ("election", "end"),
    [("local-10", DAY(2030, 12, 12)), ("by-2027-04", DAY(2027, 10, 7)), ("by-2027-10", DAY(2028, 4, 6))],
)
def test_draft_is_kept_half_a_year_after_its_election(edition_2022, election, end):
    assert day(election) == end


def test_platform_of_someone_elected_is_kept_half_a_year_after_the_term(edition_2022):
    assert day("local-10", keeps=True) == DAY(2034, 12, 30)
    assert day("by-2027-04", keeps=True) == DAY(2030, 12, 30)


@pytest.mark.parametrize("election", ["", "no-such-election"])
def test_without_an_election_the_last_save_counts(edition_2022, election):
    assert day(election, DAY(2027, 2, 28)) == DAY(2028, 2, 28)
    assert day(election, DAY(2027, 2, 28), keeps=True) == DAY(2028, 2, 28)


@pytest.mark.parametrize("today", [DAY(2030, 12, 12), DAY(2031, 5, 5), DAY(2030, 11, 13)])
def test_every_save_leaves_thirty_days(edition_2022, today):
    assert day("local-10", today) == today + dt.timedelta(days=30)


def test_election_without_a_term_counts_by_its_own_day(edition_2022):
    Election.objects.create(key="far", name="먼 선거", day=DAY(2040, 6, 13), status=Election.Status.EXPECTED)
    assert term_after(Election.objects.get(key="far")) is None
    assert day("far", keeps=True) == DAY(2040, 12, 13)


def test_platforms_are_due_the_day_after_their_last(edition_2022):
    client = holder.browser()
    holder.take(client)
    last = holder.held(client).platform.delete_after
    assert not Platform.objects.due(last)
    assert Platform.objects.due(last + dt.timedelta(days=1))


def test_choice_of_an_election_moves_the_day(edition_2022):
    client = holder.browser()
    holder.take(client)
    holder.settle(client, election="local-10")
    assert holder.held(client).platform.delete_after == DAY(2030, 12, 12)
    assert "2030. 12. 12.까지 보관하고 지웁니다." in client.get(holder.desk(client)).text
    keep = f"{holder.desk(client)}keep/"
    client.post(keep, {"keep": "on"})
    assert holder.held(client).platform.delete_after == DAY(2034, 12, 30)
    client.post(keep, {"keep": "off"})
    assert holder.held(client).platform.delete_after == DAY(2030, 12, 12)


def test_page_says_it_when_thirty_days_are_left(edition_2022):
    from django.utils import timezone

    client = holder.browser()
    holder.take(client)
    desk, today = holder.desk(client), timezone.localdate()
    for days, said in ((31, False), (30, True), (0, True)):
        Platform.objects.update(delete_after=today + dt.timedelta(days=days))
        assert (f"{days}일 남았습니다." in client.get(desk).text) == said

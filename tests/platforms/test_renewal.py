"""A platform survives changes of the library: it sees them, keeps its own words and takes what it chooses."""

import pytest
from django.test import Client
from django.utils import timezone
from msgspec.structs import replace

from pledges.catalogue.models import PledgeText, Starter
from pledges.platforms import access, actions
from pledges.platforms.content import HeadContent, Office
from pledges.platforms.renewal import renewals
from pledges.platforms.whole import Setting, chosen

pytestmark = pytest.mark.django_db


@pytest.fixture
def adapted(edition_2022):
    """A holder's client, their platform and its one pledge, adapted from the library's text of 1-1."""
    held, secret = actions.begin(HeadContent(office=Office.BASIC_COUNCIL, place="52770"))
    text = PledgeText.objects.live(timezone.now()).with_pledge().get(pledge__key="2022-1-1")
    row, _ = actions.take(held, text)
    shown = look(held)
    actions.save_pledge(held, row.key, 1, replace(shown.base, why="내 까닭", adapted=True))
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[access.COOKIE] = f"k.{secret}"
    return client, held, text, row


def look(held):
    return next(iter(chosen(held.contents(held.platform.pledges.standing()), Setting.of(held.head))))


def publish(text, **changed):
    """A next version of a text whose council starter says something else."""
    starters = list(text.starters.all())
    version = text.version + 1
    newer = PledgeText.objects.create(
        pledge=text.pledge, version=version, title=text.title, one_line=text.one_line, source="staff"
    )
    for starter in starters:
        values = {
            field.name: getattr(starter, field.name)
            for field in Starter._meta.concrete_fields
            if field.name not in {"id", "text", "changed_at"}
        }
        Starter.objects.create(text=newer, **(values | (changed if starter.voice == "council" else {})))
    newer.published_at = timezone.now()
    newer.save()
    return newer


def test_library_that_stands_still_says_nothing(adapted):
    client, held, _, row = adapted
    assert renewals(look(held), Setting.of(held.head)) == []
    assert "자료가 바뀌었습니다" not in client.get(f"/platform/{held.platform.key}/pledges/{row.key}/").text


def test_changed_text_is_shown_three_ways_and_taken_only_where_chosen(adapted):
    client, held, text, row = adapted
    publish(text, goal="새 목표입니다.", deadline="임기 2년차")
    address = f"/platform/{held.platform.key}/pledges/{row.key}/"
    page = client.get(address).text
    assert "담은 뒤에 자료가 바뀌었습니다" in page
    assert "새 목표입니다." in page
    before = look(held).content
    client.post(f"{address}renew/", {"version": "2", "take": ["deadline", "why", "no such field"]})
    after = look(held)
    assert (after.content.deadline, after.content.goal, after.content.why) == ("임기 2년차", before.goal, "내 까닭")
    assert after.base.origin.version == text.version + 1
    assert "자료가 바뀌었습니다" not in client.get(address).text


def test_untouched_pledge_follows_the_library_by_itself(adapted):
    client, held, text, row = adapted
    address = f"/platform/{held.platform.key}/pledges/{row.key}/"
    client.post(f"{address}start-over/", {"version": "2"})
    publish(text, goal="새 목표입니다.")
    assert look(held).content.goal == "새 목표입니다."
    assert renewals(look(held), Setting.of(held.head)) == []


def test_renewal_over_another_window_changes_nothing(adapted):
    client, held, text, row = adapted
    publish(text, goal="새 목표입니다.")
    answer = client.post(f"/platform/{held.platform.key}/pledges/{row.key}/renew/", {"version": "1", "take": "goal"})
    assert answer.status_code == 409
    assert look(held).content.goal != "새 목표입니다."

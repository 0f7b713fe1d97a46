"""`manage.py daily` deletes on time, twice is once, and one step that fails does not stop the others."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from pledges.platforms import actions, daily, ways
from pledges.platforms.content import HeadContent, PledgeContent
from pledges.platforms.models import HandOverCode, Link, Platform, PlatformPledge

pytestmark = pytest.mark.django_db


def run(date=None):
    out = StringIO()
    call_command("daily", date=date, stdout=out)
    return out.getvalue()


def test_platform_is_deleted_on_the_day_after_its_last():
    held, _ = actions.begin(HeadContent())
    row = actions.add(held, PledgeContent(title="가", adapted=True))
    last = Platform.objects.get().delete_after
    assert "platforms deleted: 0" in run(last)
    assert PlatformPledge.objects.filter(key=row.key).exists()
    assert "platforms deleted: 1" in run(last + dt.timedelta(days=1))
    assert not Platform.objects.exists()
    assert not PlatformPledge.objects.exists()
    assert "platforms deleted: 0" in run(last + dt.timedelta(days=1))


def test_pledge_taken_out_stays_a_month():
    held, _ = actions.begin(HeadContent())
    rows = [actions.add(held, PledgeContent(title=title, adapted=True)) for title in "가나"]
    for row, days in zip(rows, (29, 31), strict=True):
        actions.remove(held, row.key)
        held.platform.pledges.filter(key=row.key).update(removed_at=timezone.now() - dt.timedelta(days=days))
    assert "pledges taken out deleted: 1" in run()
    assert list(held.platform.pledges.values_list("key", flat=True)) == [rows[0].key]


def test_links_and_codes_that_are_over_are_deleted():
    held, _ = actions.begin(HeadContent())
    long_ago = timezone.now() - dt.timedelta(days=31)
    ways.send_link(held, Link.Kind.READ, "옛 링크", long_ago)
    ways.send_link(held, Link.Kind.READ, "새 링크", timezone.now() + dt.timedelta(days=1))
    ways.make_code(held)
    HandOverCode.objects.update(expires_at=long_ago)
    said = run()
    assert "ended links deleted: 1" in said
    assert "codes deleted: 1" in said
    assert Link.objects.count() == 2
    assert not HandOverCode.objects.exists()


def test_step_that_fails_is_told_and_the_others_run(monkeypatch, caplog):
    def broken(today):
        raise ValueError("무슨 글")

    held, _ = actions.begin(HeadContent())
    monkeypatch.setitem(daily.STEPS, "finished files deleted", broken)
    with pytest.raises(SystemExit):
        run(held.platform.delete_after + dt.timedelta(days=1))
    assert not Platform.objects.exists()
    assert any("finished files deleted" in record.getMessage() for record in caplog.records)

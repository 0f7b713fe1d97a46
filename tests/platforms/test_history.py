"""Earlier states: one for ten minutes of saving by one link, each restored by writing it back."""

import datetime as dt

import pytest
from django.utils import timezone

from pledges.platforms import actions
from pledges.platforms.models import Revision
from tests.platforms import holder

pytestmark = pytest.mark.usefixtures("edition_2022")

STARTED = dt.datetime(2027, 3, 1, 5, 0, tzinfo=dt.UTC)


class Clock:
    def __init__(self):
        self.now = STARTED

    def forward(self, **time):
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def client(clock):
    client = holder.browser()
    holder.take(client)
    return client


def save(client, why, address=None):
    address = address or holder.pledge_address(client)
    assert client.post(address, holder.pledge_form(client, address) | {"why": why}).status_code == 302


def revisions(client):
    """The kept states of the first pledge, newest first, by what they say."""
    opened = holder.held(client)
    return [
        opened.earlier(revision).why for revision in opened.platform.revisions.filter(pledge=holder.rows(client)[0])
    ]


def restore(client, number=0, version=None):
    """Presses the button beside one entry of the page."""
    revision = holder.held(client).platform.revisions.all()[number]
    version = holder.rows(client)[0].version if version is None else version
    return client.post(f"{holder.desk(client)}history/{revision.pk}/restore/", {"version": version})


def test_saves_within_ten_minutes_are_one_revision(client, clock):
    for why in ("하나", "둘", "셋"):
        save(client, why)
        clock.forward(minutes=3)
    assert revisions(client) == [""]
    clock.forward(minutes=10)
    save(client, "넷")
    assert revisions(client) == ["셋", ""]
    page = client.get(f"{holder.desk(client)}history/").text
    assert page.count("이때로 되돌리기") == 2
    assert page.index("그때</b><br>셋") < page.index("자료에서 담은 그대로였습니다.")


def test_ten_minutes_are_a_border(client, clock):
    save(client, "하나")
    clock.forward(minutes=9, seconds=59)
    save(client, "둘")
    assert revisions(client) == [""]
    clock.forward(minutes=10)
    save(client, "셋")
    assert revisions(client) == ["둘", ""]


def test_another_link_makes_a_revision_of_its_own(client, clock):
    other = holder.opened(holder.send_link(client, kind="edit", name="보좌관"))
    save(client, "먼저")
    save(other, "나중")
    assert revisions(client) == ["먼저", ""]
    page = client.get(f"{holder.desk(client)}history/").text
    assert "보좌관에서 고치기 전" in page
    assert "이 기기에서 고치기 전" in page
    save(client, "다시")
    assert revisions(client) == ["나중", "먼저", ""]


def test_another_pledge_makes_a_revision_of_its_own(client, clock):
    holder.take(client, "2022-1-2")
    save(client, "첫 공약")
    save(client, "둘째 공약", holder.pledge_address(client, 1))
    assert Revision.objects.count() == 2
    assert revisions(client) == [""]


def test_restored_state_is_a_new_version(client, clock):
    save(client, "하나")
    clock.forward(minutes=11)
    save(client, "둘")
    clock.forward(minutes=11)
    assert restore(client).status_code == 302
    assert holder.content(client).why == "하나"
    assert holder.rows(client)[0].version == 4
    assert revisions(client) == ["둘", "하나", ""]


def test_restoring_right_after_a_save_loses_nothing(client, clock):
    """Within ten minutes too: what stood before the press is a state of its own."""
    save(client, "하나")
    clock.forward(minutes=11)
    save(client, "한 시간 동안 적은 글")
    clock.forward(minutes=1)
    assert restore(client).status_code == 302
    assert holder.content(client).why == "하나"
    assert "한 시간 동안 적은 글" in revisions(client)


def test_long_work_without_a_pause_leaves_more_than_its_beginning(client, clock):
    """Autosave never pauses for ten minutes while somebody writes for an hour."""
    for minute in range(0, 60, 5):
        save(client, f"{minute}분")
        clock.forward(minutes=5)
    assert len(revisions(client)) > 1


def test_restoring_over_another_windows_save_is_a_conflict(client, clock):
    save(client, "하나")
    seen = holder.rows(client)[0].version
    save(client, "둘")
    response = restore(client, version=seen)
    assert response.status_code == 409
    assert "그사이에 다른 창에서 저장했습니다." in response.text
    assert holder.content(client).why == "둘"


@pytest.mark.parametrize("version", ["", "abc", "-1", "1.5", "٣", "1" * 31, "999999999"])
def test_restoring_over_a_version_that_never_was_is_a_conflict(client, clock, version):
    save(client, "하나")
    assert restore(client, version=version).status_code == 409
    assert holder.content(client).why == "하나"


def test_head_is_restored_like_a_pledge(client, clock):
    holder.settle(client, district="가선거구")
    clock.forward(minutes=11)
    holder.settle(client, district="나선거구")
    revision = holder.held(client).platform.revisions.filter(pledge=None).first()
    version = holder.held(client).platform.version
    clock.forward(minutes=11)
    address = f"{holder.desk(client)}history/{revision.pk}/restore/"
    assert client.post(address, {"version": version}).status_code == 302
    assert holder.held(client).head.district == "가선거구"


def test_history_of_another_platform_is_a_404(client, clock):
    save(client, "하나")
    theirs = holder.browser()
    holder.take(theirs)
    revision = holder.held(client).platform.revisions.get()
    response = theirs.post(f"{holder.desk(theirs)}history/{revision.pk}/restore/", {"version": 1})
    assert response.status_code == 404
    assert holder.content(client).why == "하나"


def test_taking_out_is_undone_at_the_place_where_it_stood(client, clock):
    holder.take(client, "2022-1-2")
    holder.take(client, "2022-1-3")
    save(client, "둘째의 까닭", holder.pledge_address(client, 1))
    before = [row.key for row in holder.rows(client)]
    second = holder.pledge_address(client, 1)
    response = client.post(f"{second}remove/")
    assert [row.key for row in holder.rows(client)] == [before[0], before[2]]
    page = client.get(response["Location"]).text
    assert f'action="{second}put-back/"' in page
    assert client.get(second).status_code == 404
    client.post(f"{second}put-back/")
    assert [row.key for row in holder.rows(client)] == before
    assert holder.content(client, 1).why == "둘째의 까닭"
    assert f'action="{second}put-back/"' not in client.get(holder.desk(client)).text


def test_place_of_a_pledge_taken_out_survives_a_new_order(client, clock):
    holder.take(client, "2022-1-2")
    holder.take(client, "2022-1-3")
    first, second, third = (row.key for row in holder.rows(client))
    client.post(f"{holder.desk(client)}pledges/{second}/remove/")
    client.post(f"{holder.desk(client)}order/", {"order": [third, first], "seen": f"{first} {third}"})
    client.post(f"{holder.desk(client)}pledges/{second}/put-back/")
    keys = [row.key for row in holder.rows(client)]
    assert sorted(keys) == sorted([first, second, third])
    assert keys.index(third) < keys.index(first)


def test_revisions_of_one_pledge_end_at_their_limit(client, clock, monkeypatch):
    monkeypatch.setattr(actions, "MOST_REVISIONS", 3)
    for number in range(6):
        save(client, f"{number}")
        clock.forward(minutes=11)
    assert revisions(client) == ["4", "3", "2"]


def test_history_page_says_when_nothing_was_changed_yet(client, clock):
    assert "아직 지난 기록이 없습니다." in client.get(f"{holder.desk(client)}history/").text


def test_removed_pledges_state_waits_until_the_pledge_is_back(client, clock):
    save(client, "하나")
    client.post(f"{holder.pledge_address(client)}remove/")
    page = client.get(f"{holder.desk(client)}history/").text
    assert "먼저 공약 목록에서 되돌려 주세요." in page
    assert "이때로 되돌리기" not in page

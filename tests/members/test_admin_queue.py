"""The list of applications: the queue first, what each waits for, and the list carried away."""

import datetime as dt
import re

import pytest

from handbook.models import AccessRecord
from members.models import Application

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "/admin/members/application/"
DAY = dt.timedelta(days=1)


def shown(client, **query):
    return list(client.get(LIST, query).context["cl"].result_list)


def every_state():
    """One application in each state that staff see, the first received first, of different people."""
    makers = (people.received, people.reviewing, people.supplement, people.refused, people.withdrawn)
    made = [
        make(name=f"김{word}람", now=people.NOW - DAY * (9 - number))
        for number, (make, word) in enumerate(zip(makers, "가나다라마", strict=True))
    ]
    return [people.fresh(one) for one in made]


def test_queue_begins_with_who_has_waited_longest(client):
    office.secretary(client)
    received, reviewing, asked, *_ = every_state()
    people.draft()
    assert shown(client) == [received, reviewing, asked]


def test_everything_is_one_press_away(client):
    office.secretary(client)
    made = every_state()
    assert shown(client, show="all") == made
    assert shown(client, show="all", o="-7") == made[::-1]


@pytest.mark.parametrize(
    ("show", "number"), [("received", 0), ("reviewing", 1), ("supplement", 2), ("refused", 3), ("withdrawn", 4)]
)
def test_list_can_be_narrowed_to_one_state(client, show, number):
    office.secretary(client)
    made = every_state()
    assert shown(client, show=show) == [made[number]]


def test_draft_is_its_writers_own(client):
    office.secretary(client)
    draft = people.draft()
    assert shown(client, show="all") == shown(client, show="writing") == []
    response = client.get(office.page(draft), follow=True)
    assert draft.name not in response.text
    for tail in ("step/review/", "remove/"):
        assert client.get(office.page(draft, tail)).status_code == 404


def test_row_says_how_long_it_waits(client):
    office.secretary(client)
    people.received(now=people.NOW - 3 * DAY)
    application = people.received(name="박가람", now=people.NOW - 3 * DAY)
    people.actions.start_review(application=application, by=people.some_staff(), now=people.NOW)
    [first, second] = re.findall(r'<td class="field-waits">(.*?)</td><td class="field-stands">(.*?)</td>', page(client))
    assert first == ("3일", "3일")
    assert second == ("3일", "오늘")


def page(client):
    return client.get(LIST).text


def test_top_says_what_waits_and_what_is_to_be_deleted(client):
    office.secretary(client)
    every_state()
    assert "접수 1건, 검토 중 1건, 보완 요청 1건." in page(client)
    assert "지워 달라고 한 신청은 없습니다." in page(client)
    application = people.approved(name="최가람").application
    people.actions.ask_deletion(application=application, now=people.NOW)
    assert '<a href="?show=deletion">지워 달라고 한 신청 1건</a>' in page(client)
    assert shown(client, show="deletion") == [application]


def test_search_finds_number_and_government_and_no_name(client):
    office.secretary(client)
    people.received()
    wanted = people.received(name="박나래", government=people.factories.government(name="나루도 나루군", kind="군"))
    assert shown(client, q="나루군") == shown(client, q=wanted.number) == [wanted]
    assert shown(client, q="박나래") == []


@pytest.mark.parametrize("query", [{}, {"show": "all", "q": "2026-"}])
def test_list_asks_the_same_queries_for_any_number_of_rows(client, django_assert_max_num_queries, query):
    office.secretary(client)
    people.received()
    client.get(LIST)
    with django_assert_max_num_queries(50) as one:
        client.get(LIST, query)
    people.received(name="김나래", government=people.factories.government())
    people.reviewing(name="김다래", government=people.factories.government())
    with django_assert_max_num_queries(len(one)) as three:
        assert client.get(LIST, query).context["cl"].result_count == 3
    assert len(three) == len(one)


def test_look_at_the_list_is_recorded_with_whose_rows(client):
    office.secretary(client)
    people.received()
    with office.recorded(("list", "가입 신청 2026-0001")):
        client.get(LIST)


def test_list_is_carried_away_with_a_reason_only(client):
    staff = office.secretary(client)
    application = people.received(address="=HYPERLINK(1)")
    data = {"action": "export", "_selected_action": [application.pk]}
    with office.recorded():
        assert "내려받는 까닭" in client.post(LIST, data).text
        assert client.post(LIST, data | {"reason": " "}).status_code == 422
    response = client.post(LIST, data | {"reason": "운영위원회 보고"})
    record = AccessRecord.objects.get(what="export")
    assert (record.staff, record.whose, record.reason) == (staff, str(application), "운영위원회 보고")
    head, row = response.content.decode("utf-8-sig").splitlines()
    assert head.startswith("신청,상태,접수 경로")
    assert row == (
        "가입 신청 2026-0001,접수,누리집,2026-11-26 14:30,김가람,1965-03-02,가람시장,민선 9기,"
        "010-1234-5678,02-123-4567,head@example.org,(12345) =HYPERLINK(1) 2층"
    )


def test_typed_formula_does_not_run_in_the_table(client):
    office.secretary(client)
    application = people.received(name="=1+1")
    data = {"action": "export", "_selected_action": [application.pk], "reason": "보고"}
    assert ",'=1+1," in client.post(LIST, data).content.decode()


def test_nothing_is_added_or_deleted_in_bulk(client):
    office.secretary(client)
    application = people.received()
    assert client.get(f"{LIST}add/").status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [application.pk], "post": "yes"})
    assert Application.objects.filter(pk=application.pk).exists()


def test_counts_of_what_was_deleted_can_be_read(client):
    office.secretary(client)
    people.actions.delete(application=people.received(), now=people.NOW)
    text = client.get("/admin/members/purgedcount/").text
    assert "취하된 신청" in text
    assert client.get("/admin/members/purgedcount/add/").status_code == 403

import datetime as dt
import itertools

import pytest

from tests import factories
from tests.catalogue.shelf import admin_address as address
from workshops.models import Academy, AcademyEntry, Event
from workshops.stamp import shown_models, stamp

from . import rows
from .rows import DAY, seoul

# Registrations are only read in the admin: tests/workshops/test_staff_lists.py.
OURS = [Event, Academy, AcademyEntry]
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
pytestmark = pytest.mark.django_db


def filled(**changes):
    """What the browser sends for an event of one hour and one paper."""
    data = {
        "kind": "forum",
        "title": "봄 포럼",
        "slug": "spring",
        "starts_on": "2027-03-10",
        "starts_time": "10:00",
        "ends_on": "2027-03-10",
        "ends_time": "17:00",
        "mode": "in_person",
        "place": "희망제작소",
        "capacity": "50",
        "counted": "people",
        "aides_count": "on",
        "aides_most": "2",
        "opens_time": "09:00",
        "programme-TOTAL_FORMS": "1",
        "programme-INITIAL_FORMS": "0",
        "programme-0-day": "2027-03-10",
        "programme-0-starts_time": "10:00",
        "programme-0-title": "여는 이야기",
        "materials-TOTAL_FORMS": "1",
        "materials-INITIAL_FORMS": "0",
        "materials-0-position": "1",
        "materials-0-title": "발제문",
        "materials-0-url": "https://example.org/paper.pdf",
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def over(event, **changes):
    """What the browser sends for an event that stands: with the revision that the form has shown."""
    event.refresh_from_db()
    return without_rows(**{"seen": str(event.revision), **changes})


def without_rows(**changes):
    return filled(**{"programme-TOTAL_FORMS": "0", "materials-TOTAL_FORMS": "0", **changes})


def errors(response):
    """Every sentence under the form's fields and its rows."""
    assert response.status_code == 200
    return " ".join(str(error) for error in response.context["errors"])


def test_every_model_with_a_list_of_its_own_has_a_maker():
    assert set(OURS) < set(rows.MAKERS)
    assert set(rows.MAKERS) < set(shown_models())


@every_model
def test_list_and_forms_open_in_korean(client, chief, model):
    row = rows.MAKERS[model]()
    for tail in ("", "add/", f"{row.pk}/change/"):
        response = client.get(address(model, tail))
        assert response.status_code == 200
        assert model._meta.verbose_name in response.text
    assert client.get(address(model)).context["cl"].result_count == 1


@pytest.mark.parametrize("model", rows.MAKERS, ids=lambda model: model.__name__)
def test_every_field_has_a_korean_name(model):
    for field in model._meta.fields:
        assert any("가" <= letter <= "힣" for letter in str(field.verbose_name)) or field.name == "id"


@every_model
def test_list_asks_the_same_queries_for_any_number_of_rows(client, chief, model, django_assert_max_num_queries):
    rows.MAKERS[model]()
    with django_assert_max_num_queries(50) as one:
        client.get(address(model))
    rows.MAKERS[model](), rows.MAKERS[model]()
    with django_assert_max_num_queries(len(one)) as three:
        client.get(address(model))
    assert len(three) == len(one)


@pytest.mark.filterwarnings("ignore:Calling select_related:PendingDeprecationWarning")
@every_model
def test_history_keeps_who_changed_what(client, chief, model):
    row = rows.MAKERS[model]()
    row.save()
    assert row.history.count() == 2
    assert client.get(address(model, f"{row.pk}/history/")).status_code == 200


@every_model
def test_staff_without_permission_is_refused_and_a_visitor_sent_to_the_login(client, model):
    assert client.get(address(model)).status_code == 302
    client.force_login(factories.staff("nobody@example.org"))
    assert client.get(address(model)).status_code == 403


def test_staff_make_a_draft_with_programme_and_material_then_publish_it(client, chief):
    assert client.post(address(Event, "add/"), filled()).status_code == 302
    event = Event.objects.get()
    assert event.history.first().history_user == chief
    assert [item.title for item in event.programme.all()] == ["여는 이야기"]
    assert [material.title for material in event.materials.all()] == ["발제문"]
    assert client.get("/events/spring/").status_code == 404
    client.post(address(Event), {"action": "publish_now", "_selected_action": [event.pk]})
    assert "여는 이야기" in client.get("/events/spring/").text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ends_time": "09:00"}, "행사는 시작한 뒤에 끝나야 합니다."),
        ({"opens_on": "2027-02-01"}, "신청 여는 날과 마감일은 함께 적거나"),
        ({"opens_on": "2027-02-01", "closes_on": "2027-03-10"}, "신청은 마감일 24:00에 끝납니다."),
        ({"capacity": "0", "aides_count": None}, "정원은 1 이상입니다."),
        ({"place": ""}, "곳을 적어 주세요."),
        ({"cancel_reason": "태풍"}, "공개하지 않은 행사는 취소하지 않고 지웁니다."),
        ({"programme-0-day": "2027-03-11"}, "행사의 첫날과 마지막 날 사이의 날짜를 적어 주세요."),
        ({"programme-0-ends_time": "10:00"}, "끝 시각은 시작 시각보다 뒤여야 합니다."),
        ({"materials-0-url": "ftp://example.org/"}, "주소는 https:// 로 시작합니다."),
    ],
)
def test_form_says_which_rule_is_broken_and_saves_nothing(client, chief, changes, says):
    assert says in errors(client.post(address(Event, "add/"), filled(**changes)))
    assert not Event.objects.exists()


def test_hour_that_is_being_removed_holds_nobody_up(client, chief):
    event = rows.undated()
    item = rows.programme_item(event)
    changes = {
        "programme-TOTAL_FORMS": "1",
        "programme-INITIAL_FORMS": "1",
        "programme-0-id": str(item.pk),
        "programme-0-event": str(event.pk),
        "programme-0-DELETE": "on",
        "starts_on": "2027-03-11",
        "ends_on": "2027-03-11",
    }
    assert client.post(address(Event, f"{event.pk}/change/"), over(event, **changes)).status_code == 302
    assert not event.programme.exists()


def test_reason_cancels_and_its_removal_is_refused(client, chief):
    event = rows.undated()
    out = {"published_at_0": "2026-11-01", "published_at_1": "09:00"}
    path = address(Event, f"{event.pk}/change/")
    assert client.post(path, over(event, cancel_reason="태풍", **out)).status_code == 302
    event.refresh_from_db()
    assert event.cancelled_at is not None
    assert event.revision == 1
    assert "이 행사는 취소되었습니다." in client.get("/events/spring/").text
    assert "취소는 여기에서 거두지 않습니다." in errors(client.post(path, over(event, **out)))
    event.refresh_from_db()
    assert event.cancelled_at is not None


@pytest.mark.parametrize(
    ("standing", "title"), [("draft", "초안"), ("scheduled", "예약"), ("public", "공개"), ("cancelled", "취소")]
)
def test_list_can_be_narrowed_by_standing(client, chief, clock, standing, title):
    rows.event(title="초안", published_at=None)
    rows.event(title="예약", published_at=seoul(2027, 1, 10, 13))
    rows.event(title="공개")
    rows.event(title="취소", cancelled_at=seoul(2027, 1, 5), cancel_reason="태풍")
    clock(seoul(2027, 1, 10, 12))
    client.force_login(chief)
    found = client.get(address(Event), {"standing": standing}).context["cl"].result_list
    assert [(event.title, event.standing(seoul(2027, 1, 10, 12))) for event in found] == [(title, title)]


def test_saving_near_an_election_warns_and_the_form_keeps_the_hint(client, chief):
    factories.election(day=DAY + dt.timedelta(days=30), offices="basic_head", name="어느 선거")
    response = client.post(address(Event, "add/"), filled(), follow=True)
    [warning] = [message for message in response.context["messages"] if message.level_tag == "warning"]
    assert "어느 선거" in warning.message
    assert warning.message.endswith("중앙선거관리위원회(1390) 확인")
    form = client.get(address(Event, f"{Event.objects.get().pk}/change/")).text
    assert "어느 선거(2027. 4. 9.): 선거일 전 60일부터" in form


def test_saving_far_from_every_election_warns_of_nothing(client, chief):
    factories.election(day=DAY + dt.timedelta(days=181), offices="basic_head")
    response = client.post(address(Event, "add/"), filled(), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["success"]


@pytest.mark.parametrize("model", rows.MAKERS, ids=lambda model: model.__name__)
def test_stamp_changes_with_every_row_added_changed_or_removed(model):
    rows.MAKERS[model]()
    stamps = [stamp()]
    row = rows.MAKERS[model]()
    stamps.append(stamp())
    row.save()
    stamps.append(stamp())
    row.delete()
    stamps.append(stamp())
    assert all(before != after for before, after in itertools.pairwise(stamps))

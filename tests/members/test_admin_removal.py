"""Deleting an application: what goes is said first, a member's stays."""

import pytest

from handbook.models import AccessRecord
from members.models import Application, PurgedCount

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SURE = {"reason": "본인이 전화로 요청", "sure": "on"}


def test_page_says_what_goes(client):
    office.secretary(client)
    application = people.reviewing()
    with office.recorded(("look", str(application))):
        shown = client.get(office.page(application, "remove/")).text
    for what, count in (("동의", 1), ("서명과 그 파일", 1), ("진행 기록", 2), ("아직 보내지 않은 편지", 1)):
        assert f'<th scope="row">{what}</th><td>{count}</td>' in shown
    assert f'href="{office.page(application, "remove/")}"' in client.get(office.page(application)).text


def test_deletion_leaves_a_count_and_a_record_with_its_reason(client):
    staff = office.secretary(client)
    application = people.received()
    response = client.post(office.page(application, "remove/"), SURE, follow=True)
    assert f"가입 신청({application.number})을 지웠습니다." in response.text
    assert not Application.objects.exists()
    assert PurgedCount.objects.get().count == 1
    record = AccessRecord.objects.get(what="delete")
    assert (record.staff, record.whose, record.reason) == (staff, str(application), SURE["reason"])


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_reason_and_tick_are_needed(client, missing):
    office.secretary(client)
    application = people.received()
    response = client.post(office.page(application, "remove/"), SURE | {missing: ""})
    assert response.status_code == 422
    assert f'id="{missing}_error"' in response.text
    assert Application.objects.exists()


def test_members_application_stays(client):
    office.secretary(client)
    application = people.approved().application
    assert "remove/" not in client.get(office.page(application)).text
    for response in (
        client.get(office.page(application, "remove/")),
        client.post(office.page(application, "remove/"), SURE),
    ):
        assert response.status_code == 403
        assert "회원이 된 신청은 지우지 않습니다." in response.text
    assert Application.objects.exists()


def test_request_to_delete_stands_on_the_page_with_the_day_it_ends(client):
    office.secretary(client)
    application = people.approved().application
    people.actions.ask_deletion(application=application, now=people.NOW)
    shown = client.get(office.page(application)).text
    assert "2026. 11. 26. 14:30에 지워 달라고 하셨습니다. 2031. 6. 30.까지 보관한 뒤 지워집니다." in shown


def test_two_at_once_delete_once(client):
    office.secretary(client)
    application = people.received()
    client.post(office.page(application, "remove/"), SURE)
    assert client.post(office.page(application, "remove/"), SURE).status_code == 404
    assert PurgedCount.objects.get().count == 1


def test_viewer_deletes_nothing(client):
    office.viewer(client)
    application = people.received()
    assert "remove/" not in client.get(office.page(application)).text
    assert client.get(office.page(application, "remove/")).status_code == 403
    assert client.post(office.page(application, "remove/"), SURE).status_code == 403
    assert client.post(office.page(application, "delete/"), {"post": "yes"}).status_code == 403
    assert Application.objects.exists()

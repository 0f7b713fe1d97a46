"""The records of accesses: what stands in one, that nobody changes it, and when it is forgotten."""

import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord
from tests import factories

What = AccessRecord.What
RECORDS = "/admin/handbook/accessrecord/"
WHY = "운영위원회 회의 자료"
TODAY = dt.date(2026, 11, 26)
# Midnight in Seoul, 24 months before that day.
OLDEST = dt.datetime(2024, 11, 25, 15, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return factories.staff("kim@example.org", name="김사무")


@pytest.fixture
def chief(client, db):
    client.force_login(factories.superuser())
    return client


def record(staff, **fields):
    defaults = {"what": What.LOOK, "page": "/admin/members/application/3/change/", "whose": "가입 신청 2026-0003"}
    return AccessRecord.objects.create(staff=staff, address="192.0.2.7", **{**defaults, **fields})


def request_of(rf, user, address="192.0.2.7", **headers):
    request = rf.get("/admin/members/application/", REMOTE_ADDR=address, headers=headers)
    request.user = user
    return request


def test_very_many_are_all_named(rf, staff):
    note_access(request_of(rf, staff), What.EXPORT, map(str, range(500)), reason=WHY)
    assert AccessRecord.objects.get().whose == ", ".join(map(str, range(500)))


@pytest.mark.parametrize(
    ("address", "kept"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2::3", "2001:db8:1:2::3"), ("fe80::1%eth0", "fe80::1"), ("", None)],
)
def test_whole_address_is_kept(rf, staff, address, kept):
    note_access(request_of(rf, staff, address), What.LOOK, ["가입 신청 2026-0003"])
    assert AccessRecord.objects.get().address == kept


def test_address_behind_a_proxy_is_the_one_that_it_saw(rf, staff, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for seen in ("203.0.113.9, 198.51.100.7", "_hidden"):
        note_access(request_of(rf, staff, **{"X-Forwarded-For": seen}), What.LOOK, ["1"])
    assert list(AccessRecord.objects.order_by("pk").values_list("address", flat=True)) == ["198.51.100.7", None]


def test_nobody_who_is_not_staff_leaves_a_record(rf):
    with pytest.raises(PermissionDenied):
        note_access(request_of(rf, AnonymousUser()), What.LOOK, ["1"])
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("what", What.values)
def test_only_an_export_needs_a_reason(staff, what):
    assert record(staff, what=what, reason=WHY).pk
    if what == What.EXPORT:
        with pytest.raises(IntegrityError, match="access_export_has_a_reason"), transaction.atomic():
            record(staff, what=what)
    else:
        assert record(staff, what=what).pk


def test_record_is_never_saved_again(staff):
    kept = record(staff)
    kept.whose = "가입 신청 2026-0004"
    with pytest.raises(TypeError, match="never changed"):
        kept.save()
    with pytest.raises(TypeError, match="never changed"):
        AccessRecord.objects.update_or_create(pk=kept.pk, defaults={"whose": "아무도 아님"})
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRecord(pk=kept.pk, staff=staff, what=What.LOOK, page="/", whose="아무도 아님").save()
    assert AccessRecord.objects.get().whose == "가입 신청 2026-0003"


def test_staff_with_records_cannot_be_deleted(staff):
    record(staff)
    with pytest.raises(ProtectedError):
        staff.delete()


def test_records_are_forgotten_after_their_months(staff, settings):
    settings.ACCESS_LOG_MONTHS = 24
    kept = record(staff, at=OLDEST)
    record(staff, at=OLDEST - dt.timedelta(seconds=1))
    for said in ("access records forgotten: 1", "access records forgotten: 0"):
        out = StringIO()
        call_command("daily", date=TODAY, stdout=out)
        assert said in out.getvalue()
        assert AccessRecord.objects.get() == kept


def test_records_are_read_in_the_admin_and_found_by_whose(chief, staff):
    found = record(staff, what=What.EXPORT, reason=WHY)
    other = AccessRecord.objects.create(
        staff=staff, what=What.LIST, page="/admin/workshops/party/", whose="참가 신청 7"
    )
    page = chief.get(RECORDS, {"q": "2026-0003"}).text
    for word in ("김사무", "내려받음", "가입 신청 2026-0003", WHY, "192.0.2.7"):
        assert word in page
    assert "참가 신청 7" not in page
    assert "참가 신청 7" in chief.get(f"{RECORDS}{other.pk}/change/").text
    assert chief.get(f"{RECORDS}{found.pk}/change/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_as_often_for_three_as_for_one(chief, django_assert_num_queries, number):
    for position in range(number):
        record(factories.staff(f"staff{position}@example.org"))
    with django_assert_num_queries(7):
        chief.get(RECORDS)


@pytest.mark.parametrize("path", ["add/", "{}/change/", "{}/delete/"])
def test_nobody_changes_a_record_in_the_admin(chief, staff, path):
    kept = record(staff)
    assert chief.post(f"{RECORDS}{path.format(kept.pk)}", {"whose": "아무도 아님", "post": "yes"}).status_code == 403
    chief.post(RECORDS, {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"})
    assert AccessRecord.objects.get().whose == "가입 신청 2026-0003"


def test_logins_that_are_over_are_forgotten(client):
    client.force_login(factories.superuser())
    running = client.session.session_key
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - dt.timedelta(minutes=1))
    for count in (1, 0):
        out = StringIO()
        call_command("daily", stdout=out)
        assert f"sessions forgotten: {count}" in out.getvalue()
    assert [session.session_key for session in Session.objects.all()] == [running]

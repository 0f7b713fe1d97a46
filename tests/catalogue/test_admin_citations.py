"""Checking citations and answering reports in the admin."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from pledges.catalogue.models import Citation, CitationReport
from tests import factories

from .shelf import admin_address as address

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def differing():
    ordinance = factories.ordinance(title="누리시 통합돌봄 조례")
    factories.ordinance_version(ordinance, number="100")
    factories.ordinance_version(ordinance, date=dt.date(2021, 9, 30), number="200", action="개정", is_current=True)
    case = factories.ordinance_case(name="누리시 돌봄 조례", places=[factories.government(name="누리시")])
    return factories.checked_citation(
        case, "differs", ordinance=ordinance, printed_number="200", printed_text="2020.01.02. 제정, 제200호"
    )


def shown(response):
    return set(response.context["cl"].result_list)


def test_citations_that_need_work_stand_first(client, chief, differing):
    same, unchecked = factories.checked_citation(), factories.citation()
    assert shown(client.get(address(Citation))) == {differing, unchecked}
    assert shown(client.get(address(Citation, "?show=all"))) == {differing, unchecked, same}
    assert shown(client.get(address(Citation, "?check_state__exact=differs"))) == {differing}
    assert "원문과 같지 않은 것" in client.get(address(Citation)).text


def test_citations_show_what_looks_wrong(client, chief, differing):
    early = factories.citation(
        factories.ordinance_case(name="누리시 마을 조례", places=list(differing.case.places.all())),
        printed_date=dt.date(2019, 1, 1),
        printed_number="900",
        printed_action="",
    )
    page = client.get(address(Citation)).text
    assert "날짜는 늦은데 번호가 더 작거나, 날짜는 이른데 번호가 더 큽니다 (견준 것: " in page
    assert "제정인지 개정인지 실리지 않았습니다." in page
    assert shown(client.get(address(Citation, "?anomaly=order"))) == {early, differing}
    assert shown(client.get(address(Citation, "?anomaly=no_action"))) == {early}
    assert shown(client.get(address(Citation, "?anomaly=same_number"))) == set()
    assert shown(client.get(address(Citation, "?anomaly=nonsense"))) == {early, differing}


def test_citation_shows_book_and_register_side_by_side(client, chief, differing):
    page = client.get(address(Citation, f"{differing.pk}/change/")).text
    for words in (
        "누리시 돌봄 조례",
        "누리시 통합돌봄 조례",
        "2020.01.02. 제정, 제200호",
        "2020. 1. 2. 제100호 제정",
        "2021. 9. 30. 제200호 개정",
        "책의 제200호는 2021. 9. 30. 개정 번호입니다.",
        differing.ordinance.url,
    ):
        assert words in page
    for name in ("printed_text", "printed_number", "printed_date", "printed_action"):
        assert f'name="{name}"' not in page


def verify(client, citation, **fields):
    data = {"ordinance": citation.ordinance_id or "", "check_state": citation.check_state, "check_note": ""}
    return client.post(address(Citation, f"{citation.pk}/change/"), {**data, **fields})


def test_verifying_names_who_and_when_and_shows_on_the_page(client, chief, differing, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: TODAY)
    before = client.get("/pledges/2022/1-1/")
    assert "원문과 다름" in before.text
    version = differing.ordinance.versions.get(number="200")
    response = verify(
        client, differing, check_state="same", checked_version=version.pk, check_note="원문을 보았습니다."
    )
    assert (response.status_code, response["Location"]) == (302, address(Citation))
    differing.refresh_from_db()
    assert (differing.check_state, differing.checked_by, differing.checked_on) == ("same", chief, TODAY)
    assert differing.checked_version == version
    after = client.get("/pledges/2022/1-1/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "원문과 같음" in after.text
    assert "원문과 다름" not in after.text
    assert "2026. 11. 26. 대조" in after.text
    assert shown(client.get(address(Citation))) == set()


def test_history_keeps_who_changed_a_check(client, chief, differing):
    verify(client, differing, check_state="undecided")
    newest, *_ = differing.history.all()
    assert (newest.check_state, newest.history_user) == ("undecided", chief)
    assert newest.prev_record.check_state == "differs"
    page = client.get(address(Citation, f"{differing.pk}/history/")).text
    assert "이순신" in page


def test_saving_without_a_decision_names_nobody(client, chief, differing):
    other = factories.ordinance(title="다른 조례")
    verify(client, differing, ordinance=other.pk)
    differing.refresh_from_db()
    assert differing.ordinance == other
    assert (differing.checked_by, differing.checked_on) == (None, dt.date(2026, 11, 22))


def test_decision_taken_back_forgets_who_decided(client, chief, differing):
    verify(client, differing, check_state="same")
    differing.refresh_from_db()
    verify(client, differing, check_state="unchecked")
    differing.refresh_from_db()
    assert (differing.check_state, differing.checked_by, differing.checked_on) == ("unchecked", None, None)


def test_what_the_book_prints_cannot_be_changed(client, chief, differing):
    verify(client, differing, printed_number="100", printed_text="고친 것", case="0")
    differing.refresh_from_db()
    assert (differing.printed_number, differing.printed_text) == ("200", "2020.01.02. 제정, 제200호")


def test_version_of_another_ordinance_cannot_be_the_one_checked(client, chief, differing):
    foreign = factories.ordinance_version(factories.ordinance(title="다른 조례"))
    response = verify(client, differing, check_state="same", checked_version=foreign.pk)
    assert response.status_code == 200
    assert "checked_version" in response.context["adminform"].form.errors
    differing.refresh_from_db()
    assert differing.check_state == "differs"


def test_staff_may_only_look_with_the_permission_to_look(client, differing):
    reader = factories.staff("reader@example.org")
    reader.user_permissions.add(Permission.objects.get(codename="view_citation"))
    client.force_login(reader)
    assert client.get(address(Citation, f"{differing.pk}/change/")).status_code == 200
    assert verify(client, differing, check_state="same").status_code == 403
    differing.refresh_from_db()
    assert differing.check_state == "differs"


# Reports


def test_report_stands_open_until_someone_handles_it(client, chief):
    report = factories.report()
    data = {"action": "mark_handled", "_selected_action": [report.pk]}
    response = client.post(address(CitationReport), data, follow=True)
    assert "신고 1개를 처리했습니다." in response.text
    report.refresh_from_db()
    first = report.handled_at
    assert report.handled_by == chief
    assert abs(timezone.now() - first) < dt.timedelta(hours=1)
    client.force_login(factories.superuser("second@example.org"))
    client.post(address(CitationReport, f"{report.pk}/change/"), {"answer": "고쳤습니다."})
    report.refresh_from_db()
    assert (report.handled_by, report.handled_at, report.answer) == (chief, first, "고쳤습니다.")


def test_report_is_handled_by_whoever_answers_it(client, chief):
    report = factories.report(text="번호가 다릅니다.")
    client.post(address(CitationReport, f"{report.pk}/change/"), {"answer": "고쳤습니다.", "text": "다른 말"})
    report.refresh_from_db()
    assert (report.handled_by, report.answer, report.text) == (chief, "고쳤습니다.", "번호가 다릅니다.")


def test_open_reports_can_be_listed_alone(client, chief):
    handled = factories.report(text="처리한 것")
    handled.handle(by=chief, at=timezone.now())
    handled.save()
    still_open = factories.report(text="처리할 것")
    assert shown(client.get(address(CitationReport, "?handled_at__isempty=1"))) == {still_open}

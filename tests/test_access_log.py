"""Every admin page of people's data leaves its record: looks, changes, deletions, and exports with their reason."""

import csv
import io

import pytest
from django.contrib.admin import AdminSite, TabularInline, display
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import path

from handbook import urls
from handbook.admin.logged import ExportsWithReason, LoggedAdmin
from handbook.models import AccessRecord
from pledges.catalogue.models import Citation, CitationReport
from tests import factories

What = AccessRecord.What
LIST = "/staff/catalogue/citationreport/"
FORMULA = '=HYPERLINK("https://example.org","눌러 보세요")'
WHY = "운영위원회 회의 자료"

pytestmark = pytest.mark.django_db


class ReportAdmin(ExportsWithReason):
    fields = ("text", "answer")
    list_display = ("shown",)
    search_fields = ("text",)
    ordering = ("pk",)
    export_name, export_head = "reports", ("번호", "글")

    @display(description="글")
    def shown(self, report):
        return report.text

    def whose(self, report):
        return f"신고 {report.pk}"

    def export_row(self, report):
        return report.pk, report.text


class Reports(TabularInline):
    model = CitationReport
    fields = ("text", "answer")
    extra = 0


class CitationAdmin(LoggedAdmin):
    fields = ("printed_text",)
    inlines = (Reports,)
    search_fields = ("printed_text",)

    def whose(self, citation):
        return f"인용 {citation.pk}"


site = AdminSite("staff")
site.register(Citation, CitationAdmin)
site.register(CitationReport, ReportAdmin)
urlpatterns = [path("staff/", site.urls), *urls.urlpatterns]
handler403 = urls.handler403


@pytest.fixture
def chief(client, settings):
    settings.ROOT_URLCONF = __name__
    client.force_login(factories.superuser())
    return client


@pytest.fixture
def reports(db):
    citation = factories.checked_citation(factories.ordinance_case(), "differs")
    return [factories.report(citation, text=text) for text in ("날짜가 다릅니다.", FORMULA, "번호가 다릅니다.")]


def names(*reports):
    return ", ".join(f"신고 {report.pk}" for report in reports)


def records():
    return list(AccessRecord.objects.order_by("pk").values_list("what", "whose"))


def press_export(client, *reports, **fields):
    return client.post(LIST, {"action": "export", "_selected_action": [report.pk for report in reports], **fields})


def test_list_leaves_a_record_of_who_where_and_whose(chief, reports):
    assert chief.get(LIST, {"q": "다릅니다"}, REMOTE_ADDR="192.0.2.7").status_code == 200
    record = AccessRecord.objects.get()
    assert (record.what, record.whose) == (What.LIST, names(reports[0], reports[2]))
    assert (record.staff.email, record.address, record.reason) == ("chief@example.org", "192.0.2.7", "")
    assert record.page == LIST


def test_empty_list_leaves_its_record_too(chief):
    chief.get(LIST)
    assert records() == [(What.LIST, "")]


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_look_leaves_a_record(chief, reports, page):
    address = f"{LIST}{reports[1].pk}/{page}/"
    assert chief.get(address).status_code == 200
    assert records() == [(What.LOOK, names(reports[1]))]
    assert AccessRecord.objects.get().page == address


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_row_that_is_not_there_leaves_none(chief, reports, page):
    assert chief.get(f"{LIST}{reports[2].pk + 1}/{page}/").status_code == 302
    assert records() == []


def test_change_leaves_a_record(chief, reports):
    address = f"{LIST}{reports[0].pk}/change/"
    assert chief.post(address, {"text": "고친 글", "answer": ""}).status_code == 302
    assert CitationReport.objects.get(pk=reports[0].pk).text == "고친 글"
    assert records() == [(What.CHANGE, names(reports[0]))]


def test_refused_change_is_a_look(chief, reports):
    assert chief.post(f"{LIST}{reports[0].pk}/change/", {"text": "", "answer": ""}).status_code == 200
    assert records() == [(What.LOOK, names(reports[0]))]


def test_deletion_leaves_a_record(chief, reports):
    assert chief.post(f"{LIST}{reports[0].pk}/delete/", {"post": "yes"}).status_code == 302
    assert not CitationReport.objects.filter(pk=reports[0].pk).exists()
    assert records() == [(What.DELETE, names(reports[0]))]


def test_nothing_is_deleted_in_bulk(chief, reports):
    assert "delete_selected" not in chief.get(LIST).text
    chief.post(LIST, {"action": "delete_selected", "_selected_action": [reports[0].pk], "post": "yes"})
    assert CitationReport.objects.count() == 3


@pytest.mark.parametrize("page", ["", "add/", "{}/change/", "{}/history/", "{}/delete/"])
def test_who_may_not_look_leaves_no_record(chief, reports, page):
    address = f"{LIST}{page.format(reports[0].pk)}"
    chief.force_login(factories.staff())
    assert (chief.get(address).status_code, chief.post(address).status_code) == (403, 403)
    chief.logout()
    assert chief.get(address)["Location"].startswith("/staff/login/")
    assert records() == []


def history():
    return [(str(entry.object_repr), entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]


def test_history_of_the_admin_names_rows_by_their_number(chief, reports):
    address = f"{LIST}{reports[0].pk}"
    chief.post(f"{address}/change/", {"text": "김철수의 글", "answer": ""})
    chief.post(f"{address}/delete/", {"post": "yes"})
    assert history() == [(names(reports[0]), "알려 온 내용이(가) 변경되었습니다."), (names(reports[0]), "")]


def test_history_of_the_admin_names_no_row_that_belongs_to_another(chief, reports):
    citation = reports[0].citation
    rows = {}
    for index, report in enumerate(reports):
        row = {"id": report.pk, "citation": citation.pk, "text": f"{report.text} 김철수", "answer": ""}
        rows |= {f"reports-{index}-{name}": value for name, value in row.items()}
    counts = {"reports-TOTAL_FORMS": 3, "reports-INITIAL_FORMS": 3}
    address = f"/staff/catalogue/citation/{citation.pk}/change/"
    response = chief.post(address, {"printed_text": citation.printed_text, **counts, **rows})
    assert response.status_code == 302
    assert CitationReport.objects.filter(text__endswith="김철수").count() == 3
    (said,) = history()
    assert said[0] == f"인용 {citation.pk}"
    assert said[1].count("“…개체”") == 3
    assert "김철수" not in said[1]
    assert records() == [(What.CHANGE, f"인용 {citation.pk}")]


def test_names_are_not_looked_up_where_no_record_is_left(chief, reports):
    query = {"app_label": "catalogue", "model_name": "citationreport", "field_name": "citation", "term": ""}
    assert chief.get("/staff/autocomplete/", query).status_code == 403
    assert chief.get("/staff/catalogue/citation/", {"q": "a"}).status_code == 200


def test_export_asks_why_first(chief, reports):
    response = press_export(chief, *reports[:2])
    assert response.status_code == 200
    assert "2건을 내려받습니다." in response.text
    assert "접속 기록에 24개월 동안 남습니다." in response.text
    assert FORMULA not in response.text
    assert [f'value="{report.pk}"' in response.text for report in reports] == [True, True, False]
    assert What.EXPORT not in dict(records())


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "내려받는 까닭을 적어 주세요."),
        (" \t", "내려받는 까닭을 적어 주세요."),
        ("가" * 201, "200자까지 적을 수 있습니다. 지금은 201자입니다."),
        ("까닭\0", "보이지 않는 제어 문자(U+0000)가 들어 있습니다."),
    ],
)
def test_export_without_a_proper_reason_is_refused_at_the_field(chief, reports, reason, said):
    response = press_export(chief, reports[0], reason=reason)
    assert response.status_code == 422
    assert said in response.text
    assert 'aria-describedby="reason_error"' in response.text
    assert 'id="reason_error"' in response.text
    assert f'name="_selected_action" value="{reports[0].pk}"' in response.text
    assert What.EXPORT not in dict(records())


def test_export_is_a_safe_table_and_leaves_whose_and_why(chief, reports):
    response = press_export(chief, *reports[:2], reason=f"  {WHY} ")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="reports.csv"'
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["번호", "글"],
        [str(reports[0].pk), "날짜가 다릅니다."],
        [str(reports[1].pk), f"'{FORMULA}"],
    ]
    record = AccessRecord.objects.get()
    assert (record.what, record.whose, record.reason) == (What.EXPORT, names(*reports[:2]), WHY)


def test_export_of_all_that_was_found_takes_no_more(chief, reports):
    fields = {"action": "export", "_selected_action": [reports[0].pk], "select_across": "1", "reason": WHY}
    response = chief.post(f"{LIST}?q=다릅니다", fields)
    assert response.content.decode().count("\r\n") == 3
    assert records() == [(What.EXPORT, names(reports[0], reports[2]))]


def test_who_may_only_look_neither_carries_away_nor_changes(chief, reports):
    viewer = factories.staff()
    viewer.user_permissions.add(Permission.objects.get(codename="view_citationreport"))
    chief.force_login(viewer)
    assert press_export(chief, reports[0], reason=WHY)["Content-Type"].startswith("text/html")
    assert chief.post(f"{LIST}{reports[0].pk}/change/", {"text": "고친 글", "answer": ""}).status_code == 403
    assert {what for what, _ in records()} <= {What.LIST}

"""Citations and their check, ordinances, reports: what needs work comes first."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from handbook.korean import date_text
from handbook.models import staff_of

from ..anomalies import SAYS, AnomalyKind, anomalies
from ..models import Citation, CitationReport, Ordinance, OrdinanceVersion


class NeedsWorkFilter(admin.SimpleListFilter):
    """What staff should look at stands first; everything is one press away."""

    title = "할 일"
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "모두")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        everything = self.value() == "all"
        yield {
            "selected": not everything,
            "query_string": changelist.get_query_string(remove=["show"]),
            "display": "원문과 같지 않은 것",
        }
        yield {"selected": everything, "query_string": changelist.get_query_string({"show": "all"}), "display": "모두"}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "all" else queryset.need_work()


class AnomalyFilter(admin.SimpleListFilter):
    title = "이상한 점"
    parameter_name = "anomaly"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.value, text) for kind, text in SAYS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in set(AnomalyKind):
            return queryset
        found = anomalies(Citation.objects.with_register())
        return queryset.filter(
            pk__in=[pk for pk, each in found.items() if any(one.kind == self.value() for one in each)]
        )


@admin.register(Citation)
class CitationAdmin(SimpleHistoryAdmin):
    list_display = (
        "case",
        "printed_text",
        "check_state",
        "finding",
        "standing_now",
        "looks_wrong",
        "checked_on",
        "checked_by",
    )
    list_filter = (NeedsWorkFilter, AnomalyFilter, "check_state", "finding", "ordinance__standing")
    search_fields = ("case__name", "printed_text", "printed_number", "ordinance__title")
    readonly_fields = (
        "case",
        "printed_text",
        "printed_date",
        "printed_number",
        "printed_action",
        "side_by_side",
        "finding",
        "checked_on",
        "checked_by",
    )
    autocomplete_fields = ("ordinance",)
    fieldsets = (
        ("책과 원문", {"fields": ("case", "side_by_side", "ordinance")}),
        ("대조", {"fields": ("check_state", "checked_version", "check_note", "finding", "checked_on", "checked_by")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        return Citation.objects.with_register().select_related("checked_by", "checked_version")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        self.found = anomalies(Citation.objects.with_register())
        return super().get_changelist_instance(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "checked_version" and request.resolver_match:
            citation = request.resolver_match.kwargs.get("object_id", "")
            kwargs["queryset"] = OrdinanceVersion.objects.filter(ordinance__citations=citation)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Citation, form: Any, change: bool) -> None:
        """Whoever decides the check is named with the day."""
        if {"check_state", "checked_version", "check_note"} & set(form.changed_data):
            obj.verify(obj.check_state, by=staff_of(request), on=timezone.localdate())
        super().save_model(request, obj, form, change)

    @admin.display(description="조례의 지금", ordering="ordinance__standing")
    def standing_now(self, citation: Citation) -> str:
        return citation.ordinance.get_standing_display() if citation.ordinance else ""

    @admin.display(description="이상한 점")
    def looks_wrong(self, citation: Citation) -> SafeString:
        return format_html_join(SafeString("<br>"), "{}", ((str(one),) for one in self.found.get(citation.pk, ())))

    @admin.display(description="나란히 보기")
    def side_by_side(self, citation: Citation) -> SafeString:
        """Printed and register in one table, and how they differ in words."""
        ordinance = citation.ordinance
        rows = (
            ("이름", citation.case.printed_name or citation.case.name, ordinance.title if ordinance else "찾지 못함"),
            (
                "날짜·번호",
                citation.printed_text or "실리지 않음",
                version_text(citation.version_of_date, "그날의 공포 없음"),
            ),
            (
                "그 번호의 공포",
                f"제{citation.printed_number}호" if citation.printed_number else "실리지 않음",
                version_text(citation.version_of_number, "원문에서 못 찾음"),
            ),
            ("제정", "", version_text(ordinance.enacted if ordinance else None, "원문에서 못 찾음")),
            ("지금 글", "", version_text(ordinance.current if ordinance else None, "원문에서 못 찾음")),
        )
        table = format_html_join("", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>", rows)
        head = SafeString("<tr><th></th><th scope='col'>책</th><th scope='col'>원문</th></tr>")
        said = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in citation.findings))
        link = (
            format_html("<a href='{}' rel='noopener' target='_blank'>원문 보기 (새 창)</a>", ordinance.url)
            if ordinance and ordinance.url
            else ""
        )
        return format_html("<table><thead>{}</thead><tbody>{}</tbody></table><ul>{}</ul>{}", head, table, said, link)


def version_text(version: OrdinanceVersion | None, otherwise: str) -> str:
    return f"{date_text(version.date)} 제{version.number}호 {version.action}".strip() if version else otherwise


class VersionInline(admin.TabularInline):
    model = OrdinanceVersion
    extra = 0


@admin.register(Ordinance)
class OrdinanceAdmin(SimpleHistoryAdmin):
    list_display = ("title", "government", "register_id", "standing")
    list_filter = ("standing",)
    list_select_related = ("government",)
    search_fields = ("title", "register_id")
    autocomplete_fields = ("government",)
    inlines = (VersionInline,)


@admin.register(CitationReport)
class CitationReportAdmin(admin.ModelAdmin):
    list_display = ("text", "citation", "created_at", "handled_at", "handled_by")
    list_filter = (("handled_at", admin.EmptyFieldListFilter),)
    list_select_related = ("citation__case", "handled_by")
    readonly_fields = ("citation", "text", "created_at", "handled_at", "handled_by")
    fields = ("citation", "text", "created_at", "answer", "handled_at", "handled_by")
    actions = ("mark_handled",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CitationReport, form: Any, change: bool) -> None:
        obj.handle(by=staff_of(request), at=timezone.now())
        super().save_model(request, obj, form, change)

    @admin.action(description="고른 신고를 처리함으로", permissions=("change",))
    def mark_handled(self, request: HttpRequest, reports: QuerySet[CitationReport]) -> None:
        for report in reports:
            report.handle(by=staff_of(request), at=timezone.now())
            report.save()
        self.message_user(request, f"신고 {len(reports)}개를 처리했습니다.", messages.SUCCESS)

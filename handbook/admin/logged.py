"""Admin pages of people's data: lists, looks, changes, deletions and exports leave their record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from handbook.access_log import note_access
from handbook.models import AccessRecord
from handbook.tables import csv_response

What = AccessRecord.What


class LoggedAdmin(admin.ModelAdmin):
    """Nothing is deleted in bulk; `whose` names rows in the records."""

    def whose(self, obj: Any) -> str:
        """The number by which the record knows the person; never a name."""
        raise NotImplementedError

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        actions = super().get_actions(request, action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            shown = response.context_data["cl"].result_list
            note_access(request, What.LIST, [self.whose(row) for row in shown])
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        response = super().changeform_view(request, object_id, form_url, extra_context)
        # A change that is refused shows the page again: that, too, is a look.
        if object_id and response.status_code == HttpResponse.status_code:
            self.note_look(request, object_id)
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        self.note_look(request, object_id)
        return response

    def note_look(self, request: HttpRequest, object_id: str) -> None:
        seen = self.get_object(request, object_id)
        if seen is not None:
            note_access(request, What.LOOK, [self.whose(seen)])

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            note_access(request, What.CHANGE, [self.whose(obj)])

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            note_access(request, What.DELETE, [self.whose(obj)])
            super().delete_model(request, obj)


class ExportsWithReason(LoggedAdmin):
    """A list that staff carry away as a table: the reason is asked first and recorded with whose rows went."""

    export_name = ""
    export_head: Sequence[str] = ()
    actions: Sequence[Any] | None = ("export",)

    def export_row(self, obj: Any) -> Sequence[object]:
        raise NotImplementedError

    def export_rows(self, queryset: QuerySet[Any]) -> Iterable[Any]:
        """The rows with what the table needs of other tables."""
        return queryset

    @admin.action(description="고른 줄을 엑셀로 내려받기", permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        reason = " ".join(request.POST.get("reason", "").split())
        if not reason:
            context = {
                **self.admin_site.each_context(request),
                "title": "내려받는 까닭",
                "opts": self.opts,
                "chosen": request.POST.getlist("_selected_action"),
                "across": request.POST.get("select_across", "0"),
                "count": queryset.count(),
                "missing": "reason" in request.POST,
            }
            return render(request, "admin/export_reason.html", context, status=422 if context["missing"] else 200)
        rows = list(self.export_rows(queryset))
        note_access(request, What.EXPORT, [self.whose(row) for row in rows], reason=reason)
        return csv_response(f"{self.export_name}.csv", self.export_head, [self.export_row(row) for row in rows])

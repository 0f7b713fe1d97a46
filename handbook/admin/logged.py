"""Admin pages of people's data: lists, looks, changes, deletions and exports leave their record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from handbook.access_log import note_access
from handbook.models import AccessRecord, staff_of
from handbook.plain_form import PlainForm
from handbook.tables import csv_response
from handbook.typed_text import TypedLine

What = AccessRecord.What


class LoggedAdmin(admin.ModelAdmin):
    """Nothing is deleted in bulk or looked up while typing elsewhere; `whose` names rows in the records.

    It names them in the titles of pages, too: browsers keep those.
    """

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
        seen = self.seen(request, object_id)
        titled = {"subtitle": self.whose(seen)} if seen else {}
        response = super().changeform_view(request, object_id, form_url, {**titled, **(extra_context or {})})
        # A change that is refused shows the page again: that, too, is a look.
        if response.status_code == HttpResponse.status_code:
            self.note_look(request, seen)
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        seen = self.seen(request, object_id)
        titled = {"title": f"변경 기록: {self.whose(seen)}"} if seen else {}
        response = super().history_view(request, object_id, {**titled, **(extra_context or {})})
        self.note_look(request, seen)
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().delete_view(request, object_id, extra_context)
        # The question shows what would go, also where it may not go.
        if response.status_code == HttpResponse.status_code:
            self.note_look(request, self.seen(request, object_id))
        return response

    def seen(self, request: HttpRequest, object_id: str | None) -> Any:
        """The row that a page is of, or None."""
        return self.get_object(request, unquote(object_id)) if object_id else None

    def note_look(self, request: HttpRequest, seen: Any) -> None:
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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Raises PermissionDenied for the admin's autocompletion: it shows names and leaves no record."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            raise PermissionDenied
        return super().get_search_results(request, queryset, search_term)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return self.log(request, obj, ADDITION, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return self.log(request, obj, CHANGE, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> list[LogEntry]:
        return [self.log(request, row, DELETION, "") for row in queryset]

    def log(self, request: HttpRequest, obj: Any, flag: int, message: Any) -> LogEntry:
        """The admin's own history outlives the row, so that it must not name anybody either."""
        return LogEntry.objects.create(
            user=staff_of(request),
            content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False),
            object_id=str(obj.pk),
            object_repr=self.whose(obj)[:200],
            action_flag=flag,
            change_message=json.dumps(without_names(message)) if isinstance(message, list) else message,
        )


def without_names(message: list[dict[str, dict[str, Any]]]) -> list[dict[str, dict[str, Any]]]:
    """What changed, without the names of the rows that belong to it."""
    return [
        {what: {**said, "object": "…"} if "object" in said else said for what, said in part.items()} for part in message
    ]


class ReasonForm(PlainForm):
    reason = TypedLine(
        label="내려받는 까닭",
        max_length=200,
        error_messages={"required": "내려받는 까닭을 적어 주세요."},
        widget=forms.TextInput(attrs={"class": "vTextField", "autofocus": True}),
    )


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

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever may only look carries nothing away."""
        return staff_of(request).has_perm(f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}")

    @admin.action(description="고른 줄을 엑셀로 내려받기", permissions=["export"])
    def export(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "내려받는 까닭",
                "opts": self.opts,
                "form": form,
                "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
                "across": request.POST.get("select_across", "0"),
                "count": queryset.count(),
                "months": settings.ACCESS_LOG_MONTHS,
            }
            return render(request, "admin/export_reason.html", context, status=422 if form.is_bound else 200)
        rows = list(self.export_rows(queryset))
        note_access(request, What.EXPORT, [self.whose(row) for row in rows], reason=form.cleaned_data["reason"])
        return csv_response(f"{self.export_name}.csv", self.export_head, [self.export_row(row) for row in rows])

"""Events that staff make, with what the election calendar says about their days; and the archive as printed."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from .elections import elections_near, hints
from .models import Academy, AcademyEntry, Event, Material, ProgrammeItem

UNCHECKED = ("checked_on", admin.EmptyFieldListFilter)


HELP = {
    "slug": "영문 소문자, 숫자, 줄표로 적습니다. 예: forum-1",
    "online_note": "누구나 보는 글입니다. 들어가는 주소나 비밀번호는 적지 않습니다.",
    "place": "온라인만 여는 행사가 아니면 적습니다.",
    "fee": "없으면 0, 정하기 전이면 비웁니다.",
    "aides_most": "단체장 한 명이 함께 올 수 있는 사람 수입니다. 보좌진 연수는 한 단체장의 보좌진 수입니다.",
    "closes_on": "그날 24:00에 끝납니다. 여는 날과 함께 비우면 정하기 전이라고 알립니다.",
    "published_at": "비우면 초안이고, 앞날을 적으면 그때 공개합니다.",
    "cancel_reason": "적으면 취소한 행사로 보입니다. 지우면 다시 여는 행사로 보입니다.",
}


class EventForm(forms.ModelForm):
    """What staff are told beside the fields; which fields there are, the admin says."""

    class Meta:
        model = Event
        fields = tuple(HELP)
        help_texts = HELP


class ProgrammeFormSet(forms.BaseInlineFormSet):
    """Every hour stands on a day of the event: the one rule between two tables."""

    def clean(self) -> None:
        super().clean()
        first, last = self.instance.starts_on, self.instance.ends_on
        for form in self.forms:
            day = form.cleaned_data.get("day") if hasattr(form, "cleaned_data") else None
            if day and first and last and not first <= day <= last:
                form.add_error("day", "행사의 첫날과 마지막 날 사이의 날짜를 적어 주세요.")


class ProgrammeInline(admin.StackedInline):
    model = ProgrammeItem
    formset = ProgrammeFormSet
    fields = (("day", "starts_time", "ends_time"), "title", "text")
    extra = 1
    formfield_overrides: ClassVar = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})}}


class MaterialInline(admin.TabularInline):
    model = Material
    extra = 0


class Standing(admin.SimpleListFilter):
    """Drafts and what is scheduled first: they need work."""

    title = "공개"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("draft", "초안"), ("scheduled", "예약"), ("public", "공개"), ("cancelled", "취소")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        now = timezone.now()
        standing = queryset.filter(cancelled_at=None)
        found = {
            "draft": standing.filter(published_at=None),
            "scheduled": standing.filter(published_at__gt=now),
            "public": standing.filter(published_at__lte=now),
            "cancelled": queryset.filter(cancelled_at__isnull=False),
        }
        return found.get(self.value() or "", queryset)


@admin.register(Event)
class EventAdmin(SimpleHistoryAdmin):
    form = EventForm
    inlines = (ProgrammeInline, MaterialInline)
    list_display = ("title", "kind", "when", "where", "capacity", "closes_on", "standing", "is_example")
    list_filter = (Standing, "kind", "mode")
    search_fields = ("title", "place", "summary")
    readonly_fields = ("election_hints", "standing", "cancelled_at", "is_example")
    actions = ("publish_now",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("kind", "title", "slug", "summary", "is_example")}),
        ("언제", {"fields": (("starts_on", "starts_time"), ("ends_on", "ends_time"), "election_hints")}),
        ("어디서", {"fields": ("mode", "place", "online_note")}),
        ("자리와 참가비", {"fields": ("capacity", "counted", "aides_count", "aides_most", "fee", "fee_note")}),
        (
            "신청",
            {
                "fields": (
                    ("opens_on", "opens_time"),
                    "closes_on",
                    ("asks_lodging", "asks_meal", "asks_car", "asks_transport"),
                )
            },
        ),
        ("공개", {"fields": ("published_at", "standing", "cancel_reason", "cancelled_at")}),
    )

    @admin.display(description="언제", ordering="starts_on")
    def when(self, event: Event) -> str:
        return event.when

    @admin.display(description="곳", ordering="place")
    def where(self, event: Event) -> str:
        return event.where

    @admin.display(description="상태")
    def standing(self, event: Event) -> str:
        return event.standing(timezone.now())

    @admin.display(description="선거 달력")
    def election_hints(self, event: Event) -> SafeString | str:
        if event._state.adding:
            return "저장하면 선거 달력에 견주어 알립니다."
        near = elections_near(event.starts_on, event.ends_on)
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in hints(near, event.ends_on)))
        return format_html("<ul>{}</ul>", lines)

    @admin.action(description="고른 행사를 지금 공개", permissions=["change"])
    def publish_now(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        now = timezone.now()
        for event in queryset:
            event.publish(at=now)
        self.message_user(request, f"공개된 행사 {queryset.count()}건을 확인해 주세요.")

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        obj.note_cancellation(at=timezone.now())
        super().save_model(request, obj, form, change)
        self.warn_of_elections(request, obj.starts_on, obj.ends_on)

    def warn_of_elections(self, request: HttpRequest, first_day: dt.date, last_day: dt.date) -> None:
        near = elections_near(first_day, last_day)
        if near:
            self.message_user(request, " ".join(hints(near, last_day)), messages.WARNING)


@admin.register(Academy)
class AcademyAdmin(SimpleHistoryAdmin):
    list_display = ("title", "edition_year", "starts_on", "ends_on", "place", "checked_on")
    list_filter = (UNCHECKED,)
    search_fields = ("title", "printed_name")


@admin.register(AcademyEntry)
class AcademyEntryAdmin(SimpleHistoryAdmin):
    list_display = ("label", "academy", "group", "part", "printed", "source", "checked_on")
    list_filter = ("academy", "group", UNCHECKED)
    list_select_related = ("academy",)
    search_fields = ("label", "printed", "text")

"""Events that staff make, with their seats, and with what the election calendar says about their days."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from .. import actions
from ..elections import elections_near, hints
from ..models import Event, Material, ProgrammeItem
from ..seats import locked
from ..telling import OTHERWISE
from .panel import SeatsPanel
from .telling import TellsParties

HELP = {
    "slug": "영문 소문자, 숫자, 줄표로 적습니다. 예: forum-1",
    "online_note": "누구나 보는 글입니다. 들어가는 주소나 비밀번호는 적지 않습니다.",
    "place": "온라인만 여는 행사가 아니면 적습니다.",
    "fee": "없으면 0, 정하기 전이면 비웁니다.",
    "aides_most": "단체장 한 명이 함께 올 수 있는 사람 수입니다. 보좌진 연수는 한 단체장의 보좌진 수입니다.",
    "closes_on": "그날 24:00에 끝납니다. 여는 날과 함께 비우면 정하기 전이라고 알립니다.",
    "published_at": "비우면 초안이고, 앞날을 적으면 그때 공개합니다.",
    "offer_hours": "시간으로 적습니다. 비우면 이 사이트의 기본값을 씁니다.",
    "cancel_reason": "적으면 취소한 행사로 보이고, 신청한 일행에게 알립니다. 거두려면 ‘다시 열기’를 누릅니다.",
}
# What parties should hear of.
TOLD = {"starts_on", "starts_time", "ends_on", "ends_time", "mode", "place", "online_note"}
BY_ITS_PAGE = "취소는 여기에서 거두지 않습니다. 까닭을 그대로 두고, ‘다시 열기’에서 일행에게 알리며 여세요."


class EventForm(forms.ModelForm):
    """What staff are told beside the fields; which fields there are, the admin says. `seen`: the revision shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["seen"] = self.instance.revision

    def clean(self) -> dict[str, Any]:
        """The event and its seats may have changed since the form was opened; from here until it is saved none does."""
        values = super().clean() or {}
        if not self.instance._state.adding:
            self.check_standing(values, locked(self.instance))
        return values

    def check_standing(self, values: dict[str, Any], standing: Event) -> None:
        if values.get("seen") != standing.revision:
            raise ValidationError(OTHERWISE)
        taken = standing.seats_taken
        if values.get("capacity", taken) < taken:
            self.add_error("capacity", f"이미 {taken}석이 나갔습니다. {taken}석보다 적게는 줄일 수 없습니다.")
        if standing.cancelled_at and not values.get("cancel_reason"):
            self.add_error("cancel_reason", BY_ITS_PAGE)

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
class EventAdmin(TellsParties, SimpleHistoryAdmin):
    form = EventForm
    inlines = (ProgrammeInline, MaterialInline)
    list_display = ("title", "kind", "when", "where", "seats", "closes_on", "standing", "is_example")
    list_filter = (Standing, "kind", "mode")
    search_fields = ("title", "place", "summary")
    readonly_fields = ("election_hints", "standing", "cancelled_at", "is_example")
    actions = ("publish_now",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("kind", "title", "slug", "summary", "is_example", "seen")}),
        ("언제", {"fields": (("starts_on", "starts_time"), ("ends_on", "ends_time"), "election_hints")}),
        ("어디서", {"fields": ("mode", "place", "online_note")}),
        ("자리와 참가비", {"fields": ("capacity", "counted", "aides_count", "aides_most", "fee", "fee_note")}),
        (
            "신청",
            {
                "fields": (
                    ("opens_on", "opens_time"),
                    ("closes_on", "offer_hours"),
                    ("asks_lodging", "asks_meal", "asks_car", "asks_transport"),
                )
            },
        ),
        ("공개", {"fields": ("published_at", "standing", "cancel_reason", "cancelled_at")}),
    )

    class Media:
        css: ClassVar = {"all": ("css/admin_events.css",)}

    @admin.display(description="언제", ordering="starts_on")
    def when(self, event: Event) -> str:
        return event.when

    @admin.display(description="곳", ordering="place")
    def where(self, event: Event) -> str:
        return event.where

    @admin.display(description="나간 자리/정원", ordering="seats_taken")
    def seats(self, event: Event) -> str:
        waiting = f", 대기 {event.waiting_parties}팀" if event.waiting_parties else ""
        return f"{event.seats_taken}/{event.capacity}석{waiting}"

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

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """An event with registrations stays; the answer names the event, not the people who have registered."""
        gone, counts, missing, kept = super().get_deleted_objects(objs, request)
        if kept:
            missing, kept = (
                set(),
                [f"{event}: 참가 신청이 있어 지울 수 없습니다." for event in objs if event.parties.exists()],
            )
        return gone, counts, missing, kept

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        event: Event | None = options["obj"]
        if event is not None:
            context |= {"panel": SeatsPanel.of(event), "tellings": self.tellings(event)}
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        return response

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        now = timezone.now()
        was_cancelled = obj.cancelled_at is not None
        obj.note_cancellation(at=now)
        super().save_model(request, obj, form, change)
        if change and form.initial["starts_on"] < obj.starts_on:
            actions.remind_anew(event=obj)
        if obj.cancelled_at and not was_cancelled:
            told = actions.cancel_event(event=obj, now=now)
            self.say(request, told, "신청한 일행 {}팀에 취소를 알리는 편지를 보냅니다.")
        self.say(request, actions.fill(event=obj, now=now), "기다리던 일행에게 {}석을 안내했습니다.")
        if TOLD & set(form.changed_data) and not obj.cancelled_at:
            untold = obj.parties.standing().count()
            self.say(request, untold, "신청한 일행 {}팀은 아직 모릅니다. 알리려면 ‘바뀐 것 알리기’를 눌러 주세요.")
        self.warn_of_elections(request, obj.starts_on, obj.ends_on)

    def say(self, request: HttpRequest, number: int, sentence: str) -> None:
        if number:
            self.message_user(request, sentence.format(number))

    def warn_of_elections(self, request: HttpRequest, first_day: dt.date, last_day: dt.date) -> None:
        near = elections_near(first_day, last_day)
        if near:
            self.message_user(request, " ".join(hints(near, last_day)), messages.WARNING)

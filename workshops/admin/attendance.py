"""How many came to the events, all in one list. The numbers are approved on the event's own page."""

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from handbook.admin import ReadOnlyAdmin

from ..models import EventAttendance


@admin.register(EventAttendance)
class EventAttendanceAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("event", "heads", "officials", "parties", "proposed_at", "approved_at", "approved_by", "page")
    list_filter: ClassVar = (("approved_at", admin.EmptyFieldListFilter),)
    list_select_related = ("event", "approved_by")

    @admin.display(description="고치고 승인하는 화면")
    def page(self, attendance: EventAttendance) -> SafeString:
        address = reverse("workshops:attendance", args=[attendance.event.slug])
        return format_html('<a href="{}">열기<span class="visually-hidden">: {}</span></a>', address, attendance.event)

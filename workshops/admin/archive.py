"""The 시장학교 as an edition's book prints it."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from ..models import Academy, AcademyEntry

UNCHECKED = ("checked_on", admin.EmptyFieldListFilter)


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

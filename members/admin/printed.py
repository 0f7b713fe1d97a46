"""What the book says about the club, as printed and as checked."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from ..models import ClubTerm, Entry, Forum, Milestone, PrintedTotal, Publication

UNCHECKED = ("checked_on", admin.EmptyFieldListFilter)


@admin.register(Entry)
class EntryAdmin(SimpleHistoryAdmin):
    list_display = ("label", "group", "part", "printed", "probable", "source", "checked_on")
    list_filter = ("group", "source", UNCHECKED)
    search_fields = ("label", "printed", "text")


@admin.register(ClubTerm)
class ClubTermAdmin(SimpleHistoryAdmin):
    list_display = ("__str__", "members", "counted", "source", "checked_on")


@admin.register(Milestone)
class MilestoneAdmin(SimpleHistoryAdmin):
    list_display = ("year", "label", "place", "kind", "happened_on", "checked_on")
    list_display_links = ("label",)
    list_filter = ("kind", UNCHECKED)
    search_fields = ("label", "place")


@admin.register(Forum)
class ForumAdmin(SimpleHistoryAdmin):
    list_display = ("name", "term", "printed_from", "probable_on", "place", "mode", "heads", "officials", "checked_on")
    list_filter = ("term", "mode", ("probable_on", admin.EmptyFieldListFilter), UNCHECKED)
    list_select_related = ("term",)
    search_fields = ("name", "topic", "place")


@admin.register(PrintedTotal)
class PrintedTotalAdmin(SimpleHistoryAdmin):
    list_display = ("counts", "term", "value", "covers", "checked_on")
    list_select_related = ("term",)


@admin.register(Publication)
class PublicationAdmin(SimpleHistoryAdmin):
    list_display = ("title", "kind", "volume", "year", "printed", "checked_on")
    list_filter = ("kind", UNCHECKED)
    search_fields = ("title",)

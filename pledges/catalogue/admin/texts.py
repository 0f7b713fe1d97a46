"""The guide, the institute, and the words of the search."""

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from ..models import ChangeNote, InstituteEntry, LawClaim, MissedWord, Question, Rule, SimilarPledge, Synonym
from .review import ReviewedAdmin


@admin.register(Question)
class QuestionAdmin(ReviewedAdmin, SimpleHistoryAdmin):
    review_fields = ("asks", "good", "weak", "why_weak", "strong", "why_strong", "check_question")
    readonly_fields = ("review", "reviewed_by", "reviewed_at")
    list_display = ("number", "title", "check_question", "edition", "review")
    list_display_links = ("title",)
    list_select_related = ("edition",)


@admin.register(Rule)
class RuleAdmin(ReviewedAdmin, SimpleHistoryAdmin):
    review_fields = ("reading", "check_question", "law")
    readonly_fields = ("review", "reviewed_by", "reviewed_at")
    list_display = ("number", "title", "check_question", "law_articles", "edition", "review")
    list_display_links = ("title",)
    list_select_related = ("edition",)


@admin.register(LawClaim)
class LawClaimAdmin(SimpleHistoryAdmin):
    list_display = ("as_printed", "as_of", "today_who", "article", "law_version")


@admin.register(InstituteEntry)
class InstituteEntryAdmin(SimpleHistoryAdmin):
    list_display = ("label", "group", "printed", "probable", "checked_on")
    list_filter = ("group", ("checked_on", admin.EmptyFieldListFilter))
    search_fields = ("label", "printed", "text")


@admin.register(ChangeNote)
class ChangeNoteAdmin(admin.ModelAdmin):
    list_display = ("pledge", "kind", "happened_on", "source", "checked_on")
    list_filter = ("kind", ("checked_on", admin.EmptyFieldListFilter))
    list_select_related = ("pledge",)
    autocomplete_fields = ("pledge",)


@admin.register(SimilarPledge)
class SimilarPledgeAdmin(admin.ModelAdmin):
    list_display = ("pledge", "other", "reason")
    list_select_related = ("pledge", "other")
    autocomplete_fields = ("pledge", "other")


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ("term", "meanings")
    search_fields = ("term", "meanings")


@admin.register(MissedWord)
class MissedWordAdmin(admin.ModelAdmin):
    """Read only: what people looked for and did not find."""

    list_display = ("word", "times", "last_on")
    search_fields = ("word",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MissedWord | None = None) -> bool:
        return False

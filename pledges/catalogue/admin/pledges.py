"""Editions, themes, pledges with their texts, and cases."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from handbook.models import staff_of

from ..actions import new_draft, publish
from ..models import Case, ChangeNote, Edition, Facet, Pledge, PledgeText, SimilarPledge, Theme
from .review import ReviewedAdmin
from .starters import StarterInline


@admin.register(Edition)
class EditionAdmin(SimpleHistoryAdmin):
    list_display = ("year", "title", "published_on", "organisation", "register_read_on")


@admin.register(Theme)
class ThemeAdmin(ReviewedAdmin, SimpleHistoryAdmin):
    review_fields = ("background", "corrections")
    list_display = ("number", "title", "edition", "printed_contents", "printed_body", "review")
    list_display_links = ("title",)
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("title",)
    readonly_fields = ("key", "review", "reviewed_by", "reviewed_at")


class TextInline(admin.TabularInline):
    model = PledgeText
    fields = ("title", "version", "source", "author", "published_at", "review")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CaseInline(admin.StackedInline):
    model = Case
    fields = (("number", "kind"), "name", "place", "places", "did")
    autocomplete_fields = ("places",)
    extra = 0
    show_change_link = True


class SimilarInline(admin.TabularInline):
    model = SimilarPledge
    fk_name = "pledge"
    fields = ("position", "other", "reason")
    autocomplete_fields = ("other",)
    extra = 0


class ChangeNoteInline(admin.StackedInline):
    model = ChangeNote
    extra = 0


@admin.register(Pledge)
class PledgeAdmin(admin.ModelAdmin):
    list_display = ("key", "shown_title", "theme", "case_count")
    list_filter = ("theme__edition", "theme")
    list_select_related = ("theme__edition",)
    search_fields = ("key", "texts__title")
    readonly_fields = ("key",)
    inlines = (TextInline, CaseInline, SimilarInline, ChangeNoteInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pledge]:
        return Pledge.objects.with_live_title(timezone.now()).with_case_count()

    @admin.display(description="이름")
    def shown_title(self, pledge: Any) -> str:
        return pledge.live_title or "게시한 글 없음"

    @admin.display(description="참고사례", ordering="case_count")
    def case_count(self, pledge: Any) -> int:
        return int(pledge.case_count)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for case in form.instance.cases.all():
            case.save()  # the search text holds the names of the places, known only now


class FacetInline(admin.TabularInline):
    model = Facet
    extra = 0


@admin.register(PledgeText)
class PledgeTextAdmin(ReviewedAdmin):
    list_display = ("title", "pledge", "version", "source", "author", "published_at", "review")
    list_filter = (("published_at", admin.EmptyFieldListFilter), "source", "review", "pledge__theme")
    list_select_related = ("pledge__theme", "author")
    search_fields = ("title", "synonyms", "pledge__key")
    autocomplete_fields = ("pledge",)
    readonly_fields = (
        "version",
        "source",
        "author",
        "created_at",
        "published_at",
        "review",
        "reviewed_by",
        "reviewed_at",
    )
    inlines = (FacetInline, StarterInline)
    actions = ("approve_texts", "publish_drafts", "start_drafts")

    def texts_to_review(self) -> QuerySet[PledgeText]:
        return PledgeText.objects.live(timezone.now())

    def has_change_permission(self, request: HttpRequest, obj: PledgeText | None = None) -> bool:
        """A published text can be looked at; what it says is changed by the next version."""
        return super().has_change_permission(request, obj) and (obj is None or obj.published_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: PledgeText | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def save_model(self, request: HttpRequest, obj: PledgeText, form: Any, change: bool) -> None:
        if not change:
            obj.author = staff_of(request)
            obj.version = PledgeText.objects.next_version(obj.pledge)
        super().save_model(request, obj, form, change)

    @admin.action(description="고른 초안 게시", permissions=("change",))
    def publish_drafts(self, request: HttpRequest, texts: QuerySet[PledgeText]) -> None:
        done = [publish(text, at=timezone.now()) for text in texts.filter(published_at=None)]
        self.message_user(request, f"초안 {len(done)}개를 게시했습니다.", messages.SUCCESS)

    @admin.action(description="고른 글로 새 초안 만들기", permissions=("add",))
    def start_drafts(self, request: HttpRequest, texts: QuerySet[PledgeText]) -> None:
        made = [new_draft(text, by=staff_of(request)) for text in texts]
        self.message_user(request, f"초안 {sum(map(bool, made))}개를 만들었습니다.", messages.SUCCESS)


@admin.register(Case)
class CaseAdmin(ReviewedAdmin, SimpleHistoryAdmin):
    review_fields = ("did",)
    readonly_fields = ("review", "reviewed_by", "reviewed_at")
    list_display = ("name", "pledge", "number", "kind", "place", "years", "review")
    list_filter = ("kind", "review", "place_source", "pledge__theme")
    list_select_related = ("pledge__theme",)
    search_fields = ("name", "printed_name", "place", "did")
    autocomplete_fields = ("pledge", "places")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.save()  # the search text holds the names of the places, known only now

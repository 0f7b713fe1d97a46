"""Approving texts: one by one, with name and day, and how many are done."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from handbook.models import staff_of

from ..models.kept import Review


class ReviewedAdmin(admin.ModelAdmin):
    """Lists say how many texts are approved; a text changed after its approval waits again."""

    actions: tuple[str, ...] = ("approve_texts",)
    review_fields: tuple[str, ...] = ()

    def texts_to_review(self) -> QuerySet[Any]:
        """The rows that count; a model with versions counts only those that visitors see."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        approved = Count("pk", filter=Q(review=Review.APPROVED))
        counts = self.texts_to_review().order_by().aggregate(approved=approved, every=Count("pk"))
        title = f"{self.opts.verbose_name} · 승인된 글 {counts['approved']}/{counts['every']}"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if set(self.review_fields) & set(form.changed_data):
            obj.wait_again()
        super().save_model(request, obj, form, change)

    @admin.action(description="고른 글 승인", permissions=("change",))
    def approve_texts(self, request: HttpRequest, texts: QuerySet[Any]) -> None:
        waiting = list(texts.filter(review=Review.WAITING))
        for text in waiting:
            text.approve(by=staff_of(request), at=timezone.now())
            text.save()
        self.message_user(request, f"글 {len(waiting)}개를 승인했습니다.", messages.SUCCESS)

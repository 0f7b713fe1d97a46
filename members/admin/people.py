"""Members as people: one row for one person, with the memberships of all terms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from handbook.admin.logged import LoggedAdmin

from ..models import Member, Membership


def number(member_id: int) -> str:
    """By this the access log knows a member, on every page."""
    return f"회원 {member_id}"


class MembershipRows(admin.TabularInline):
    """All terms, to look at: a membership is changed on its own page."""

    model = Membership
    fields = ("office", "term", "started_on", "ends_on", "end_reason")
    readonly_fields = ("office",)
    show_change_link = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        rows: QuerySet[Membership] = super().get_queryset(request)
        return rows.select_related("member", "government", "term").order_by("-started_on")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="단체와 직위")
    def office(self, membership: Membership) -> str:
        return membership.head_title


@admin.register(Member)
class MemberAdmin(LoggedAdmin):
    """A misspelt name or a wrong birthdate is put right here; the log says who did it."""

    list_display = ("name", "birthdate", "offices")
    search_fields = ("name",)
    inlines = (MembershipRows,)

    def whose(self, obj: Member) -> str:
        return number(obj.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        rows = Membership.objects.select_related("government", "term").order_by("-started_on")
        return Member.objects.prefetch_related(Prefetch("memberships", rows))

    @admin.display(description="회원 자격")
    def offices(self, member: Member) -> str:
        return ", ".join(f"{row.term} {row.head_title}" for row in member.memberships.all())

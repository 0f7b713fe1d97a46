"""Members as people: one row for one person, with the memberships of all terms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseBase

from handbook.access_log import note_access
from handbook.models import AccessRecord
from handbook.typed_text import TypedLine

from ..models import Application, Member, Membership
from .pages import HasPages, StaffForm, answer, staff_page


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


class NameForm(StaffForm):
    name = TypedLine(label="성명", max_length=50, error_messages={"required": "찾을 분의 성명을 적어 주세요."})


@staff_page("view", "GET", "POST")
def find(admin: HasPages, request: HttpRequest) -> HttpResponseBase:
    """By name, which a POST keeps out of addresses: members, and applications that are not drafts."""
    form = NameForm(request.POST if request.method == "POST" else None)
    members: list[Member] = []
    applications: list[Application] = []
    if form.is_valid():
        name = form.cleaned_data["name"]
        members = list(admin.get_queryset(request).filter(name__icontains=name))
        if request.user.has_perm("members.view_application"):
            found = Application.objects.sent().filter(name__icontains=name)
            applications = list(found.select_related("government", "term"))
        whose = [number(member.pk) for member in members] + [str(application) for application in applications]
        note_access(request, AccessRecord.What.LIST, whose)
    found_rows: dict[str, Any] = {"members": members, "applications": applications}
    return admin.show(request, "find", "이름으로 찾기", form=form, status=answer(form), **found_rows)


@admin.register(Member)
class MemberAdmin(HasPages):
    """A misspelt name or a wrong birthdate is put right here; the log says who did it.

    What one searches a list for stands in its address and in logs: so only governments are searched for there.
    """

    pages = (("find/", "find", find),)

    list_display = ("name", "birthdate", "offices")
    search_fields = ("memberships__government__name",)
    search_help_text = "단체의 이름으로 찾습니다."
    inlines = (MembershipRows,)

    def whose(self, obj: Member) -> str:
        return number(obj.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        rows = Membership.objects.select_related("government", "term").order_by("-started_on")
        return Member.objects.prefetch_related(Prefetch("memberships", rows))

    @admin.display(description="회원 자격")
    def offices(self, member: Member) -> str:
        return ", ".join(f"{row.term} {row.head_title}" for row in member.memberships.all())

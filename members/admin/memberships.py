"""Memberships by term: who is a member now, how a membership ends, the dues of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from handbook.access_log import note_access
from handbook.admin.logged import ExportsWithReason
from handbook.korean import date_text
from handbook.models import AccessRecord

from .. import actions
from ..actions.course import agrees_to_listing
from ..models import Membership
from . import ending
from .dues import DuesInline, record_for_many
from .pages import HasPages, contact, day_field
from .people import number

LISTED = "is_listed"
HELP = {
    "government": "그 임기에 있던 단체를 고릅니다.",
    "started_on": "임기의 첫날이거나 그 뒤의 날입니다. 회원 자격은 임기 마지막 날까지입니다.",
    "is_listed": "본인이 동의했을 때만 표시합니다. 표시를 지우면 누리집의 명부에서 바로 내려갑니다.",
}
SIGNED_ON = "listing_signed_on"
NO_CONSENT = "본인이 명부 공개에 동의하지 않았습니다. 본인이 상태 화면에서 동의하면 저절로 표시됩니다."


class Running(admin.SimpleListFilter):
    """Who is a member today comes first."""

    title = "지금"
    parameter_name = "running"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("ended", "끝남"), ("coming", "아직 시작하지 않음"), ("all", "모두")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        query = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": self.value() is None, "query_string": query, "display": "지금 회원"}
        for value, name in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": name}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        found = {"ended": queryset.ended(today), "coming": queryset.filter(started_on__gt=today), "all": queryset}
        return found.get(self.value() or "", queryset.running(today))


class MembershipForm(forms.ModelForm):
    """A member of before, or who stands in the directory; an end is noted on a page of its own."""

    listing_signed_on = day_field(
        "명부 공개에 동의한 종이의 날짜",
        "종이에 적힌 날을 적어 주세요.",
        required=False,
        help_text="이 누리집에 신청이 없는 분을 명부에 처음 올릴 때만 적습니다. 동의한 기록으로 남습니다.",
    )

    class Meta:
        model = Membership
        fields = ("member", "government", "term", "started_on", "is_listed")
        help_texts = HELP

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if LISTED in self.fields:
            # Changed is what differs from the page, not from what the member has said since it was opened.
            self.fields[LISTED].show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        term, started = given.get("term"), given.get("started_on")
        if term and started and not term.starts_on <= started <= term.ends_on:
            self.add_error("started_on", "임기의 첫날부터 마지막 날까지에서 골라 주세요.")
        if LISTED in self.changed_data and given.get(LISTED):
            self.check_consent(given)
        if term and not self.errors:
            self.instance.ends_on = term.ends_on
            # The form holds no reason of an end, on which the rules of the database depend: it would skip them.
            fields = {name: given[name] for name in MembershipForm.Meta.fields}
            Membership(**fields, ends_on=term.ends_on).validate_constraints()
        return given

    def check_consent(self, given: dict[str, Any]) -> None:
        """Their own, given here; or on a paper, of which the day is known."""
        application, signed_on = self.instance.application, given.get(SIGNED_ON)
        if application and not agrees_to_listing(application):
            self.add_error(LISTED, NO_CONSENT)
        elif application is None and SIGNED_ON not in self.errors:
            if signed_on is None:
                self.add_error(
                    SIGNED_ON, "명부 공개에 동의한 종이의 날짜를 적어 주세요. 종이가 없으면 올리지 않습니다."
                )
            elif signed_on > timezone.localdate():
                self.add_error(SIGNED_ON, "오늘이나 그 전의 날을 적어 주세요.")


def day_of(moment: dt.datetime) -> str:
    return date_text(timezone.localdate(moment))


def list_or_unlist(membership: Membership, signed_on: dt.date | None) -> None:
    """As `is_listed` of this row says, with the consent that belongs to it."""
    now = timezone.now()
    if membership.is_listed and membership.application is None and signed_on:
        actions.list_on_paper(membership=membership, signed_on=signed_on)
    elif membership.is_listed:
        membership.save(update_fields=[LISTED, "changed_at"])
    elif membership.application:
        actions.withdraw_listing(application=membership.application, now=now)
    else:
        actions.unlist_on_paper(membership=membership, now=now)


@admin.register(Membership)
class MembershipAdmin(HasPages, ExportsWithReason):
    pages = (("<int:pk>/end/", "end", ending.end), ("<int:pk>/resume/", "resume", ending.resume))
    form = MembershipForm
    inlines = (DuesInline,)
    actions = ("export", "record_dues")
    list_display = ("person", "office", "term", "started_on", "ends_on", "end_reason", "is_listed", "unpaid")
    list_filter = (Running, "term", "end_reason", "is_listed")
    list_select_related = ("member", "government", "term")
    search_fields = ("government__name",)
    search_help_text = "단체의 이름으로 찾습니다. 성명은 ‘회원’의 ‘이름으로 찾기’에서 찾습니다."
    raw_id_fields = ("member",)
    export_name = "memberships"
    export_head = (
        "성명",
        "생년월일",
        "단체와 직위",
        "임기",
        "시작한 날",
        "마지막 날",
        "끝나는 까닭",
        "명부 공개",
        "휴대전화",
        "전화",
        "전자우편",
        "주소",
    )

    def whose(self, obj: Membership) -> str:
        return number(obj.member_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        unpaid = Count("dues", filter=Q(dues__paid_on=None), distinct=True)
        return Membership.objects.annotate(unpaid_dues=unpaid)

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        if obj is None:
            return (*MembershipForm.Meta.fields, SIGNED_ON)
        shown = ("member", "office", "government", "term", "started_on", "ends_on", "end_reason", "end_note", LISTED)
        return shown if obj.application_id else (*shown, "paper_consents", SIGNED_ON)

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return tuple(name for name in self.get_fields(request, obj) if obj and name not in {LISTED, SIGNED_ON})

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """What came of an application is ended, not deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.application_id is None)

    def has_record_dues_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.add_dues")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Who is put on the list has agreed, and who is taken off it has withdrawn that. Nothing else is changed here:
        somebody may end the membership in the same moment.
        """
        with transaction.atomic():
            if not change:
                super().save_model(request, obj, form, change)
            if LISTED in form.changed_data:
                list_or_unlist(obj, form.cleaned_data.get(SIGNED_ON))
            if change:
                note_access(request, AccessRecord.What.CHANGE, [self.whose(obj)])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        told = {"may_end": self.may(request, "change")}
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    @admin.action(description="고른 회원에게 회비 적기", permissions=["record_dues"])
    def record_dues(self, request: HttpRequest, queryset: QuerySet[Membership]) -> HttpResponse | None:
        return record_for_many(self, request, queryset.select_related("member"))

    def export_rows(self, queryset: QuerySet[Membership]) -> Iterable[Membership]:
        return queryset.select_related("member", "government", "term", "application")

    def export_row(self, obj: Membership) -> tuple[object, ...]:
        return (
            obj.member.name,
            obj.member.birthdate,
            obj.head_title,
            obj.term,
            obj.started_on,
            obj.ends_on,
            obj.get_end_reason_display(),
            "공개" if obj.is_listed else "",
            *contact(obj.application),
        )

    @admin.display(description="종이로 받은 동의")
    def paper_consents(self, membership: Membership) -> str:
        rows = [(consent.given_at, consent.withdrawn_at) for consent in membership.consents.order_by("given_at")]
        said = [f"{day_of(given)}" + (f"({day_of(ended)} 거둠)" if ended else "") for given, ended in rows]
        return ", ".join(said) or "없음"

    @admin.display(description="회원", ordering="member__name")
    def person(self, membership: Membership) -> str:
        return membership.member.name

    @admin.display(description="단체와 직위", ordering="government")
    def office(self, membership: Membership) -> str:
        return membership.head_title

    @admin.display(description="내지 않은 회비", ordering="unpaid_dues")
    def unpaid(self, membership: Membership) -> str:
        count = getattr(membership, "unpaid_dues", 0)
        return f"{count}건" if count else ""

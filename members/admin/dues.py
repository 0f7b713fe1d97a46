"""Dues: a ledger of what each membership owes, by which rules, and what was paid by whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from handbook.access_log import note_access
from handbook.admin.logged import ExportsWithReason
from handbook.models import AccessRecord
from handbook.personal import Refused
from handbook.typed_text import TypedLine

from .. import actions
from ..models import ClubRules, Dues, Membership
from .pages import HasPages, StaffForm, answer, day_field, list_address, staff_page
from .people import number

MOST_WON = 2**31 - 1


@admin.register(ClubRules)
class ClubRulesAdmin(admin.ModelAdmin):
    list_display = ("name", "adopted_on", "note")


class DuesInline(admin.StackedInline):
    """One below the other: every field has a label of its own."""

    model = Dues
    fields = (("due_on", "amount", "rules"), ("paid_on", "payer", "note"))
    extra = 0


class Owed(admin.SimpleListFilter):
    title = "냈는지"
    parameter_name = "owed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("unpaid", "내지 않음"), ("overdue", "기한이 지남"), ("paid", "냄")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        found = {
            "unpaid": queryset.unpaid(),
            "overdue": queryset.overdue(timezone.localdate()),
            "paid": queryset.filter(paid_on__isnull=False),
        }
        return found.get(self.value() or "", queryset)


class PayForm(StaffForm):
    on = day_field("낸 날", "회비를 낸 날을 적어 주세요.")
    payer = TypedLine(
        label="낸 곳",
        help_text="예: 순창군, 본인",
        max_length=100,
        error_messages={"required": "회비를 낸 곳을 적어 주세요. 예: 순창군, 본인"},
    )

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("오늘이나 그 전의 날을 적어 주세요.")
        return self.cleaned_data["on"]


@staff_page("change", "GET", "POST")
def pay(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Notes that dues were paid, once."""
    dues = admin.row(request, pk)
    is_post = request.method == "POST"
    if dues.paid_on and not is_post:
        raise PermissionDenied("이미 낸 것으로 적혀 있습니다.")
    form = PayForm(request.POST if is_post else None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        note_access(request, AccessRecord.What.LOOK, [admin.whose(dues)])
        return admin.show(request, "pay", "낸 것으로 적기", row=dues, form=form, status=answer(form))
    with transaction.atomic():
        actions.pay_dues(dues=dues, on=form.cleaned_data["on"], payer=form.cleaned_data["payer"])
        note_access(request, AccessRecord.What.CHANGE, [admin.whose(dues)])
    admin.message_user(request, "회비를 낸 것으로 적었습니다.", messages.SUCCESS)
    return redirect(list_address(Dues))


@admin.register(Dues)
class DuesAdmin(HasPages, ExportsWithReason):
    """Made on the page of a membership, or for many memberships from their list."""

    pages = (("<int:pk>/pay/", "pay", pay),)
    list_display = ("due_on", "person", "office", "term", "won", "rules", "paid_on", "payer")
    list_filter = (Owed, "membership__term", "rules")
    search_fields = ("membership__member__name", "membership__government__name", "payer")
    readonly_fields = ("membership",)
    date_hierarchy = "due_on"
    export_name = "dues"
    export_head = ("낼 날", "성명", "단체와 직위", "임기", "금액(원)", "근거 규약", "낸 날", "낸 곳", "메모")

    def whose(self, obj: Dues) -> str:
        return number(obj.membership.member_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dues]:
        joined = ("membership__member", "membership__government", "membership__term", "rules")
        return Dues.objects.select_related(*joined)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.list_display, "pay_link") if self.may(request, "change") else self.list_display

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data["sums"] = sums(response.context_data["cl"].queryset)
        return response

    def export_row(self, obj: Dues) -> tuple[object, ...]:
        who = obj.membership
        owed = (obj.due_on, who.member.name, who.head_title, who.term, obj.amount)
        return (*owed, obj.rules, obj.paid_on, obj.payer, obj.note)

    @admin.display(description="회원", ordering="membership__member__name")
    def person(self, dues: Dues) -> str:
        return dues.membership.member.name

    @admin.display(description="단체와 직위", ordering="membership__government")
    def office(self, dues: Dues) -> str:
        return dues.membership.head_title

    @admin.display(description="임기", ordering="membership__term")
    def term(self, dues: Dues) -> str:
        return str(dues.membership.term)

    @admin.display(description="금액", ordering="amount")
    def won(self, dues: Dues) -> str:
        return f"{dues.amount:,}원"

    @admin.display(description="할 일")
    def pay_link(self, dues: Dues) -> SafeString | str:
        if dues.paid_on:
            return ""
        address = reverse("admin:members_dues_pay", args=(dues.pk,))
        return format_html('<a href="{}">낸 것으로 적기</a>', address)


def sums(found: QuerySet[Dues]) -> list[tuple[str, str]]:
    """What the whole list comes to, and how much of it was paid."""
    paid = Sum("amount", filter=Q(paid_on__isnull=False))
    total = found.order_by().aggregate(every=Sum("amount"), paid=paid)
    every, settled = total["every"] or 0, total["paid"] or 0
    named = (("모두", every), ("낸 것", settled), ("내지 않은 것", every - settled))
    return [(name, f"{won:,}원") for name, won in named]


class ManyForm(StaffForm):
    """The same dues for many memberships."""

    rules = forms.ModelChoiceField(
        ClubRules.objects.all(),
        label="근거 규약",
        empty_label="골라 주세요",
        error_messages={"required": "회비를 내게 한 규약을 골라 주세요."},
    )
    amount = forms.IntegerField(
        label="금액(원)",
        min_value=1,
        max_value=MOST_WON,
        error_messages={"required": "금액을 적어 주세요.", "invalid": "금액을 숫자로 적어 주세요. 예: 1000000"},
    )
    due_on = day_field("낼 날", "언제까지 낼 회비인지 적어 주세요.")
    note = TypedLine(label="메모", max_length=200, required=False)


def record_for_many(admin: HasPages, request: HttpRequest, memberships: QuerySet[Membership]) -> HttpResponse | None:
    """A page that asks what is owed; then a row for each membership that owes nothing yet for that day."""
    form = ManyForm(request.POST if "amount" in request.POST else None)
    if not form.is_valid():
        note_access(request, AccessRecord.What.LIST, [admin.whose(one) for one in memberships])
        context: dict[str, Any] = {
            "form": form,
            "memberships": memberships.select_related("member", "government"),
            "chosen": request.POST.getlist("_selected_action"),
            "across": request.POST.get("select_across", "0"),
            "has_rules": ClubRules.objects.exists(),
        }
        return admin.show(request, "record_dues", "회비 적기", status=answer(form), **context)
    with transaction.atomic():
        done = [one for one in memberships if is_recorded(one, form)]
        note_access(request, AccessRecord.What.CHANGE, [admin.whose(one) for one in done])
    already = memberships.count() - len(done)
    said = f"회비 {len(done)}건을 적었습니다." + (f" {already}건은 그날 낼 회비가 이미 있습니다." if already else "")
    admin.message_user(request, said, messages.SUCCESS)
    return None


def is_recorded(membership: Membership, form: ManyForm) -> bool:
    try:
        actions.record_dues(membership=membership, **form.cleaned_data)
    except Refused:
        return False
    return True

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
from .pages import HasPages, StaffForm, answer, change_address, day_field, list_address, staff_page
from .people import number

MOST_WON = 2**31 - 1


@admin.register(ClubRules)
class ClubRulesAdmin(admin.ModelAdmin):
    list_display = ("name", "adopted_on", "note")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Rules by which dues are owed stay; whose dues, only the ledger says, where each look is recorded."""
        gone, counts, missing, kept = super().get_deleted_objects(objs, request)
        return gone, counts, missing, [f"이 규약에 따른 회비가 {len(kept)}건 있어 지울 수 없습니다."] if kept else []


class DuesInline(admin.StackedInline):
    """One below the other: every field has a label of its own. What stands is changed and paid on its own pages: a page
    that was open for long takes nothing back.
    """

    model = Dues
    fields = (("due_on", "amount", "rules"), ("paid_on", "payer", "note"))
    readonly_fields = ("paid_on", "payer")
    show_change_link = True
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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


@staff_page("change", "GET", "POST")
def unpay(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes back a payment that was noted by mistake: the one that the page showed."""
    dues = admin.row(request, pk)
    if request.method == "GET":
        if dues.paid_on is None:
            raise PermissionDenied("낸 것으로 적혀 있지 않습니다.")
        note_access(request, AccessRecord.What.LOOK, [admin.whose(dues)])
        return admin.show(request, "unpay", "낸 것을 되돌리기", row=dues, seen=seen(dues))
    if request.POST.get("seen") != seen(dues):
        raise Refused("그사이 낸 날이나 낸 곳이 바뀌었습니다. 새로 열어 확인해 주세요.")
    with transaction.atomic():
        actions.unpay_dues(dues=dues)
        note_access(request, AccessRecord.What.CHANGE, [admin.whose(dues)])
    admin.message_user(request, "회비를 내지 않은 것으로 되돌렸습니다.", messages.SUCCESS)
    return redirect(change_address(dues))


def seen(dues: Dues) -> str:
    return f"{dues.paid_on} {dues.payer}"


class DuesForm(forms.ModelForm):
    """What is owed; a payment is noted on a page of its own."""

    def clean_due_on(self) -> Any:
        """The membership is none of the form's fields, so that its own check would skip the rule."""
        due_on = self.cleaned_data["due_on"]
        others = Dues.objects.filter(membership=self.instance.membership_id, due_on=due_on)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(actions.DUES_OF_THAT_DAY, code="unique")
        return due_on


@admin.register(Dues)
class DuesAdmin(HasPages, ExportsWithReason):
    """Made on the page of a membership, or for many memberships from their list."""

    form = DuesForm
    pages = (("<int:pk>/pay/", "pay", pay), ("<int:pk>/unpay/", "unpay", unpay))
    list_display = ("due_on", "person", "office", "term", "won", "rules", "paid_on", "payer")
    list_filter = (Owed, "membership__term", "rules")
    search_fields = ("membership__government__name",)
    search_help_text = "단체의 이름으로 찾습니다."
    readonly_fields = ("membership", "paid_on", "payer")
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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was changed here: somebody else may note the payment in the same moment."""
        with transaction.atomic():
            actions.change_dues(dues=obj, fields=form.changed_data)
            note_access(request, AccessRecord.What.CHANGE, [self.whose(obj)])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What somebody else was quicker with is said in a sentence, as on the pages beside it."""
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            return self.show(request, "refused", "하지 못했습니다", status=409, reason=str(refused), pk=object_id)

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

"""How a membership ends before its time, and how an end that was noted by mistake is taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord
from handbook.personal import Refused
from handbook.typed_text import TypedLine

from .. import actions
from ..models import Membership
from .pages import HasPages, StaffForm, answer, change_address, day_field, staff_page

EndReason = Membership.EndReason


class EndForm(StaffForm):
    reason = forms.ChoiceField(
        label="끝나는 까닭",
        choices=[(reason.value, reason.label) for reason in EndReason if reason != EndReason.TERM],
        widget=forms.RadioSelect,
        error_messages={"required": "사퇴, 직위상실, 취하 가운데 하나를 골라 주세요."},
    )
    on = day_field("마지막 날", "회원으로서의 마지막 날을 적어 주세요.")
    note = TypedLine(label="메모", help_text="직원만 봅니다. 없으면 비워 두세요.", max_length=200, required=False)


@staff_page("change", "GET", "POST")
def end(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """사퇴, 직위상실, 취하. 권한대행 is no member: the membership ends, and nobody takes it over."""
    membership = admin.row(request, pk)
    if membership.end_reason != EndReason.TERM and request.method == "GET":
        raise PermissionDenied("이미 끝난 회원 자격입니다.")
    is_post = request.method == "POST"
    form = EndForm(request.POST if is_post else None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        return show_end(admin, request, membership, form, status=answer(form))
    given = form.cleaned_data
    try:
        with transaction.atomic():
            actions.end_membership(membership=membership, on=given["on"], reason=given["reason"], note=given["note"])
            note_access(request, AccessRecord.What.CHANGE, [admin.whose(membership)])
    except Refused as refused:
        form.add_error(None, str(refused))
        return show_end(admin, request, membership, form, status=409)
    admin.message_user(
        request, "회원 자격을 끝냈습니다. 잘못 적었으면 ‘끝낸 것 되돌리기’로 되돌립니다.", messages.SUCCESS
    )
    return redirect(change_address(membership))


def show_end(
    admin: HasPages, request: HttpRequest, membership: Membership, form: EndForm, *, status: int
) -> HttpResponse:
    note_access(request, AccessRecord.What.LOOK, [admin.whose(membership)])
    return admin.show(request, "end", "회원 자격 끝내기", row=membership, form=form, status=status)


@staff_page("change", "GET", "POST")
def resume(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes an end back that was noted by mistake."""
    membership = admin.row(request, pk)
    if request.method == "GET":
        if membership.end_reason == EndReason.TERM:
            raise PermissionDenied("끝나지 않은 회원 자격입니다.")
        note_access(request, AccessRecord.What.LOOK, [admin.whose(membership)])
        return admin.show(request, "resume", "끝낸 것 되돌리기", row=membership)
    with transaction.atomic():
        actions.resume_membership(membership=membership)
        note_access(request, AccessRecord.What.CHANGE, [admin.whose(membership)])
    admin.message_user(request, "임기 마지막 날까지 회원인 것으로 되돌렸습니다.", messages.SUCCESS)
    return redirect(change_address(membership))

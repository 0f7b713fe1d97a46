"""Deleting an application for good, on somebody's word."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord, Mail
from handbook.typed_text import TypedLine

from .. import actions
from ..models import Application
from .pages import HasPages, StaffForm, answer, list_address, staff_page

A_MEMBER = "회원이 된 신청은 지우지 않습니다. 회원 자격을 끝내면 보관 기간이 지난 뒤 회원 자격, 회비와 함께 지워집니다."


class RemovalForm(StaffForm):
    reason = TypedLine(
        label="지우는 까닭",
        help_text="접속 기록에 남습니다. 이름이나 연락처는 적지 않습니다.",
        max_length=200,
        error_messages={"required": "지우는 까닭을 적어 주세요. 예: 본인이 전화로 요청"},
    )
    sure = forms.BooleanField(
        label="되돌릴 수 없음을 확인했습니다.", error_messages={"required": "확인했으면 표시해 주세요."}
    )


@staff_page("delete", "GET", "POST")
def remove(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Says first what goes; an application that made a member is not deleted."""
    application = admin.row(request, pk)
    if not actions.may_delete(application):
        raise PermissionDenied(A_MEMBER)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        note_access(request, AccessRecord.What.LOOK, [str(application)])
        context = {"form": form, "goes": what_goes(application)}
        return admin.show(request, "remove", "신청 지우기", row=application, status=answer(form), **context)
    with transaction.atomic():
        note_access(request, AccessRecord.What.DELETE, [str(application)], reason=form.cleaned_data["reason"])
        actions.delete(application=application, now=timezone.now())
    admin.message_user(request, f"가입 신청({application.number})을 지웠습니다.", messages.SUCCESS)
    return redirect(list_address(Application))


def what_goes(application: Application) -> list[tuple[str, int]]:
    """What is deleted, and how many of each."""
    return [
        ("신청서", 1),
        ("동의", application.consents.count()),
        ("서명과 그 파일", application.signatures.count()),
        ("진행 기록", application.course.count()),
        ("신청인이 받은 링크", application.links.count()),
        ("아직 보내지 않은 편지", Mail.objects.waiting().filter(about=application.about).count()),
    ]

"""The way to an applicant: a mistyped address put right on their word, and the link sent again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord, staff_of
from handbook.personal import Refused
from handbook.personal_forms import MailField
from handbook.typed_text import TypedLine

from .. import actions, mails
from .pages import HasPages, StaffForm, answer, change_address, staff_page

What = AccessRecord.What
NO_WAY = "지금 편지를 보낼 수 있는 주소가 없습니다. 주소를 고치거나, 바뀐 주소에 다시 서명받아 주세요."
ENOUGH = "확인하지 않은 주소에는 하루에 몇 통만 보냅니다. 오늘은 더 보내지 못하니 전화로 알려 주세요."


class CorrectForm(StaffForm):
    mail = MailField(label="맞는 전자우편")
    reason = TypedLine(
        label="고치는 까닭",
        help_text="접속 기록에 남습니다. 이름이나 연락처는 적지 않습니다.",
        max_length=200,
        error_messages={"required": "누구에게 어떻게 확인했는지 적어 주세요. 예: 본인이 전화로 알려 줌"},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)


@staff_page("change", "GET", "POST")
def correct_mail(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Says first what happens: the address has to be confirmed anew, and what was mailed to the other one ends."""
    application = admin.row(request, pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"mail": application.mail})
    if not form.is_valid():
        note_access(request, What.LOOK, [str(application)])
        return admin.show(request, "correct_mail", "전자우편 고치기", row=application, form=form, status=answer(form))
    with transaction.atomic():
        given, now = form.cleaned_data, timezone.now()
        is_asked = actions.correct_mail(application=application, mail=given["mail"], by=staff_of(request), now=now)
        note_access(request, What.CHANGE, [str(application)], reason=given["reason"])
    said = "전자우편을 고쳤습니다. " + ("새 주소로 확인을 묻는 편지를 보냅니다." if is_asked else ENOUGH)
    admin.message_user(request, said, messages.SUCCESS if is_asked else messages.WARNING)
    return redirect(change_address(application))


@staff_page("change", "GET", "POST")
def send_link(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Shows the mail as it will go, then sends it."""
    application = admin.row(request, pk)
    if not application.mail or application.letters_to != application.mail:
        raise PermissionDenied(NO_WAY) if request.method == "GET" else Refused(NO_WAY)
    if request.method == "GET":
        note_access(request, What.LOOK, [str(application)])
        subject, body = mails.link_letter(application)
        return admin.show(request, "send_link", "링크 다시 보내기", row=application, subject=subject, body=body)
    with transaction.atomic():
        if not actions.send_link(application=application):
            raise Refused(ENOUGH)
        note_access(request, What.CHANGE, [str(application)])
    admin.message_user(request, "링크를 보냅니다.", messages.SUCCESS)
    return redirect(change_address(application))

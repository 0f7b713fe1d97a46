"""A signed paper or fax, typed in by staff with its scan: into the same queue, with the same receipt."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord, Mail, staff_of
from handbook.personal import Refused

from .. import actions
from ..models import Application
from .pages import HasPages, change_address, staff_page
from .paper_forms import AgainForm, PaperFields, PaperForm
from .reaching import ENOUGH


@staff_page("add", "GET", "POST")
def enter(admin: HasPages, request: HttpRequest) -> HttpResponseBase:
    """The number stands on the next page: it is written on the paper."""
    is_post = request.method == "POST"
    form = PaperForm(timezone.now(), request.POST if is_post else None, request.FILES if is_post else None)
    if not is_post or not form.is_valid():
        return show(admin, request, form, status=422 if is_post else 200)
    try:
        application = write(request, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(admin, request, form, status=409)
    said = f"접수 번호는 {application.number}입니다. 종이에 이 번호를 적어 주세요."
    admin.message_user(request, said, messages.SUCCESS)
    return redirect(change_address(application))


@transaction.atomic
def write(request: HttpRequest, form: PaperForm) -> Application:
    """Raises Refused."""
    application = actions.enter_paper(
        by=staff_of(request),
        origin=form.cleaned_data["origin"],
        agreed=form.consents.given,
        now=form.received_at,
        **form.paper,
    )
    note_access(request, AccessRecord.What.CHANGE, [str(application)])
    return application


def show(
    admin: HasPages, request: HttpRequest, form: PaperFields, *, status: int, row: Application | None = None
) -> HttpResponse:
    title = "종이 다시 넣기" if row else "종이·팩스 신청 넣기"
    return admin.show(request, "paper", title, form=form, row=row, status=status)


def asked(before: Application, after: Application) -> list[str]:
    """What staff are told where the paper has another address."""
    if not after.mail or after.mail == before.mail:
        return []
    is_asked = Mail.objects.waiting().filter(about=after.about, to=after.mail).exists()
    return ["바뀐 주소로 확인을 묻는 편지를 보냅니다." if is_asked else ENOUGH]


@staff_page("change", "GET", "POST")
def enter_again(admin: HasPages, request: HttpRequest, pk: int) -> HttpResponseBase:
    """A supplement that came on paper, or a paper that was typed wrong: with its scan, under the number it has."""
    application = admin.row(request, pk)
    is_post = request.method == "POST"
    if not application.is_open and not is_post:
        raise PermissionDenied(str(actions.NotNow(application)))
    form = AgainForm(application, request.POST if is_post else None, request.FILES if is_post else None)
    if not is_post or not form.is_valid():
        note_access(request, AccessRecord.What.LOOK, [str(application)])
        return show(admin, request, form, row=application, status=422 if is_post else 200)
    with transaction.atomic():
        entered = actions.enter_paper_again(
            application=application,
            by=staff_of(request),
            seen=form.cleaned_data["version"],
            now=timezone.now(),
            **form.paper,
        )
        note_access(request, AccessRecord.What.CHANGE, [str(application)])
    said = "종이를 다시 넣었습니다. 앞서 낸 것도 남아 있습니다."
    admin.message_user(request, " ".join([said, *asked(application, entered)]), messages.SUCCESS)
    return redirect(change_address(application))

"""After an election: members of earlier terms are asked by mail whether they apply again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from handbook.access_log import note_access
from handbook.admin import ReadOnlyAdmin
from handbook.models import AccessRecord
from handbook.personal import Refused
from handbook.personal_forms import MailField
from pledges.catalogue.models import Term

from .. import actions, mails
from ..keeping import term_on
from ..models import Membership, RenewalInvitation
from .pages import HasPages, StaffForm, list_address, staff_page
from .people import number

What = AccessRecord.What
NO_TERM = "지금은 임기 자료가 없어 재가입을 안내하지 못합니다. 선거와 임기를 먼저 적어 주세요."


def to_invite(term: Term) -> list[Membership]:
    rows = Membership.objects.to_invite(term).select_related("member", "government", "term", "application")
    return list(rows.order_by("government__code", "pk"))


class InviteForm(StaffForm):
    """A box and an address for each member of before. Those whose address was confirmed are ticked."""

    def __init__(self, memberships: list[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.memberships = memberships
        for one in memberships:
            asked = one.application
            who = f"{one.member.name} {one.head_title}"
            is_sure = asked is not None and asked.mail_confirmed_at is not None
            box = forms.BooleanField(label=f"{who}, {one.term}", required=False, initial=is_sure)
            mail = MailField(label=f"{who}의 전자우편", required=False, initial=asked.mail if asked else "")
            mail.widget.attrs["autocomplete"] = "off"
            self.fields |= {f"send_{one.pk}": box, f"mail_{one.pk}": mail}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for one in self.memberships:
            name = f"mail_{one.pk}"
            if given.get(f"send_{one.pk}") and not given.get(name) and name not in self.errors:
                self.add_error(name, "보낼 전자우편 주소를 적어 주세요. 없으면 표시를 지워 주세요.")
        if not any(given.get(f"send_{one.pk}") for one in self.memberships):
            self.add_error(None, "보낼 분을 골라 주세요. 그사이 보낸 분은 이 목록에서 빠집니다.")
        return given

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "membership": one,
                "box": self[f"send_{one.pk}"],
                "mail": self[f"mail_{one.pk}"],
                "is_confirmed": one.application is not None and one.application.mail_confirmed_at is not None,
            }
            for one in self.memberships
        ]

    @property
    def chosen(self) -> list[tuple[Membership, str]]:
        """Of a valid form: to whom, and where."""
        given = self.cleaned_data
        return [(one, given[f"mail_{one.pk}"]) for one in self.memberships if given[f"send_{one.pk}"]]


@staff_page("add", "GET", "POST")
def invite(admin: HasPages, request: HttpRequest) -> HttpResponseBase:
    """List with addresses, then the mail as it will go, then the mails. The term is the one that applications of today
    are for: until the day after an election that is the running one.
    """
    term = term_on(timezone.localdate())
    if term is None:
        raise Refused(NO_TERM)
    is_post = request.method == "POST"
    form = InviteForm(to_invite(term), request.POST if is_post else None)
    note_access(request, What.LIST, [number(one.member_id) for one in form.memberships])
    if not form.is_valid() or "again" in request.POST:
        status = 422 if is_post and form.errors else 200
        return show(admin, request, "invite", term, form, status=status)
    if "send" not in request.POST:
        return show(admin, request, "invite_letter", term, form, status=200)
    sent = [one for one, mail in form.chosen if is_sent(request, one, term, mail)]
    admin.message_user(request, f"재가입 안내 {len(sent)}통을 보낼 편지에 넣었습니다.", messages.SUCCESS)
    return redirect(list_address(RenewalInvitation))


def show(
    admin: HasPages, request: HttpRequest, page: str, term: Term, form: InviteForm, *, status: int
) -> HttpResponse:
    subject, body = mails.invitation_letter(term)
    context: dict[str, Any] = {"term": term, "form": form, "subject": subject, "body": body}
    return admin.show(request, page, f"{term} 재가입 안내", status=status, **context)


def is_sent(request: HttpRequest, membership: Membership, term: Term, mail: str) -> bool:
    """Not where somebody else has just sent one."""
    try:
        with transaction.atomic():
            actions.invite_to_renew(membership=membership, term=term, mail=mail, now=timezone.now())
            note_access(request, What.CHANGE, [number(membership.member_id)])
    except Refused:
        return False
    return True


@admin.register(RenewalInvitation)
class RenewalInvitationAdmin(ReadOnlyAdmin, HasPages):
    """What was sent, and the answers."""

    pages = (("invite/", "invite", invite),)
    list_display = ("membership", "term", "mail", "sent_at", "answer", "answered_at")
    list_filter = ("term", ("answer", admin.AllValuesFieldListFilter))
    search_fields = ("membership__government__name",)
    search_help_text = "단체의 이름으로 찾습니다."

    def whose(self, obj: RenewalInvitation) -> str:
        return number(obj.membership.member_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RenewalInvitation]:
        return RenewalInvitation.objects.select_related("membership__member", "membership__government", "term")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_invite": self.may(request, "add"), **(extra_context or {})})

"""Applications: the queue, and a page of each with all that its next step needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from handbook.access_log import note_access
from handbook.admin import ReadOnlyAdmin
from handbook.admin.logged import ExportsWithReason
from handbook.korean import date_text
from handbook.models import AccessRecord, Mail

from .. import actions
from ..models import Application, Membership, Progress, PurgedCount
from . import paper, reaching, removal, signatures, steps
from .likeness import likenesses
from .pages import HasPages, change_address, contact, days_since

State = Application.State
DELETION, ALL = "deletion", "all"
NONE = "-"


class Queue(admin.SimpleListFilter):
    """What waits for somebody comes first; everything else is one press away."""

    title = "상태"
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        states = [(state.value, str(state.label)) for state in State if state != State.WRITING]
        return [*states, (DELETION, "지워 달라고 한 신청"), (ALL, "모두")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        waiting = {
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "끝나지 않은 것",
        }
        yield {"selected": self.value() is None, **waiting}
        for value, name in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == str(value), "query_string": query, "display": name}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        value = self.value()
        if value == DELETION:
            return queryset.filter(deletion_asked_at__isnull=False)
        if value in State.values:
            return queryset.filter(state=value)
        return queryset if value == ALL else queryset.filter(state__in=Application.OPEN)


def waiting() -> dict[str, int]:
    """How many applications wait in each open state, and how many are to be deleted on somebody's word."""
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in Application.OPEN}
    asked = Count("pk", filter=Q(deletion_asked_at__isnull=False))
    return Application.objects.sent().order_by().aggregate(**counts, **{DELETION: asked})


def is_not_reached(application: Application, mails: list[Mail]) -> bool:
    """Whether the last of these that was tried to the end did not go to where letters go."""
    there = [mail for mail in mails if mail.to and mail.to == application.letters_to]
    settled = [mail for mail in there if mail.sent_at or mail.failed_at]
    return bool(settled) and settled[-1].failed_at is not None


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin, HasPages, ExportsWithReason):
    """Nothing is changed here but by a step; drafts are their writers' own and never listed."""

    pages = (
        ("paper/", "paper", paper.enter),
        ("<int:pk>/paper/", "paper_again", paper.enter_again),
        ("<int:pk>/step/<slug:key>/", "step", steps.take_step),
        ("<int:pk>/mail/", "mail", reaching.correct_mail),
        ("<int:pk>/link/", "link", reaching.send_link),
        ("<int:pk>/signatures/<int:number>/again/", "make_again", signatures.make_again),
        ("<int:pk>/signatures/<int:number>/<slug:what>/", "signature", signatures.file),
        ("<int:pk>/remove/", "remove", removal.remove),
    )
    list_display = ("number", "state", "name", "office", "term", "origin", "received_at", "waits", "stands")
    list_filter = (Queue, "term", "origin")
    list_select_related = ("government", "term")
    search_fields = ("number", "government__name")
    search_help_text = "접수 번호나 단체의 이름으로 찾습니다. 성명은 ‘회원’의 ‘이름으로 찾기’에서 찾습니다."
    # Who has waited longest comes first.
    ordering = ("received_at", "pk")
    fieldsets = (
        (
            "접수",
            {
                "fields": (
                    ("number", "state"),
                    "reason",
                    ("received_at", "origin", "filled_by"),
                    "decided_at",
                    "membership_link",
                    ("purge_on", "deletion_asked_at"),
                )
            },
        ),
        ("신청인", {"fields": (("name", "birthdate"), ("office", "government", "term"))}),
        ("연락처", {"fields": (("mobile_shown", "phone_shown"), "mail_shown", "address_shown")}),
    )
    readonly_fields = (
        "membership_link",
        "office",
        "mobile_shown",
        "phone_shown",
        "mail_shown",
        "address_shown",
    )
    export_name = "applications"
    export_head = (
        "신청",
        "상태",
        "접수 경로",
        "접수한 때",
        "성명",
        "생년월일",
        "단체와 직위",
        "임기",
        "휴대전화",
        "전화",
        "전자우편",
        "주소",
    )

    def whose(self, obj: Application) -> str:
        return str(obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        last = Progress.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
        return Application.objects.sent().annotate(stands_since=Subquery(last.values("at")[:1]))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        counts = waiting()
        told = {
            "waiting": [(state.label, counts[state.value]) for state in Application.OPEN],
            "deletion_asked": counts[DELETION],
            "may_enter": self.may(request, "add"),
        }
        return super().changelist_view(request, {**told, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        application = self.get_object(request, object_id) if self.has_view_permission(request) else None
        told = self.told(request, application) if application else {}
        others = [one.whose for one in told.get("likenesses", ())]
        if others:
            note_access(request, AccessRecord.What.LOOK, others)
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def told(self, request: HttpRequest, application: Application) -> dict[str, Any]:
        """What the page shows beside the form's fields."""
        mails = list(Mail.objects.filter(about=application.about).defer(*Mail.CONTENTS).order_by("pk"))
        return {
            "steps": steps.next_steps(application) if self.may(request, "change") else [],
            "may_reach": self.may(request, "change"),
            "may_make_again": self.may(request, "change"),
            "may_enter_again": self.may(request, "change") and application.is_open,
            "may_remove": self.may(request, "delete") and actions.may_delete(application),
            "likenesses": likenesses(application),
            "consents": application.consents.select_related("wording").order_by("given_at", "pk"),
            "signatures": signatures.checked(application),
            "course": application.course.select_related("by"),
            "mails": mails,
            "is_not_reached": is_not_reached(application, mails),
        }

    def export_rows(self, queryset: QuerySet[Application]) -> Iterable[Application]:
        return queryset.select_related("government", "term")

    def export_row(self, obj: Application) -> tuple[object, ...]:
        return (
            obj,
            obj.get_state_display(),
            obj.get_origin_display(),
            obj.received_at and f"{timezone.localtime(obj.received_at):%Y-%m-%d %H:%M}",
            obj.name,
            obj.birthdate,
            obj.head_title,
            obj.term,
            *contact(obj),
        )

    @admin.display(description="단체와 직위", ordering="government")
    def office(self, application: Application) -> str:
        return application.head_title

    @admin.display(description="접수한 지", ordering="received_at")
    def waits(self, application: Application) -> str:
        return self.since(application, application.received_at)

    @admin.display(description="이 상태로", ordering="stands_since")
    def stands(self, application: Application) -> str:
        return self.since(application, getattr(application, "stands_since", None))

    def since(self, application: Application, moment: dt.datetime | None) -> str:
        """Nobody waits for what is decided."""
        if moment is None or not application.is_open:
            return ""
        return days_since(timezone.localdate(moment), timezone.localdate())

    @admin.display(description="회원 자격")
    def membership_link(self, application: Application) -> SafeString | str:
        membership = Membership.objects.filter(application=application).select_related("member", "government").first()
        return format_html('<a href="{}">{}</a>', change_address(membership), membership) if membership else NONE

    @admin.display(description="휴대전화")
    def mobile_shown(self, application: Application) -> str:
        return contact(application)[0] or NONE

    @admin.display(description="전화")
    def phone_shown(self, application: Application) -> str:
        return contact(application)[1] or NONE

    @admin.display(description="전자우편")
    def mail_shown(self, application: Application) -> str:
        if not application.mail:
            return NONE
        if application.mail_denied_at:
            day = date_text(timezone.localdate(application.mail_denied_at))
            return f"{application.mail} (주소 아님: {day} 받은 분이 자기 것이 아니라고 함)"
        if application.mail != application.letters_to:
            return (
                f"{application.mail} (아직 서명하지 않은 주소. 편지를 보내는 주소: {application.letters_to or '없음'})"
            )
        if application.mail_confirmed_at is None:
            return f"{application.mail} (아직 확인하지 않은 주소)"
        return f"{application.mail} ({date_text(timezone.localdate(application.mail_confirmed_at))} 확인한 주소)"

    @admin.display(description="주소")
    def address_shown(self, application: Application) -> str:
        return contact(application)[3] or NONE


@admin.register(PurgedCount)
class PurgedCountAdmin(ReadOnlyAdmin):
    """What was deleted on time, in numbers."""

    list_display = ("what", "period", "count")
    list_filter = ("what",)

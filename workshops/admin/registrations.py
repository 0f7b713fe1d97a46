"""Registrations: a list to narrow and to carry away, a page to read, and steps that staff take on the party's word."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from handbook.access_log import note_access
from handbook.admin import ReadOnlyAdmin
from handbook.admin.logged import ExportsWithReason, What
from handbook.korean import moment_text, phone_text
from handbook.models import Mail, staff_of
from handbook.personal import Refused

from .. import letters
from ..models import Party
from .steps import STEPS

EXPORT_HEAD = (
    "접수 번호",
    "행사",
    "지방자치단체",
    "누구의 일행",
    "상태",
    "신청한 사람",
    "전자우편",
    "주소",
    "전화",
    "바라는 자리",
    "받은 자리",
    "대기 차례",
    "숙박",
    "식사",
    "차량번호",
    "이동 지원",
    "받은 곳",
    "신청한 때",
)


class Standing(admin.SimpleListFilter):
    title = "상태"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("seated", "자리 있음"), ("waiting", "대기"), ("unreachable", "연락할 분 없음"), ("ended", "취소·끝남")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Party]) -> QuerySet[Party]:
        narrowed = {
            "seated": queryset.filter(state=Party.State.STANDING, seats_held__gte=1),
            "waiting": queryset.filter(ticket__isnull=False),
            "unreachable": queryset & Party.objects.unreachable(),
            "ended": queryset.exclude(state=Party.State.STANDING),
        }
        return narrowed.get(self.value() or "", queryset)


@admin.register(Party)
class PartyAdmin(ExportsWithReason, ReadOnlyAdmin):
    """Read here, changed by verbs only. Searched by government: a name typed here would stand in the address."""

    list_display = (
        "receipt",
        "event",
        "whose_party",
        "name",
        "address_state",
        "seats",
        "in_line",
        "standing",
        "registered_at",
    )
    list_filter: ClassVar = (("event", admin.RelatedOnlyFieldListFilter), Standing, "kind", "origin")
    search_fields = ("government__name",)
    search_help_text = "지방자치단체 이름으로 찾습니다. 사람 이름으로는 접수대 화면에서 찾아 주세요."
    fieldsets = (
        (None, {"fields": ("receipt", "event", "whose_party", "standing", "origin", "registered_at", "ended_at")}),
        ("자리", {"fields": (("seats", "in_line", "wants_all"), "lapses")}),
        ("신청한 사람", {"fields": ("name", "mail", "address_state", "phone_shown")}),
        ("물어본 것", {"fields": (("lodging", "meals"), "cars", "transport", "reminded_at")}),
    )
    export_name = "registrations"
    export_head = EXPORT_HEAD

    class Media:
        css: ClassVar = {"all": ("css/admin_events.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
        return Party.objects.with_place().with_confirmed().with_agreed().select_related("event", "government")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The newest event first; those who wait as they stand in line."""
        line = "ticket" if request.GET.get(Standing.parameter_name) == "waiting" else "number"
        return ("-event__starts_on", "event", line)

    def whose(self, obj: Party) -> str:
        return obj.receipt

    def export_row(self, obj: Party) -> Sequence[object]:
        place = (str(obj.government or ""), obj.get_kind_display(), self.standing(obj))
        who = (obj.name, obj.mail, self.address_state(obj), self.phone_shown(obj))
        if self.is_named(obj):
            who = ("", "", self.address_state(obj), "")
        seats = (obj.seats_wanted, obj.seats_held, self.in_line(obj))
        answers = (obj.lodging, obj.meals, obj.cars, obj.transport)
        return (
            obj.receipt,
            obj.event,
            *place,
            *who,
            *seats,
            *answers,
            obj.get_origin_display(),
            moment_text(obj.registered_at),
        )

    @admin.display(description="접수 번호", ordering="number")
    def receipt(self, party: Party) -> str:
        return party.receipt

    @admin.display(description="누구의 일행", ordering="government")
    def whose_party(self, party: Party) -> str:
        return party.whose

    @admin.display(description="자리")
    def seats(self, party: Party) -> str:
        return f"{party.seats_wanted}석 가운데 {party.seats_held}석"

    @admin.display(description="대기 차례", ordering="ticket")
    def in_line(self, party: Any) -> str:
        return f"{party.place}번째" if party.place else ""

    @admin.display(description="주소")
    def address_state(self, party: Any) -> str:
        """Whether there is one, and whether anybody has agreed and opened what was mailed to it."""
        if party.stands and not party.name:
            return "연락할 분 없음"
        if self.is_named(party):
            return "이어받는 분 동의 전"
        return "" if party.is_confirmed or not party.mail else "주소 확인 전"

    def is_named(self, party: Any) -> bool:
        """By another, and has not agreed: named nowhere but where they are asked, so in no file."""
        return bool(party.mail) and not party.has_agreed

    @admin.display(description="상태", ordering="state")
    def standing(self, party: Party) -> str:
        if not party.stands:
            return str(party.get_state_display())
        return "자리 있음" if party.ticket is None else "일부 대기" if party.seats_held else "대기"

    @admin.display(description="전화")
    def phone_shown(self, party: Party) -> str:
        return phone_text(party.phone) if party.phone else ""

    def get_urls(self) -> list[URLPattern]:
        step = path(
            "<int:pk>/steps/<slug:key>/", self.admin_site.admin_view(self.step_view), name="workshops_party_step"
        )
        return [step, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        party: Party = options["obj"]
        context |= {
            "people": party.people.select_related("party").prefetch_related("consents__wording"),
            "seated": {person.pk for person in party.seated()},
            "consents": party.consents.select_related("wording"),
            "is_named": self.is_named(party),
            "may_name": timezone.now() < party.event.over_at,
            "offers": party.offers.all(),
            "mails": mails_about(party),
            "is_unreached": unreached(party).exists(),
            "steps": STEPS if party.stands and request.user.has_perm("workshops.change_party") else {},
        }
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        return response

    def step_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """What a step does, then the step itself; who took it stands in the record."""
        if not request.user.has_perm("workshops.change_party"):
            raise PermissionDenied
        if key not in STEPS:
            raise Http404
        step, now = STEPS[key], timezone.now()
        party = get_object_or_404(Party.objects.with_place().select_related("event", "government"), pk=pk)
        refusal = ""
        if request.method == "POST":
            try:
                with transaction.atomic():
                    said = step.take(party, staff_of(request), now)
                    note_access(request, What.CHANGE, [party.receipt])
            except Refused as refused:
                refusal = str(refused)
            else:
                self.message_user(request, said, messages.SUCCESS)
                return redirect(reverse("admin:workshops_party_change", args=[pk]))
        note_access(request, What.LOOK, [party.receipt])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": party, "title": step.title}
        context |= {"step": step, "refusal": refusal}
        return render(request, "admin/workshops/party/step.html", context, status=409 if refusal else 200)


def mails_about(party: Party) -> QuerySet[Mail]:
    """What went or will go to the party and its people: not what it says, only whether it went."""
    about = Q(about__in=[*letters.abouts(party), letters.about_event(party), letters.farewell(party)])
    about |= Q(about__in=[letters.about_person(person) for person in party.people.all()])
    return Mail.objects.filter(about).defer(*Mail.CONTENTS, "to").order_by("pk")


def unreached(party: Party) -> QuerySet[Mail]:
    """What could not be sent to an address that still stands: those of whoever is gone are erased, but for the last
    that they hear.
    """
    return mails_about(party).filter(failed_at__isnull=False).exclude(to="").exclude(about=letters.farewell(party))

"""Who comes, person by person, and what parties were offered: lists to look at and to carry away."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from handbook.admin import ReadOnlyAdmin
from handbook.admin.logged import ExportsWithReason, LoggedAdmin
from handbook.korean import moment_text

from ..models import Attendee, Offer, Party


class Arrived(admin.SimpleListFilter):
    title = "도착"
    parameter_name = "arrived"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "도착함"), ("no", "아직")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Attendee]) -> QuerySet[Attendee]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(checked_in_at__isnull=self.value() == "no")
        return queryset


@admin.register(Attendee)
class AttendeeAdmin(ExportsWithReason, ReadOnlyAdmin):
    """Names are looked up at the door, by POST: a search here would put them into addresses."""

    list_display = ("place_name", "name", "post", "government", "party", "seat", "consent_state", "arrived")
    list_filter: ClassVar = (("event", admin.RelatedOnlyFieldListFilter), Arrived, "role")
    search_fields = ("party__government__name",)
    search_help_text = "지방자치단체 이름으로 찾습니다. 사람 이름으로는 접수대 화면에서 찾아 주세요."
    fields = (
        "party",
        ("place_name", "name", "post"),
        "mail",
        ("consent_state", "asked_at", "agreed_at"),
        "seat",
        ("arrived", "checked_in_by"),
        "certificate_number",
    )
    export_name = "attendees"
    export_head = (
        "이름",
        "직위",
        "지방자치단체",
        "누구의 일행",
        "자리",
        "접수 번호",
        "좌석",
        "동의",
        "도착",
        "확인서 번호",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attendee]:
        """With the whole party of each: whether one has a seat depends on who comes before."""
        people = Attendee.objects.filter(party__state=Party.State.STANDING)
        people = people.select_related("party__event", "party__government", "event", "checked_in_by")
        return people.prefetch_related("party__people").order_by("-event__starts_on", "party__number", "order", "pk")

    def whose(self, obj: Attendee) -> str:
        return f"{obj.party.receipt} {obj.place_name}"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """Browsers keep titles: theirs is the number."""
        context["subtitle"] = self.whose(options["obj"])
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        return response

    def export_row(self, obj: Attendee) -> Sequence[object]:
        """Who has not agreed is named nowhere but where they are asked."""
        place = obj.party.government or ""
        standing = (self.seat(obj), obj.consent.label, self.arrived(obj), obj.certificate_number)
        name, post = (obj.name, obj.post) if obj.agreed_at else ("", "")
        return (
            name,
            post,
            place,
            obj.party.get_kind_display(),
            obj.place_name,
            obj.party.receipt,
            *standing,
        )

    @admin.display(description="자리")
    def place_name(self, person: Attendee) -> str:
        return person.place_name

    @admin.display(description="지방자치단체")
    def government(self, person: Attendee) -> str:
        return str(person.party.government or "")

    @admin.display(description="좌석")
    def seat(self, person: Attendee) -> str:
        return "있음" if person in person.party.seated() else "대기"

    @admin.display(description="동의")
    def consent_state(self, person: Attendee) -> str:
        return str(person.consent.label)

    @admin.display(description="도착", ordering="checked_in_at")
    def arrived(self, person: Attendee) -> str:
        return moment_text(person.checked_in_at) if person.checked_in_at else ""


@admin.register(Offer)
class OfferAdmin(LoggedAdmin, ReadOnlyAdmin):
    list_display = ("party", "seats", "offered_at", "expires_at", "answer", "answered_at")
    list_filter: ClassVar = (("party__event", admin.RelatedOnlyFieldListFilter), "answer")
    list_select_related = ("party__event",)
    ordering = ("-pk",)

    def whose(self, obj: Offer) -> str:
        return obj.party.receipt

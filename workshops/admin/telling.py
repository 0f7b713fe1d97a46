"""바뀐 것 알리기, 다시 열기: staff write what all parties of an event hear, and see the mail before it goes."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from handbook.personal import Refused
from handbook.plain_form import PlainForm
from handbook.typed_text import TypedText

from .. import letters, telling
from ..models import Event

MOST_SAID = 1000


@dataclass(frozen=True)
class Telling:
    """`template` names the mail; `says` what happens besides."""

    title: str
    template: str
    says: str
    first: str


TELLINGS = {
    "changed": Telling(
        "바뀐 것 알리기",
        telling.CHANGED,
        "행사의 내용은 바꾸지 않습니다. 먼저 행사를 고쳐 저장한 뒤 알립니다.",
        "행사의 날짜나 곳이 바뀌었습니다. 아래를 확인해 주세요.",
    ),
    "reopened": Telling(
        "다시 열기",
        telling.REOPENED,
        "취소를 거두고 알립니다. 남은 자리는 기다리는 일행에게 다시 안내합니다.",
        "취소했던 행사를 다시 엽니다. 하신 신청은 그대로 있습니다.",
    ),
}


class TellForm(PlainForm):
    """`seen`: the event's revision as the mail shows it."""

    words = TypedText(
        label="알리는 말",
        help_text="무엇이 바뀌었는지 적어 주세요. 때와 곳은 편지 끝에 지금 것으로 저절로 들어갑니다.",
        max_length=MOST_SAID,
        widget=forms.Textarea({"class": "vLargeTextField", "rows": 6}),
        error_messages={"required": "알리는 말을 적어 주세요."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TellsParties(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.tell_view)
        return [path("<int:pk>/tell/<slug:key>/", view, name="workshops_event_tell"), *super().get_urls()]

    def tellings(self, event: Event) -> dict[str, Telling]:
        """What can be told of this event now."""
        now = timezone.now()
        return {key: one for key, one in TELLINGS.items() if not telling.refusal(event, one.template, now)}

    def tell_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """What to say, then the mail, then the press. Whoever presses "send" has seen just this mail."""
        if not request.user.has_perm("workshops.change_event"):
            raise PermissionDenied
        if key not in TELLINGS:
            raise Http404
        step, event = TELLINGS[key], get_object_or_404(Event, pk=pk)
        first = {"words": step.first, "seen": event.revision}
        form = TellForm(request.POST if request.method == "POST" else None, initial=first)
        if not form.is_valid() or "again" in request.POST:
            return self.tell_page(request, event, step, form, 422 if form.errors else 200)
        if "send" not in request.POST:
            return self.tell_page(request, event, step, form, 200, is_shown=True)
        try:
            told = telling.tell(event=event, template=step.template, **form.cleaned_data, now=timezone.now())
        except Refused as refused:
            event.refresh_from_db()
            anew = TellForm({"words": form.cleaned_data["words"], "seen": event.revision})
            return self.tell_page(request, event, step, anew, 409, refusal=str(refused))
        self.message_user(request, f"신청한 일행 {told}팀에 알리는 편지를 보냅니다.", messages.SUCCESS)
        return redirect(reverse("admin:workshops_event_change", args=[pk]))

    def tell_page(
        self,
        request: HttpRequest,
        event: Event,
        step: Telling,
        form: TellForm,
        status: int,
        *,
        is_shown: bool = False,
        refusal: str = "",
    ) -> HttpResponse:
        """With the mail as it will go, where it is whole."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": event, "title": step.title}
        context |= {"step": step, "form": form, "refusal": refusal, "parties": event.parties.standing().count()}
        if is_shown:
            context["letter"] = letters.event_draft(event, step.template, form.cleaned_data["words"])
        return render(request, "admin/workshops/event/tell.html", context, status=status)

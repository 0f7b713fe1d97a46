"""The desk: what is in the platform, its order, what holds for the whole, the budget, the check, the preview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges.catalogue.models import Office, Question
from pledges.documents import html

from .. import actions
from ..access import Keys, held_page, held_platforms, secret_of
from ..budget import Budget
from ..differences import differences
from ..forms import AnswersForm, HeadForm, OwnPledgeForm
from ..grouping import GROUPINGS, grouped
from ..hints import REMARK
from ..keeping import WARNED_DAYS
from ..panel import panel
from ..profiles import PROFILES, Choice
from ..sealed import Held
from ..whole import whole


@held_page("GET")
def desk(request: HttpRequest, held: Held) -> HttpResponse:
    shown = whole(held)
    grouping = request.GET.get("group", "")
    days_left = (held.platform.delete_after - timezone.localdate()).days
    context = {
        "held": held,
        "whole": shown,
        "groups": grouped(shown.pledges, grouping if grouping in GROUPINGS else "priority"),
        "grouping": grouping,
        "groupings": GROUPINGS,
        "order": [chosen.key for chosen in shown.pledges],
        "removed": held.contents(held.platform.pledges.removed()) if held.may_edit else [],
        "others": [other for other in held_platforms(request) if other.platform.key != held.platform.key],
        "days_left": days_left if days_left <= WARNED_DAYS else None,
        "remind": len(shown.pledges) >= 3 and held.platform.links.count() == 1 and not held.platform.recovery_mail,
    }
    return render(request, "platforms/desk.html", context)


@held_page("POST")
def use(request: HttpRequest, held: Held) -> HttpResponse:
    """Makes this one the platform in use."""
    response = redirect("platforms:desk", held.platform.key)
    Keys.read(request).with_first(secret_of(request, held)).write(response)
    return response


@held_page("GET", "POST", editing=True)
def head(request: HttpRequest, held: Held) -> HttpResponse:
    form = HeadForm(held.head, held.platform.version, request.POST or None)
    return head_form(request, held, form, "head", "desk")


def head_form(request: HttpRequest, held: Held, form: HeadForm | AnswersForm, here: str, then: str) -> HttpResponse:
    """Shows a form over the head or saves it; after a conflict with what the other window has saved."""
    context: dict[str, object] = {"held": held, "form": form, "version": held.platform.version}
    if request.method != "POST":
        return render(request, f"platforms/{here}.html", context)
    if not form.is_valid():
        return render(request, f"platforms/{here}.html", context, status=422)
    mine = form.content()
    try:
        actions.save_head(held, form.cleaned_data["version"], mine)
    except actions.Conflict:
        context |= {"conflict": True, "differences": differences(held.head, mine)}
        return render(request, f"platforms/{here}.html", context, status=409)
    return redirect(f"platforms:{then}", held.platform.key)


def desk_address(held: Held) -> str:
    return reverse("platforms:desk", args=(held.platform.key,))


@held_page("GET", "POST", editing=True)
def own(request: HttpRequest, held: Held) -> HttpResponse:
    """One's own pledge, led by questions; a search that found nothing hands its words on."""
    form = OwnPledgeForm(request.POST or None, initial={"title": request.GET.get("title", "")[:200]})
    if request.method == "POST" and form.is_valid():
        row = actions.add(held, form.content())
        return redirect("platforms:pledge", held.platform.key, row.key)
    return render(request, "platforms/own.html", {"held": held, "form": form}, status=422 if form.errors else 200)


@held_page("POST")
def move(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    """One place up or down, or to the place that `to` names (from 1)."""
    keys = [row.key for row in held.platform.pledges.standing()]
    if pledge in keys:
        place = keys.index(pledge)
        wanted = {"up": place - 1, "down": place + 1}.get(request.POST.get("to", ""), place)
        arranged = [key for key in keys if key != pledge]
        arranged.insert(max(0, min(wanted, len(arranged))), pledge)
        actions.arrange(held, arranged, keys)
    return redirect(f"{desk_address(held)}#pledge-{pledge}")


@held_page("POST")
def arrange(request: HttpRequest, held: Held) -> HttpResponse:
    """The whole order at once, as dragging leaves it."""
    try:
        actions.arrange(held, request.POST.getlist("order"), request.POST.get("seen", "").split())
    except actions.Conflict:
        return HttpResponse("다른 창에서 순서를 먼저 바꾸었습니다. 화면을 새로 고쳐 주세요.", status=409)
    return HttpResponse(status=204)


@held_page("POST")
def remove(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    actions.remove(held, pledge)
    return redirect(f"{desk_address(held)}?removed={pledge}")


@held_page("POST")
def put_back(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    actions.put_back(held, pledge)
    return redirect(f"{desk_address(held)}#pledge-{pledge}")


@held_page("GET", "POST", editing=True)
def questions(request: HttpRequest, held: Held) -> HttpResponse:
    """The five questions with room for an answer that takes thirty seconds to say."""
    asked = list(Question.objects.order_by("-edition__year", "number")[:5])
    is_education = held.head.office == Office.EDUCATION_HEAD
    form = AnswersForm(asked, held.head, held.platform.version, request.POST or None, neutral=is_education)
    return head_form(request, held, form, "questions", "questions")


@held_page("GET")
def check(request: HttpRequest, held: Held) -> HttpResponse:
    """Every hint of every pledge, for the holder's eyes only."""
    shown = whole(held)
    panels = [(chosen, panel(chosen, shown.setting)) for chosen in shown.pledges]
    return render(request, "platforms/check.html", {"held": held, "panels": panels, "remark": REMARK})


@held_page("GET")
def budget(request: HttpRequest, held: Held) -> HttpResponse:
    shown = whole(held)
    term = shown.setting.term
    titled = [(chosen.content.title, chosen.content) for chosen in shown.pledges]
    sums = Budget(titled, term.ends_on.year if term else None)
    context = {
        "held": held,
        "whole": shown,
        "budget": sums,
        "labels": [shown.setting.purse_label(p) for p in sums.purses],
    }
    return render(request, "platforms/budget.html", context)


@held_page("GET")
def preview(request: HttpRequest, held: Held) -> HttpResponse:
    """The draft as it will look, on the site itself."""
    document = PROFILES["draft"].build(whole(held), Choice())
    return render(request, "platforms/preview.html", {"held": held, "body": html.body(document)})

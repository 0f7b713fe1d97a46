"""The desk: what is in the platform, its order, what holds for the whole, the budget, the check, the preview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges.catalogue.blanks import PlaceWords
from pledges.catalogue.models import Office, Question
from pledges.documents import html

from .. import actions
from ..access import AUTOSAVE, Keys, current, held_page, ring
from ..budget import Budget
from ..differences import differences
from ..forms import AnswersForm, HeadForm, OwnPledgeForm
from ..grouping import GROUPINGS, grouped
from ..hints import REMARK
from ..keeping import WARNED_DAYS
from ..panel import panel
from ..profiles import PROFILES, Choice
from ..sealed import Held
from ..whole import in_words, whole

SAVED_ENOUGH = 3  # pledges after which losing the only key would hurt


def has_one_key(held: Held) -> bool:
    return held.platform.links.working(timezone.now()).count() == 1 and not held.platform.recovery_mail


def removed(held: Held, words: PlaceWords) -> list[tuple[str, str]]:
    """Keys and titles of the pledges taken out, the last one first."""
    rows = held.contents(held.platform.pledges.removed())
    return [(row.key, in_words(content.title, words)) for row, content in rows]


@held_page("GET")
def desk(request: HttpRequest, held: Held) -> HttpResponse:
    shown = whole(held)
    grouping = request.GET.get("group", "")
    taken_out = removed(held, shown.setting.words) if held.may_edit else []
    days_left = (held.platform.delete_after - timezone.localdate()).days
    context = {
        "held": held,
        "whole": shown,
        "groups": grouped(shown.pledges, grouping if grouping in GROUPINGS else "priority"),
        "grouping": grouping,
        "groupings": GROUPINGS,
        "order": [chosen.key for chosen in shown.pledges],
        "removed": taken_out,
        "just_removed": next((entry for entry in taken_out if entry[0] == request.GET.get("removed")), None),
        "others": [other for other in ring(request).held if other.platform.key != held.platform.key],
        "in_use": current(request),
        "days_left": days_left if days_left <= WARNED_DAYS else None,
        "remind": len(shown.pledges) >= SAVED_ENOUGH and has_one_key(held),
    }
    response = render(request, "platforms/desk.html", context)
    mine = ring(request)
    Keys(tuple(mine.kept()), mine.keys.shared).write(response)  # the key lasts from today again
    return response


@held_page("POST", reading=True)
def use(request: HttpRequest, held: Held) -> HttpResponse:
    """Makes this one the platform in use."""
    response = redirect("platforms:desk", held.platform.key)
    mine = ring(request)
    secret = next(secret for secret, opened in mine.opened if opened.link.pk == held.link.pk)
    mine.with_first(secret).write(response)
    return response


@held_page("GET", "POST", editing=True)
def head(request: HttpRequest, held: Held) -> HttpResponse:
    form = HeadForm(held.head, held.platform.version, request.POST or None)
    return head_form(request, held, form, "head", "desk")


def head_form(request: HttpRequest, held: Held, form: HeadForm | AnswersForm, here: str, then: str) -> HttpResponse:
    """Shows a form over the head or saves it; after a conflict with what the other window has saved."""
    context: dict[str, object] = {"held": held, "form": form, "version": held.platform.version}
    status = 200
    said: dict[str, object] = {}
    if request.method == "POST":
        status, said = save_head(request, held, form)
    if AUTOSAVE in request.headers:
        return JsonResponse(said, status=status)
    if request.method == "POST" and status == 200:
        return redirect(f"platforms:{then}", held.platform.key)
    if status == 409:
        context |= {"conflict": True, "differences": differences(held.head, form.content())}
    return render(request, f"platforms/{here}.html", context, status=status)


def desk_address(held: Held) -> str:
    return reverse("platforms:desk", args=(held.platform.key,))


def save_head(request: HttpRequest, held: Held, form: HeadForm | AnswersForm) -> tuple[int, dict[str, object]]:
    """The status and what a page that saves by itself is told."""
    if not form.is_valid():
        return 422, {"errors": form.said()}
    mine, keep = form.content(), "after_conflict" in request.POST
    try:
        version = actions.save_head(held, form.cleaned_data["version"], mine, keep=keep)
    except actions.Conflict:
        if mine != held.head:
            return 409, {}
        version = held.platform.version  # the second press of a double press
    return 200, {"version": version, "saved": f"{timezone.localtime():%H:%M}"}


@held_page("GET", "POST", editing=True)
def own(request: HttpRequest, held: Held) -> HttpResponse:
    """One's own pledge, led by questions."""
    form = OwnPledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = actions.add_own(held, form.content())
        return redirect("platforms:pledge", held.platform.key, row.key)
    return render(request, "platforms/own.html", {"held": held, "form": form}, status=422 if form.errors else 200)


@held_page("POST")
def move(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    """One place up or down."""
    actions.move(held, pledge, {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0))
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


@held_page("GET", editing=True)
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

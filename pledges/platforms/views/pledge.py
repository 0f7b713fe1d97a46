"""Adapting one pledge: the form, saving as one types, two windows, earlier states."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from msgspec.structs import replace

from pledges.catalogue.blanks import PlaceWords

from .. import actions
from ..access import AUTOSAVE, held_page
from ..content import MOST_STEPS, HeadContent, PledgeContent
from ..differences import LABELS, Difference, differences
from ..forms import PledgeForm
from ..models import PlatformPledge, Revision
from ..panel import panel
from ..renewal import renewals, renewed
from ..sealed import Held
from ..whole import Chosen, Setting, chosen, in_words, localised

ANOTHER_WINDOW = "그사이에 다른 창에서 저장했습니다. 화면을 새로 고친 뒤 다시 눌러 주세요."


def find(held: Held, key: str) -> tuple[Chosen, Setting]:
    row = held.platform.pledges.standing().filter(key=key).first()
    if row is None:
        raise Http404
    setting = Setting.of(held.head)
    return next(iter(chosen(held.contents([row]), setting))), setting


@held_page("GET", "POST")
def pledge(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    if request.method == "POST" and held.platform.pledges.removed().filter(key=pledge).exists():
        return taken_out(request, held, pledge)
    shown, setting = find(held, pledge)
    if request.method != "POST":
        form = PledgeForm(shown, setting) if held.may_edit else None
        return render(request, "platforms/pledge.html", page(held, shown, setting, form))
    form = PledgeForm(shown, setting, request.POST)
    autosave = AUTOSAVE in request.headers
    if not form.is_valid():
        return JsonResponse({"errors": form.said()}, status=422) if autosave else again(request, held, form, 422)
    mine = with_choice(form.content(), shown.base, request.POST.getlist("theirs"))
    keep = "after_conflict" in request.POST
    try:
        version = actions.save_pledge(held, pledge, form.cleaned_data["version"], mine, keep=keep)
    except actions.Conflict:
        if mine != shown.base:
            return JsonResponse({}, status=409) if autosave else again(request, held, form, 409)
        version = shown.version  # the second press of a double press
    if not autosave:
        return redirect(after_save(request, held, pledge))
    shown, setting = find(held, pledge)
    return JsonResponse({"version": version, **saved_state(held, shown, setting)})


def taken_out(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    """The pledge was taken out in another window: what was typed here is shown, and one press brings it back."""
    if AUTOSAVE in request.headers:
        return JsonResponse({}, status=409)
    typed = [(label, request.POST[name][:5_000]) for name, label in LABELS.items() if request.POST.get(name)]
    steps = [request.POST[name][:500] for name in request.POST if name.startswith("steps-") and request.POST[name]]
    context = {"held": held, "key": pledge, "typed": typed, "steps": steps[: 2 * MOST_STEPS]}
    return render(request, "platforms/taken_out.html", context, status=409)


def after_save(request: HttpRequest, held: Held, pledge: str) -> str:
    address = reverse("platforms:pledge", args=(held.platform.key, pledge))
    return f"{address}?more=1#more-steps" if "more" in request.POST else f"{address}?saved=1"


def page(held: Held, shown: Chosen, setting: Setting, form: PledgeForm | None) -> dict[str, Any]:
    keys = [row.key for row in held.platform.pledges.standing()]
    place = keys.index(shown.key)
    return {
        "held": held,
        "chosen": shown,
        "setting": setting,
        "form": form,
        "hints": panel(shown, setting),
        "renewals": renewals(shown, setting) if form else [],
        "priority": place + 1,
        "previous": keys[place - 1] if place else None,
        "next": keys[place + 1] if place + 1 < len(keys) else None,
        "saved_at": timezone.localtime(held.platform.changed_at),
    }


def again(request: HttpRequest, held: Held, form: PledgeForm, status: int) -> HttpResponse:
    """The form with what was typed; after a conflict with the other text beside it, field by field."""
    context = page(held, form.chosen, form.setting, form)
    if status == 409:
        words = form.setting.words
        differing = differences(form.chosen.content, localised(form.content(), words))
        context |= {"conflict": True, "differences": differing, "version": form.chosen.version}
    return render(request, "platforms/pledge.html", context, status=status)


def with_choice(mine: PledgeContent, theirs: PledgeContent, fields: list[str]) -> PledgeContent:
    """After a conflict: the other window's text in the fields where it was chosen."""
    known = {name: getattr(theirs, name) for name in fields if name in Difference.FIELDS}
    return replace(mine, **known)


def saved_state(held: Held, shown: Chosen, setting: Setting) -> dict[str, Any]:
    """What the page shows beside the form after a save."""
    context = {"held": held, "chosen": shown, "setting": setting, "hints": panel(shown, setting)}
    return {
        "saved": f"{timezone.localtime():%H:%M}",
        "beside": render_to_string("platforms/pledge_beside.html", context),
    }


@held_page("POST")
def renew(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    """Takes the library's new texts where they were chosen; everything else stays the holder's."""
    shown, _ = find(held, pledge)
    return change(request, held, shown, renewed(shown, request.POST.getlist("take")))


@held_page("POST")
def start_over(request: HttpRequest, held: Held, pledge: str) -> HttpResponse:
    """Back to what the library offers in the voice of the office of today; the history keeps what was written."""
    shown, _ = find(held, pledge)
    return change(request, held, shown, replace(shown.base, adapted=False) if shown.text else shown.base)


def change(request: HttpRequest, held: Held, shown: Chosen, content: PledgeContent) -> HttpResponse:
    """Saves a change that is made by one press, over the version that the page showed."""
    try:
        actions.save_pledge(held, shown.key, number(request.POST.get("version", "")), content, keep=True)
    except actions.Conflict:
        return render(request, "platforms/refused.html", {"reason": ANOTHER_WINDOW}, status=409)
    return redirect("platforms:pledge", held.platform.key, shown.key)


def number(typed: str) -> int:
    """A version as a form gives it back; 0, which no row has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


@held_page("GET", editing=True)
def history(request: HttpRequest, held: Held) -> HttpResponse:
    """Earlier states with what changed, newest first."""
    rows = {row.key: row for row in held.platform.pledges.all()}
    revisions = held.platform.revisions.select_related("link")[:100]
    words = Setting.of(held.head).words
    entries = [entry(held, revision, rows.get(str(revision.pledge_id)), words) for revision in revisions]
    return render(request, "platforms/history.html", {"held": held, "entries": entries})


def entry(held: Held, revision: Revision, row: PlatformPledge | None, words: PlaceWords) -> dict[str, Any]:
    """One earlier state beside the present one."""
    earlier = held.earlier(revision)
    now: HeadContent | PledgeContent = held.content(row) if row else held.head
    shown = [localised(state, words) if isinstance(state, PledgeContent) else state for state in (now, earlier)]
    return {
        "revision": revision,
        "title": in_words(now.title, words) if row else "",
        "by": held.link_name(revision.link) if revision.link else "",
        "is_as_taken": isinstance(earlier, PledgeContent) and earlier.origin is not None and not earlier.adapted,
        "differences": differences(*shown),
        "version": row.version if row else held.platform.version,
        "is_removed": row is not None and row.removed_at is not None,
    }


@held_page("POST")
def restore(request: HttpRequest, held: Held, revision: int) -> HttpResponse:
    earlier = get_object_or_404(held.platform.revisions, pk=revision)
    try:
        actions.restore(held, earlier, number(request.POST.get("version", "")))
    except actions.Conflict:
        return render(request, "platforms/refused.html", {"reason": ANOTHER_WINDOW}, status=409)
    return redirect("platforms:history", held.platform.key)

"""Carrying away: what is unfilled, choosing a form and a format, the waiting page, the download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from handbook.limits import client_address, spend
from pledges.documents.text import missing_glyphs

from .. import actions, files
from ..access import held_page
from ..forms import FileForm
from ..models import FileJob
from ..profiles import PROFILES, Choice, file_name, five, unfilled
from ..sealed import Held
from ..whole import Whole, whole

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "png": "image/png",
}


@held_page("GET")
def index(request: HttpRequest, held: Held) -> HttpResponse:
    shown = whole(held)
    return render(request, "platforms/files.html", page(held, shown, FileForm(held, shown)))


def page(held: Held, shown: Whole, form: FileForm, five_keys: Sequence[str] = ()) -> dict[str, object]:
    """What is unfilled is listed before any file is made; the person may go on. `five_keys`: for the text to copy."""
    office = held.head.office
    return {
        "held": held,
        "whole": shown,
        "form": form,
        "unfilled": unfilled(shown),
        "glyphs": missing_glyphs(PROFILES["draft"].build(shown, Choice())),
        "profiles": [(key, profile, profile.why_not(office)) for key, profile in PROFILES.items()],
        "copy_text": "" if PROFILES["five"].why_not(office) else five.copy_text(shown, five_keys),
    }


@held_page("POST", reading=True)
def make(request: HttpRequest, held: Held) -> HttpResponse:
    """Begins one file and leads to its waiting page. A reader may carry away too."""
    spend("make a file", client_address(request), most=300, seconds=3600)
    shown = whole(held)
    form = FileForm(held, shown, request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "platforms/files.html", page(held, shown, form), status=422)
    if "copy" in request.POST:
        return render(request, "platforms/files.html", page(held, shown, form, form.cleaned_data["five"]))
    person = form.person()
    if held.may_edit:
        actions.keep_person(held, person if form.cleaned_data["keep_person"] else None)
        actions.keep_accent(held, form.cleaned_data["accent"])
    profile, format = PROFILES[form.cleaned_data["profile"]], form.cleaned_data["format"]
    head = msgspec.structs.replace(shown.setting.head, accent=form.cleaned_data["accent"])
    shown = replace(shown, person=person, setting=replace(shown.setting, head=head))
    document = profile.build(shown, form.choice())
    name = file_name(shown, profile, format, timezone.localdate())
    job = files.start(held, document, format, name)
    return redirect("platforms:waiting", held.platform.key, job.key)


@held_page("GET")
def waiting(request: HttpRequest, held: Held, job: str) -> HttpResponse:
    row = find(held, job)
    files.look_after(held, row)
    place = files.place_in_line(row) if row.state == FileJob.State.WAITING else 0
    in_kakaotalk = "KAKAOTALK" in request.headers.get("User-Agent", "")
    context = {"held": held, "job": row, "name": held.file_name(row), "place": place, "in_kakaotalk": in_kakaotalk}
    response = render(request, "platforms/waiting.html", context)
    if row.state == FileJob.State.WAITING:
        response.headers["Refresh"] = "2"
    return response


@held_page("GET")
def download(request: HttpRequest, held: Held, job: str) -> HttpResponse:
    row = find(held, job)
    if row.sealed_file is None:
        return redirect("platforms:waiting", held.platform.key, row.key)
    response = HttpResponse(held.unseal(row.sealed_file, f"file/{row.key}"), content_type=CONTENT_TYPES[row.format])
    shown = "inline" if row.format == "png" and "show" in request.GET else "attachment"
    name = held.file_name(row)
    response.headers["Content-Disposition"] = (
        f"{shown}; filename=\"platform.{row.format}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


def find(held: Held, key: str) -> FileJob:
    """Files belong to the device that made them: a reader does not get the holder's key card."""
    row = held.platform.files.filter(key=key, link=held.link, expires_at__gt=timezone.now()).first()
    if row is None:
        raise Http404
    return row

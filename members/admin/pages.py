"""What the secretariat's own pages share: they stand beside the stock admin's, behind its login and its checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from handbook.admin.logged import LoggedAdmin
from handbook.korean import phone_text
from handbook.personal import Refused
from handbook.personal_forms import attributes
from handbook.plain_form import PlainForm

from ..models import Application

type Page = Callable[..., HttpResponseBase]


class StaffForm(PlainForm):
    """What staff type is other people's: no browser keeps or offers it."""

    required_css_class = "required"

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial=initial)
        for field in self.fields.values():
            attributes(field, autocomplete="off")


def day_field(label: str, said: str, **options: Any) -> forms.DateField:
    """A day in the browser's own field for days."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": said, "invalid": said}, **options)


class HasPages(LoggedAdmin):
    """An admin with `pages` of its own: address, name, view. A view gets the admin, the request and what the address
    names.
    """

    pages: Sequence[tuple[str, str, Page]] = ()

    def get_urls(self) -> list[URLPattern]:
        model = self.opts.model_name
        own = [
            path(address, self.admin_site.admin_view(partial(view, self)), name=f"members_{model}_{name}")
            for address, name, view in self.pages
        ]
        return [*own, *super().get_urls()]

    def may(self, request: HttpRequest, verb: str) -> bool:
        """Whoever may change something may also look at it."""
        model = self.opts.model_name
        verbs = {verb, "change"} if verb == "view" else {verb}
        return any(request.user.has_perm(f"members.{one}_{model}") for one in verbs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The window's title stays in the browser's history: it has a number and names nobody."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data and response.context_data.get("original"):
            response.context_data["subtitle"] = self.whose(response.context_data["original"])
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data["title"] = f"바뀐 기록: {self.whose(response.context_data['object'])}"
        return response

    def row(self, request: HttpRequest, pk: int) -> Any:
        """Raises Http404 for what the list does not hold either."""
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def show(
        self, request: HttpRequest, page: str, title: str, *, row: Model | None = None, status: int = 200, **more: Any
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "row": row}
        return render(request, f"admin/members/{page}.html", {**shared, **more}, status=status)


def staff_page(verb: str, *methods: str) -> Callable[[Page], Page]:
    """A page for who has the right `verb` (else 403). What is refused now is said in a sentence (409)."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        def page(admin: HasPages, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not admin.may(request, verb):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                return view(admin, request, *args, **kwargs)
            except Refused as refused:
                return admin.show(request, "refused", "하지 못했습니다", status=409, reason=str(refused), **kwargs)

        return page

    return decorate


def answer(form: forms.Form) -> int:
    """The status of a page with this form."""
    return 422 if form.errors else 200


def change_address(row: Model) -> str:
    return reverse(f"admin:members_{row._meta.model_name}_change", args=(row.pk,))


def list_address(model: type[Model]) -> str:
    return reverse(f"admin:members_{model._meta.model_name}_changelist")


def contact(application: Application | None) -> tuple[str, str, str, str]:
    """Mobile, telephone, mail and address, as they are read; empty where nothing is known."""
    if application is None:
        return "", "", "", ""
    mobile, phone = (phone_text(digits) if digits else "" for digits in (application.mobile, application.phone))
    postcode = f"({application.postcode})" if application.postcode else ""
    address = " ".join(filter(None, (postcode, application.address, application.address_detail)))
    return mobile, phone, application.mail, address


def days_since(day: dt.date, today: dt.date) -> str:
    """오늘, 3일."""
    days = (today - day).days
    return f"{days}일" if days else "오늘"

"""The three groups of staff: who may change what is public, who handles people's data, who only looks."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Model, Q

APPS = {"catalogue", "members", "workshops"}
# Where people's data stand, by app; everything else in the admin is public or becomes so.
PEOPLE = {
    "members": {"application", "member", "membership", "dues", "clubrules", "renewalinvitation"},
    "workshops": {"party", "attendee", "offer", "eventattendance"},
}
MADE_BY_BOTH = {"workshops": {"event", "programmeitem", "material"}}
SEEN_BY_SECRETARIAT = {"handbook": {"mail", "consentwording"}}
ALL, VIEW = ("add", "change", "delete", "view"), ("view",)


class Command(BaseCommand):
    help = (
        "Makes the groups 편집자, 사무국 and 조회 담당 with their permissions where they are missing. A group that "
        "stands is left as it is. Who may see the access log, nobody but a superuser decides."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        ours = [model for model in admin.site._registry if model._meta.app_label in APPS]
        people = [model for model in ours if is_in(model, PEOPLE)]
        public = [model for model in ours if model not in people]
        handled = [*people, *(model for model in public if is_in(model, MADE_BY_BOTH))]
        seen = [model for model in admin.site._registry if is_in(model, SEEN_BY_SECRETARIAT)]
        self.make("편집자", permissions(public, ALL))
        self.make("사무국", permissions(handled, ALL) | permissions([*ours, *seen], VIEW))
        self.make("조회 담당", permissions(ours, VIEW))

    @transaction.atomic
    def make(self, name: str, chosen: Q) -> None:
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(Permission.objects.filter(chosen))
            self.stdout.write(f"Staff group made: {name}")


def is_in(model: type[Model], named: dict[str, set[str]]) -> bool:
    return (model._meta.model_name or "") in named.get(model._meta.app_label, set())


def permissions(models: Iterable[type[Model]], verbs: Iterable[str]) -> Q:
    """Those of these models, for these verbs."""
    wanted = [
        Q(content_type__app_label=model._meta.app_label, codename=f"{verb}_{model._meta.model_name}")
        for model in models
        for verb in verbs
    ]
    return Q(*wanted, _connector=Q.OR)

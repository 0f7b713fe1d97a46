"""What public pages depend on, in one query."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone

from handbook.public import public_page

from .models import Dated, PledgeText


def shown_models() -> list[type[Dated]]:
    """Every model whose rows public pages show."""
    return [model for model in apps.get_app_config("catalogue").get_models() if issubclass(model, Dated)]


def newest_of(model: type[Dated]) -> models.QuerySet[Any]:
    """One row: the model's name, how many of its rows are shown, and when the newest of them changed."""
    shown = Q(published_at__lte=timezone.now()) if model is PledgeText else Q()
    name = models.Value(model._meta.model_name, models.CharField())
    rows = model._default_manager.order_by().annotate(shown_model=name).values("shown_model")
    return rows.annotate(shown_rows=Count("pk", filter=shown), newest=Max("changed_at"))


def stamp() -> str:
    """Changes when a shown row is added, changed or removed, when a text's hour comes, and at midnight."""
    first, *others = map(newest_of, shown_models())
    rows = sorted(first.union(*others, all=True).order_by().values_list("shown_model", "shown_rows", "newest"))
    return "\n".join([timezone.localdate().isoformat(), *(f"{name} {count} {newest}" for name, count, newest in rows)])


page = public_page(stamp)

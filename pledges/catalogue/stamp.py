"""What public pages depend on, in one query."""

from functools import cache

from django.apps import apps
from django.utils import timezone

from handbook import stamp as stamps
from handbook.public import public_page

from .models import Dated, PledgeText


def dated_models(app: str) -> list[type[Dated]]:
    """Every model of an app whose rows public pages show."""
    return [model for model in apps.get_app_config(app).get_models() if issubclass(model, Dated)]


def shown_models() -> list[type[Dated]]:
    return dated_models("catalogue")


@cache
def question() -> str:
    """How many rows each shown table has and when the newest changed; and how many texts are out by now."""
    live = stamps.counted(PledgeText, "published_at", "published_at <= %s")
    return stamps.question([*(stamps.counted(model) for model in shown_models()), live])


def stamp() -> str:
    """Changes when a shown row is added, changed or removed, when a text's hour comes, and at midnight."""
    return f"{timezone.localdate().isoformat()}\n{stamps.answer(question(), [timezone.now()])}"


page = public_page(stamp)

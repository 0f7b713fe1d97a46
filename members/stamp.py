"""What the club's public pages depend on, in one query."""

from functools import cache

from django.utils import timezone

from handbook import stamp as stamps
from handbook.public import public_page
from pledges.catalogue.models import Dated, Government, Term
from pledges.catalogue.stamp import dated_models

from .texts import consent_texts


def shown_models() -> list[type[Dated]]:
    """The club's own, the terms' days, and the governments: the page's head names the place a visitor chose."""
    return [*dated_models("members"), Term, Government]


@cache
def question() -> str:
    return stamps.question(stamps.counted(model) for model in shown_models())


def stamp() -> str:
    """Changes with every shown row, with the periods that the settings set, and at midnight, when memberships end."""
    return f"{timezone.localdate().isoformat()}\n{consent_texts()}\n{stamps.answer(question())}"


page = public_page(stamp)

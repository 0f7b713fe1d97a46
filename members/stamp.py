"""What the club's public page depends on, in one query."""

from functools import cache

from handbook import stamp as stamps
from handbook.public import public_page
from pledges.catalogue.models import Dated, Government, Term
from pledges.catalogue.stamp import dated_models


def shown_models() -> list[type[Dated]]:
    """The club's own, the terms' days, and the governments: the page's head names the place a visitor chose."""
    return [*dated_models("members"), Term, Government]


@cache
def question() -> str:
    return stamps.question(stamps.counted(model) for model in shown_models())


def stamp() -> str:
    """Changes when a shown row is added, changed or removed."""
    return stamps.answer(question())


page = public_page(stamp)

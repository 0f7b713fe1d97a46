"""우리와 비슷한 곳: the place a visitor chose and the places like it."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from handbook.visit import Visit

from .models import Government, Lineage


@dataclass(frozen=True)
class Nearby:
    """A place in force today, those like it (same kind, half to twice the residents) and their codes of all times."""

    place: Government
    like: list[Government]
    codes: frozenset[str]

    @property
    def own_and_like(self) -> list[Government]:
        return [self.place, *self.like]


def chosen_place(request: HttpRequest, today: dt.date) -> Government | None:
    """The place in the visitor's cookie, once per request; an old code leads to the record of today."""
    kept = vars(request)
    if "chosen_place" not in kept:
        kept["chosen_place"] = find_place(Visit.read(request).place, today)
    place: Government | None = kept["chosen_place"]
    return place


def find_place(code: str, today: dt.date) -> Government | None:
    places = Government.objects.with_population().select_related("parent")
    place = places.filter(code=code).first() if code else None
    if place and place.valid_to and place.valid_to < today:
        return places.filter(code=Lineage().today(place.code)[0]).first()
    return place


def nearby(request: HttpRequest, today: dt.date) -> Nearby | None:
    place = chosen_place(request, today)
    if place is None:
        return None
    like = list(Government.objects.like(place, today).select_related("parent"))
    return Nearby(place, like, frozenset(Lineage().with_formers([place.code, *(other.code for other in like)])))


def visitor(request: HttpRequest) -> dict[str, object]:
    """For every template: the chosen place, fetched only where a page shows it."""
    return {"chosen_place": SimpleLazyObject(lambda: chosen_place(request, timezone.localdate()))}

"""What every page shows of the platform in this browser: how many pledges are in it, and which."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from pledges.catalogue.blanks import PlaceWords
from pledges.catalogue.models import Government

from .access import Keys, current
from .sealed import Held
from .whole import in_words

# Pages of the club and of its events lead to no platform (공직선거법 87조①6, 108조의3).
APART = {"members", "workshops"}


class Tray:
    """The platform in use; false where this browser holds none.

    `pledges` are the keys and titles in order; `taken` leads from a pledge of the library to where it is adapted.
    `shared`: several people use this computer.
    """

    def __init__(self, held: Held | None, *, shared: bool) -> None:
        self.held = held
        self.shared = shared
        self.key = held.platform.key if held else ""
        rows = held.contents(held.platform.pledges.standing()) if held else []
        words = PlaceWords.of(Government.objects.filter(code=held.head.place).first() if held and rows else None)
        self.pledges = [(row.key, in_words(content.title, words)) for row, content in rows]
        self.taken = {
            content.origin.pledge: reverse("platforms:pledge", args=(self.key, row.key))
            for row, content in rows
            if content.origin
        }

    def __bool__(self) -> bool:
        return self.held is not None


def tray(request: HttpRequest) -> dict[str, object]:
    return {
        "tray": SimpleLazyObject(lambda: Tray(current(request), shared=Keys.read(request).shared)),
        "is_apart": request.resolver_match is not None and request.resolver_match.app_name in APART,
    }


def stamp(request: HttpRequest) -> str:
    """What of the platforms a public page depends on."""
    held = current(request)
    return f"{held.platform.key} {held.link.kind} {held.platform.saves}" if held else ""

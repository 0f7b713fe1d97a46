"""What every page shows of the platform in this browser: how many pledges are in it, and which."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from .access import current
from .sealed import Held


class Tray:
    """The platform in use; false where this browser holds none.

    `pledges` are the keys and titles in order; `taken` leads from a pledge of the library to where it is adapted.
    """

    def __init__(self, held: Held | None) -> None:
        self.held = held
        self.key = held.platform.key if held else ""
        rows = held.contents(held.platform.pledges.standing()) if held else []
        self.pledges = [(row.key, content.title) for row, content in rows]
        self.taken = {
            content.origin.pledge: reverse("platforms:pledge", args=(self.key, row.key))
            for row, content in rows
            if content.origin
        }

    def __bool__(self) -> bool:
        return self.held is not None


def tray(request: HttpRequest) -> dict[str, object]:
    return {"tray": SimpleLazyObject(lambda: Tray(current(request)))}


def stamp(request: HttpRequest) -> str:
    """What of the platforms a public page depends on."""
    held = current(request)
    return f"{held.platform.key} {held.link.kind} {held.platform.saves}" if held else ""

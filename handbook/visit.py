"""The one cookie a visitor may have: the place they chose and the size of the letters. Nothing says who they are."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest, HttpResponse

COOKIE = "visit"
TEXT_SIZES = {"", "large"}


@dataclass(frozen=True)
class Visit:
    """What the cookie says; anything it should not say is left out."""

    place: str = ""
    text: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        values = parse_qs(request.COOKIES.get(COOKIE, "")[:200])
        place, text = (values.get(name, [""])[-1] for name in ("place", "text"))
        is_code = len(place) == 5 and place.isascii() and place.isdigit()
        return cls(place=place if is_code else "", text=text if text in TEXT_SIZES else "")

    def with_place(self, place: str) -> Self:
        return replace(self, place=place)

    def with_text(self, text: str) -> Self:
        return replace(self, text=text)

    def write(self, response: HttpResponse, *, secure: bool) -> None:
        """Lasts for the visit: the browser forgets it when it is closed."""
        values = {name: value for name, value in (("place", self.place), ("text", self.text)) if value}
        if values:
            response.set_cookie(COOKIE, urlencode(values), secure=secure, httponly=True, samesite="Lax")
        else:
            response.delete_cookie(COOKIE, samesite="Lax")

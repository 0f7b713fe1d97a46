"""What templates of the catalogue need and Django does not bring."""

from collections.abc import Mapping
from typing import Any

from django import template

from ..blanks import Piece, PlaceWords
from ..blanks import pieces as in_pieces
from ..search import SearchTerms

register = template.Library()


@register.filter
def pieces(text: str, terms: SearchTerms) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was found: `{% for piece, hit in title|pieces:terms %}`."""
    return terms.mark(text) if terms else [(text, False)]


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key, None where there is none."""
    return mapping.get(key)


@register.filter
def filled(text: str, words: PlaceWords) -> list[Piece]:
    """A starter's text in pieces, in the words of the place; what only the person can fill is marked."""
    return list(in_pieces(text, words))

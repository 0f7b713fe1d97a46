"""What searching pages share."""

from handbook.public import PageRequest


def searched_on_purpose(request: PageRequest) -> bool:
    """Whether the person pressed search, rather than the page asking while they type."""
    return not request.htmx or request.htmx.trigger != "q"

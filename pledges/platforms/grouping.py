"""Pledges under headings: by priority (all in one), by theme, or by 읍·면·동."""

from collections.abc import Sequence

from .whole import Chosen

GROUPINGS = {"priority": "우선순위", "theme": "분야", "area": "읍·면·동"}
OWN, WHOLE_PLACE = "직접 쓴 공약", "지역 전체"


def grouped(pledges: Sequence[Chosen], by: str) -> list[tuple[str, list[tuple[int, Chosen]]]]:
    """Headings in the order in which they first come, each with its pledges and their priority; "" for one heading."""
    groups: dict[str, list[tuple[int, Chosen]]] = {}
    for priority, chosen in enumerate(pledges, start=1):
        groups.setdefault(heading(chosen, by), []).append((priority, chosen))
    return list(groups.items())


def heading(chosen: Chosen, by: str) -> str:
    if by == "theme":
        return chosen.text.pledge.theme.title if chosen.text else OWN
    if by == "area":
        return chosen.content.area or WHOLE_PLACE
    return ""

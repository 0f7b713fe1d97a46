"""When the library moves on: what it said, what it says now and what the holder made of it, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from pledges.catalogue.models import PledgeText

from .content import PledgeContent
from .differences import LABELS, in_text
from .whole import Chosen, Setting, from_starter, localised

# What the library writes; the rest of a pledge is the holder's own.
FROM_LIBRARY = ("title", "one_line", "goal", "indicator", "steps", "deadline", "no_budget", "financing")


@dataclass(frozen=True)
class Renewal:
    """A field whose text in the library has changed since it was taken."""

    field: str
    label: str
    before: str
    now: str
    mine: str


def renewals(chosen: Chosen, setting: Setting) -> list[Renewal]:
    """What has changed; nothing where the pledge is the holder's own, still as taken, or up to date."""
    before, now = earlier(chosen, setting), chosen.starter
    if before is None or now is None:
        return []
    before, now = localised(before, setting.words), localised(now, setting.words)
    return [
        Renewal(field, LABELS[field], in_text(before, field), in_text(now, field), in_text(chosen.content, field))
        for field in FROM_LIBRARY
        if getattr(before, field) != getattr(now, field)
    ]


def earlier(chosen: Chosen, setting: Setting) -> PledgeContent | None:
    """What the library offered in the version that was taken."""
    origin, text = chosen.base.origin, chosen.text
    if origin is None or text is None or not chosen.base.adapted or origin.version >= text.version:
        return None
    taken = PledgeText.objects.with_pledge().filter(pledge=text.pledge, version=origin.version).first()
    return from_starter(taken, setting) if taken else None


def renewed(chosen: Chosen, fields: Iterable[str]) -> PledgeContent:
    """The holder's text with the library's of today in these fields; from now on it counts as up to date."""
    if chosen.starter is None or chosen.starter.origin is None or chosen.base.origin is None:
        return chosen.base
    taken = {field: getattr(chosen.starter, field) for field in fields if field in FROM_LIBRARY}
    origin = replace(chosen.base.origin, version=chosen.starter.origin.version)
    return replace(chosen.base, **taken, origin=origin)

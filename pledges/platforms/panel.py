"""The check of one pledge with what the library knows: hints at their fields, for the holder's eyes only."""

from .hints import FieldHint, hints
from .whole import Chosen, Setting, localised


def panel(chosen: Chosen, setting: Setting) -> list[FieldHint]:
    term = (setting.term.starts_on, setting.term.ends_on) if setting.term else None
    citations = [(case.name, case.citation.check_state) for case in chosen.cited if case.printed_citation]
    return hints(
        chosen.content,
        term=term,
        starter=localised(chosen.starter, setting.words) if chosen.starter else None,
        citations=citations,
        changes=[change.kind for change in chosen.changes],
    )

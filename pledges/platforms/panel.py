"""The check of one pledge with what the library knows: hints at their fields, for the holder's eyes only."""

from .hints import FieldHint, HintKind, hints, named
from .whole import Chosen, Setting, localised


def panel(chosen: Chosen, setting: Setting) -> list[FieldHint]:
    term = (setting.term.starts_on, setting.term.ends_on) if setting.term else None
    citations = [(case.name, case.citation.check_state) for case in chosen.cited if case.printed_citation]
    found = hints(
        chosen.content,
        term=term,
        starter=localised(chosen.starter, setting.words) if chosen.starter else None,
        citations=citations,
        changes=[change.kind for change in chosen.changes],
    )
    return with_blanks_at_once(found, chosen.blanks)


def with_blanks_at_once(found: list[FieldHint], blanks: list[str]) -> list[FieldHint]:
    """One hint for all blanks: they are filled in one place."""
    others = [hint for hint in found if hint.kind != HintKind.BLANK]
    if not blanks:
        return others
    whole = FieldHint("blanks", HintKind.BLANK, f"빈칸 {len(blanks)}개를 채워 주세요: {named(blanks)}.")
    return [whole, *others]

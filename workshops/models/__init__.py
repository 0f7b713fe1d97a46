"""The archive of the 시장학교 that the book prints, and the events that staff make."""

from .academy import Academy, AcademyEntry
from .event import Event
from .programme import Material, ProgrammeItem

__all__ = ["Academy", "AcademyEntry", "Event", "Material", "ProgrammeItem"]

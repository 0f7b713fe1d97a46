"""The archive of the 시장학교 that the book prints, the events that staff make, and who registers for them."""

from .academy import Academy, AcademyEntry
from .attendance import EventAttendance
from .event import COUNTERS, Event
from .party import COLLECTION, Offer, Party, PartyConsent, PartyLink
from .person import Attendee, PersonConsent, PersonLink
from .programme import Material, ProgrammeItem

__all__ = [
    "COLLECTION",
    "COUNTERS",
    "Academy",
    "AcademyEntry",
    "Attendee",
    "Event",
    "EventAttendance",
    "Material",
    "Offer",
    "Party",
    "PartyConsent",
    "PartyLink",
    "PersonConsent",
    "PersonLink",
    "ProgrammeItem",
]

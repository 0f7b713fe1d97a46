"""Events and their registrations in the admin, one module a noun."""

from .archive import AcademyAdmin, AcademyEntryAdmin
from .attendance import EventAttendanceAdmin
from .events import EventAdmin
from .people import AttendeeAdmin, OfferAdmin
from .registrations import PartyAdmin

__all__ = [
    "AcademyAdmin",
    "AcademyEntryAdmin",
    "AttendeeAdmin",
    "EventAdmin",
    "EventAttendanceAdmin",
    "OfferAdmin",
    "PartyAdmin",
]

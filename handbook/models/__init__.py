"""What every other app stands on: staff, limits, the outbox, the access log, the wording of consents."""

from .access import AccessRecord
from .consent import Consent, ConsentWording
from .limit import Limit
from .mail import Mail
from .staff import Staff, staff_of

__all__ = ["AccessRecord", "Consent", "ConsentWording", "Limit", "Mail", "Staff", "staff_of"]

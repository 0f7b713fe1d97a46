"""목민관클럽: what the book prints, applications with their signatures, members by term."""

from .application import Application, ApplicationConsent, ApplicationLink
from .course import Progress, PurgedCount, ReceiptYear
from .membership import ClubRules, Dues, Member, Membership, MembershipConsent, RenewalInvitation
from .printed import ClubTerm, Entry, Forum, Milestone, Printed, PrintedTotal, Publication, of_kind
from .signature import Signature

__all__ = [
    "Application",
    "ApplicationConsent",
    "ApplicationLink",
    "ClubRules",
    "ClubTerm",
    "Dues",
    "Entry",
    "Forum",
    "Member",
    "Membership",
    "MembershipConsent",
    "Milestone",
    "Printed",
    "PrintedTotal",
    "Progress",
    "Publication",
    "PurgedCount",
    "ReceiptYear",
    "RenewalInvitation",
    "Signature",
    "of_kind",
]

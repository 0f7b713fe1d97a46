"""The catalogue: editions, pledges and their texts, cases, citations, ordinances, places, the guide."""

from .case import Case, Citation, CitationReport, MissedWord, Synonym
from .edition import Edition, Theme
from .guide import InstituteEntry, LawClaim, Question, Rule
from .kept import Dated, Provenance, Review
from .ordinance import Ordinance, OrdinanceVersion, Standing
from .place import Election, Government, Lineage, Population, Succession, Term
from .pledge import (
    ChangeNote,
    Facet,
    Need,
    Office,
    PlaceKind,
    Pledge,
    PledgeText,
    PublishedTextIsFixed,
    SimilarPledge,
    Target,
)
from .starter import VOICE_OF, Purse, Starter, Voice

__all__ = [
    "VOICE_OF",
    "Case",
    "ChangeNote",
    "Citation",
    "CitationReport",
    "Dated",
    "Edition",
    "Election",
    "Facet",
    "Government",
    "InstituteEntry",
    "LawClaim",
    "Lineage",
    "MissedWord",
    "Need",
    "Office",
    "Ordinance",
    "OrdinanceVersion",
    "PlaceKind",
    "Pledge",
    "PledgeText",
    "Population",
    "Provenance",
    "PublishedTextIsFixed",
    "Purse",
    "Question",
    "Review",
    "Rule",
    "SimilarPledge",
    "Standing",
    "Starter",
    "Succession",
    "Synonym",
    "Target",
    "Term",
    "Theme",
    "Voice",
]

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
    Office,
    PlaceKind,
    Pledge,
    PledgeText,
    PublishedTextIsFixed,
    SimilarPledge,
    Target,
)

__all__ = [
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
    "Office",
    "Ordinance",
    "OrdinanceVersion",
    "PlaceKind",
    "Pledge",
    "PledgeText",
    "Population",
    "Provenance",
    "PublishedTextIsFixed",
    "Question",
    "Review",
    "Rule",
    "SimilarPledge",
    "Standing",
    "Succession",
    "Synonym",
    "Target",
    "Term",
    "Theme",
]

"""The shapes of an edition's files. A field not named here, a missing one or a wrong type is refused with its place.

Dates are TOML dates; numbers of ordinances are strings of digits; codes are those of `governments.csv`.
"""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Digits = Annotated[str, Meta(pattern=r"^[1-9][0-9]*$")]
Code = Annotated[str, Meta(pattern=r"^[0-9]{5}$")]
Text = Annotated[str, Meta(min_length=1)]
PledgeLabel = Annotated[str, Meta(pattern=r"^[0-9]+-[0-9]+$")]
OfficeName = Literal["metro_head", "basic_head", "education_head", "metro_council", "basic_council"]


class Shape(Struct, forbid_unknown_fields=True):
    pass


class PrintedTheme(Shape):
    contents: str = ""
    body: str = ""


class PrintedTitles(Shape):
    contents: str = ""
    list: str = ""
    heading: str = ""


class PrintedCitation(Shape):
    """Date and number stand side by side in the handbook; they are not one event unless the register says so."""

    date: dt.date
    number: Digits
    action: str
    text: Text


class CaseShape(Shape):
    kind: Literal["ordinance", "programme", "overseas", "publication"]
    place: str
    places: list[Code]
    name: Text
    printed_name: str = ""
    printed: PrintedCitation | None = None
    place_source: Literal["handbook", "editorial"] = "handbook"
    year: int | None = None
    year_to: int | None = None
    did: str = ""
    note: str = ""


class SimilarShape(Shape):
    pledge: PledgeLabel
    reason: Text


class PledgeShape(Shape):
    number: int
    title: Text
    offices: list[OfficeName]
    fits: list[Literal["province", "city", "county", "district"]]
    targets: list[Literal["children", "youth", "elderly", "women", "disabled", "workers", "merchants", "everyone"]]
    cases: list[CaseShape]
    printed: PrintedTitles = field(default_factory=PrintedTitles)
    note: str = ""
    synonyms: list[Text] = field(default_factory=list)
    similar: list[SimilarShape] = field(default_factory=list)


class ThemeShape(Shape):
    number: int
    title: Text
    pledges: list[PledgeShape]
    printed: PrintedTheme = field(default_factory=PrintedTheme)
    note: str = ""

    @property
    def file(self) -> str:
        return f"{self.number:02}.toml"


class EditionShape(Shape):
    year: int
    title: Text
    published_on: dt.date
    organisation: Text
    publisher: str
    publisher_title: str
    editor: str
    editor_title: str
    researchers: str
    pledges_title: str
    credit_note: str
    register_read_on: dt.date


class EssayShape(Shape):
    title: Text
    author: Text
    author_title: str
    written_year: int
    note: str


class NeutralShape(Shape):
    title: Text
    check: Text


class QuestionShape(Shape):
    number: int
    title: Text
    asks: Text
    check: Text
    optional: bool = False
    optional_note: str = ""
    neutral: NeutralShape | None = None


class RuleShape(Shape):
    number: int
    title: Text
    check: Text
    printed_title: str = ""
    note: str = ""
    law: str = ""
    law_articles: list[Text] = field(default_factory=list)


class LawToday(Shape):
    who: Text
    what: Text
    article: str


class LawClaimShape(Shape):
    about: Literal["question", "essay"]
    as_printed: Text
    as_of: int
    today: LawToday
    law_version: str
    confidence: Literal["A", "B", "C"]
    number: int | None = None
    note: str = ""


class GuideShape(Shape):
    law_version: str
    contact: str
    essay: EssayShape
    questions: list[QuestionShape]
    rules: list[RuleShape]
    law_claims: list[LawClaimShape]


class PrincipleShape(Shape):
    number: int
    title: Text
    title_en: str
    text: str


class ProjectShape(Shape):
    group: Text
    name: Text
    text: str
    note: str = ""


class ContactShape(Shape):
    label: Text
    printed: Text
    probable: str = ""
    note: str = ""


class DonationShape(Shape):
    account: Text
    holder: Text
    note: Text
    printed_note: str = ""


class PublicationShape(Shape):
    title: Text
    edition: str = ""
    series: str = ""
    volume: int | None = None
    year: int | None = None
    text: str = ""
    note: str = ""


class InstituteShape(Shape):
    as_of: int
    checked: bool
    note: str
    principles: list[PrincipleShape]
    projects: list[ProjectShape]
    contacts: list[ContactShape]
    donation: DonationShape
    publications: list[PublicationShape]


class RegisterShape(Shape):
    """A row of the register file; `history` is `제6469호 2017-05-18;…`, oldest first."""

    theme: int
    pledge: int
    printed_name: Text
    printed_date: dt.date | None
    printed_number: str
    printed_action: str
    found: Literal["yes", "renamed", "no"]
    official_name: str
    jurisdiction_province: str
    jurisdiction_local: str
    register_id: str
    version_serial: str
    current_date: dt.date | None
    current_number: str
    current_action: str
    effective_date: dt.date | None
    source_url: str
    enacted_date: dt.date | None
    enacted_number: str
    history: str
    verdict: Literal["agrees", "number_is_of_a_later_amendment", "action_differs", "impossible", "gap", "not_found"]
    note: str


class GovernmentShape(Shape):
    code: Code
    name: Text
    short_name: Text
    kind: Text
    parent_code: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor_codes: str
    source_note: str


class PopulationShape(Shape):
    code: Code
    name: Text
    year_month: Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    population: int
    source: Text


class ElectionShape(Shape):
    key: Text
    kind: Literal["general", "by"]
    name: Text
    day: dt.date
    status: Literal["held", "set", "expected"]
    offices: list[OfficeName]
    source: Text
    note: str = ""
    confidence: str = ""


class TermShape(Shape):
    number: int
    name: Text
    starts: dt.date
    ends: dt.date
    election: str = ""
    note: str = ""
    source: str = ""
    confidence: str = ""


class CalendarShape(Shape):
    law_version: str
    elections: list[ElectionShape]
    terms: list[TermShape]

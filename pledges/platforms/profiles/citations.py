"""Cases as a file names them: with the stamp of the check, what the book prints and what the register says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.korean import date_text
from pledges.catalogue.models import Case, Citation, OrdinanceVersion
from pledges.documents.tree import Run

from ..whole import Whole
from .parts import numbered

EXPLAINED = "‘책’은 참고사례가 실린 책이고, ‘원문’은 국가법령정보센터에 있는 자치법규입니다. 원문 확인은 참고용입니다."


def case_runs(case: Case) -> tuple[Run, ...]:
    """One item of a list: the name with a link to the register, its stamps, then the facts in words."""
    citation = case.printed_citation
    facts = "".join(f" · {fact}" for fact in (place_text(case), *kind_and_years(case)) if fact)
    if citation is None:
        return (Run(case.name), Run(facts)) if facts else (Run(case.name),)
    runs = [Run(f"「{case.name}」", link=address(citation)), Run(f"{facts} · "), Run(stamp_text(citation), bold=True)]
    details = [*printed_and_register(citation), *citation.findings]
    return (*runs, Run(f". {' '.join(details)}")) if details else tuple(runs)


def place_text(case: Case) -> str:
    """Where it is; an own project of whoever published the book names nobody in a holder's file."""
    return "" if case.place_name == case.pledge.theme.edition.organisation else case.place_name


def kind_and_years(case: Case) -> tuple[str, ...]:
    return () if case.kind == Case.Kind.ORDINANCE else (case.get_kind_display(), case.years)


def address(citation: Citation) -> str:
    return citation.ordinance.url if citation.ordinance else ""


def stamp_text(citation: Citation) -> str:
    return ", ".join(word for _, word in citation.stamps)


def printed_and_register(citation: Citation) -> list[str]:
    """책: 2017.05.18.제정, 조례 제8127호. 원문: 제6469호, 2017. 5. 18. 제정."""
    said = [f"책: {ended(citation.printed_text)}"] if citation.printed_text else []
    if version := register_version(citation):
        said.append(f"원문: {ended(version_text(version))}")
    if (name := register_name(citation)) != citation.case.name and name:
        said.append(f"지금 이름: 「{name}」.")
    return said


def ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def register_version(citation: Citation) -> OrdinanceVersion | None:
    """What stands beside the printed citation: the promulgation of that day, else the first."""
    return citation.version_of_date or (citation.ordinance.enacted if citation.ordinance else None)


def register_name(citation: Citation) -> str:
    return citation.ordinance.title if citation.ordinance and citation.ordinance.register_id else ""


def version_text(version: OrdinanceVersion) -> str:
    return f"조례 제{version.number}호, {date_text(version.date)} {version.action}".strip()


@dataclass
class Source:
    """An ordinance of the register and the priorities of the pledges that cite it."""

    name: str
    address: str
    checked: str
    pledges: list[int]

    @property
    def runs(self) -> tuple[Run, ...]:
        cited_in = f" (공약 {', '.join(map(str, self.pledges))}{self.checked})"
        return (Run(f"「{self.name}」 "), Run(self.address, link=self.address), Run(cited_in))


def sources(whole: Whole) -> list[Source]:
    """Every cited ordinance that has an address, once, in the order of the pledges."""
    found: dict[str, Source] = {}
    for number, citation in cited(whole):
        url = address(citation)
        if not url:
            continue
        checked = f" · {date_text(citation.checked_on)} 대조" if citation.checked_on else ""
        name = register_name(citation) or citation.case.name
        source = found.setdefault(url, Source(name, url, checked, []))
        if number not in source.pledges:
            source.pledges.append(number)
    return list(found.values())


def cited(whole: Whole) -> Iterator[tuple[int, Citation]]:
    for number, chosen in numbered(whole):
        for case in chosen.cited:
            if citation := case.printed_citation:
                yield number, citation

"""What the open data say: the catalogue as a tree, and pledges and cases as rows.

Dates are ISO, ordinance numbers and ids strings of digits, absent values null. `printed` is what the handbook prints,
`register` what the ordinance register has; neither is ever corrected by the other.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone

from .models import Case, Edition, OrdinanceVersion, PledgeText

LICENCE = (
    "사실(이름, 곳, 날짜, 번호)의 권리는 펴낸 곳 희망제작소에 있습니다. 조례 원문의 사실은 국가법령정보센터 "
    "자치법규에서 왔습니다. 이 사이트가 새로 쓴 문장은 출처를 밝히면 누구나 쓸 수 있습니다(CC BY 4.0)."
)
PLEDGE_COLUMNS = (
    "edition",
    "theme_number",
    "theme_title",
    "number",
    "title",
    "offices",
    "fits",
    "targets",
    "cases",
    "url",
)
CASE_COLUMNS = (
    "edition",
    "theme_number",
    "pledge_number",
    "pledge_title",
    "case_number",
    "kind",
    "name",
    "place_code",
    "place_name",
    "printed_date",
    "printed_number",
    "printed_action",
    "register_id",
    "register_title",
    "enacted_date",
    "enacted_number",
    "current_date",
    "current_number",
    "current_action",
    "register_url",
    "check",
    "standing",
)


def catalogue_of(edition: Edition | None, absolute: Callable[[str], str]) -> dict[str, Any]:
    """The whole edition; `absolute` makes an address of a path."""
    cases = cases_by_pledge(edition)
    texts = live_texts(edition)
    return {
        "edition": edition.year if edition else None,
        "licence": LICENCE,
        "themes": [
            {
                "number": theme.number,
                "title": theme.title,
                "pledges": [
                    {
                        "number": text.pledge.number,
                        "title": text.title,
                        "url": absolute(text.get_absolute_url()),
                        "cases": [case_entry(case) for case in cases[text.pledge_id]],
                    }
                    for text in group
                ],
            }
            for theme, group in groupby(texts, key=lambda text: text.pledge.theme)
        ],
    }


def live_texts(edition: Edition | None) -> list[PledgeText]:
    texts = PledgeText.objects.live(timezone.now()).with_pledge().in_book_order()
    return list(texts.filter(pledge__theme__edition=edition).prefetch_related("facets"))


def cases_by_pledge(edition: Edition | None) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = defaultdict(list)
    for case in Case.objects.filter(pledge__theme__edition=edition).for_display().in_book_order():
        found[case.pledge_id].append(case)
    return found


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def case_entry(case: Case) -> dict[str, Any]:
    citation = case.printed_citation
    return {
        "kind": case.kind,
        "name": case.name,
        "place": {"code": case.edition_code, "name": case.place_name or None},
        "printed": {
            "date": iso(citation.printed_date) if citation else None,
            "number": (citation.printed_number or None) if citation else None,
            "action": (citation.printed_action or None) if citation else None,
        },
        "register": register_entry(case),
        "check": citation.check_state if citation else None,
        "standing": citation.ordinance.standing if citation and citation.ordinance else None,
    }


def register_entry(case: Case) -> dict[str, Any] | None:
    """What the register has; None where no ordinance was found or the case is none."""
    ordinance = case.printed_citation.ordinance if case.printed_citation else None
    if ordinance is None or ordinance.register_id is None:
        return None
    current = version_entry(ordinance.current)
    return {
        "id": ordinance.register_id,
        "title": ordinance.title,
        "enacted": {name: version_entry(ordinance.enacted)[name] for name in ("date", "number")},
        "current": current,
        "url": ordinance.url or None,
    }


def version_entry(version: OrdinanceVersion | None) -> dict[str, str | None]:
    if version is None:
        return {"date": None, "number": None, "action": None}
    return {"date": iso(version.date), "number": version.number, "action": version.action or None}


def pledge_rows(edition: Edition | None) -> Iterator[tuple[object, ...]]:
    """Rows of `PLEDGE_COLUMNS`; several values of a cell are parted by a semicolon."""
    cases = cases_by_pledge(edition)
    for text in live_texts(edition):
        theme = text.pledge.theme
        facets = [
            ";".join(facet.value for facet in text.facets.all() if facet.kind == kind)
            for kind in ("office", "place", "target")
        ]
        address = f"{settings.SITE_ORIGIN}{text.get_absolute_url()}"
        count = len(cases[text.pledge_id])
        yield (theme.edition.year, theme.number, theme.title, text.pledge.number, text.title, *facets, count, address)


def case_rows(edition: Edition | None) -> Iterator[tuple[object, ...]]:
    """Rows of `CASE_COLUMNS`."""
    titles = {text.pledge_id: text.title for text in live_texts(edition)}
    for cases in cases_by_pledge(edition).values():
        for case in cases:
            entry = case_entry(case)
            register = entry["register"] or {"id": None, "title": None, "enacted": {}, "current": {}, "url": None}
            theme = case.pledge.theme
            yield (
                theme.edition.year,
                theme.number,
                case.pledge.number,
                titles.get(case.pledge_id),
                case.number,
                case.kind,
                case.name,
                *entry["place"].values(),
                *entry["printed"].values(),
                register["id"],
                register["title"],
                *(register["enacted"].get(name) for name in ("date", "number")),
                *(register["current"].get(name) for name in ("date", "number", "action")),
                register["url"],
                entry["check"],
                entry["standing"],
            )

"""What looks wrong in the printed citations themselves, computed from them alone (handbook-audit §6).

Numbers of ordinances run per government, so rows are only ever compared inside one. Places without one government are
not compared at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from .models import Citation
from .search import normalise

FAR_APART = 50


class AnomalyKind(StrEnum):
    ORDER = "order"
    SAME_DAY = "same_day"
    SAME_NUMBER = "same_number"
    SAME_NUMBER_AND_DAY = "same_number_and_day"
    NO_ACTION = "no_action"
    NO_DATE = "no_date"
    NO_JURISDICTION = "no_jurisdiction"


SAYS = {
    AnomalyKind.ORDER: "날짜는 늦은데 번호가 더 작거나, 날짜는 이른데 번호가 더 큽니다",
    AnomalyKind.SAME_DAY: "같은 날인데 번호가 멀리 떨어져 있습니다",
    AnomalyKind.SAME_NUMBER: "같은 번호가 다른 날짜에 또 있습니다",
    AnomalyKind.SAME_NUMBER_AND_DAY: "같은 날 같은 번호가 또 있습니다. 일괄개정일 수 있습니다",
    AnomalyKind.NO_ACTION: "제정인지 개정인지 실리지 않았습니다",
    AnomalyKind.NO_DATE: "날짜와 번호가 실리지 않았습니다",
    AnomalyKind.NO_JURISDICTION: "이름이 지방자치단체 이름으로 시작하지 않습니다",
}


@dataclass(frozen=True)
class Anomaly:
    kind: AnomalyKind
    other: Citation | None = None

    def __str__(self) -> str:
        beside = f" (견준 것: {self.other})" if self.other else ""
        return f"{SAYS[self.kind]}{beside}."


def anomalies(citations: Iterable[Citation]) -> dict[int, list[Anomaly]]:
    """By the citation's key; a pair that conflicts is named on both sides. Wants `with_register()`."""
    rows = list(citations)
    found: dict[int, list[Anomaly]] = defaultdict(list)
    for citation in rows:
        for kind in alone(citation):
            found[citation.pk].append(Anomaly(kind))
    by_place: dict[str, list[Citation]] = defaultdict(list)
    for citation in rows:
        if (code := citation.case.edition_code) and citation.printed_date and citation.printed_number.isdecimal():
            by_place[code].append(citation)
    for neighbours in by_place.values():
        for one, other in combinations(neighbours, 2):
            if conflict := together(one, other):
                found[one.pk].append(Anomaly(conflict, other))
                found[other.pk].append(Anomaly(conflict, one))
    return dict(found)


def alone(citation: Citation) -> Iterator[AnomalyKind]:
    if not citation.printed_date:
        yield AnomalyKind.NO_DATE
    elif not citation.printed_action:
        yield AnomalyKind.NO_ACTION
    places = citation.case.places.all()
    name = normalise(citation.case.printed_name or citation.case.name)
    if len(places) == 1 and not name.startswith((normalise(places[0].name), normalise(places[0].short_name))):
        yield AnomalyKind.NO_JURISDICTION


def together(one: Citation, other: Citation) -> AnomalyKind | None:
    """What is wrong between two citations of one government."""
    first, second = sorted((one, other), key=lambda row: (row.printed_date, int(row.printed_number)))
    same_day = first.printed_date == second.printed_date
    ahead = int(first.printed_number) - int(second.printed_number)
    if ahead == 0:
        return AnomalyKind.SAME_NUMBER_AND_DAY if same_day else AnomalyKind.SAME_NUMBER
    if same_day:
        return AnomalyKind.SAME_DAY if abs(ahead) > FAR_APART else None
    return AnomalyKind.ORDER if ahead > 0 else None

"""Platforms as profiles get them: built by hand without a database, or joined with the rows of the 2022 edition."""

import datetime as dt
from typing import Any

from pledges.catalogue.models import Election, Government, Office, Purse, Term
from pledges.platforms.content import Amount, HeadContent, Indicator, Origin, PledgeContent, Step
from pledges.platforms.models import PlatformPledge
from pledges.platforms.sealed import Person
from pledges.platforms.whole import Chosen, Setting, Whole, chosen

SAVED_AT = dt.datetime(2027, 3, 21, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
CODE = "7F3-12"
SUNCHANG = "52770"


def county() -> Government:
    province = Government(code="52000", name="전북특별자치도", short_name="전북", kind="특별자치도")
    return Government(code=SUNCHANG, name="전북특별자치도 순창군", short_name="순창", kind="군", parent=province)


def setting(**fields: Any) -> Setting:
    """A county's council at an election that nobody has announced yet, whose term ends in 2030."""
    head = HeadContent(**{"office": Office.BASIC_COUNCIL, "place": SUNCHANG, "election": "by-2027-04", **fields})
    election = Election(
        key="by-2027-04", name="2027년 4월 재·보궐선거", day=dt.date(2027, 4, 7), status=Election.Status.EXPECTED
    )
    term = Term(number=9, name="민선 9기", starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2030, 6, 30))
    return Setting(head, county(), election, term)


def nowhere(**fields: Any) -> Setting:
    """Nothing chosen yet: no office, no place, no election."""
    return Setting(HeadContent(**fields), None, None, None)


WHY = (
    "2025년 주민 조사에서 열 명 가운데 여섯 명이 밤늦게 돌아오기 어렵다고 했습니다. "
    "담당 부서에 들어온 민원 3,218건 가운데 이 문제가 가장 많았습니다.\n\n지금의 지원은 한 해만 이어져 해마다 끊깁니다."
)
GOAL = (
    "막차가 끊긴 뒤에도 집까지 안전하게 돌아가도록 마을버스를 늘립니다. "
    "읍·면 사이를 잇는 노선부터 시작합니다. 임기 안에 모든 면을 잇겠습니다."
)
STEPS = (
    ("2027년 9월", "현황을 조사하고 주민 설명회를 열도록 요구하겠습니다."),
    ("2027년 12월", "조례안을 대표발의하고 예산 반영을 요구하겠습니다."),
    ("2028년 6월", "세 곳에서 먼저 해 본 결과를 밝히도록 하겠습니다."),
    ("2029년 3월", "모든 읍·면으로 넓히도록 점검하겠습니다."),
    ("임기 내", "주민 평가단과 함께 성과를 확인하겠습니다."),
)


def full_content(number: int = 1, **fields: Any) -> PledgeContent:
    """Everything a holder can write: five steps, four years from four purses."""
    purses = (Purse.NATIONAL, Purse.PROVINCE, Purse.OWN, Purse.PRIVATE)
    amounts = [
        Amount(year=2027 + year, purse=purse, won=(number + year + at) * 10_000_000)
        for year in range(4)
        for at, purse in enumerate(purses)
    ]
    defaults = {
        "title": f"밤에도 다니는 마을버스 {number}",
        "one_line": "막차가 끊긴 뒤에도 집까지 안전하게 돌아가게 합니다.",
        "why": WHY,
        "goal": GOAL,
        "indicator": Indicator(name="심야 노선", now="3곳", target="8곳", by="2028년 12월"),
        "steps": [Step(when=when, what=what) for when, what in STEPS],
        "deadline": "2029년 12월까지",
        "financing": "도비 보조사업을 먼저 찾고 모자라는 몫은 군비로 채우도록 요구하겠습니다.",
        "amounts": amounts,
        "actors": "군의회, 교통과, 마을버스 회사",
        "ordinance": "순창군 마을버스 지원 조례",
        "area": "순창읍" if number % 2 else "",
    }
    return PledgeContent(**{**defaults, **fields})


def own(content: PledgeContent, key: str = "K1") -> Chosen:
    """A pledge of one's own, which the library does not know."""
    return Chosen(key, 1, content, content, None, None, (), ())


def whole_of(
    *contents: PledgeContent, person: Person | None = None, where: Setting | None = None, **head: Any
) -> Whole:
    """Pledges with the keys K1, K2 … in order of priority; fields by name go into the head."""
    rows = tuple(own(content, f"K{number}") for number, content in enumerate(contents, start=1))
    return Whole(where or setting(**head), rows, CODE, SAVED_AT, person or Person())


def full(pledges: int = 50, **head: Any) -> Whole:
    return whole_of(*(full_content(number) for number in range(1, pledges + 1)), **head)


def taken(*keys: str, office: Office | None = Office.BASIC_COUNCIL, place: str = SUNCHANG, **head: Any) -> Whole:
    """Pledges of the 2022 edition as taken and not yet touched. Takes the fixture `edition_2022`."""
    where = Setting.of(HeadContent(office=office, place=place, election="by-2027-04", **head))
    rows = [
        (PlatformPledge(key=f"K{position}", position=position), PledgeContent(origin=Origin(pledge=key, version=1)))
        for position, key in enumerate(keys, start=1)
    ]
    return Whole(where, tuple(chosen(rows, where)), CODE, SAVED_AT, Person())


def taken_all(**options: Any) -> Whole:
    """Every pledge of the edition, which is as much of the library as a platform can hold."""
    from pledges.catalogue.models import Pledge

    return taken(*Pledge.objects.order_by("theme__number", "number").values_list("key", flat=True), **options)

"""What the election calendar says about the days of an event: hints for staff, never a verdict.

공직선거법 86조 2항, 5항, 6항. The calendar holds local elections and their by-elections only.
"""

import datetime as dt
from collections.abc import Iterable

from handbook.korean import date_text
from pledges.catalogue.models import Election

OF_HEADS = {"metro_head", "basic_head"}
LONG, SHORT = dt.timedelta(days=180), dt.timedelta(days=60)
LIMITS = {
    SHORT: "이 기간에는 단체장이 정치 행사에 가거나 행사를 열고 후원하는 일에 제한이 있을 수 "
    "있습니다(공직선거법 86조 2항).",
    LONG: "이 기간에는 단체장이 근무시간에 공공기관이 아닌 단체의 행사에 가는 일과 지방자치단체의 홍보물에 제한이 "
    "있을 수 있습니다(공직선거법 86조 5항, 6항).",
}
BY_ELECTION = "재·보궐선거는 치르는 지역의 단체장에게만 걸리고 기간의 시작이 다를 수 있습니다."
QUARTERLY = "지방자치단체가 낸 홍보물은 분기마다 한 번까지라는 제한이 있습니다(공직선거법 86조 5항)."
NONE_FOUND = "선거 달력에서 이 날짜에 걸리는 기간을 찾지 못했습니다."
SCOPE = "이 달력에는 지방선거와 그 재·보궐선거만 있습니다. 중앙선거관리위원회(1390) 확인"


def elections_near(first_day: dt.date, last_day: dt.date) -> list[Election]:
    """Elections of heads whose 180 days before, or whose day, touch these days; the nearest first."""
    near = Election.objects.filter(day__gte=first_day, day__lte=last_day + LONG).order_by("day")
    return [election for election in near if OF_HEADS & set(election.offices.split(","))]


def hint(election: Election, last_day: dt.date) -> str:
    """The limits of the periods that the last day has reached."""
    expected = " 예정" if election.status == Election.Status.EXPECTED else ""
    reached = [period for period in LIMITS if last_day >= election.day - period]
    periods = [f"선거일 전 {period.days}일부터 선거일까지의 기간에 듭니다. {LIMITS[period]}" for period in reached]
    by_election = [BY_ELECTION] if election.kind == Election.Kind.BY else []
    return " ".join([f"{election.name}({date_text(election.day)}{expected}):", *periods, *by_election])


def hints(near: Iterable[Election], last_day: dt.date) -> list[str]:
    """A line an election, the quarterly limit, and whom to ask. `near` as `elections_near` gives it."""
    lines = [hint(election, last_day) for election in near]
    return [*(lines or [NONE_FOUND]), QUARTERLY, SCOPE]

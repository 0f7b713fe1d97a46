"""What an application resembles: the same person, the same office, an earlier term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.korean import date_text

from ..models import Application, Membership
from .pages import change_address
from .people import number


@dataclass(frozen=True)
class Likeness:
    """A row that resembles the application, and what that means for it; `whose` is for the access log."""

    name: str
    address: str
    says: str
    whose: str


def likenesses(application: Application) -> list[Likeness]:
    return [*other_applications(application), *memberships(application)]


def other_applications(application: Application) -> Iterator[Likeness]:
    found = (
        ("같은 이름과 생년월일로 낸 다른 신청입니다.", Application.objects.of_same_person(application)),
        ("같은 단체와 임기로 다른 분이 낸 신청입니다.", Application.objects.of_same_office(application)),
    )
    for says, others in found:
        for other in others:
            state = f"지금 상태는 ‘{other.get_state_display()}’입니다."
            yield Likeness(str(other), change_address(other), f"{says} {state}", str(other))


def memberships(application: Application) -> Iterator[Likeness]:
    for row in application.earlier_memberships().exclude(application=application):
        yield likeness(row, earlier(application, row))
    for row in application.other_heads().exclude(application=application):
        yield likeness(row, "같은 단체의 다른 분이 이 임기의 회원입니다. 승인하려면 그 회원 자격을 먼저 끝내야 합니다.")


def earlier(application: Application, row: Membership) -> str:
    if row.term_id == application.term_id and row.end_reason == Membership.EndReason.TERM:
        return "같은 이름과 생년월일의 분이 이 임기에 이미 회원입니다. 한 번 더 승인할 수 없습니다."
    days = f"{date_text(row.started_on)}부터 {date_text(row.ends_on)}까지"
    return f"같은 이름과 생년월일의 분이 {days} 회원이었습니다. 승인하면 한 사람으로 이어집니다."


def likeness(row: Membership, says: str) -> Likeness:
    return Likeness(f"{row}, {row.term}", change_address(row), says, number(row.member_id))

"""What staff do for a party, on its word: each a page that says what will happen, with one button."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from handbook.models import Staff
from handbook.personal import Refused

from .. import actions, letters, offers, seats
from ..models import Party


@dataclass(frozen=True)
class Step:
    title: str
    says: tuple[str, ...]
    button: str
    take: Callable[[Party, Staff, dt.datetime], str]


def cancel(party: Party, by: Staff, now: dt.datetime) -> str:
    actions.cancel(party=party, now=now, by=by)
    return "신청을 취소했습니다."


def send_link(party: Party, by: Staff, now: dt.datetime) -> str:
    """Raises Refused where there is nobody to send it to."""
    party = seats.locked_party(party)
    if not party.stands or not party.mail:
        raise Refused("이 신청에는 링크를 보낼 전자우편이 없습니다.")
    letters.link_again(party)
    return "신청한 사람의 전자우편으로 새 링크를 보냅니다."


def offer_seats(party: Party, by: Staff, now: dt.datetime) -> str:
    """In the order of the line, as always: nobody overtakes. Raises Refused where no seat is free or nobody waits."""
    number = actions.fill(event=party.event, now=now)
    if not number:
        raise Refused("지금 안내할 수 있는 자리가 없습니다. 정원을 늘리거나 취소가 나면 저절로 안내합니다.")
    return f"대기 차례대로 {number}석을 안내했습니다."


def accept_offer(party: Party, by: Staff, now: dt.datetime) -> str:
    """Raises Refused where nothing is offered."""
    offer = party.open_offer
    if offer is None:
        raise Refused("이 일행에게 안내한 자리가 없습니다.")
    offers.accept_offer(offer=offer, now=now)
    return f"안내한 {offer.seats}석을 받은 것으로 했습니다."


STEPS = {
    "link": Step(
        "링크 다시 보내기",
        (
            "신청한 사람의 전자우편으로 신청을 여는 새 링크를 보냅니다.",
            "먼저 보낸 링크도 그대로 열립니다. 다른 주소로는 보내지 않습니다.",
        ),
        "링크 보내기",
        send_link,
    ),
    "offer": Step(
        "남은 자리 안내하기",
        (
            "이 행사의 남은 자리를 대기 차례대로 안내합니다. 이 일행만 먼저 안내하지는 않습니다.",
            "자리가 나면 저절로 안내하므로, 안내가 빠졌는지 확인할 때만 씁니다.",
        ),
        "안내하기",
        offer_seats,
    ),
    "accept": Step(
        "안내한 자리 받기",
        (
            "이 일행이 안내한 자리를 받겠다고 했을 때만 합니다. 예: 접수대에 와 있을 때.",
            "받으면 바로 이 일행의 자리가 되고, 신청한 사람에게 편지가 갑니다.",
        ),
        "자리 받기",
        accept_offer,
    ),
    "cancel": Step(
        "신청 취소하기",
        (
            "일행이 취소해 달라고 했을 때만 합니다. 되돌릴 수 없습니다.",
            "자리는 기다리는 일행에게 안내합니다. 이름과 연락처를 지우고, 취소했다는 편지를 보냅니다.",
        ),
        "신청 취소하기",
        cancel,
    ),
}

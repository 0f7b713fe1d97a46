"""What staff tell all parties of an event: that it has changed, or that it takes place after all."""

import datetime as dt

from django.db import transaction

from handbook.personal import Refused

from . import letters, seats
from .models import Event

CHANGED, REOPENED = "event_changed", "event_reopened"
OTHERWISE = "그사이 다른 직원이 이 행사를 고쳤습니다. 새로 열어 확인해 주세요."
NOT_CANCELLED = "취소한 행사가 아닙니다."
IS_CANCELLED = "취소한 행사입니다. 먼저 다시 열어 주세요."
IS_OVER = "끝난 행사입니다."


def refusal(event: Event, template: str, now: dt.datetime) -> str:
    """Why this cannot be told now, in a sentence; empty where it can."""
    if now >= event.ends_at:
        return IS_OVER
    if template == REOPENED:
        return "" if event.cancelled_at else NOT_CANCELLED
    return IS_CANCELLED if event.cancelled_at else ""


@transaction.atomic
def tell(*, event: Event, template: str, seen: int, words: str, now: dt.datetime) -> int:
    """Mails to all who registered and to all who agreed; how many parties. The second press finds another revision.

    Reopening takes the cancellation back, and what is free is offered again. Raises Refused.
    """
    event = seats.locked(event)
    reason = refusal(event, template, now) or (OTHERWISE if event.revision != seen else "")
    if reason:
        raise Refused(reason)
    if template == REOPENED:
        event.cancel_reason = ""
        event.note_cancellation(at=now)
    event.save()
    parties = list(event.parties.standing().whole())
    for party in parties:
        party.event = event
        letters.event_told(party, template, words)
    seats.offer_free_seats(event, now=now)
    return len(parties)

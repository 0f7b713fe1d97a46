"""What is kept of a party, to carry away: everything that whoever registered wrote or was told."""

from typing import Any

from .models import Attendee, Offer, Party

CONTACT = ("name", "mail", "phone")
ANSWERS = ("lodging", "meals", "cars", "transport")


def carried(party: Party) -> dict[str, Any]:
    """Whole words for whoever reads it; times as ISO 8601."""
    return {
        "event": party.event.title,
        "receipt": party.receipt,
        "kind": party.get_kind_display(),
        "government": str(party.government or ""),
        "state": party.get_state_display(),
        "registered_at": party.registered_at,
        "ended_at": party.ended_at,
        "registrant": {name: getattr(party, name) for name in CONTACT},
        "answers": {name: getattr(party, name) for name in ANSWERS},
        "seats": {"wanted": party.seats_wanted, "held": party.seats_held},
        "people": [of_person(person) for person in party.people.all()],
        "offers": [of_offer(offer) for offer in party.offers.all()],
        "consents": [
            {"text": consent.wording.text, "given_at": consent.given_at, "withdrawn_at": consent.withdrawn_at}
            for consent in party.consents.select_related("wording")
        ],
    }


def of_person(person: Attendee) -> dict[str, Any]:
    """When the others came is for them and for the secretariat."""
    names = ["name", "post", "mail", "asked_at", "agreed_at", *(["checked_in_at"] if person.is_registrant else [])]
    return {"role": person.get_role_display(), **{name: getattr(person, name) for name in names}}


def of_offer(offer: Offer) -> dict[str, Any]:
    names = ("seats", "offered_at", "expires_at", "answered_at")
    return {**{name: getattr(offer, name) for name in names}, "answer": offer.get_answer_display()}

"""Parties for tests, made by the verbs that pages call; and what must hold of seats whatever has happened."""

import datetime as dt
import itertools

from handbook.consents import ConsentForm, ConsentText
from handbook.models import Mail
from tests import factories
from workshops import actions, offers
from workshops.actions import Answers, Registrant
from workshops.models import Event, Offer, Party
from workshops.people import Guest

from .rows import seoul

OPEN = seoul(2027, 2, 10, 12)
LATER = seoul(2027, 2, 12, 12)  # two days on: an offer of OPEN has lapsed
CLOSED = seoul(2027, 3, 4)
BEGUN = seoul(2027, 3, 10, 10)
TEXT = ConsentText(
    "collection", "개인정보 수집·이용", "접수", "이름", "여섯 달", "신청하지 못합니다.", is_required=True
)
count = itertools.count(1)


def consents():
    """Given."""
    form = ConsentForm([TEXT], {"consent_collection": "on"})
    assert form.is_valid()
    return form


def later(**step):
    return OPEN + dt.timedelta(**step)


def guests(number):
    """Aides without a name yet."""
    return [Guest() for _ in range(number)]


def register(event, aides=0, **fields):
    """A party of a head of its own government, registered by somebody who does not come."""
    number = next(count)
    values = {
        "form_key": f"form-{number}",
        "kind": "aides" if event.kind == "training" else "head",
        "government": fields.get("government") or factories.government(),
        "registrant": Registrant(f"신청인{number}", f"registrant-{number}@example.org", "01012345678"),
        "answers": Answers(),
        "consents": consents(),
        "now": OPEN,
        **fields,
    }
    principal = None if values["kind"] == "aides" else values.pop("principal", Guest())
    people = values.pop("people", None)
    aides = guests(aides) if people is None else people
    return actions.register(event=event, principal=principal, aides=aides, **values)


def change(party, aides, **fields):
    """The same head with so many aides; those who stand already stay as far as they fit."""
    party.refresh_from_db()
    people = list(party.people.all())
    kept = [Guest(key=person.key, name=person.name, mail=person.mail, post=person.post) for person in people]
    principal = None if party.kind == "aides" else kept.pop(0)
    values = {"seen": party.version, "kind": party.kind, "answers": Answers(), "now": OPEN, **fields}
    aides = (kept + guests(aides))[:aides]
    return actions.change(party=party, principal=principal, aides=aides, **values)


def offer_of(party):
    """The offer that waits for an answer, or None."""
    return Offer.objects.filter(party=party, answer="").first()


def told(about="offer/"):
    """The mails about this, offers by default, have gone out."""
    Mail.objects.waiting().filter(about__startswith=about).update(sent_at=OPEN, body=None, attachments=None)


def lapse(now):
    """Nobody has answered what they were told; how many offers."""
    told()
    return offers.lapse_offers(now)


def line(event):
    """The parties that wait, the next one first."""
    return list(event.parties.waiting())


def held(*parties):
    return [Party.objects.get(pk=party.pk).seats_held for party in parties]


def check(event):
    """What holds of an event's seats at any moment."""
    event = Event.objects.get(pk=event.pk)
    parties = list(event.parties.standing())
    offers = list(Offer.objects.filter(party__event=event, answer=""))
    assert event.seats_taken == sum(party.seats_held for party in parties) + sum(offer.seats for offer in offers)
    assert event.seats_taken <= event.capacity
    assert event.waiting_parties == len(line(event))
    assert all(party.seats_held + party.seats_missing == party.seats_wanted for party in parties)
    for offer in offers:
        party = offer.party
        assert party.ticket is not None
        assert offer.seats <= party.seats_missing
        assert not party.wants_all or offer.seats == party.seats_missing
    return event

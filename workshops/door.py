"""The list at the door: who is expected and who has come, by government, narrowed by what staff type."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.shortcuts import get_object_or_404

from pledges.catalogue.search import LEADING_CONSONANTS, initials, normalise

from .models import Attendee, Event, Party

LATE, HERE = "late", "here"
SHOWN = {"": "모두", LATE: "아직 오지 않은 사람", HERE: "도착한 사람"}


@dataclass(frozen=True)
class Expected:
    """One line of the list. Whoever has no seat stands there, too, and is told why."""

    person: Attendee
    has_seat: bool

    @property
    def has_come(self) -> bool:
        return self.person.checked_in_at is not None

    @property
    def may_come(self) -> bool:
        return self.has_seat and not self.has_come

    @property
    def needs_word(self) -> bool:
        """Has no name yet, or has not agreed that it is kept: both can be done at the door."""
        return self.person.agreed_at is None

    @property
    def name(self) -> str:
        """For what is carried away: who has not agreed is named nowhere but where they are asked."""
        return self.person.name if self.person.agreed_at else ""

    def is_called(self, query: str) -> bool:
        """Every word is part of government, name or post, or of their leading consonants (ㅎㄱㄷ)."""
        party = self.person.party
        said = f"{party.government or ''} {self.person.name} {self.person.post} {party.receipt}"
        return all(is_part(word, said) for word in query.split())

    def is_shown(self, show: str) -> bool:
        return {LATE: self.may_come, HERE: self.has_come}.get(show, True)


def is_part(word: str, said: str) -> bool:
    if all(letter in LEADING_CONSONANTS for letter in word):
        return word in initials(said)
    return normalise(word) in normalise(said)


@dataclass(frozen=True)
class DoorList:
    """The parties of whom somebody comes, by the names of their governments; whoever came without one last."""

    event: Event
    parties: list[Party]

    @classmethod
    def of(cls, event: Event) -> Self:
        parties = list(event.parties.standing().with_seats().whole())
        for party in parties:
            party.event = event
        return cls(event, sorted(parties, key=by_government))

    def groups(self, query: str = "", show: str = "") -> list[tuple[Party, list[Expected]]]:
        """Parties with those of their people who are called so and are shown; none without."""
        found = ((party, [guest for guest in guests_of(party) if guest.is_called(query)]) for party in self.parties)
        shown = ((party, [guest for guest in guests if guest.is_shown(show)]) for party, guests in found)
        return [(party, guests) for party, guests in shown if guests]

    @property
    def guests(self) -> Iterator[Expected]:
        return (guest for party in self.parties for guest in guests_of(party))

    @property
    def expected(self) -> int:
        return sum(guest.has_seat for guest in self.guests)

    @property
    def whose(self) -> list[str]:
        return [party.receipt for party in self.parties]


def by_government(party: Party) -> tuple[bool, str, int]:
    return party.government is None, str(party.government), party.number


def guests_of(party: Party) -> list[Expected]:
    seated = set(party.seated())
    return [Expected(person, person in seated) for person in party.people.all()]


def find_expected(event: Event, key: str) -> Expected:
    """One person of a party that stands, by the name of their address. Raises Http404."""
    people = Attendee.objects.filter(event=event, party__state=Party.State.STANDING)
    person: Attendee = get_object_or_404(people.select_related("party__government"), key=key)
    person.event = person.party.event = event
    return Expected(person, person in person.party.seated())

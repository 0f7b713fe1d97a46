"""An event's seats as staff see them: how many are taken, offered and free, drawn, and who waits in which order."""

from dataclasses import dataclass
from itertools import chain, repeat
from typing import Self

from ..models import Event, Party

# Seats are drawn one by one; of a larger hall only the numbers are told.
MOST_DRAWN, IN_A_ROW = 400, 25
SIDE, STEP = 14, 18


@dataclass(frozen=True)
class Square:
    """One seat of the drawing: held, offered or free."""

    kind: str
    x: int
    y: int


@dataclass(frozen=True)
class SeatsPanel:
    """Without names: parties stand here by their numbers."""

    event: Event
    offered: int
    waiting: list[Party]

    @classmethod
    def of(cls, standing: Event) -> Self:
        """As the database has it: a form that was refused has changed the event in hand."""
        event = Event.objects.get(pk=standing.pk)
        waiting = list(event.parties.waiting().with_place().whole())
        for party in waiting:
            party.event = event
        return cls(event, sum(party.open_offer.seats for party in waiting if party.open_offer), waiting)

    @property
    def held(self) -> int:
        """What parties hold; open offers are taken, too, but not held yet."""
        return self.event.seats_taken - self.offered

    @property
    def numbers(self) -> list[tuple[str, str, int]]:
        free = self.event.seats_free
        return [("held", "받은 자리", self.held), ("offered", "안내한 자리", self.offered), ("free", "남은 자리", free)]

    @property
    def squares(self) -> list[Square]:
        if self.event.capacity > MOST_DRAWN:
            return []
        kinds = chain.from_iterable(repeat(kind, number) for kind, _, number in self.numbers)
        return [
            Square(kind, seat % IN_A_ROW * STEP + 2, seat // IN_A_ROW * STEP + 2) for seat, kind in enumerate(kinds)
        ]

    @property
    def width(self) -> int:
        return min(self.event.capacity, IN_A_ROW) * STEP + 2

    @property
    def height(self) -> int:
        return -(-self.event.capacity // IN_A_ROW) * STEP + 2

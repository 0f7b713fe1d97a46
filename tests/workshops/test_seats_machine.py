"""Whatever happens in whatever order: the counts agree, no seat is given twice, nobody overtakes."""

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from handbook.personal import Refused
from workshops import actions, offers
from workshops.models import Event, Party

from . import parties, rows
from .parties import OPEN, lapse, line, offer_of

SIZES = strategies.integers(0, 3)


class Seats(RuleBasedStateMachine):
    """One small event; time goes on in steps of some hours, from the opening on."""

    known = Bundle("parties")

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.event = rows.event(capacity=5, aides_most=3, starts_on=dt.date(2027, 3, 10))
        self.now = OPEN
        self.kept = {}  # seats of an offer that a party has taken along to the end of the line

    def stands(self, party):
        party.refresh_from_db()
        return party.stands

    @rule(target=known, aides=SIZES)
    def register(self, aides):
        somebody_waits = bool(line(self.event))
        party = parties.register(self.event, aides, now=self.now)
        assert not (somebody_waits and party.seats_held)
        return party

    @rule(party=known, aides=SIZES)
    def change(self, party, aides):
        if self.stands(party):
            offer, ticket = offer_of(party), party.ticket
            changed = parties.change(party, aides, now=self.now)
            if offer and changed.ticket and changed.ticket != ticket:
                self.kept[offer.pk] = offer.seats

    @rule(party=consumes(known))
    def cancel(self, party):
        actions.cancel(party=party, now=self.now)

    @rule(party=known)
    def leave(self, party):
        actions.leave_waiting_list(party=party, now=self.now)

    @rule(party=known)
    def accept(self, party):
        offer = offer_of(party)
        if offer and offer.stands(self.now):
            held = Party.objects.get(pk=party.pk).seats_held
            assert offers.accept_offer(offer=offer, now=self.now).seats_held == held + offer.seats

    @rule(party=known, waits_for_all=strategies.booleans())
    def decline(self, party, waits_for_all):
        offer = offer_of(party)
        if offer and offer.stands(self.now):
            try:
                offers.decline_offer(offer=offer, waits_for_all=waits_for_all, now=self.now)
            except Refused:
                assert waits_for_all

    @rule(hours=strategies.integers(1, 30))
    def wait(self, hours):
        self.now = min(self.now + dt.timedelta(hours=hours), self.event.closes_at - dt.timedelta(hours=1))
        lapse(self.now)

    @rule(more=strategies.integers(1, 3))
    def enlarge(self, more):
        capacity = Event.objects.get(pk=self.event.pk).capacity
        Event.objects.filter(pk=self.event.pk).update(capacity=min(capacity + more, 12))
        actions.fill(event=self.event, now=self.now)

    @rule()
    def shrink(self):
        event = Event.objects.get(pk=self.event.pk)
        Event.objects.filter(pk=event.pk).update(capacity=max(event.seats_taken, 4))

    @invariant()
    def counts_agree(self):
        parties.check(self.event)

    @invariant()
    def nobody_overtakes(self):
        """An offer is made only where everybody before is offered all they miss, or wants to hear of all only."""
        waiting = line(self.event)
        standing = [offer_of(party) for party in waiting]
        lacks = [
            party.seats_missing - (offer.seats if offer else 0) for party, offer in zip(waiting, standing, strict=True)
        ]
        for place, offer in enumerate(standing):
            if offer and offer.seats > self.kept.get(offer.pk, 0):
                before = zip(waiting[:place], lacks[:place], strict=True)
                assert all(not lack or earlier.wants_all for earlier, lack in before)

    @invariant()
    def nothing_lies_idle(self):
        """A free seat is one that nobody in line would take as it stands."""
        free = Event.objects.get(pk=self.event.pk).seats_free
        for party in line(self.event) if free else []:
            offer = offer_of(party)
            lack = party.seats_missing - (offer.seats if offer else 0)
            assert not lack or (party.wants_all and lack > free)

    @invariant()
    def everybody_has_a_place(self):
        """As many people stand on a party's list as it wants seats."""
        for party in self.event.parties.standing().prefetch_related("people"):
            assert len(party.people.all()) == party.seats_wanted

    def teardown(self):
        """Nothing is left of this run, whether all went well or not."""
        try:
            if not connection.needs_rollback:
                self.begin()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def begin(self):
        offers.end_lines(self.event.starts_at)
        event = parties.check(self.event)
        assert event.waiting_parties == 0
        assert event.seats_taken == sum(party.seats_wanted for party in event.parties.standing())


@pytest.mark.slow
def test_seats_hold_whatever_happens(db):
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    options = {"max_examples": 25, "stateful_step_count": 25, "deadline": None, "derandomize": True, "database": None}
    run_state_machine_as_test(Seats, settings=settings(suppress_health_check=checks, **options))

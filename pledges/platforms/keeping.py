"""How long a platform is kept (law document 3.2): as a draft until half a year after its election, and no longer.

Whoever was elected may choose to keep it for the term. Without an election the last save counts. Every save leaves at
least thirty days: nobody writes into a platform that is gone tomorrow.
"""

import datetime as dt

from handbook.korean import months_later
from pledges.catalogue.models import Election, Term

from .content import HeadContent

AFTER_ELECTION_MONTHS = 6
WITHOUT_ELECTION_MONTHS = 12
WARNED_DAYS = 30


def last_day(head: HeadContent, *, keeps_for_term: bool, today: dt.date) -> dt.date:
    """The last day on which the platform stands."""
    election = Election.objects.filter(key=head.election).first() if head.election else None
    if election is None:
        return months_later(today, WITHOUT_ELECTION_MONTHS)
    term = term_after(election) if keeps_for_term else None
    day = months_later(term.ends_on if term else election.day, AFTER_ELECTION_MONTHS)
    return max(day, today + dt.timedelta(days=WARNED_DAYS))


def term_after(election: Election) -> Term | None:
    """The term that an election opens, or into which a by-election elects."""
    opened = Term.objects.filter(election=election).first()
    return opened or Term.objects.filter(starts_on__lte=election.day, ends_on__gte=election.day).first()

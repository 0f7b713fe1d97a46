"""What is due once a day: deletion on time (개인정보 보호법 21조), by the days of `keeping`. Counts stay, no names."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from handbook import outbox

from .actions.memberships import forget_invitations
from .keeping import member_day, start_of
from .models import Application, ApplicationLink, Member, Membership, PurgedCount

What, State = PurgedCount.What, Application.State
KINDS = {State.WRITING: What.DRAFT, State.REFUSED: What.REFUSED, State.WITHDRAWN: What.WITHDRAWN}
# A link that is over stays for a while, so that whoever opens it learns that it ended.
REMEMBERED = dt.timedelta(days=30)


def delete_applications(today: dt.date) -> int:
    """Drafts, and applications that came to nothing, whose last day is over, with all that belongs to them."""
    count = 0
    for application in Application.objects.due(today):
        with transaction.atomic():
            outbox.forget(application.about)
            # Whoever has saved a draft meanwhile keeps it.
            if Application.objects.due(today).filter(pk=application.pk).delete()[0]:
                year = application.number_year or timezone.localdate(application.created_at).year
                PurgedCount.add(KINDS.get(State(application.state), What.UNDECIDED), year)
                count += 1
    return count


def delete_memberships(today: dt.date) -> int:
    """Memberships that ended so many months ago, with their application and dues, and members who have no other."""
    count = 0
    ended = Membership.objects.ended(today).select_related("term")
    for membership in [one for one in ended if member_day(one.ends_on) < today]:
        with transaction.atomic():
            application = Application.objects.filter(membership=membership).first()
            forget_invitations(membership.invitations.all())
            if Membership.objects.filter(pk=membership.pk).delete()[0]:
                PurgedCount.add(What.MEMBERSHIP, membership.term.number)
                count += 1
            if application:
                outbox.forget(application.about)
                application.delete()
            Member.objects.filter(pk=membership.member_id, memberships=None).delete()
    return count


def delete_lone_members(today: dt.date) -> int:
    """People of whom staff have noted no membership, or no longer any, as long after as a draft is kept."""
    before = start_of(today - dt.timedelta(days=settings.CLUB_DRAFT_DAYS))
    return Member.objects.filter(memberships=None, changed_at__lt=before).delete()[0]


def delete_links(today: dt.date) -> int:
    """Links that ended a while ago."""
    return ApplicationLink.objects.over(timezone.now() - REMEMBERED).delete()[0]


STEPS: dict[str, Callable[[dt.date], int]] = {
    "club applications deleted": delete_applications,
    "club memberships deleted": delete_memberships,
    "members without membership deleted": delete_lone_members,
    "ended club links deleted": delete_links,
}

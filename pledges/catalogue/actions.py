"""Changes that touch several rows."""

import datetime as dt

from django.db import transaction

from handbook.models import Staff

from .models import Facet, PledgeText


@transaction.atomic
def publish(text: PledgeText, *, at: dt.datetime) -> PledgeText:
    """From `at` on visitors see this version; an hour in the future is a schedule."""
    text.published_at = at
    text.save()
    return text


@transaction.atomic
def new_draft(text: PledgeText, *, by: Staff) -> PledgeText | None:
    """A draft that starts as a copy of this version; None where the pledge already has one."""
    if PledgeText.objects.drafts().filter(pledge=text.pledge).exists():
        return None
    draft = PledgeText.objects.create(
        pledge=text.pledge,
        version=PledgeText.objects.next_version(text.pledge),
        title=text.title,
        **{name: getattr(text, name) for name in PledgeText.WRITTEN if name != "title"},
        author=by,
    )
    Facet.objects.bulk_create(Facet(text=draft, kind=facet.kind, value=facet.value) for facet in text.facets.all())
    for starter in text.starters.all():
        starter.pk, starter.text = None, draft
        starter._state.adding = True
        starter.save()
    return draft

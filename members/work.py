"""What is due at any moment: signed forms become PDFs, which go to addresses that are confirmed."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from pledges.documents.make import MakingFailed

from . import mails, papers
from .models import Application, Signature

# A worker that dies gives its claim back by time; a form that cannot be made is tried this often.
CLAIM, MOST_TRIES = dt.timedelta(minutes=5), 5
AT_ONCE = 5


def make_papers(now: dt.datetime) -> int:
    """Makes the PDFs that are missing; how many. Safe in several processes at once."""
    unclaimed = Q(pdf_claimed_at=None) | Q(pdf_claimed_at__lt=now - CLAIM)
    waiting = Signature.objects.filter(unclaimed, pdf_made_at=None, pdf_tries__lt=MOST_TRIES).exclude(
        manner=Signature.Manner.PAPER
    )
    count = 0
    for key in list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        claimed = waiting.filter(pk=key).update(pdf_claimed_at=timezone.now(), pdf_tries=F("pdf_tries") + 1)
        count += bool(claimed) and make_paper(Signature.objects.select_related("application").get(pk=key))
    return count


def make_paper(signature: Signature) -> bool:
    """One PDF, kept encrypted; posted where the address is confirmed. A failure is said in the log by its kind."""
    try:
        pdf = papers.made(papers.signed_form(signature.application, signature), "pdf")
    except MakingFailed:
        return False
    with transaction.atomic():
        # Whoever confirms the address meanwhile waits, and then sees the PDF.
        application = Application.objects.select_for_update().filter(pk=signature.application_id).first()
        row = Signature.objects.filter(pk=signature.pk, pdf_made_at=None)
        signature.pdf, signature.pdf_made_at = pdf, timezone.now()
        if application is None or not row.exists():
            return False
        signature.save(update_fields=["pdf", "pdf_made_at"])
        if application.mail_confirmed_at:
            mails.signed_paper(application, signature)
    return True


STEPS: dict[str, Callable[[dt.datetime], int]] = {"club papers made": make_papers}

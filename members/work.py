"""What is due at any moment: signed forms become PDFs, which go to addresses that are confirmed."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pledges.documents.make import MakingFailed

from . import mails, papers
from .models import Application, Signature

AT_ONCE = 5


def waiting(now: dt.datetime) -> QuerySet[Signature]:
    """Those whose PDF is due: not tried yet, or the pause after the last try is over. By the same pause a worker that
    dies gives its claim back. Past the last try somebody of the secretariat begins anew.
    """
    due = Q(pdf_claimed_at=None, pdf_tries__lt=Signature.MOST_TRIES)
    for tries, pause in enumerate(Signature.PAUSES, start=1):
        due |= Q(pdf_tries=tries, pdf_claimed_at__lt=now - pause)
    return Signature.objects.filter(due, pdf_made_at=None).exclude(manner=Signature.Manner.PAPER)


def make_papers(now: dt.datetime) -> int:
    """Makes the PDFs that are missing; how many. Safe in several processes at once."""
    count = 0
    for key in list(waiting(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        claimed = waiting(now).filter(pk=key).update(pdf_claimed_at=timezone.now(), pdf_tries=F("pdf_tries") + 1)
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

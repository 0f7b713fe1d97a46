"""Signed forms become PDFs in the background: made once, encrypted, sent to confirmed addresses only."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from handbook import outbox
from handbook.models import Mail
from members import actions, mails, work
from members.models import Signature

from . import people

pytestmark = pytest.mark.django_db
MINUTES = dt.timedelta(minutes=1)


def papers_posted():
    return Mail.objects.filter(subject__contains="서명하신 가입 신청서")


def cannot_make(settings, tmp_path):
    """A file where the line of those who wait should be: no child can draw its ticket."""
    settings.TICKETS = tmp_path / "tickets"
    settings.TICKETS.write_text("")


def test_paper_is_made_once_and_kept_encrypted():
    people.received()
    now = timezone.now()
    assert [work.make_papers(now), work.make_papers(now)] == [1, 0]
    signature = Signature.objects.get()
    assert bytes(signature.pdf).startswith(b"%PDF")
    assert signature.pdf_made_at >= now
    with connection.cursor() as cursor:
        cursor.execute("SELECT pdf FROM members_signature")
        assert not bytes(cursor.fetchone()[0]).startswith(b"%PDF")


def test_paper_waits_until_the_address_is_confirmed():
    application = people.received()
    work.make_papers(timezone.now())
    assert not papers_posted().exists()
    people.confirm(application)
    mail = papers_posted().get()
    assert mail.to == people.MAIL
    [attachment] = outbox.message(mail).attachments
    assert (attachment.filename, attachment.mimetype) == (mails.PAPER_NAME, "application/pdf")
    assert attachment.content == bytes(Signature.objects.get().pdf)


def test_paper_goes_to_an_address_that_was_confirmed_before_it_was_made():
    people.confirmed(people.received())
    assert work.make_papers(timezone.now()) == 1
    assert papers_posted().count() == 1


def test_signature_on_paper_is_not_made_again():
    people.some_term()
    values = {name: value for name, value in people.filled().items() if name != "declared"}
    actions.enter_paper(
        by=people.some_staff(),
        origin="paper",
        values=values,
        agreed=(),
        scan=b"%PDF",
        scan_type="application/pdf",
        now=people.NOW,
    )
    assert work.make_papers(timezone.now()) == 0


def test_worker_that_died_gives_its_claim_back_by_time():
    people.received()
    now = timezone.now()
    Signature.objects.update(pdf_claimed_at=now, pdf_tries=1)
    assert work.make_papers(now + 4 * MINUTES) == 0
    assert work.make_papers(now + 6 * MINUTES) == 1


def test_paper_that_cannot_be_made_is_tried_again_and_given_up(settings, tmp_path):
    people.received()
    cannot_make(settings, tmp_path)
    now = timezone.now()
    for tries, pause in enumerate(Signature.PAUSES, start=1):
        assert work.make_papers(now) == 0
        assert Signature.objects.get().pdf_tries == tries
        Signature.objects.update(pdf_claimed_at=now)
        assert not work.waiting(now + pause - MINUTES).exists()
        now += pause + MINUTES
        assert work.waiting(now).exists()
    assert not Signature.objects.get().is_given_up
    work.make_papers(now)
    assert Signature.objects.get().is_given_up
    assert not work.waiting(now + dt.timedelta(days=365)).exists()


def test_paper_of_an_application_deleted_meanwhile_is_nowhere():
    application = people.received()
    signature = Signature.objects.select_related("application").get()
    actions.delete(application=application, now=people.NOW)
    assert work.make_paper(signature) is False
    assert not Signature.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_makes_it():
    people.confirmed(people.received())

    def make(_):
        try:
            return work.make_papers(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, range(2))) == [0, 1]
    assert papers_posted().count() == 1

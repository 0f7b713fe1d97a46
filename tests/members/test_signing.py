"""Signing and sending: the number, what was signed and its digest, supplements, paper, the confirmed address."""

import datetime as dt
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from handbook.models import Mail
from handbook.personal import Refused
from members import actions, strokes
from members.models import Application, ApplicationLink, ReceiptYear, Signature
from members.texts import AGREEMENT, DECLARATION, FORM_VERSION, consent_texts
from tests import factories

from . import people

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 a scanned paper"


def sign(application, seen=None, now=people.NOW, **more):
    seen = application.version if seen is None else seen
    return actions.sign_and_submit(application=application, seen=seen, signed=people.drawn(), now=now, **more)


def enter(**fields):
    values = people.filled(**fields)
    people.some_term()
    return actions.enter_paper(
        by=people.some_staff(),
        origin="fax",
        values={name: value for name, value in values.items() if name != "declared"},
        agreed=consent_texts()[:1],
        scan=SCAN,
        scan_type="application/pdf",
        now=people.NOW,
    )


def test_signed_application_is_received_with_number_time_and_term(settings):
    application = people.draft()
    signature, _ = sign(application)
    sent = people.fresh(application)
    assert (sent.state, sent.number, sent.received_at) == ("received", "2026-0001", people.NOW)
    assert (sent.term.number, sent.purge_on) == (9, dt.date(2031, 6, 30))
    assert (signature.version, signature.form_version, signature.agreement) == (1, FORM_VERSION, AGREEMENT)
    assert [(step.state, step.by) for step in sent.course.all()] == [("received", None)]


def test_digest_is_counted_again_from_the_canonical_form():
    people.received()
    signature = Signature.objects.get()
    form = bytes(signature.form)
    assert signature.form_digest == hashlib.sha256(form).hexdigest()
    held = json.loads(form)
    assert form == json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert held["declaration"] == list(DECLARATION)
    assert held["agreement"] == AGREEMENT
    assert held["form_version"] == FORM_VERSION
    assert held["signed_at"] == "2026-11-26T05:30:00Z"
    assert held["signature"]["sha256"] == hashlib.sha256(bytes(signature.drawing)).hexdigest()
    wording = hashlib.sha256(consent_texts()[0].text.encode()).hexdigest()
    assert held["consents"] == [["collection", wording]]
    assert (held["name"], held["birthdate"], held["term"], held["office"]) == ("김가람", "1965-03-02", 9, "가람시장")


def test_another_declaration_gives_another_digest(monkeypatch):
    people.received()
    monkeypatch.setattr("members.signed_form.DECLARATION", ("다른 다짐입니다.",))
    people.received()
    first, second = Signature.objects.order_by("pk")
    assert first.form_digest != second.form_digest


def test_typed_name_signs_too():
    application = people.draft()
    actions.sign_and_submit(application=application, seen=1, signed=people.typed(), now=people.NOW)
    signature = Signature.objects.get()
    assert (signature.manner, signature.typed_name, signature.drawing) == ("typed", "김가람", None)


def test_strokes_are_encrypted_in_the_database():
    people.received()
    with connection.cursor() as cursor:
        cursor.execute("SELECT drawing, form FROM members_signature")
        drawing, form = (bytes(value) for value in cursor.fetchone())
    assert strokes.written(people.DRAWN) not in drawing
    assert "김가람".encode() not in form


def test_form_that_changed_since_the_page_was_opened_is_not_signed():
    application = people.draft(filled_by="aide")
    actions.save(application=application, seen=1, values={"address": "다른 곳"}, now=people.NOW)
    with pytest.raises(actions.Conflict):
        sign(application, seen=1)
    assert not Signature.objects.exists()
    assert people.fresh(application).state == "writing"


def test_incomplete_form_is_not_signed():
    with pytest.raises(Refused, match="비어 있는 곳"):
        sign(people.draft(mobile=""))
    assert not ReceiptYear.objects.exists()


def test_second_press_signs_nothing_twice():
    application = people.draft()
    sign(application)
    with pytest.raises(actions.NotNow):
        sign(application)
    assert Signature.objects.count() == 1
    assert ReceiptYear.objects.get().last == 1


def test_without_a_term_nothing_is_received():
    application = people.draft()
    application.__class__.objects.update(term=None)
    factories.Term.objects.all().delete()
    with pytest.raises(Refused, match="임기 자료가 없어"):
        sign(application)


def test_numbers_count_by_the_year_in_seoul():
    new_year = dt.datetime(2026, 12, 31, 15, 30, tzinfo=dt.UTC)
    numbers = [people.received(now=now).number for now in (people.NOW, people.NOW, new_year)]
    assert numbers == ["2026-0001", "2026-0002", "2027-0001"]


def test_number_of_a_receipt_that_failed_is_given_to_the_next():
    with pytest.raises(Refused), transaction.atomic():
        ReceiptYear.next_number(2026)
        raise Refused("something after the number")
    assert people.received().number == "2026-0001"


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_sign_at_once():
    people.some_term()
    drafts = [people.draft(government=people.some_government()) for _ in range(12)]
    broken = people.draft(address="")

    def send(application):
        try:
            sign(application)
        except Refused:
            return None
        finally:
            connection.close()
        return application

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, [*drafts[:6], broken, *drafts[6:]]))
    numbers = sorted(Application.objects.sent().values_list("number", flat=True))
    assert numbers == [f"2026-{number:04}" for number in range(1, 13)]


def test_signer_of_an_aides_form_gives_consents_of_their_own():
    application = people.draft(filled_by="aide", agreed=("collection", "directory"))
    sign(application, consents=people.consents("collection"))
    given = set(application.consents.values_list("key", "given_by"))
    assert given == {("collection", "aide"), ("directory", "aide"), ("collection", "self")}
    assert [key for key, _ in json.loads(bytes(Signature.objects.get().form))["consents"]] == ["collection"]


def test_signing_ends_the_sign_link_and_gives_a_status_link():
    application = people.draft(filled_by="aide")
    signing, _ = actions.make_sign_link(application=application, now=people.NOW)
    _, status = sign(application, consents=people.consents("collection"))
    links = ApplicationLink.objects
    assert links.opened_by(signing, people.NOW) is None
    assert links.opened_by(status, people.NOW).purpose == "status"


def test_supplement_that_changes_needs_a_new_signature_and_keeps_the_earlier():
    application = people.supplement()
    version = actions.save(application=application, seen=1, values={"address": "가람로 2"}, now=people.LATER)
    with pytest.raises(actions.Conflict):
        actions.resubmit(application=application, now=people.LATER)
    sign(application, seen=version, now=people.LATER)
    sent = people.fresh(application)
    assert (sent.state, sent.number, sent.received_at, sent.reason) == ("received", "2026-0001", people.NOW, "")
    assert [signature.version for signature in sent.signatures.all()] == [1, 2]
    assert sent.course.last().message == "보완하여 다시 냈습니다."


def test_supplement_that_changes_nothing_goes_back_as_it_was():
    application = people.supplement()
    with pytest.raises(Refused, match="이미 서명하신"):
        sign(application)
    actions.resubmit(application=application, now=people.LATER)
    assert people.fresh(application).state == "received"
    assert Signature.objects.count() == 1
    with pytest.raises(actions.NotNow):
        actions.resubmit(application=application, now=people.LATER)


def test_paper_comes_into_the_same_queue_with_the_same_receipt():
    people.received()
    application = enter()
    signature = application.signatures.get()
    assert (application.number, application.state, application.origin) == ("2026-0002", "received", "fax")
    assert list(Application.objects.open().values_list("number", flat=True)) == ["2026-0001", "2026-0002"]
    assert bytes(signature.scan) == SCAN
    assert json.loads(bytes(signature.form))["signature"]["sha256"] == hashlib.sha256(SCAN).hexdigest()
    assert [(step.state, step.by) for step in application.course.all()] == [("received", people.some_staff())]
    mail = Mail.objects.filter(about=application.about).get()
    assert "2026-0002" in mail.body.decode()
    assert signature.form_digest in mail.body.decode()


def test_paper_without_mail_posts_none():
    application = enter(mail="")
    assert not Mail.objects.filter(about=application.about).exists()


def test_confirmed_address_gets_the_status_link_once():
    application = people.received()
    Mail.objects.all().delete()
    for _ in range(2):
        assert people.confirm(people.fresh(application))
    assert people.fresh(application).mail_confirmed_at == people.NOW
    mail = Mail.objects.get()
    assert (mail.to, "전자우편 주소를 확인했습니다" in mail.subject) == (people.MAIL, True)
    opened = mail.body.decode().split("/club/open/")[1][:22]
    assert ApplicationLink.objects.opened_by(opened, people.NOW).purpose == "status"


def test_confirming_after_the_pdf_is_made_posts_it_at_once():
    application = people.received()
    Signature.objects.update(pdf=b"%PDF-signed", pdf_made_at=people.NOW)
    people.confirm(application)
    mail = Mail.objects.filter(subject__contains="신청서").get()
    assert mail.attachments is not None

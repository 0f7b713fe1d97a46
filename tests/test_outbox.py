"""The outbox against a real mail server: once, in time, with nothing left of what a mail said."""

import datetime as dt
import secrets
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.mail import mailers
from django.db import connection, transaction
from django.utils import timezone

from handbook import outbox
from handbook.models import Mail
from tests.mail_server import MailServer, body_of

TO, OTHER = "head@example.kr", "aide@example.kr"
SUBJECT, BODY = "[공약 핸드북] 신청을 받았습니다", "접수 번호는 2026-0003입니다.\n"
MINUTE = dt.timedelta(minutes=1)
NEW_KEY = "A" * 43 + "="

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def server(settings, monkeypatch, tmp_path):
    settings.SITE_ORIGIN = "https://handbook.example.kr"
    server = MailServer()
    server.use(settings, monkeypatch, tmp_path)
    server.start()
    yield server
    server.stop()


def post(to=TO, **fields):
    return outbox.post(to=to, **{"subject": SUBJECT, "body": BODY, **fields})


def send(later=dt.timedelta()):
    return outbox.send_due(timezone.now() + later)


def fresh(mail):
    mail.refresh_from_db()
    return mail


def is_erased(mail):
    return (fresh(mail).body, mail.attachments, mail.claimed_until) == (None, None, None)


def test_mail_goes_out_once_and_nothing_it_said_is_kept(server):
    mail = post()
    assert [send(), send()] == [1, 0]
    (letter,) = server.kept
    assert (letter["To"], letter["Subject"], body_of(letter)) == (TO, SUBJECT, BODY)
    assert letter["Message-ID"] == f"<{mail.key}@handbook.example.kr>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert is_erased(mail)
    assert (mail.sent_at is not None, mail.failed_at, mail.failure, mail.tries) == (True, None, "", 1)


def test_attachments_arrive_byte_for_byte(server):
    paper, calendar = secrets.token_bytes(5000), "BEGIN:VCALENDAR\r\nSUMMARY:정기포럼\r\nEND:VCALENDAR\r\n".encode()
    post(
        attachments=[
            outbox.Attachment("가입 신청서.pdf", "application/pdf", paper),
            outbox.Attachment("forum.ics", "text/calendar", calendar),
        ]
    )
    send()
    first, second = server.kept[0].iter_attachments()
    assert (first.get_filename(), first.get_content_type(), first.get_content()) == (
        "가입 신청서.pdf",
        "application/pdf",
        paper,
    )
    assert (second.get_filename(), second.get_payload(decode=True)) == ("forum.ics", calendar)
    assert body_of(server.kept[0]) == BODY


def test_long_subject_is_shortened_instead_of_failing_what_it_tells_of(server):
    post(subject="가" * 201)
    send()
    assert server.kept[0]["Subject"] == f"{'가' * 199}…"


def test_mail_waits_for_its_time(server):
    post(due_at=timezone.now() + 60 * MINUTE)
    assert [send(), send(61 * MINUTE)] == [0, 1]


def test_mail_of_what_was_rolled_back_is_never_sent(server):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert send() == 0
    assert not Mail.objects.exists()


def test_withdrawn_mails_are_gone_and_no_others(server):
    post(about="application/1")
    send()
    post(about="application/1")
    post(about="application/1", due_at=timezone.now() + 60 * MINUTE)
    post(OTHER, about="application/12")
    post(OTHER)
    assert outbox.withdraw("application/1") == 2
    assert outbox.withdraw("") == 0
    assert send(61 * MINUTE) == 2
    assert server.receivers == [TO, OTHER, OTHER]


def test_server_that_is_away_loses_nothing_and_is_asked_once_a_round(server):
    server.stop()
    first, second = post(), post(OTHER)
    assert send() == 0
    assert (fresh(first).tries, fresh(second).tries) == (1, 0)
    assert bytes(first.body).decode() == BODY
    assert first.failure == "메일 서버에 닿지 못함"
    assert send() == 0
    assert (fresh(first).tries, fresh(second).tries) == (1, 1)
    server.start()
    assert [send(2 * MINUTE), send(4 * MINUTE)] == [2, 0]
    assert sorted(server.receivers) == sorted([TO, OTHER])
    assert is_erased(first)
    assert first.failure == ""


def test_mail_is_given_up_after_the_last_try(server):
    server.stop()
    mail = post()
    Mail.objects.update(tries=len(outbox.PAUSES) - 1)
    send()
    assert is_erased(mail)
    assert (mail.sent_at, mail.failed_at is None, mail.failure) == (None, False, "메일 서버에 닿지 못함")
    server.start()
    assert send(1000 * MINUTE) == 0


def test_tries_go_on_for_days():
    assert sum(outbox.PAUSES) > 4 * 24 * 60


def test_refused_receiver_is_given_up_and_the_others_go_on(server):
    server.refuses[TO] = f"550 5.1.1 <{TO}> nobody here"
    mail = post()
    post(OTHER)
    assert send() == 1
    assert is_erased(mail)
    assert (mail.failed_at is None, mail.failure) == (False, "받는 주소를 메일 서버가 받지 않음(550)")
    assert server.receivers == [OTHER]
    assert send(1000 * MINUTE) == 0


@pytest.mark.parametrize("answer", ["450 4.2.0 later", "452 too many"])
def test_receiver_refused_for_now_is_tried_again(server, answer):
    server.refuses[TO] = answer
    mail = post()
    post(OTHER)
    assert send() == 1
    assert (fresh(mail).failed_at, mail.failure) == (None, f"받는 주소를 메일 서버가 받지 않음({answer[:3]})")
    assert send() == 0
    server.refuses.clear()
    assert send(2 * MINUTE) == 1
    assert server.receivers == [OTHER, TO]


@pytest.mark.parametrize(("answer", "is_given_up"), [("554 no", True), ("451 later", False)])
def test_refused_contents_are_given_up_or_tried_again(server, answer, is_given_up):
    server.refuses_contents = answer
    mail = post()
    send()
    assert fresh(mail).failure == f"이 편지를 메일 서버가 받지 않음({answer[:3]})"
    assert (mail.failed_at is not None, mail.body is None) == (is_given_up, is_given_up)


def test_sender_that_is_not_taken_costs_no_mail(server):
    server.refuses_senders = "553 not your address"
    mails = [post(), post(OTHER)]
    send()
    assert [fresh(mail).tries for mail in mails] == [1, 0]
    assert (mails[0].failed_at, mails[0].failure) == (None, "보내는 주소를 메일 서버가 받지 않음(553)")
    server.refuses_senders = ""
    assert send(2 * MINUTE) == 2


def test_wrong_password_costs_no_mail(server, settings, monkeypatch, tmp_path):
    server.stop()
    server.passwords = {b"handbook": b"right"}
    server.start()
    server.use(settings, monkeypatch, tmp_path, "handbook:wrong@")
    mail = post()
    assert send() == 0
    assert (fresh(mail).failed_at, mail.failure) == (None, "메일 서버에 로그인하지 못함(535)")
    server.use(settings, monkeypatch, tmp_path, "handbook:right@")
    assert send(2 * MINUTE) == 1
    assert server.receivers == [TO]


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        ssl.SSLCertVerificationError(1, "no"),
        smtplib.SMTPConnectError(554, ""),
    ],
)
def test_what_is_wrong_with_the_server_is_final_for_no_mail(error):
    assert (outbox.is_for_all(error), outbox.is_final(error)) == (True, False)


@pytest.mark.parametrize("fields", [{"to": "보좌관@example.kr"}, {"subject": "첫 줄\nBcc: thief@example.org"}])
def test_what_is_no_proper_mail_is_given_up_and_stops_no_other(server, fields):
    mail = post(**fields)
    post(OTHER)
    assert send() == 1
    assert is_erased(mail)
    assert (mail.failed_at is None, mail.failure) == (False, "편지의 주소나 제목이 바르지 않음")
    assert server.receivers == [OTHER]


def test_mail_of_a_lost_key_waits_for_it_and_stops_no_other(server, settings):
    mail, keys = post(), settings.FIELD_KEYS
    settings.FIELD_KEYS = [NEW_KEY]
    post(OTHER)
    assert send() == 1
    settings.FIELD_KEYS = [NEW_KEY, *keys]
    assert (fresh(mail).failed_at, mail.failure) == (None, "보관한 편지를 열지 못함(암호 열쇠)")
    assert send(2 * MINUTE) == 1
    assert server.receivers == [OTHER, TO]


def test_mail_of_a_worker_that_died_goes_out_when_its_claim_is_over(server):
    mail = post()
    assert outbox.claim(fresh(mail), timezone.now())
    assert send() == 0
    assert send(outbox.CLAIM + MINUTE) == 1
    assert (fresh(mail).tries, is_erased(mail)) == (2, True)


def test_mail_that_a_crash_repeats_has_the_same_message_id(server):
    """The worker dies after the server's answer and before it could note it."""
    mail = post()
    assert outbox.claim(fresh(mail), timezone.now())
    with mailers["default"] as connected:
        connected.send_messages([outbox.message(mail)])
    assert send(outbox.CLAIM + MINUTE) == 1
    first, second = server.kept
    assert first["Message-ID"] == second["Message-ID"] == f"<{mail.key}@handbook.example.kr>"


def test_worker_that_was_too_slow_spoils_nothing(server):
    """Its claim was over, and another one has sent the mail meanwhile."""
    mail = post()
    slow = Mail.objects.get()
    send()
    sent_at = fresh(mail).sent_at
    slow.tries = len(outbox.PAUSES)
    outbox.note_failure(slow, TimeoutError())
    outbox.note_sent(slow)
    assert (fresh(mail).sent_at, mail.failed_at, mail.failure) == (sent_at, None, "")


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_no_mail_twice(server):
    receivers = [f"person{number}@example.kr" for number in range(16)]
    for receiver in receivers:
        post(receiver)
    now = timezone.now()

    def work(_):
        try:
            return outbox.send_due(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(work, range(4)))
    assert sum(counts) == 16
    assert sorted(server.receivers) == sorted(receivers)
    assert not Mail.objects.waiting().exists()


def test_log_says_nothing_of_anybody(server, caplog):
    server.refuses[TO] = f"550 <{TO}> nobody here"
    server.refuses[OTHER] = f"450 <{OTHER}> later"
    post()
    post(OTHER)
    send()
    said = [record.getMessage() for record in caplog.records if record.name.startswith("handbook")]
    first, second = Mail.objects.order_by("pk").values_list("pk", flat=True)
    assert said == [
        f"mail {first} was not taken: SMTPRecipientsRefused 550",
        f"mail {second} was not taken: SMTPRecipientsRefused 450",
    ]

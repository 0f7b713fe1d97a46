"""The outbox as rows: what the database refuses, what staff see, when it is forgotten, how a text becomes a mail."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handbook import outbox
from handbook.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)
GONE = {"body": None, "attachments": None}
SENT, FAILED = {"sent_at": NOW, **GONE}, {"failed_at": NOW, "failure": "SMTPDataError 554", **GONE}
MAIL_ADMIN = "/admin/handbook/mail/"


def mail(**fields):
    defaults = {
        "to": "head@example.kr",
        "subject": "접수했습니다",
        "body": "비밀 본문".encode(),
        "about": "application/1",
    }
    return Mail.objects.create(**{**defaults, **fields})


@pytest.mark.parametrize("fields", [{}, {"attachments": b"[]"}, SENT, FAILED, {**SENT, "to": ""}, {**FAILED, "to": ""}])
def test_mail_waits_was_sent_or_was_given_up(fields):
    assert mail(**fields).pk


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("mail_sent_or_failed", {**SENT, **FAILED}),
        ("mail_has_a_body_until_settled", {"body": None}),
        ("mail_has_a_body_until_settled", {"to": ""}),
        ("mail_has_a_body_until_settled", {**SENT, "body": b"text"}),
        ("mail_has_a_body_until_settled", {**SENT, "attachments": b"[]"}),
        ("mail_has_a_body_until_settled", {**FAILED, "body": b"text"}),
        ("mail_has_a_body_until_settled", {**FAILED, "attachments": b"[]"}),
        ("mail_failed_with_a_reason", {**FAILED, "failure": ""}),
    ],
)
def test_mail_that_cannot_be_is_refused_by_the_database(name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        mail(**fields)


def test_number_of_a_mail_stands_once():
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        mail(key=mail().key)


def test_oldest_due_mail_comes_first_and_claimed_ones_do_not_come():
    later, first = mail(due_at=NOW - HOUR), mail(due_at=NOW - 2 * HOUR)
    claimed = mail(due_at=NOW - 3 * HOUR, claimed_until=NOW + SECOND)
    given_back = mail(due_at=NOW - 4 * HOUR, claimed_until=NOW - SECOND)
    ahead = mail(due_at=NOW + SECOND)
    mail(**SENT)
    mail(**FAILED)
    assert list(Mail.objects.due(NOW)) == [given_back, first, later]
    assert {claimed, ahead} < set(Mail.objects.waiting())


@pytest.mark.parametrize(("settled", "moment"), [(SENT, "sent_at"), (FAILED, "failed_at")])
def test_settled_mail_is_forgotten_after_its_days_and_a_waiting_one_is_not(settings, settled, moment):
    settings.MAIL_DAYS = 30
    today, midnight = dt.date(2026, 11, 26), dt.datetime(2026, 10, 26, 15, tzinfo=dt.UTC)
    waiting = mail(created_at=midnight, due_at=midnight - 999 * HOUR)
    kept = mail(**{**settled, moment: midnight})
    mail(**{**settled, moment: midnight - SECOND})
    out = StringIO()
    call_command("daily", date=today, stdout=out)
    assert "mails forgotten: 1" in out.getvalue()
    assert set(Mail.objects.all()) == {waiting, kept}
    call_command("daily", date=today, stdout=out)
    assert "mails forgotten: 0" in out.getvalue()


@pytest.mark.parametrize(("days", "oldest"), [(30, dt.date(2026, 10, 27)), (1, dt.date(2026, 11, 19))])
def test_mail_that_no_worker_has_tried_is_given_up_but_never_within_a_week(settings, days, oldest):
    """Else a site whose worker stands still would keep for ever whom it wanted to write to."""
    settings.MAIL_DAYS = days
    midnight = dt.datetime.combine(oldest, dt.time(), tzinfo=timezone.get_default_timezone())
    kept = mail(created_at=midnight, due_at=midnight)
    mail(created_at=midnight - SECOND, due_at=midnight)
    call_command("daily", date=dt.date(2026, 11, 26), stdout=StringIO())
    assert list(Mail.objects.all()) == [kept]


@pytest.fixture
def chief(client):
    client.force_login(factories.superuser())
    return client


@pytest.mark.parametrize("query", ["", "?outcome=waiting", "?outcome=failed", "?outcome=sent"])
def test_list_in_the_admin_shows_neither_address_nor_text_and_reads_none(chief, query):
    mail(subject="기다리는 편지")
    mail(subject="떠난 편지", **SENT)
    mail(subject="막힌 편지", **FAILED)
    with CaptureQueriesContext(connection) as queries:
        page = chief.get(f"{MAIL_ADMIN}{query}").text
    shown = {word: word in page for word in ("기다리는 편지", "떠난 편지", "막힌 편지")}
    wanted = {"": (1, 1, 1), "?outcome=waiting": (1, 0, 0), "?outcome=failed": (0, 0, 1), "?outcome=sent": (0, 1, 0)}
    assert tuple(map(int, shown.values())) == wanted[query]
    assert "head@example.kr" not in page
    assert "비밀 본문" not in page
    read = [query["sql"] for query in queries if 'FROM "handbook_mail"' in query["sql"]]
    assert read
    assert not [sql for sql in read if '"body"' in sql or '"attachments"' in sql]


def test_page_in_the_admin_shows_neither_address_nor_text_nor_attachment(chief):
    kept = mail(attachments=b'[{"name": "paper.pdf"}]')
    page = chief.get(f"{MAIL_ADMIN}{kept.pk}/change/")
    assert page.status_code == 200
    assert "접수했습니다" in page.text
    for word in ("head@example.kr", "비밀 본문", "paper.pdf", "본문", "첨부", "받는 이"):
        assert word not in page.text
    assert "head@example.kr" not in chief.get(f"{MAIL_ADMIN}{kept.pk}/history/").text


def test_nobody_writes_changes_or_deletes_a_mail_in_the_admin(chief):
    kept = mail()
    for path in ("add/", f"{kept.pk}/change/", f"{kept.pk}/delete/"):
        assert chief.post(f"{MAIL_ADMIN}{path}", {"subject": "다른 제목", "post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
    chief.post(MAIL_ADMIN, data)
    assert Mail.objects.get().subject == "접수했습니다"


def test_text_is_a_subject_and_a_body_in_which_nothing_is_escaped(settings):
    page = "{% if a %}\n{% endif %}[행사] {{ title }}\n접수\n\n안녕하십니까?\n\n{{ title }}\n{{ link }}\n\n"
    loader = ("django.template.loaders.locmem.Loader", {"mail/event.txt": page})
    engine = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{"BACKEND": engine, "OPTIONS": {"loaders": [loader]}}]
    title = "돌봄 & '먹거리' <포럼>"
    subject, body = outbox.text("mail/event.txt", {"title": title, "link": "https://example.org/?a=1&b=2"})
    assert subject == f"[행사] {title} 접수"
    assert body == f"안녕하십니까?\n\n{title}\nhttps://example.org/?a=1&b=2\n"

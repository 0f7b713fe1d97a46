"""What the site leaves in logs: that something happened, and to nobody."""

import io
import logging

import pytest
from django.core.management import call_command

from handbook.logs import WithoutSecrets
from handbook.models import Mail
from tests.mail_server import MailServer

from .journey import whole_way
from .world import AIDE_MAIL, MAIL, NOW, marks_in

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def server(settings, monkeypatch, tmp_path):
    server = MailServer()
    server.use(settings, monkeypatch, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def logged():
    """All lines that our handler writes, every logger at its loudest."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(WithoutSecrets())
    handler.addFilter(lambda record: record.name != "mail.log")  # that is the test's mail server
    loggers = [logging.getLogger(name) for name in ("", "django")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield out
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    loggers[0].removeHandler(handler)


def run(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_logs_of_a_whole_application_and_registration_name_nobody(logged, clock, server):
    """Also where a form is wrong, a link mistyped, an address refused by the mail server, or everything purged."""
    clock(NOW)
    server.refuses = {AIDE_MAIL: f"550 <{AIDE_MAIL}> is not known here"}
    secrets = whole_way()
    said = run("work", once=True) + run("work", once=True)
    assert {letter["To"] for letter in server.kept} == {MAIL}
    assert Mail.objects.filter(to=AIDE_MAIL, failed_at__isnull=False).exists()
    said += run("daily", date=NOW.date()) + run("daily", date=NOW.date().replace(year=2035))
    lines = logged.getvalue() + said
    for known in ("was not taken: SMTPRecipientsRefused 550", "Not Found: /club/open/…", "Unprocessable"):
        assert known in lines
    assert marks_in(lines) == []
    assert [secret for secret in secrets if secret in lines] == []

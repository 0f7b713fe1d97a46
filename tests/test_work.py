"""`manage.py work`: does what is due, one failing step stops no other, and it ends when it is told to."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from io import StringIO
from urllib.parse import quote

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

import handbook.daily
import handbook.work
import pledges.platforms.daily
from handbook import environment, outbox
from handbook.management.commands.work import is_alive
from handbook.models import Mail
from handbook.steps import run_steps
from tests.mail_server import MailServer

TO, OTHER = "head@example.kr", "aide@example.kr"
LONG = 60


def post(to=TO):
    return outbox.post(to=to, subject="접수했습니다", body="접수 번호는 2026-0003입니다.\n")


def work_once():
    out = StringIO()
    try:
        call_command("work", once=True, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@contextmanager
def running(*command, **options):
    """A process that does not outlive its test."""
    with subprocess.Popen(command, cwd=site.BASE_DIR, **options) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def mail_folder(settings, monkeypatch, tmp_path):
    monkeypatch.delenv("MAIL_URL", raising=False)
    settings.MAILERS = {"default": environment.mailer(tmp_path)}
    return tmp_path / "mail"


@pytest.mark.django_db
def test_once_does_what_is_due_and_says_how_much(mail_folder):
    post()
    post(OTHER)
    code, said = work_once()
    assert (code, "mails sent: 2" in said) == (0, True)
    assert len(list(mail_folder.iterdir())) == 2
    code, said = work_once()
    assert (code, "mails sent: 0" in said) == (0, True)


@pytest.mark.django_db
def test_step_that_fails_is_told_and_the_others_run(mail_folder, monkeypatch, caplog):
    def broken(now):
        raise ZeroDivisionError

    monkeypatch.setattr(handbook.work, "STEPS", {"broken things": broken, **handbook.work.STEPS})
    post()
    code, said = work_once()
    assert (code, "mails sent: 1" in said) == (1, True)
    assert not [line for line in said if line.startswith("broken things")]
    assert "handbook: broken things" in [record.getMessage() for record in caplog.records]


@pytest.mark.django_db
def test_steps_of_one_name_in_two_apps_are_counted_together(monkeypatch):
    monkeypatch.setattr(handbook.daily, "STEPS", {"things": lambda today: 2})
    monkeypatch.setattr(pledges.platforms.daily, "STEPS", {"things": lambda today: 3})
    counts, failed = run_steps("daily", timezone.localdate())
    assert (counts["things"], failed) == (5, False)


def test_app_without_such_steps_is_passed_over():
    assert run_steps("no_such_module", timezone.localdate()) == ({}, False)


def test_process_is_alive_until_it_has_ended():
    with running("sleep", "600") as process:
        assert is_alive(process.pid)
        process.kill()
        process.wait()
        assert not is_alive(process.pid)


def test_process_of_somebody_else_is_alive(monkeypatch):
    def refused(process, number):
        raise PermissionError

    monkeypatch.setattr(os, "kill", refused)
    assert is_alive(1)


def database_url():
    """The tests' own database, for another process."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}@{quote(known['HOST'], safe='')}/{known['NAME']}"


@pytest.fixture
def server(transactional_db):
    server = MailServer()
    server.start()
    yield server
    server.stop()


def worker(server, log, *arguments):
    own = {"DATABASE_URL": database_url(), "MAIL_URL": f"smtp://127.0.0.1:{server.port}", "PYTHONWARNINGS": "ignore"}
    command = (sys.executable, "manage.py", "work", *arguments)
    return running(*command, env={**os.environ, **own}, stdout=log, stderr=log)


def wait_for(happened):
    """However long it takes on a busy machine; what never comes fails the test."""
    for _ in range(LONG * 10):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("It has not happened.")


@pytest.mark.slow
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_works_until_it_is_stopped(server, tmp_path, number):
    server.refuses[OTHER] = f"550 <{OTHER}> nobody here"
    post(OTHER)
    post()
    with (tmp_path / "log").open("w+b") as log, worker(server, log) as working:
        wait_for(lambda: server.receivers == [TO])
        post()
        wait_for(lambda: server.receivers == [TO, TO])
        working.send_signal(number)
        assert working.wait(LONG) == 0
        log.seek(0)
        said = log.read().decode()
    assert "SMTPRecipientsRefused 550" in said
    assert OTHER not in said
    assert not Mail.objects.waiting().exists()


@pytest.mark.slow
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_worker_ends_when_the_process_beside_it_has_ended(server, tmp_path):
    with (
        (tmp_path / "log").open("wb") as log,
        running("sleep", "600") as beside,
        worker(server, log, "--beside", str(beside.pid)) as working,
    ):
        post()
        wait_for(lambda: server.receivers == [TO])
        assert working.poll() is None
        beside.kill()
        beside.wait()
        assert working.wait(LONG) == 0

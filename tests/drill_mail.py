"""Mail: the server is away and comes back, the worker is killed in the middle, of sending and of making PDFs.

A claim lasts minutes and so does the pause after a failure: between the rounds both are set back in the database.
"""

import asyncio
import logging
import random
import signal
import time
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from django.db import connections
from django.utils import timezone

from handbook.models import Mail
from members.models import Signature
from tests import drill
from tests.drill_visitors import FORK, wait_until, workers
from tests.members import people
from workshops import actions
from workshops.models import Event

MAIL_PORT = drill.free_port()
MAIL_KILLS, MAILS_BETWEEN, MAIL_SECONDS = 6, 8, 0.05
PAPERS, PAPER_KILLS, PAPER_SECONDS = 5, 3, 1.5


class SlowServer:
    """Notes a mail once it has all of it, and takes its time to say so: a worker killed meanwhile never hears it."""

    def __init__(self, notes: Path, seconds: float) -> None:
        self.notes, self.seconds = notes, seconds

    async def handle_DATA(self, server: object, session: object, envelope) -> str:
        with self.notes.open("a") as notes:
            notes.write(f"{message_from_bytes(envelope.content)['Message-ID']}\n")
        await asyncio.sleep(self.seconds)
        return "250 taken"


def serve(notes: Path, seconds: float) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logging.disable()  # the server would tell of every mail
    Controller(SlowServer(notes, seconds), hostname="127.0.0.1", port=MAIL_PORT).start()
    signal.pause()


@contextmanager
def mail_server(notes: Path, seconds: float = 0):
    """A mail server in a process of its own; what arrives is noted in the file, a line a mail."""
    notes.write_text("")
    connections.close_all()
    server = FORK.Process(target=serve, args=(notes, seconds))
    server.start()
    try:
        yield
    finally:
        server.terminate()
        server.join(20)


def arrived(notes: Path) -> Counter[str]:
    """How often each Message-ID did."""
    return Counter(notes.read_text().split())


def names_of(mails) -> set[str]:
    return {f"<{key}@127.0.0.1>" for key in mails.values_list("key", flat=True)}


def set_back() -> None:
    """The minutes of a claim or a pause are over."""
    Mail.objects.waiting().update(due_at=timezone.now(), claimed_until=None)


def all_sent() -> bool:
    return not Mail.objects.waiting().exists()


def away_and_back(notes: Path) -> str:
    """Until now nobody has listened at the mail server's address: everything else went on, and mail waits."""
    waiting = Mail.objects.waiting()
    count, tries = waiting.count(), sum(waiting.values_list("tries", flat=True))
    sent = Mail.objects.exclude(sent_at=None).count()
    drill.expect(count > 0 and tries > 0 and not sent, f"{count} mails wait after {tries} tries, {sent} sent")
    names, start = names_of(waiting), time.monotonic()
    with mail_server(notes):
        set_back()
        with workers(2):
            wait_until(all_sent, "all mails sent", 120)
    seconds, times = time.monotonic() - start, arrived(notes)
    drill.expect(times.keys() == names, f"{len(names)} mails written, {len(times)} arrived")
    drill.expect(set(times.values()) == {1}, f"{times.total() - len(times)} mails arrived twice")
    given_up = Mail.objects.exclude(failed_at=None).count()
    drill.expect(not given_up, f"{given_up} mails were given up")
    return (
        f"all of the above went on without the mail server, {count} mails waited after {tries} tries in vain; when it "
        f"was there two workers sent all in {seconds:.0f} s, each arrived once"
    )


def killed_while_sending(notes: Path, event: Event) -> str:
    """The event is cancelled, which tells everyone; the worker is killed again and again as it does."""
    now, chance = timezone.now(), random.Random(9)
    event.refresh_from_db()
    event.cancel_reason = "훈련입니다."
    event.note_cancellation(at=now)
    event.save()
    actions.cancel_event(event=event, now=now)
    names, underway = names_of(Mail.objects.waiting()), set()
    drill.expect(len(names) > MAIL_KILLS * (MAILS_BETWEEN + 2), f"only {len(names)} mails to be killed at")
    with mail_server(notes, MAIL_SECONDS):
        for _ in range(MAIL_KILLS):
            before = arrived(notes).total()
            with workers(1) as [worker]:
                wait_until(lambda: arrived(notes).total() >= before + MAILS_BETWEEN, "the worker sends")  # noqa: B023
                time.sleep(chance.uniform(0, 2 * MAIL_SECONDS))
                worker.kill()
                worker.wait(20)
            claimed = names_of(Mail.objects.waiting().exclude(claimed_until=None))
            drill.expect(len(claimed) <= 1, f"{len(claimed)} mails underway in one worker")
            underway |= claimed
            set_back()
        with workers(2):
            wait_until(all_sent, "all mails sent after the kills", 120)
    times = arrived(notes)
    twice = {name for name, count in times.items() if count > 1}
    drill.expect(times.keys() == names, f"{len(names)} mails written, {len(times)} arrived")
    drill.expect(twice <= underway, "a mail came twice that was not underway at a kill")
    drill.expect(times.total() - len(times) <= MAIL_KILLS, "more mails came twice than workers were killed")
    return (
        f"kill -9 of the worker in the middle of {len(names)} mails, {MAIL_KILLS} times: all arrived, {len(underway)} "
        f"were underway at a kill, of these {len(twice)} came twice, with the same Message-ID"
    )


def killed_while_making(notes: Path) -> str:
    """Signed applications become PDFs; a worker that is killed leaves none half made and makes none again."""
    chance, made_at = random.Random(5), {}
    papers = Signature.objects.all()
    begun = 0
    with mail_server(notes):
        for _ in range(PAPER_KILLS):
            sign(PAPERS - papers.filter(pdf_made_at=None).count())
            with workers(1) as [worker]:
                wait_until(lambda: is_making(papers), "the worker makes a PDF")
                time.sleep(chance.uniform(0, PAPER_SECONDS))
                worker.kill()
                worker.wait(20)
            begun += is_making(papers)
            made_at |= dict(papers.exclude(pdf_made_at=None).values_list("pk", "pdf_made_at"))
            papers.filter(pdf_made_at=None).update(pdf_claimed_at=None)
            set_back()
        start = time.monotonic()
        with workers(2):
            wait_until(lambda: not papers.filter(pdf_made_at=None).exists() and all_sent(), "all PDFs made", 120)
        seconds = time.monotonic() - start
    check_papers(notes, made_at)
    return (
        f"kill -9 of the worker while it makes {len(papers)} signed PDFs, {PAPER_KILLS} times, {begun} with one begun: "
        f"{len(made_at)} were made before the last kill and stayed, all were there {seconds:.0f} s after it, each made "
        "once and sent to its signer once"
    )


def sign(count: int) -> None:
    """So many applications more, from confirmed addresses."""
    for number in range(known := Signature.objects.count(), known + count):
        name, mail = f"대표{number}", f"chief-{number}@example.org"
        people.confirmed(people.received(now=timezone.now(), name=name, mail=mail))


def is_making(papers) -> bool:
    return papers.filter(pdf_made_at=None).exclude(pdf_claimed_at=None).exists()


def check_papers(notes: Path, made_at: dict) -> None:
    """What was made before a kill is still that; every signer has theirs by mail."""
    papers = {paper.pk: paper for paper in Signature.objects.select_related("application")}
    drill.expect(all(bytes(paper.pdf).startswith(b"%PDF-") for paper in papers.values()), "a PDF is none")
    drill.expect(all(papers[key].pdf_made_at == at for key, at in made_at.items()), "a PDF was made twice")
    sent = Mail.objects.filter(subject__contains="서명하신 가입 신청서")
    receivers = sorted(sent.values_list("to", flat=True))
    drill.expect(receivers == sorted(paper.application.mail for paper in papers.values()), f"sent to {len(receivers)}")
    times = arrived(notes)
    drill.expect(all(times[name] >= 1 for name in names_of(sent)), "a PDF did not arrive")
    drill.expect(times.total() - len(times) <= PAPER_KILLS, "more mails came twice than workers were killed")

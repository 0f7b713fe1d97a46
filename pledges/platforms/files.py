"""Files being made: sealed before and after, each in a child process, waited for by a page that asks again.

The data key is only with whoever holds the link, so no worker beside the site could open a platform: the request starts
a thread, the thread a niced child. If the process that ran them is gone, the next look at the waiting page starts anew.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
from typing import cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pledges.documents import make, queue
from pledges.documents.tree import DECODER, ENCODER, Document

from .actions import TooMany
from .models import FileJob, new_key
from .sealed import Held

MOST_WAITING, LONGEST_LINE = 20, 200
# A file is there for the download and no longer.
KEPT = dt.timedelta(minutes=30)
GIVEN_UP = dt.timedelta(minutes=20)
THIS_MACHINE = socket.gethostname()


def start(held: Held, document: Document, format: str, name: str) -> FileJob:
    """Begins to make a file. Raises TooMany where this platform, or this machine, already has many to make."""
    now = timezone.now()
    FileJob.objects.over(now).delete()
    if held.platform.files.filter(state=FileJob.State.WAITING).count() >= MOST_WAITING:
        raise TooMany("아직 만들고 있는 파일이 많습니다. 먼저 만든 파일을 받은 뒤에 다시 눌러 주세요.")
    if queue.place_in_line(settings.TICKETS, queue.new_ticket()) >= LONGEST_LINE:
        raise TooMany("지금 파일을 만드는 사람이 많습니다. 5분 뒤에 다시 눌러 주세요. 쓰신 내용은 그대로 있습니다.")
    job = new_job(held, format, name, ENCODER.encode(document))
    job.runner, job.ticket = runner(), queue.new_ticket()
    job.save(force_insert=True)
    run_in_background(held, job, document)
    return job


def new_job(held: Held, format: str, name: str, data: bytes) -> FileJob:
    key = new_key()
    return FileJob(
        key=key,
        platform=held.platform,
        link=held.link,
        format=format,
        sealed_input=held.seal(data, f"file-input/{key}"),
        sealed_name=held.seal(name.encode(), f"file-name/{key}"),
        expires_at=timezone.now() + KEPT,
    )


def finished(held: Held, format: str, name: str, data: bytes) -> FileJob:
    """A file that was quick to make."""
    job = new_job(held, format, name, b"")
    job.state, job.sealed_file = FileJob.State.DONE, held.seal(data, f"file/{job.key}")
    job.save(force_insert=True)
    return job


def runner() -> str:
    return f"{THIS_MACHINE}:{os.getpid()}"


def is_abandoned(job: FileJob) -> bool:
    """Whether the process that was making it is gone; on another machine only time can tell."""
    machine, _, process = job.runner.rpartition(":")
    if timezone.now() - job.created_at > GIVEN_UP:
        return True
    if machine != THIS_MACHINE:
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return False


def look_after(held: Held, job: FileJob) -> None:
    """Starts a file anew whose process is gone; of several looks at once only one does."""
    if job.state != FileJob.State.WAITING or not is_abandoned(job):
        return
    taken = FileJob.objects.filter(key=job.key, state=FileJob.State.WAITING, runner=job.runner)
    ticket = queue.new_ticket()
    if taken.update(runner=runner(), ticket=ticket, created_at=timezone.now()):
        job.ticket = ticket
        document = DECODER.decode(held.unseal(job.sealed_input, f"file-input/{job.key}"))
        run_in_background(held, job, document)


def run_in_background(held: Held, job: FileJob, document: Document) -> None:
    threading.Thread(target=run, args=(held, job, document), name=f"file {job.key}", daemon=True).start()


def run(held: Held, job: FileJob, document: Document) -> None:
    """Makes the file and seals it. A failure is kept as a state: what was in the file is said to nobody."""
    waiting = FileJob.objects.filter(key=job.key)
    try:
        data = make.run(cast("make.Format", job.format), document, settings.TICKETS, job.ticket)
        sealed = held.seal(data, f"file/{job.key}")
        waiting.update(state=FileJob.State.DONE, sealed_file=sealed, expires_at=timezone.now() + KEPT)
    except (make.MakingFailed, OSError, MemoryError):
        waiting.update(state=FileJob.State.FAILED)
    finally:
        connection.close()  # the thread's own


def place_in_line(job: FileJob) -> int:
    """How many files come before; 0 while it is being made."""
    return queue.place_in_line(settings.TICKETS, job.ticket)

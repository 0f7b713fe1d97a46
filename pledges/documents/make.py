"""Makes one file in a process of its own: it waits its turn, is nice to others, and has an end of time and memory.

    python -m pledges.documents.make FORMAT TICKET_DIRECTORY TICKET_NAME < document.json > file

The document comes by standard input and the file leaves by standard output: nothing of it is in arguments, in the
environment, on a disk or in a log. A failure says one sentence that holds nothing of the document.
"""

from __future__ import annotations

import importlib
import logging
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Literal

from pledges.documents import queue
from pledges.documents.tree import DECODER, ENCODER, Document

# Renderers and their libraries are imported after the turn has come: twenty that wait must be small.

type Format = Literal["pdf", "hwpx", "docx", "xlsx", "html"]

FORMATS: tuple[Format, ...] = ("pdf", "hwpx", "docx", "xlsx", "html")
PROJECT = Path(__file__).resolve().parent.parent.parent
SECONDS_IN_ALL = 900  # with the wait in line; the making itself is bounded by its CPU
CPU_SECONDS = 60
MEMORY_BYTES = 1_500_000_000
NICENESS = 10
# The child gets no secret of the site's: only what an interpreter may need to find itself, and its language.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "TZDIR", "HOME", "TMPDIR", "SYSTEMROOT")
# Typst starts a thread for each core of the machine, and each takes of the memory that the child may have.
THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}

TOOK_TOO_LONG = "파일을 만드는 데 너무 오래 걸려 멈추었습니다. 잠시 뒤 다시 해 주세요. 적은 내용은 그대로 있습니다."
WENT_WRONG = "파일을 만들지 못했습니다. 잠시 뒤 다시 해 주세요. 적은 내용은 그대로 있습니다."


logger = logging.getLogger(__name__)


class MakingFailed(Exception):
    """The file could not be made; the message is a sentence for the person who waits for it."""


def run(file_format: Format, document: Document, directory: Path, ticket: str) -> bytes:
    """The finished file, after a turn in the line of `directory`; called in a thread, it waits up to fifteen minutes.

    Raises `MakingFailed`.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | THREADS
    try:
        finished = subprocess.run(
            [sys.executable, "-m", __name__, file_format, str(directory.resolve()), ticket],
            input=ENCODER.encode(document),
            capture_output=True,
            cwd=PROJECT,
            env=environment,
            timeout=SECONDS_IN_ALL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("%s: no file after %s seconds", file_format, SECONDS_IN_ALL)
        raise MakingFailed(TOOK_TOO_LONG) from None
    if finished.returncode or not finished.stdout:
        said = finished.stderr.decode(errors="replace").strip()
        logger.warning("%s: the process ended with %s. %s", file_format, finished.returncode, said)
        raise MakingFailed(WENT_WRONG)
    return finished.stdout


def _set_limits() -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document


def _silence() -> tuple[int, int]:
    """Keeps output and errors for us alone: whatever a library prints, or a panic of its, could hold the document."""
    output, errors = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return output, errors


def _one_sentence_on(errors: int) -> None:
    """In place of a traceback, whose lines and messages could hold the document, the kind of error."""

    def say(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        os.write(errors, f"The file could not be made ({kind.__name__}).\n".encode())

    sys.excepthook = say


def _make(file_format: str, document: bytes) -> bytes:
    if file_format not in FORMATS:
        raise ValueError("no such format")
    made: bytes | str = importlib.import_module(f"pledges.documents.{file_format}").render(DECODER.decode(document))
    return made.encode() if isinstance(made, str) else made


def main(file_format: str, directory: str, ticket: str) -> None:
    output, errors = _silence()
    _one_sentence_on(errors)
    _set_limits()
    with queue.turn(Path(directory), ticket):
        made = _make(file_format, sys.stdin.buffer.read())
    with os.fdopen(output, "wb") as file:
        file.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])

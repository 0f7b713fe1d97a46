"""The line of those who wait for a file: two are made at a time on this machine, first come first served.

Each waiting process holds a locked file, its ticket, named by the time it was drawn; two more locked files are the
places where files are made. The kernel gives a lock back when its process ends, however it ends, so nobody waits for
the dead. Many web processes on one machine share one line through one directory. Only the standard library: whoever
waits here has loaded nothing else yet.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

AT_A_TIME = 2
LOOK_AGAIN = 0.1  # seconds
_TICKET = re.compile(r"\d{20}-[0-9a-f]{16}")


def new_ticket() -> str:
    """The name of a ticket drawn now; names sort by time."""
    return f"{time.time_ns():020d}-{secrets.token_hex(8)}"


def _lock(path: Path, flags: int) -> int | None:
    """Opens the file and locks it without waiting; None where another holds it or it is gone."""
    try:
        file = os.open(path, flags, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file


def _is_live(path: Path) -> bool:
    """Whether a process holds the ticket. Asks by a shared lock: two who ask never take each other for it."""
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    path.unlink(missing_ok=True)
    return False


def _live(directory: Path) -> list[str]:
    """The live tickets, oldest first; dead ones are removed."""
    with contextlib.suppress(FileNotFoundError):
        names = sorted(path.name for path in directory.iterdir() if _TICKET.fullmatch(path.name))
        return [name for name in names if _is_live(directory / name)]
    return []


def place_in_line(directory: Path, ticket: str) -> int:
    """How many must finish before this ticket's file is begun; 0 while it is being made, or has been."""
    before = sum(name < ticket for name in _live(directory))
    return max(0, before + 1 - AT_A_TIME)


def _draw(directory: Path, ticket: str) -> int:
    """Makes the ticket's file. It has its name only once it is locked: an unlocked ticket is a dead one."""
    if not _TICKET.fullmatch(ticket):
        raise ValueError("not a ticket")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    drawn = directory / f"{ticket}.drawn"
    file = _lock(drawn, os.O_CREAT | os.O_RDWR)
    if file is None:
        raise ValueError("this ticket is taken")
    drawn.rename(directory / ticket)
    return file


def _take_place(directory: Path) -> int | None:
    """One of the places where files are made; without them a ticket drawn early that came late would be a third."""
    for number in range(AT_A_TIME):
        file = _lock(directory / f"place-{number}", os.O_CREAT | os.O_RDWR)
        if file is not None:
            return file
    return None


def _wait(directory: Path, ticket: str) -> int:
    while True:
        if ticket in _live(directory)[:AT_A_TIME]:
            place = _take_place(directory)
            if place is not None:
                return place
        time.sleep(LOOK_AGAIN)


@contextlib.contextmanager
def turn(directory: Path, ticket: str) -> Iterator[None]:
    """Waits until this ticket is among the oldest two and a place is free; holds both until the block ends."""
    file = _draw(directory, ticket)
    try:
        place = _wait(directory, ticket)
        try:
            yield
        finally:
            os.close(place)
    finally:
        (directory / ticket).unlink(missing_ok=True)
        os.close(file)

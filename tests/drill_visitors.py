"""Visitors of the drill: they press at the same moment, in processes of their own, each from an address of its own."""

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from multiprocessing import get_context
from urllib.parse import urlencode

from django.db import connections

from tests import drill

PROCESSES = 8
# Children that only press need not start Django anew. None is made while a thread or a database connection is open.
FORK = get_context("fork")
SAME_ORIGIN = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
# From the order to press to the moment of pressing: until then all processes and threads are there.
HEAD_START = 0.5


@dataclass(frozen=True)
class Press:
    """A form that is sent, or a page that is asked for where there is none. `address` is the visitor's own."""

    address: str
    path: str
    form: dict[str, str] | None = None
    cookie: str = ""


@dataclass(frozen=True)
class Answer:
    """What came back; `sent` and `answered` are seconds of one clock for all processes."""

    press: Press
    status: int
    location: str
    cookie: str
    page: str
    sent: float
    answered: float

    @property
    def seconds(self) -> float:
        return self.answered - self.sent


def send(press: Press) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", drill.PORT, timeout=120)
    headers = {"X-Forwarded-For": press.address, "Cookie": press.cookie}
    sent = time.monotonic()
    try:
        if press.form is None:
            connection.request("GET", press.path, headers=headers)
        else:
            connection.request("POST", press.path, urlencode(press.form), headers | SAME_ORIGIN)
        response = connection.getresponse()
        page = response.read().decode()
    finally:
        connection.close()
    cookies = [cookie.split(";")[0] for cookie in response.headers.get_all("Set-Cookie", [])]
    where = response.headers.get("Location", "")
    return Answer(press, response.status, where, "; ".join(cookies) or press.cookie, page, sent, time.monotonic())


def press_together(presses: list[Press], start: float) -> list[Answer]:
    """One process's share, each press in a thread of its own."""
    answers: dict[int, Answer] = {}

    def wait_and_press(number: int) -> None:
        time.sleep(max(0.0, start - time.monotonic()))
        answers[number] = send(presses[number])

    drill.in_threads(len(presses), wait_and_press)
    return [answers[number] for number in range(len(presses))]


def at_once(presses: list[Press]) -> list[Answer]:
    """All at the same moment, neighbours in different processes; the answers in the order of the presses."""
    connections.close_all()
    shares = [presses[number::PROCESSES] for number in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=FORK) as pool:
        answered = list(pool.map(press_together, shares, [time.monotonic() + HEAD_START] * PROCESSES))
    return [answered[number % PROCESSES][number // PROCESSES] for number in range(len(presses))]


def whole_time(answers: list[Answer]) -> float:
    return max(answer.answered for answer in answers) - min(answer.sent for answer in answers)


class Fields(HTMLParser):
    """The fields of a page's forms with the values that they come with."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name")
        if tag not in {"input", "select", "textarea"} or not name:
            return
        self.names.add(name)
        if said.get("type") not in {"radio", "checkbox"}:
            self.values[name] = said.get("value") or ""

    def filled(self, values: dict[str, str]) -> dict[str, str]:
        """As a browser sends it, with these filled in."""
        drill.expect(values.keys() <= self.names, f"the form lacks {values.keys() - self.names}")
        return self.values | values


@contextmanager
def workers(count: int):
    """So many `manage.py work`; what they say goes to the log."""
    running = [drill.manage("work", log=True) for _ in range(count)]
    try:
        yield running
    finally:
        for worker in running:
            worker.terminate()
        for worker in running:
            worker.wait(30)


def wait_until(done: Callable[[], bool], what: str, seconds: float = 60) -> None:
    over = time.monotonic() + seconds
    while not done():
        drill.expect(time.monotonic() < over, f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)

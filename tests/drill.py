"""Long trials against a real server on a real database: many readers, slow ones, fuzz, kills, an exact limit.

Every trial is bounded in requests and time and ends the run when something is wrong. Figures go to docs/drill.md, a
section for each database.
"""

import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

BASE = Path(__file__).resolve().parent.parent
LOG = BASE / "var" / "drill.log"
PAGES = (
    "/",
    "/pledges/",
    "/pledges/2022/3-2/",
    "/themes/2022/6/",
    "/cases/",
    "/pledges/?q=%EB%8F%8C%EB%B4%84",
    "/guide/",
)
READERS, READS_EACH = 16, 60
SLOW_READERS = 50
FUZZED_REQUESTS = 1500
LOADS_KILLED = 6
REPORTS, REPORTS_ALLOWED = 60, 10
FILES_AT_ONCE, PLEDGES_EACH = 20, 5
SAVERS, SAVING_SECONDS = 8, 4


# The server of this run; a trial that kills it puts another in its place.
RUNNING: list[subprocess.Popen[bytes]] = []


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


PORT = free_port()
ENVIRONMENT = {**os.environ, "DEBUG": "0", "SITE_ORIGIN": f"http://127.0.0.1:{PORT}", "PYTHONWARNINGS": "ignore"}
VENDOR = "PostgreSQL" if os.environ["DATABASE_URL"].startswith("postgres") else "SQLite"


def manage(*words: str, log: bool = False) -> subprocess.Popen[bytes]:
    """`log`: what it says of errors goes to the drill's log."""
    with LOG.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=BASE,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=file if log else None,
        )


def ask(path: str, *, method: str = "GET", body: str = "", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def expect(right: bool, otherwise: str) -> None:
    if not right:
        sys.exit(f"{VENDOR}: {otherwise}")


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Runs the work `count` times at once; a failure in one fails the run."""
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    expect(not failures, f"a thread failed: {failures[:1]}")


def load_killed_in_the_middle() -> str:
    """kill -9 while the edition is loaded leaves nothing or everything, never a part."""
    manage("migrate", "--verbosity", "0").wait(120)
    seen = set()
    for attempt in range(LOADS_KILLED):
        loading = manage("loadedition", "2022")
        time.sleep(0.8 + 0.5 * attempt)
        loading.send_signal(signal.SIGKILL)
        loading.wait(10)
        count = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", COUNT_CASES],
            cwd=BASE,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        expect(count in {"0 0", "96 243"}, f"a killed load left {count} cases and populations")
        seen.add(count)
    expect(manage("loadedition", "2022").wait(120) == 0, "the load after the kills failed")
    left = "; ".join(sorted(seen))
    return f"kill -9 in the middle of {LOADS_KILLED} loads: each left all or nothing ({left} cases and populations)"


COUNT_CASES = "from pledges.catalogue.models import *; print(Case.objects.count(), Population.objects.count())"


def many_readers() -> str:
    times: list[float] = []

    def read(number: int) -> None:
        chance = random.Random(number)
        for _ in range(READS_EACH):
            start = time.perf_counter()
            status, _ = ask(chance.choice(PAGES))
            times.append(time.perf_counter() - start)
            expect(status == 200, f"a page answered {status} under load")

    start = time.perf_counter()
    in_threads(READERS, read)
    whole = time.perf_counter() - start
    return f"{READERS} readers, {len(times)} pages, none refused: {len(times) / whole:.0f} a second, {spread(times)}"


def spread(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=20)
    return f"half within {statistics.median(times) * 1000:.0f} ms, 95 % within {cuts[-1] * 1000:.0f} ms"


def slow_readers() -> str:
    """Visitors on a bad line hold half a request open; others are served all the same."""
    slow = [socket.create_connection(("127.0.0.1", PORT)) for _ in range(SLOW_READERS)]
    for line in slow:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0")
    times = []
    for _ in range(20):
        start = time.perf_counter()
        expect(ask("/guide/")[0] == 200, "a page was refused beside slow readers")
        times.append(time.perf_counter() - start)
    for line in slow:
        line.close()
    return f"{SLOW_READERS} half-sent requests held open: a page still {spread(times)}"


def fuzz() -> str:
    """Addresses nobody should send. Anything but a server error is an answer."""
    chance = random.Random(20221)
    letters = "가나다ㄱㅊㄴ돌봄청년 abc019%_'\"<>&;/\\\0\n\u202e🚌ᄊ𠮷" + "".join(map(chr, range(0x80, 0x100)))
    fields = (
        "q",
        "theme",
        "office",
        "fits",
        "target",
        "province",
        "kind",
        "check",
        "standing",
        "place_kind",
        "page",
        "next",
        "text",
    )
    places = ("/pledges/", "/cases/", "/place/", "/", "/guide/", "/pledges/2022/", "/themes/", "/open-data/")
    codes: dict[int, int] = {}
    for _ in range(FUZZED_REQUESTS):
        typed = {chance.choice(fields): word(chance, letters) for _ in range(chance.randint(0, 5))}
        path = chance.choice(places) + chance.choice(
            ("", f"{chance.randint(0, 10**9)}-{chance.randint(-9, 99)}/", quote(word(chance, letters)))
        )
        headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
        headers["Cookie"] = "visit=" + quote(word(chance, letters))
        status, _ = ask(f"{path}?{urlencode(typed)}", headers=headers)
        codes[status] = codes.get(status, 0) + 1
        expect(status < 500, f"{path} with {typed!r} answered {status}")
    return f"{FUZZED_REQUESTS} fuzzed requests, no server error: " + ", ".join(
        f"{code} × {codes[code]}" for code in sorted(codes)
    )


def word(chance: random.Random, letters: str) -> str:
    return "".join(chance.choices(letters, k=chance.choice((0, 1, 3, 12, 200))))


def exact_limit() -> str:
    """Many reports at once from one address: exactly as many are taken as the limit says."""
    statuses: list[int] = []

    def report(number: int) -> None:
        body = urlencode({"text": f"번호가 다릅니다. {number}번째로 알립니다."})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        statuses.append(ask("/pledges/2022/1-1/cases/1/report/send/", method="POST", body=body, headers=headers)[0])

    in_threads(REPORTS, report)
    taken = statuses.count(302)
    expect(
        taken == REPORTS_ALLOWED and statuses.count(429) == REPORTS - taken,
        f"the limit let {taken} of {REPORTS} through",
    )
    return f"{REPORTS} reports at once from one address: {taken} taken, {REPORTS - taken} told to come back later"


def killed_worker() -> str:
    """kill -9 of a worker while pages are read: the server brings another, nobody waits for long."""
    workers = subprocess.run(
        ["pgrep", "-P", str(RUNNING[0].pid)], capture_output=True, text=True, check=True
    ).stdout.split()
    expect(bool(workers), "the server has no workers of its own")
    os.kill(int(workers[0]), signal.SIGKILL)
    failed, start = 0, time.perf_counter()
    for _ in range(60):
        try:
            failed += ask("/guide/")[0] != 200
        except OSError:
            failed += 1
        time.sleep(0.05)
    expect(ask("/guide/")[0] == 200, "the server did not come back after a worker was killed")
    seconds = time.perf_counter() - start
    return f"kill -9 of one of {len(workers)} workers: {failed} of 60 pages failed in the {seconds:.0f} s after"


class Holder:
    """A browser with a platform of its own."""

    def __init__(self) -> None:
        self.cookie = ""

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
        """Status, where it leads, and the body."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            connection.request(method, path, urlencode(form or {}), headers | {"Cookie": self.cookie})
            response = connection.getresponse()
            body = response.read()
            self.cookie = (response.headers.get("Set-Cookie") or self.cookie).split(";")[0]
            return response.status, response.headers.get("Location") or "", body
        finally:
            connection.close()

    def desk(self) -> str:
        return self.send("GET", "/platform/")[1]


def begin_with_a_pledge() -> tuple[Holder, str]:
    """A holder and the address of one pledge of their own."""
    holder = Holder()
    status, _, _ = holder.send("POST", "/platform/")
    expect(status == 200, f"beginning answered {status}")
    status, pledge, _ = holder.send("POST", f"{holder.desk()}own/", {"title": "처음"})
    expect(status == 302, f"one's own pledge answered {status}")
    return holder, pledge


def saves_and_a_kill() -> str:
    """kill -9 of the whole server in the middle of saves: every save that was answered is there."""
    holders = [begin_with_a_pledge() for _ in range(SAVERS)]
    answered = [1] * SAVERS
    over = time.monotonic() + SAVING_SECONDS

    def save(number: int) -> None:
        holder, address = holders[number]
        while time.monotonic() < over + 2:
            version = answered[number]
            try:
                form = {"version": str(version), "title": f"{version + 1}번째 글"}
                status, _, _ = holder.send("POST", address, form)
            except OSError:
                return
            expect(status == 302, f"a save answered {status}")
            answered[number] = version + 1

    threads = [threading.Thread(target=save, args=(number,)) for number in range(SAVERS)]
    for thread in threads:
        thread.start()
    time.sleep(SAVING_SECONDS)
    os.killpg(RUNNING[0].pid, signal.SIGKILL)
    RUNNING.pop().wait(20)
    for thread in threads:
        thread.join(timeout=60)
    RUNNING.append(start_server())
    for number, (holder, address) in enumerate(holders):
        status, _, body = holder.send("GET", address)
        page = body.decode()
        expect(status == 200, f"a platform answered {status} after the kill")
        version = int(page.split('name="version" value="')[1].split('"')[0])
        expect(version in {answered[number], answered[number] + 1}, f"{answered[number]} answered, {version} kept")
        expect(version == 1 or f"{version}번째 글" in page, f"version {version} holds another text")
    saves = sum(answered) - SAVERS
    return f"kill -9 of the server in the middle of {saves} saves by {SAVERS} holders: every answered save was there"


def twenty_files() -> str:
    """Twenty HWPX at once: all twenty arrive."""
    holder, _ = begin_with_a_pledge()
    for number in range(1, PLEDGES_EACH + 1):
        holder.send("POST", "/platform/take/", {"pledge": f"2022-{number}-1"})
    desk = holder.desk()
    jobs: list[str] = []

    def make(number: int) -> None:
        status, address, _ = holder.send("POST", f"{desk}files/make/", {"profile": "draft", "format": "hwpx"})
        expect(status == 302, f"making a file answered {status}")
        jobs.append(address)

    start = time.perf_counter()
    in_threads(FILES_AT_ONCE, make)
    for address in jobs:
        expect(arrived(holder, f"{address}download/"), "a file did not arrive")
    seconds = time.perf_counter() - start
    pledges = PLEDGES_EACH + 1
    return f"{len(jobs)} HWPX of {pledges} pledges asked for at once: all arrived, the last after {seconds:.0f} s"


def arrived(holder: Holder, address: str) -> bool:
    for _ in range(600):
        status, _, body = holder.send("GET", address)
        if status == 200:
            return body.startswith(b"PK")
        time.sleep(0.3)
    return False


def start_server() -> subprocess.Popen[bytes]:
    expect(manage("prepare").wait(300) == 0, "prepare failed")
    words = (
        "--interface",
        "wsgi",
        "--port",
        str(PORT),
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--respawn-failed-workers",
    )
    with LOG.open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", *words, "--log-level", "error", "handbook.wsgi:application"],
            cwd=BASE,
            env=ENVIRONMENT,
            stderr=log,
            start_new_session=True,
        )
    for _ in range(200):
        try:
            if ask("/guide/")[0] == 200:
                return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    sys.exit(f"{VENDOR}: the server did not answer")


def write_down(lines: list[str], section: str = VENDOR) -> None:
    """Keeps the other sections."""
    kept = BASE / "var" / "drill.json"
    sections = json.loads(kept.read_text()) if kept.exists() else {}
    sections[section] = lines
    kept.write_text(json.dumps(sections))
    text = ["# What the drill found", "", "Written by `make drill`; two cores, everything on one machine.", ""]
    for title, found in sorted(sections.items()):
        text += [f"## {title}", "", *(f"- {line}" for line in found), ""]
    (BASE / "docs" / "drill.md").write_text("\n".join(text))


if __name__ == "__main__":
    lines = [load_killed_in_the_middle()]
    RUNNING.append(start_server())
    try:
        for trial in (many_readers, slow_readers, fuzz, exact_limit, killed_worker, saves_and_a_kill, twenty_files):
            lines.append(trial())
            print(f"{VENDOR}: {lines[-1]}", flush=True)
    finally:
        RUNNING[0].terminate()
        RUNNING[0].wait(20)
    write_down(lines)

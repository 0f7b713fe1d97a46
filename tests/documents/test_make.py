"""The line and the process that makes a file: two at a time, limits, and failures that tell nothing."""

import os
import select
import signal
import subprocess
import sys
import threading
import time

import pytest

from pledges.documents import make, queue
from pledges.documents.tree import ENCODER, Document, Heading
from tests.documents import samples

SECRET = "아무에게도말하지않을제목"
# Waits its turn, says so, and ends when its input ends.
WAITER = (
    "import sys; from pathlib import Path; from pledges.documents import queue\n"
    "with queue.turn(Path(sys.argv[1]), sys.argv[2]): print('turn', flush=True); sys.stdin.read()"
)


@pytest.fixture
def line(tmp_path):
    return tmp_path / "line"


@pytest.fixture
def wait_in(line):
    """Starts a process that waits in the line; all are ended after the test."""
    started = []

    def start(ticket):
        process = subprocess.Popen(
            [sys.executable, "-c", WAITER, str(line), ticket],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=make.PROJECT,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition):
    """Waits for what another process does; the test fails by its end only where it never does it."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "this never came"
        time.sleep(0.02)


def tickets(count):
    return [f"{at:020d}-{at:016x}" for at in range(1, count + 1)]


def got_turn(process):
    """Whether the process has said so; does not wait."""
    return bool(select.select([process.stdout], [], [], 0)[0])


def test_queue_lets_two_go_and_the_third_after_one(line, wait_in):
    first, second, third = tickets(3)
    processes = []
    for at, ticket in enumerate((first, second, third)):
        processes.append(wait_in(ticket))
        until((line / ticket).exists)
        if at < 2:
            assert processes[at].stdout.readline() == b"turn\n"
    assert [queue.place_in_line(line, ticket) for ticket in (first, second, third)] == [0, 0, 1]
    time.sleep(5 * queue.LOOK_AGAIN)
    assert not got_turn(processes[2])
    processes[0].communicate()
    until(lambda: got_turn(processes[2]))
    assert not (line / first).exists()
    assert queue.place_in_line(line, third) == 0


def test_queue_never_makes_three_though_an_early_ticket_comes_late(line, wait_in):
    early, second, third = tickets(3)
    making = [wait_in(second), wait_in(third)]
    assert [process.stdout.readline() for process in making] == [b"turn\n"] * 2
    late = wait_in(early)
    until((line / early).exists)
    time.sleep(5 * queue.LOOK_AGAIN)
    assert not got_turn(late)
    making[0].communicate()
    until(lambda: got_turn(late))


def test_queue_goes_by_the_time_of_the_ticket(line, wait_in):
    names = tickets(4)
    making = [wait_in(name) for name in names[:2]]
    assert [process.stdout.readline() for process in making] == [b"turn\n"] * 2
    last, third = wait_in(names[3]), wait_in(names[2])
    until(lambda: (line / names[2]).exists() and (line / names[3]).exists())
    assert [queue.place_in_line(line, name) for name in names] == [0, 0, 1, 2]
    making[1].communicate()
    until(lambda: got_turn(third))
    assert not got_turn(last)


def test_queue_removes_the_ticket_of_a_killed_process(line, wait_in):
    names = tickets(3)
    making = [wait_in(name) for name in names[:2]]
    assert [process.stdout.readline() for process in making] == [b"turn\n"] * 2
    making[0].kill()
    making[0].wait()
    assert (line / names[0]).exists()
    assert wait_in(names[2]).stdout.readline() == b"turn\n"
    assert not (line / names[0]).exists()


def test_queue_place_of_one_who_has_not_come_is_behind_all(line, wait_in):
    names = tickets(4)
    for name in names[:3]:
        wait_in(name)
    until(lambda: all((line / name).exists() for name in names[:3]))
    assert queue.place_in_line(line, names[3]) == 2


def test_queue_place_is_none_in_an_empty_line(line):
    assert queue.place_in_line(line, queue.new_ticket()) == 0


@pytest.mark.parametrize("ticket", ["../escape", "", "1", "place-0"])
def test_queue_refuses_names_that_are_no_tickets(line, ticket):
    with pytest.raises(ValueError, match="not a ticket"), queue.turn(line, ticket):
        pass


def test_queue_frees_ticket_and_place_after_an_error(line):
    ticket = queue.new_ticket()
    with pytest.raises(ZeroDivisionError), queue.turn(line, ticket):
        raise ZeroDivisionError
    assert not (line / ticket).exists()
    with queue.turn(line, queue.new_ticket()), queue.turn(line, queue.new_ticket()):
        pass


def test_new_tickets_are_in_order_and_unlike():
    drawn = [queue.new_ticket() for _ in range(50)]
    assert len(set(drawn)) == 50
    assert [ticket[:20] for ticket in drawn] == sorted(ticket[:20] for ticket in drawn)


def small(heading="하나"):
    return Document(title=SECRET, blocks=(Heading(1, heading),), code="판 1 · 2026-05-01 14:30")


def test_run_makes_a_pdf_and_leaves_nothing_behind(line):
    assert make.run("pdf", samples.full(2), line, queue.new_ticket()).startswith(b"%PDF-")
    assert sorted(path.name for path in line.iterdir()) == ["place-0"]


def test_run_makes_html_as_utf8(line):
    made = make.run("html", small(), line, queue.new_ticket()).decode()
    assert made.startswith("<!doctype html>")
    assert SECRET in made


def test_run_gives_nothing_of_document_or_site_to_arguments_and_environment(line, monkeypatch):
    seen = {}

    def look(words, **options):
        seen.update(words=words, **options)
        return subprocess.CompletedProcess(words, 0, b"made", b"")

    monkeypatch.setenv("SECRET_KEY", "sesame")
    monkeypatch.setattr(subprocess, "run", look)
    assert make.run("pdf", small(), line, "ticket") == b"made"
    assert seen["words"] == [sys.executable, "-m", "pledges.documents.make", "pdf", str(line), "ticket"]
    assert SECRET not in str(seen["env"])
    assert "sesame" not in str(seen["env"])
    assert seen["timeout"] == 900


def fails_in_run(line, file_format="pdf", document=None):
    with pytest.raises(make.MakingFailed) as failure:
        make.run(file_format, document or small(), line, queue.new_ticket())
    return failure.value


def test_run_fails_with_a_sentence_when_its_process_is_killed(line, monkeypatch):
    real = subprocess.Popen
    born = []

    def remember(*words, **options):
        born.append(real(*words, **options))
        return born[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    with queue.turn(line, queue.new_ticket()), queue.turn(line, queue.new_ticket()):  # so that the process has to wait
        failures = []
        thread = threading.Thread(target=lambda: failures.append(fails_in_run(line)))
        thread.start()
        until(lambda: born and len(queue._live(line)) == 3)
        born[0].send_signal(signal.SIGKILL)
        thread.join()
    assert str(failures[0]) == make.WENT_WRONG
    assert queue._live(line) == []


def test_run_fails_when_the_time_is_over(line, monkeypatch):
    monkeypatch.setattr(make, "SECONDS_IN_ALL", 0.2)
    with queue.turn(line, queue.new_ticket()), queue.turn(line, queue.new_ticket()):
        failure = fails_in_run(line)
    assert str(failure) == make.TOOK_TOO_LONG
    assert failure.__cause__ is None


def test_run_logs_the_kind_of_failure_and_nothing_of_the_document(line, caplog):
    broken = Document(title=SECRET, blocks=(Heading(1, SECRET), Heading(3, SECRET)), code="")
    failure = fails_in_run(line, document=broken)
    assert "TypstError" in caplog.text
    assert SECRET not in caplog.text + str(failure)


def child(line, given, file_format="pdf"):
    words = [sys.executable, "-m", "pledges.documents.make", file_format, str(line), queue.new_ticket()]
    return subprocess.run(words, input=given, capture_output=True, cwd=make.PROJECT, check=False)


@pytest.mark.parametrize(
    ("given", "file_format", "kind"),
    [
        (ENCODER.encode(small())[:-1], "pdf", "DecodeError"),
        (b'{"title": "' + SECRET.encode() + b'"}', "pdf", "ValidationError"),
        (ENCODER.encode(small()), "tree", "ValueError"),
    ],
)
def test_child_says_one_sentence_without_content(line, given, file_format, kind):
    finished = child(line, given, file_format)
    assert finished.returncode == 1
    assert finished.stdout == b""
    assert finished.stderr.decode() == f"The file could not be made ({kind}).\n"


def test_child_keeps_what_libraries_print_out_of_the_file_and_the_log(line):
    program = (
        "import sys, os; from pledges.documents import make, html\n"
        "html.render = lambda document: (print(document.title), os.write(2, document.title.encode()), '가')[2]\n"
        "make.main('html', *sys.argv[1:])"
    )
    words = [sys.executable, "-c", program, str(line), queue.new_ticket()]
    finished = subprocess.run(words, input=ENCODER.encode(small()), capture_output=True, cwd=make.PROJECT, check=False)
    assert (finished.stdout.decode(), finished.stderr.decode()) == ("가", "")


def test_child_is_nice_and_limited(line):
    program = (
        "import os, resource, sys; from pledges.documents import make, html\n"
        "html.render = lambda document: repr([os.nice(0), *(resource.getrlimit(kind)[0] for kind in"
        " (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE))])\n"
        "make.main('html', *sys.argv[1:])"
    )
    words = [sys.executable, "-c", program, str(line), queue.new_ticket()]
    finished = subprocess.run(words, input=ENCODER.encode(small()), capture_output=True, cwd=make.PROJECT, check=False)
    assert finished.stdout.decode() == repr([min(19, os.nice(0) + 10), 1_500_000_000, 60, 0])


def test_child_that_waits_has_loaded_no_renderer():
    program = (
        "import sys; from pledges.documents import make\n"
        "print(sorted({'typst', 'docx', 'hwpx', 'xlsxwriter', 'lxml', 'django', 'PIL'} & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=make.PROJECT, check=True)
    assert finished.stdout.decode().strip() == "[]"

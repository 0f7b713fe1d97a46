"""What a file costs: CPU and memory of the process that makes it, where its time goes, and what pages feel of it.

The document is a full platform of 50 pledges. Every file is made as the site makes it, in a child of its own;
WeasyPrint gets the same content as the HTML that our own renderer writes.
"""

import importlib
import io
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handbook.settings")
import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from pledges.documents import queue
from pledges.documents.make import FORMATS, NICENESS
from pledges.documents.tree import DECODER, ENCODER
from tests.documents.samples import full

PLEDGES, TIMES, CALLS = 50, 3, 120
WEASYPRINT = "weasyprint"
PAGES = {"home": "/", "pledge page": "/pledges/2022/3-2/", "catalogue": "/pledges/"}


def as_made(file_format: str, directory: Path) -> list[str]:
    return [sys.executable, "-m", "pledges.documents.make", file_format, str(directory), queue.new_ticket()]


def run(command: list[str], document: bytes) -> tuple[float, float, int]:
    """CPU seconds, peak memory in MB and bytes of what came out."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(document)
        given.seek(0)
        child = subprocess.Popen(command, stdin=given, stdout=made, cwd=settings.BASE_DIR)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{command[2:4]} ended with {child.returncode}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, made.tell() or made.seek(0, os.SEEK_END)


def costs(document: bytes, directory: Path) -> None:
    """Medians of three; the formats take turns."""
    commands = {name: lambda name=name: as_made(name, directory) for name in FORMATS}
    commands[WEASYPRINT] = lambda: [sys.executable, "-m", "tests.bench_files", WEASYPRINT]
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in commands}
    for _ in range(TIMES):
        for name, command in commands.items():
            found[name].append(run(command(), document))
    medians = {name: [statistics.median(each) for each in zip(*rows, strict=True)] for name, rows in found.items()}
    print(f"\n{'':12}{'CPU s':>8}{'x pdf':>8}{'MB':>8}{'KB':>8}   where the CPU goes")
    for name, (cpu, memory, size) in medians.items():
        ratio = cpu / medians["pdf"][0]
        print(f"{name:12}{cpu:>8.2f}{ratio:>8.1f}{memory:>8.0f}{size / 1024:>8.0f}   {parts(name, document)}")


def parts(name: str, document: bytes) -> str:
    command = [sys.executable, "-m", "tests.bench_files", "parts", name]
    said = subprocess.run(command, input=document, capture_output=True, check=True, cwd=settings.BASE_DIR).stdout
    return ", ".join(f"{what} {seconds:.2f}" for what, seconds in json.loads(said).items())


def render(name: str, document: bytes) -> bytes:
    read = DECODER.decode(document)
    if name == WEASYPRINT:
        from weasyprint import HTML

        logging.disable()

        page = importlib.import_module("pledges.documents.html").render(read)
        return HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    made = importlib.import_module(f"pledges.documents.{name}").render(read)
    return made if isinstance(made, bytes) else made.encode()


def tell_parts(name: str) -> None:
    document = sys.stdin.buffer.read()
    loading = time.process_time()
    importlib.import_module("weasyprint" if name == WEASYPRINT else f"pledges.documents.{name}")
    first = time.process_time()
    render(name, document)
    second = time.process_time()
    render(name, document)
    again = time.process_time()
    print(json.dumps({"imports": first - loading, "making": second - first, "making once more": again - second}))


def p95(client: Client) -> dict[str, float]:
    """Milliseconds under which 95 of 100 calls of each page stay; the pages take turns."""
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(CALLS):
        for name, address in PAGES.items():
            start = time.perf_counter()
            client.get(address)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.quantiles(each, n=20)[-1] for name, each in times.items()}


def pages_under_load(document: bytes, directory: Path) -> None:
    client = Client(headers={"host": "localhost"})
    p95(client)
    idle = p95(client)
    over = threading.Event()

    def keep_making() -> None:
        while not over.is_set():
            subprocess.run(
                as_made("hwpx", directory),
                input=document,
                stdout=subprocess.DEVNULL,
                check=True,
                cwd=settings.BASE_DIR,
            )

    makers = [threading.Thread(target=keep_making) for _ in range(4)]
    for maker in makers:
        maker.start()
    time.sleep(1)
    loaded = p95(client)
    over.set()
    for maker in makers:
        maker.join()
    print(f"\n{connection.vendor}, p95 of a page, ms{'idle':>12}{'exporting':>12}{'ratio':>8}")
    for name in PAGES:
        print(f"{name:28}{idle[name]:>12.1f}{loaded[name]:>12.1f}{loaded[name] / idle[name]:>8.2f}")


def main() -> None:
    document = ENCODER.encode(full(PLEDGES))
    with tempfile.TemporaryDirectory() as directory:
        print(f"\nfiles of {PLEDGES} full pledges, each in a child of niceness {NICENESS}")
        costs(document, Path(directory))
        call_command("migrate", verbosity=0)
        call_command("loadedition", "2022", stdout=io.StringIO())
        pages_under_load(document, Path(directory))
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["parts", name]:
            tell_parts(name)
        case ["weasyprint"]:
            sys.stdout.buffer.write(render(WEASYPRINT, sys.stdin.buffer.read()))
        case _:
            main()

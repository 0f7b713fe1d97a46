"""Everything between an installed package list and a running site, in few processes because starting Django costs."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = (
        "Builds the web font, migrates the database, loads the 2022 edition, collects the static files, makes the "
        "staff's groups and first account. Safe to run again: what is done already is left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.announce("Building the web font")
        # A process of its own: the font takes one core for seconds, the database the other.
        with subprocess.Popen([sys.executable, "manage.py", "buildfont"], cwd=settings.BASE_DIR) as font:
            self.announce("Migrating the database")
            migrate()
            self.announce("Loading the edition of 2022")
            call_command("loadedition", "2022", stdout=self.stdout)
            call_command("loadclub", "2022", stdout=self.stdout)
            call_command("loadacademy", "2022", stdout=self.stdout)
            if not settings.HTTPS:  # where the public registers, nobody should meet an example
                call_command("exampleevent", stdout=self.stdout)
        if font.returncode != 0:
            raise CommandError("The web font could not be built: see the lines above.")
        self.announce("Collecting the static files")
        collect_static_files()
        call_command("staffroles", stdout=self.stdout)
        call_command("firststaff", stdout=self.stdout)

    def announce(self, step: str) -> None:
        self.stdout.write(step)
        self.stdout.flush()


def migrate() -> None:
    """Only when there is something to migrate: what comes after a migration takes half a second, this look does not."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def collect_static_files() -> None:
    """Collect only when a static file has changed: hashing and compressing them takes seconds, this look does not."""
    digest = static_files_digest()
    stamp = settings.VARIABLE_DIRECTORY / "static-digest"
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def static_files_digest() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for path, content in static_files():
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def static_files() -> Iterator[tuple[str, bytes]]:
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            with storage.open(path) as file:
                yield path, file.read()

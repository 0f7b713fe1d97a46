"""The second part of the drill: registrations, seats, mail and the worker, on the database that the first part leaves.

While parties register nobody listens at the mail server's address.
"""

import os
import signal
import sys
import tempfile
from pathlib import Path

import django

from tests import drill


def run() -> list[str]:
    # Models can be read only now, when Django is set up for the drill's own addresses.
    from tests import drill_mail, drill_seats

    drill.ENVIRONMENT["MAIL_URL"] = f"smtp://127.0.0.1:{drill_mail.MAIL_PORT}"
    lines = [
        f"begun at a load of {os.getloadavg()[0]:.1f} of the first part and of whatever else the machine does",
        "nobody waits two days for a drill: the hours of offers, and between rounds the minutes of claims and pauses, "
        "are set back in the database; the code waits as long as ever",
    ]

    def found(line: str) -> None:
        lines.append(line)
        print(f"{drill.VENDOR}: {line}", flush=True)

    drill.RUNNING.append(drill.start_server())
    try:
        with tempfile.TemporaryDirectory() as folder:
            notes = Path(folder) / "arrived"
            scene = drill_seats.new_scene()
            found(drill_seats.register_all(scene))
            found(drill_seats.free_while_mail_is_away(scene))
            found(drill_mail.away_and_back(notes))
            with drill_mail.mail_server(notes):
                found(drill_seats.pass_on(scene))
            found(drill_mail.killed_while_sending(notes, scene.event))
            found(drill_mail.killed_while_making(notes))
    finally:
        drill.RUNNING[0].terminate()
        drill.RUNNING[0].wait(20)
    return lines


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # not without ending what was started
    drill.ENVIRONMENT["TRUST_PROXY"] = "1"  # every visitor has an address of their own
    os.environ |= drill.ENVIRONMENT | {"DJANGO_SETTINGS_MODULE": "handbook.settings"}
    django.setup()
    drill.write_down(run(), f"{drill.VENDOR}: registrations and mail")

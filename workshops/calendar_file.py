"""An event as a calendar file: one VEVENT of RFC 5545, the same bytes as long as the event is the same."""

import datetime as dt
import re

from .models import Event

WIDEST_LINE = 75
"""Octets, without the line break (RFC 5545, 3.1)."""
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def calendar_file(event: Event, origin: str) -> bytes:
    """`origin` is the site's own, without a slash at the end. Times in UTC; the UID outlives a change of address."""
    address = f"{origin}{event.get_absolute_url()}"
    example = "[예시] " if event.is_example else ""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Handbook//Events//KO",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp_text(event.changed_at)}",
        f"SEQUENCE:{event.revision}",
        f"DTSTART:{stamp_text(event.starts_at)}",
        f"DTEND:{stamp_text(event.ends_at)}",
        f"SUMMARY:{escape(f'{example}{event.title}')}",
        f"LOCATION:{escape(event.where)}",
        f"DESCRIPTION:{escape(description(event, address))}",
        f"URL:{address}",
        f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) for line in lines)


def description(event: Event, address: str) -> str:
    """The reason of a cancellation first: some calendars show no status."""
    cancelled = f"취소되었습니다. {event.cancel_reason}" if event.cancelled_at else ""
    return "\n".join(filter(None, (cancelled, event.summary, address)))


def stamp_text(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): no control character, and nothing that would end the value or the line."""
    plain = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    marked = re.sub(r"([\\;,])", r"\\\1", plain)
    return marked.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """The line in pieces of at most 75 octets, each after the first behind a space; no letter is cut in two."""
    pieces, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > WIDEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += width
    return "".join(f"{piece}\r\n" for piece in pieces).encode()

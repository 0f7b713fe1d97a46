"""Mails about registrations. Each goes into the outbox with what it tells of; its link opens a page with a button."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from handbook import outbox
from handbook.outbox import Attachment
from handbook.secret_links import address

from .calendar_file import calendar_file
from .models import Attendee, Event, Offer, Party, PartyLink, PersonLink

MAILED = PartyLink.MAILED
OPEN = "workshops:open"
FAREWELL = "farewell/"
# What stands in place of a link where staff see a mail before it goes.
EACH_LINK = "(받는 분마다 다른 링크)"


def about(offer: Offer) -> str:
    """An offer that was answered, or has grown, is told of no more."""
    return f"offer/{offer.pk}"


def about_party(party: Party) -> str:
    """Everything else that goes to whoever registered."""
    return f"party/{party.pk}"


def about_event(party: Party) -> str:
    """What is told of the event itself: it follows whoever registered to another address."""
    return f"party/{party.pk}/event"


def abouts(party: Party) -> list[str]:
    """All that goes to whoever registered and tells of their own registration."""
    return [about_party(party), *map(about, party.offers.all())]


def farewell(party: Party) -> str:
    """The last that somebody hears: it goes although they are gone, and then forgets to whom."""
    return f"{FAREWELL}{party.pk}"


def about_person(person: Attendee) -> str:
    """Whoever is off the list hears no more."""
    return f"person/{person.pk}"


def to_registrant(
    party: Party, template: str, *, about: str = "", attachments: Sequence[Attachment] = (), **told: Any
) -> None:
    """With a link to the party's own page. Whoever was added at the door has no address."""
    if party.mail:
        link = address(OPEN, PartyLink.make(purpose=MAILED, party=party))
        send(
            party.mail, template, party.event, about or about_party(party), attachments, party=party, link=link, **told
        )


def to_person(person: Attendee, template: str, *, attachments: Sequence[Attachment] = (), **told: Any) -> None:
    """With a link to the person's own page."""
    if person.mail:
        link = address(OPEN, PersonLink.make(purpose=MAILED, person=person))
        told |= {"person": person, "party": person.party, "link": link}
        send(person.mail, template, person.event, about_person(person), attachments, **told)


def send(to: str, template: str, event: Event, about: str, attachments: Sequence[Attachment], **told: Any) -> None:
    subject, body = written(template, event, **told)
    outbox.post(to=to, subject=subject, body=body, about=about, attachments=attachments)


def written(template: str, event: Event, **told: Any) -> tuple[str, str]:
    """The event's title stands in the subject, marked where it is an example; a person's name never does."""
    page = f"{settings.SITE_ORIGIN}{event.get_absolute_url()}"
    context = {"event": event, "page": page, "contact": settings.SITE_CONTACT, **told}
    subject, body = outbox.text(f"workshops/mail/{template}.txt", context)
    return (f"[예시] {subject}" if event.is_example else subject)[:200], body


def registered(party: Party, place: int) -> None:
    to_registrant(party, "registered", place=place)


def changed(party: Party, place: int) -> None:
    to_registrant(party, "changed", place=place)


def seated(party: Party, seats: int) -> None:
    """An offer was accepted."""
    to_registrant(party, "seated", seats=seats)


def offered(party: Party, offer: Offer) -> None:
    to_registrant(party, "offered", about=about(offer), offer=offer)


def lapsed(party: Party, *, is_last: bool) -> None:
    ends = is_last and not party.seats_held
    to_registrant(party, "lapsed", about=farewell(party) if ends else "", is_last=is_last)


def cancelled(party: Party) -> None:
    to_registrant(party, "cancelled", about=farewell(party))


def left(party: Party) -> None:
    """The line; whoever holds no seat has cancelled."""
    to_registrant(party, "left", about="" if party.seats_held else farewell(party))


def unseated(party: Party) -> None:
    """The line has ended; whoever holds no seat is gone."""
    to_registrant(party, "unseated", about="" if party.seats_held else farewell(party))


def link_again(party: Party) -> None:
    to_registrant(party, "link_again")


def successor(party: Party, named_by: str) -> None:
    """To whoever was named by somebody else to be asked from now on; `named_by` as the subject of a sentence."""
    to_registrant(party, "successor", named_by=named_by)


def follow(party: Party) -> None:
    """What still waits to be told of the event goes to the address as it is now, each with a link of its own."""
    start = re.escape(address(OPEN, "x").removesuffix("x/"))
    link = re.compile(rf"(?<={start})[A-Za-z0-9_-]{{22}}")
    outbox.readdress(
        about_event(party), party.mail, lambda body: link.sub(PartyLink.make(purpose=MAILED, party=party), body)
    )


def contact_changed(party: Party, former: str) -> None:
    """To the address that hears no more; it opens nothing."""
    if former:
        send(former, "contact_changed", party.event, farewell(party), (), party=party)


def handed_over(person: Attendee) -> None:
    """To whoever had registered and still comes: from now on they have a page of their own, as the others have."""
    to_person(person, "handed_over")


def asked(person: Attendee, now: dt.datetime) -> None:
    """Somebody named them: what is kept, and until when to agree or refuse."""
    closes_at = person.event.closes_at
    to_person(person, "asked", is_open=closes_at is not None and now < closes_at)


def struck(person: Attendee, cause: str) -> None:
    """Off the list, for a cause that `struck.txt` says; there is nothing to open any more."""
    if person.mail:
        send(person.mail, "struck", person.event, farewell(person.party), (), party=person.party, cause=cause)


def refused(person: Attendee, *, is_open: bool) -> None:
    """To whoever registered; by place, since the name is gone. `is_open`: whether the seat can still be named."""
    to_registrant(person.party, "refused", place_name=person.place_name, is_open=is_open)


def event_cancelled(party: Party) -> None:
    to_all(party, "event_cancelled")


def event_told(party: Party, template: str, said: str) -> None:
    """What staff tell all parties: that the event has changed, or takes place after all."""
    to_all(party, template, attachments=[calendar_of(party.event)], said=said)


def event_draft(event: Event, template: str, said: str) -> tuple[str, str]:
    """The same, as staff see it before it goes."""
    return written(template, event, said=said, link=EACH_LINK)


def to_all(party: Party, template: str, *, attachments: Sequence[Attachment] = (), **told: Any) -> None:
    to_registrant(party, template, about=about_event(party), attachments=attachments, **told)
    for person in companions(party):
        to_person(person, template, attachments=attachments, **told)


def calendar_of(event: Event) -> Attachment:
    return Attachment(f"{event.slug}.ics", "text/calendar", calendar_file(event, settings.SITE_ORIGIN))


def reminded(party: Party) -> None:
    """Once, some days before, with the event for the calendar: to all who have a seat and have agreed."""
    file = calendar_of(party.event)
    to_registrant(party, "reminded", about=about_event(party), attachments=[file])
    seated = {person.pk for person in party.seated()}
    for person in companions(party):
        if person.pk in seated:
            to_person(person, "reminded", attachments=[file])


def companions(party: Party) -> list[Attendee]:
    """Everybody who has agreed, besides whoever registered."""
    return [person for person in party.people.all() if person.agreed_at and not person.is_registrant]

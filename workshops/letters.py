"""Mails about registrations. Each goes into the outbox with what it tells of; its link opens a page with a button."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from handbook import outbox
from handbook.outbox import Attachment
from handbook.secret_links import address

from .calendar_file import calendar_file
from .models import Attendee, Event, Offer, Party, PartyLink, PersonLink

MAILED = "mail"
OPEN = "workshops:open"


def about(offer: Offer) -> str:
    """An offer that was answered, or has grown, is told of no more."""
    return f"offer/{offer.pk}"


def about_party(party: Party) -> str:
    """Everything else that goes to whoever registered; nothing of it is withdrawn."""
    return f"party/{party.pk}"


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
    """The event's title stands in the subject, marked where it is an example; a person's name never does."""
    page = f"{settings.SITE_ORIGIN}{event.get_absolute_url()}"
    context = {"event": event, "page": page, "contact": settings.SITE_CONTACT, **told}
    subject, body = outbox.text(f"workshops/mail/{template}.txt", context)
    marked = f"[예시] {subject}" if event.is_example else subject
    outbox.post(to=to, subject=marked[:200], body=body, about=about, attachments=attachments)


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
    to_registrant(party, "lapsed", is_last=is_last)


def cancelled(party: Party) -> None:
    to_registrant(party, "cancelled")


def left(party: Party) -> None:
    to_registrant(party, "left")


def unseated(party: Party) -> None:
    to_registrant(party, "unseated")


def link_again(party: Party) -> None:
    to_registrant(party, "link_again")


def asked(person: Attendee) -> None:
    """Somebody named them: what is kept, and how to agree or refuse."""
    to_person(person, "asked")


def struck(person: Attendee) -> None:
    """Whoever registered has taken them off the list, or cancelled; there is nothing to open any more."""
    if person.mail:
        send(person.mail, "struck", person.event, "", (), person=person, party=person.party)


def refused(person: Attendee) -> None:
    """To whoever registered; by place, since the name is gone."""
    to_registrant(person.party, "refused", place_name=person.place_name)


def event_cancelled(party: Party) -> None:
    to_registrant(party, "event_cancelled")
    for person in companions(party):
        to_person(person, "event_cancelled")


def reminded(party: Party) -> None:
    """Once, some days before, with the event for the calendar: to all who have a seat and have agreed."""
    file = Attachment(f"{party.event.slug}.ics", "text/calendar", calendar_file(party.event, settings.SITE_ORIGIN))
    to_registrant(party, "reminded", attachments=[file])
    seated = {person.pk for person in party.seated()}
    for person in companions(party):
        if person.pk in seated:
            to_person(person, "reminded", attachments=[file])


def companions(party: Party) -> list[Attendee]:
    """Everybody who has agreed, besides whoever registered."""
    return [person for person in party.people.all() if person.agreed_at and not person.is_registrant]

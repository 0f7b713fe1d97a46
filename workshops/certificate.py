"""참가 확인서: a neutral paper on who came to which event."""

import datetime as dt

from django.conf import settings

from handbook.korean import date_text
from handbook.personal import Refused
from pledges.documents import make, queue
from pledges.documents.tree import Document, Heading, Paragraph, Run, Table

from .models import Attendee, Event

LONGEST_LINE = 50
BUSY = "지금 파일을 만드는 사람이 많습니다. 5분 뒤에 다시 눌러 주세요."
NO_ISSUER = "발급하는 곳을 아직 정하지 않아 참가 확인서를 만들 수 없습니다. 사무국에 알려 주세요."
EXAMPLE_ISSUER = "예시라 발급하는 곳이 없습니다."


def office(person: Attendee) -> str:
    """담양군 부군수: the government and the post, or the role where no post was written."""
    government = str(person.party.government) if person.party.government else ""
    return " ".join(filter(None, (government, person.post or role(person))))


def role(person: Attendee) -> str:
    if person.role == Attendee.Role.AIDE:
        return str(Attendee.Role.AIDE.label)
    return str(person.party.get_kind_display())


def days(event: Event) -> str:
    first, last = date_text(event.starts_on), date_text(event.ends_on)
    return first if first == last else f"{first} ~ {last}"


def issuer(event: Event) -> str:
    """Raises Refused: nobody can use a paper that nobody has issued."""
    name = settings.SITE_OPERATOR or (EXAMPLE_ISSUER if event.is_example else "")
    if not name:
        raise Refused(NO_ISSUER)
    return name


def document(person: Attendee, today: dt.date) -> Document:
    event = person.event
    rows = (
        ("번호", person.certificate),
        ("이름", person.name),
        ("소속·직위", office(person)),
        ("행사", f"{event.get_kind_display()} {event.title}"),
        ("날짜", days(event)),
        ("곳", event.where),
    )
    example = (Paragraph((Run("예시로 만든 행사입니다. 실제로 열리지 않았습니다."),), look="note"),)
    return Document(
        title="참가 확인서",
        blocks=(
            Heading(1, "참가 확인서"),
            *(example if event.is_example else ()),
            Table("참가한 행사", ("항목", "내용"), rows, widths=(3, 9)),
            Paragraph((Run("위 사람이 이 행사에 참가하였음을 확인합니다."),), look="lead"),
            Paragraph((Run(date_text(today)),)),
            Paragraph((Run(issuer(event), bold=True),)),
        ),
        code=f"{person.certificate} · {date_text(today)}",
    )


def pdf(person: Attendee, today: dt.date) -> bytes:
    """Made in a child process after its turn. Raises Refused."""
    paper, ticket = document(person, today), queue.new_ticket()
    if queue.place_in_line(settings.TICKETS, ticket) >= LONGEST_LINE:
        raise Refused(BUSY)
    try:
        return make.run("pdf", paper, settings.TICKETS, ticket)
    except make.MakingFailed as failed:
        raise Refused(str(failed)) from failed

"""How often visitors may press, and what they see when it was too often: what they typed, and when to try again."""

from django.forms import Form
from django.http import HttpResponse

from handbook.limits import TooOften, require_room, spend

HOUR, DAY = 3600, 24 * 3600
# One address may be a whole town hall's, or that of an association of many.
MOST_REGISTRATIONS = 60
# Each may send a mail to everybody who is newly named.
MOST_CHANGES = 20
# Each sends mails to two addresses.
MOST_CONTACTS = 5
# Whoever is refused learns that a government or an aide is on a list: a few times, by mistake.
MOST_REFUSED = 5
MOST_CERTIFICATES = 20


def require_few_refusals(who: str) -> None:
    """Also for what would not be refused: else the refusal itself would tell. Raises TooOften."""
    require_room("refused registration", who, most=MOST_REFUSED, seconds=HOUR)


def count_refusal(who: str) -> None:
    """Raises TooOften."""
    spend("refused registration", who, most=MOST_REFUSED, seconds=HOUR)


def note_too_often(form: Form, refused: TooOften) -> None:
    form.add_error(None, str(refused))


def with_wait(response: HttpResponse, refused: TooOften) -> HttpResponse:
    response.headers["Retry-After"] = str(max(1, refused.seconds))
    return response

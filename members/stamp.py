"""What the club's public pages depend on, in one query."""

from functools import cache

from django.utils import timezone

from handbook import stamp as stamps
from handbook.public import public_page
from pledges.catalogue.models import Dated, Government, Term
from pledges.catalogue.stamp import dated_models

from .models import Member, Membership, Printed
from .texts import consent_texts


def shown_models() -> list[type[Dated]]:
    """What the book prints, the terms' days, and the governments: the page's head names the place a visitor chose."""
    return [*(model for model in dated_models("members") if issubclass(model, Printed)), Term, Government]


@cache
def question() -> str:
    return stamps.question(stamps.counted(model) for model in shown_models())


@cache
def directory_question() -> str:
    """Only who stands in the directory: nobody learns of another's approval by asking again and again."""
    listed = stamps.counted(Membership, where="is_listed")
    members = stamps.counted(Member, where="id IN (SELECT member_id FROM members_membership WHERE is_listed)")
    return stamps.question([*(stamps.counted(model) for model in (Term, Government)), listed, members])


def stamp() -> str:
    """Changes with every shown row, with the periods that the settings set, and at midnight."""
    return f"{timezone.localdate().isoformat()}\n{consent_texts()}\n{stamps.answer(question())}"


def directory_stamp() -> str:
    """Changes with every row of the directory, and at midnight, when memberships begin and end."""
    return f"{timezone.localdate().isoformat()}\n{stamps.answer(directory_question())}"


page, directory_page = public_page(stamp), public_page(directory_stamp)

"""Every change of applications and memberships: one verb each, all or nothing, its mail in the same transaction."""

from .course import TRANSITIONS, NotNow, approve, refuse, request_supplement, start_review
from .memberships import (
    answer_invitation,
    end_membership,
    invite_to_renew,
    pay_dues,
    record_dues,
    resume_membership,
)
from .rights import (
    agree_to_listing,
    ask_deletion,
    delete,
    export,
    may_delete,
    withdraw,
    withdraw_listing,
)
from .signing import ask_to_confirm, confirm_mail, enter_paper, enter_paper_again, resubmit, sign_and_submit
from .writing import Conflict, begin, mail_desk_link, make_sign_link, missing, save

__all__ = [
    "TRANSITIONS",
    "Conflict",
    "NotNow",
    "agree_to_listing",
    "answer_invitation",
    "approve",
    "ask_deletion",
    "ask_to_confirm",
    "begin",
    "confirm_mail",
    "delete",
    "end_membership",
    "enter_paper",
    "enter_paper_again",
    "export",
    "invite_to_renew",
    "mail_desk_link",
    "make_sign_link",
    "may_delete",
    "missing",
    "pay_dues",
    "record_dues",
    "refuse",
    "request_supplement",
    "resubmit",
    "resume_membership",
    "save",
    "sign_and_submit",
    "start_review",
    "withdraw",
    "withdraw_listing",
]

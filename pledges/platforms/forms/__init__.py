"""Forms of the platform."""

from .files import FileForm
from .head import AnswersForm, HeadForm
from .pledge import OwnPledgeForm, PledgeForm
from .ways import CodeForm, ImportForm, LinkForm, MailForm

__all__ = [
    "AnswersForm",
    "CodeForm",
    "FileForm",
    "HeadForm",
    "ImportForm",
    "LinkForm",
    "MailForm",
    "OwnPledgeForm",
    "PledgeForm",
]

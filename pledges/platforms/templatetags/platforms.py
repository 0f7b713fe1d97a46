"""What templates of the platform need and Django does not bring."""

from django import template
from django.utils.safestring import SafeString

from pledges.documents import html
from pledges.documents.tree import Document

from ..amounts import won_text
from ..budget import Budget
from ..differences import LABELS
from ..profiles.draft import pledge_group
from ..whole import Chosen, Setting

register = template.Library()
BLANKS = "빈칸"


@register.filter
def won(amount: int) -> str:
    return won_text(amount)


@register.filter
def percent(per_mille: int) -> str:
    """Per mille as a percentage with one decimal: 12.5%."""
    return f"{per_mille // 10}.{per_mille % 10}%"


@register.filter
def field_label(field: str) -> str:
    """What a page calls the field of a hint: steps-2-what is 이행절차."""
    return BLANKS if field == "blanks" else LABELS.get(field.split("-", maxsplit=1)[0], field)


@register.filter
def sums(chosen: Chosen) -> Budget:
    return Budget([(chosen.content.title, chosen.content)])


@register.filter
def as_document(chosen: Chosen, setting: Setting) -> SafeString:
    """One pledge as it will stand in the file; the renderer escapes every text."""
    title = chosen.content.title or "공약"
    return html.body(Document(title=title, blocks=(pledge_group(1, chosen, setting),), code=""))

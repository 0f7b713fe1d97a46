"""Writes what a pledge says as a version: its facts and our words, its facets and its starters, all or none."""

from collections.abc import Sequence

from django.utils import timezone
from msgspec import to_builtins

from ..models import Facet, Pledge, PledgeText, Starter
from .settle import Report, digest, save_checked
from .shapes import PledgeShape
from .text_shapes import PledgeWords, StarterShape


def write_text(
    pledge: Pledge, entry: PledgeShape, words: PledgeWords, newest: PledgeText | None, *, report: Report, file: str
) -> None:
    """A new version when the files say something new; nothing where staff have written the newest one."""
    facets: dict[str, Sequence[str]] = {
        "office": entry.offices,
        "place": entry.fits,
        "target": entry.targets,
        "need": words.needs,
    }
    fresh = digest({"title": entry.title, "synonyms": entry.synonyms, **facets, "words": to_builtins(words)})
    if newest and newest.source == PledgeText.Source.STAFF:
        report.note(report.left, PledgeText, str(pledge))
        return
    if newest and newest.file_digest == fresh:
        return
    text = PledgeText(
        pledge=pledge,
        version=newest.version + 1 if newest else 1,
        title=entry.title,
        synonyms=",".join(entry.synonyms),
        one_line=words.one_line,
        three_lines="\n".join(line(sentence) for sentence in words.three_lines),
        why=words.why.strip(),
        points="\n".join(line(point) for point in words.points),
        needs_note=words.needs_note.strip(),
        source=PledgeText.Source.FILE,
        file_digest=fresh,
        published_at=timezone.now(),
    )
    save_checked(text, file)
    Facet.objects.bulk_create(
        Facet(text=text, kind=kind, value=value) for kind, values in facets.items() for value in values
    )
    Starter.objects.bulk_create(starter_of(text, shape) for shape in words.starters)
    report.note(report.changed if newest else report.made, PledgeText, str(pledge))


def line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def starter_of(text: PledgeText, shape: StarterShape) -> Starter:
    indicator = shape.indicator
    return Starter(
        text=text,
        voice=shape.voice,
        title=line(shape.title),
        goal=line(shape.goal),
        indicator_name=line(indicator.name),
        indicator_from=line(indicator.start),
        indicator_to=line(indicator.to),
        indicator_by=line(indicator.by),
        steps=[{"when": line(step.when), "what": line(step.what)} for step in shape.steps],
        deadline=line(shape.deadline),
        purses=shape.purses,
        financing=line(shape.financing),
    )

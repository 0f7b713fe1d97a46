"""Writes an edition's files to the database: everything or nothing, and nothing twice."""

from collections.abc import Callable, Iterable

from msgspec import to_builtins

from ..models import (
    Case,
    ChangeNote,
    Edition,
    Government,
    InstituteEntry,
    LawClaim,
    Pledge,
    PledgeText,
    Question,
    Rule,
    SimilarPledge,
    Theme,
)
from .citations import write_citations
from .files import EditionFiles
from .places import write_calendar, write_places
from .settle import Report, Settler, all_or_nothing
from .shapes import InstituteShape
from .texts import write_text

__all__ = ["Report", "write_edition"]


def write_edition(files: EditionFiles, *, trial: bool = False) -> Report:
    """Returns what was done; with `trial` what would be done, changing nothing."""
    report = Report()
    with all_or_nothing(trial=trial):
        write_places(files, report)
        write_calendar(files, report)
        edition = write_front(files, report)
        pledges = write_pledges(files, edition, report)
        cases = write_cases(files, pledges, report)
        write_citations(files, edition, cases, report)
        write_guide(files, edition, report)
        write_institute(files.institute, edition, report)
    return report


def titled(name: str, title: str) -> str:
    return " ".join(filter(None, (name, title)))


def write_front(files: EditionFiles, report: Report) -> Edition:
    front, essay = files.edition, files.guide.essay
    values = {
        "title": front.title,
        "pledges_title": front.pledges_title,
        "published_on": front.published_on,
        "organisation": front.organisation,
        "publisher": titled(front.publisher, front.publisher_title),
        "editor": titled(front.editor, front.editor_title),
        "researchers": front.researchers,
        "credit_note": front.credit_note,
        "register_read_on": front.register_read_on,
        "essay_title": essay.title,
        "essay_author": titled(essay.author, essay.author_title),
        "essay_year": essay.written_year,
        "essay_note": essay.note,
    }
    return Settler(Edition, report, "edition.toml", key=("year",)).settle({"year": front.year}, values)


def write_pledges(files: EditionFiles, edition: Edition, report: Report) -> dict[str, Pledge]:
    """Themes, pledges and the similar ones; returns the pledges by label (1-3)."""
    themes = Settler(Theme, report, "themes", key=("key",))
    settler = Settler(Pledge, report, "themes", key=("key",), among=Pledge.objects.select_related("theme"))
    newest = {text.pledge_id: text for text in PledgeText.objects.order_by("version")}
    pledges = {}
    for shape, words in zip(files.themes, files.words, strict=True):
        themes.file = settler.file = shape.file
        theme = themes.settle(
            {"key": f"{edition.year}-{shape.number}", "edition": edition, "number": shape.number},
            {
                "title": shape.title,
                "printed_contents": shape.printed.contents,
                "printed_body": shape.printed.body,
                "note": shape.note,
                "background": words.background.strip(),
                "corrections": to_builtins(words.corrections),
            },
        )
        for entry, own in zip(shape.pledges, words.pledges, strict=True):
            label = f"{shape.number}-{entry.number}"
            pledge = pledges[label] = settler.settle(
                {"key": f"{edition.year}-{label}", "theme": theme, "number": entry.number},
                {
                    "printed_contents": entry.printed.contents,
                    "printed_list": entry.printed.list,
                    "printed_heading": entry.printed.heading,
                    "note": entry.note,
                },
            )
            write_text(pledge, entry, own, newest.get(pledge.pk), report=report, file=shape.file)
    write_similar(files, pledges, report)
    write_changes(files, pledges, report)
    return pledges


def write_changes(files: EditionFiles, pledges: dict[str, Pledge], report: Report) -> None:
    """What has changed since the edition appeared; what the file no longer says stays until staff remove it."""
    settler = Settler(ChangeNote, report, "texts/changes.toml", key=("pledge_id", "kind", "happened_on"))
    for change in files.changes.changes:
        settler.settle(
            {"pledge_id": pledges[change.pledge].pk, "kind": change.kind, "happened_on": change.happened_on},
            {"text": change.text, "source": change.source},
        )


def write_similar(files: EditionFiles, pledges: dict[str, Pledge], report: Report) -> None:
    settler = Settler(SimilarPledge, report, "themes", key=("pledge_id", "other_id"))
    for theme, entry in files.pledges():
        pledge = pledges[f"{theme.number}-{entry.number}"]
        settler.file = theme.file
        for position, similar in enumerate(entry.similar, 1):
            other = pledges[similar.pledge]
            settler.settle(
                {"pledge_id": pledge.pk, "other_id": other.pk}, {"position": position, "reason": similar.reason}
            )


def write_cases(files: EditionFiles, pledges: dict[str, Pledge], report: Report) -> dict[tuple[str, int], Case]:
    """Cases by pledge label and number."""

    def codes(case: Case) -> list[str]:
        return sorted(place.pk for place in case.places.all())

    among = Case.objects.prefetch_related("places")
    settler = Settler(Case, report, "themes", key=("pledge_id", "number"), held={"places": codes}, among=among)
    cases = {}
    for theme, entry, number, shape in files.cases():
        label = f"{theme.number}-{entry.number}"
        settler.file = theme.file
        values = {
            "kind": shape.kind,
            "name": shape.name,
            "printed_name": shape.printed_name,
            "place": shape.place,
            "places": sorted(shape.places),
            "place_source": shape.place_source,
            "year": shape.year,
            "year_to": shape.year_to,
            "did": shape.did,
            "note": shape.note,
        }
        cases[label, number] = settler.settle(
            {"pledge_id": pledges[label].pk, "number": number}, values, placed(shape.places)
        )
    return cases


def placed(codes: Iterable[str]) -> Callable[[Case], None]:
    def place(case: Case) -> None:
        case.places.set(Government.objects.filter(pk__in=list(codes)))
        case.save()  # its places are part of what is searched

    return place


def write_guide(files: EditionFiles, edition: Edition, report: Report) -> None:
    questions = Settler(Question, report, "guide.toml", key=("edition_id", "number"))
    asked = {}
    for question, own in zip(files.guide.questions, files.guide_words.questions, strict=True):
        values = {
            "title": question.title,
            "asks": question.asks,
            "check_question": question.check,
            "good": own.good,
            "weak": own.weak,
            "why_weak": own.why_weak,
            "strong": own.strong,
            "why_strong": own.why_strong,
            "optional_note": question.optional_note,
            "neutral_title": question.neutral.title if question.neutral else "",
            "neutral_check": question.neutral.check if question.neutral else "",
        }
        asked[question.number] = questions.settle({"edition_id": edition.pk, "number": question.number}, values).pk
    rules = Settler(Rule, report, "guide.toml", key=("edition_id", "number"))
    for rule, read in zip(files.guide.rules, files.guide_words.rules, strict=True):
        values = {
            "title": rule.title,
            "printed_title": rule.printed_title,
            "reading": read.reading,
            "check_question": rule.check,
            "note": rule.note,
            "law": rule.law,
            "law_articles": ", ".join(rule.law_articles),
        }
        rules.settle({"edition_id": edition.pk, "number": rule.number}, values)
    claims = Settler(LawClaim, report, "guide.toml", key=("edition_id", "position"))
    for position, claim in enumerate(files.guide.law_claims, 1):
        said: dict[str, str | int | None] = {
            "question_id": asked.get(claim.number or 0),
            "as_of": claim.as_of,
            "as_printed": claim.as_printed,
            "today_who": claim.today.who,
            "today_what": claim.today.what,
            "article": claim.today.article,
            "law_version": claim.law_version,
            "note": claim.note,
        }
        claims.settle({"edition_id": edition.pk, "position": position}, said)


def write_institute(institute: InstituteShape, edition: Edition, report: Report) -> None:
    settler = Settler(InstituteEntry, report, "institute.toml", key=("edition_id", "group", "position"))
    groups = InstituteEntry.Group
    donation = institute.donation
    entries: dict[str, list[dict[str, str]]] = {
        groups.PRINCIPLE: [
            {"label": entry.title, "part": entry.title_en, "text": entry.text} for entry in institute.principles
        ],
        groups.PROJECT: [
            {"label": entry.name, "part": entry.group, "text": entry.text, "note": entry.note}
            for entry in institute.projects
        ],
        groups.CONTACT: [
            {"label": entry.label, "printed": entry.printed, "probable": entry.probable, "note": entry.note}
            for entry in institute.contacts
        ],
        groups.DONATION: [
            {
                "label": "후원 계좌",
                "printed": f"{donation.account} (예금주: {donation.holder})",
                "text": donation.note,
                "note": donation.printed_note,
            }
        ],
        groups.PUBLICATION: [
            {
                "label": f"『{entry.title}』",
                "part": entry.edition,
                "printed": " ".join(
                    filter(None, (entry.series, f"제{entry.volume}권" if entry.volume else "", str(entry.year or "")))
                ),
                "text": entry.text,
                "note": entry.note,
            }
            for entry in institute.publications
        ],
    }
    for group, rows in entries.items():
        for position, values in enumerate(rows, 1):
            settler.settle({"edition_id": edition.pk, "group": group, "position": position}, values)

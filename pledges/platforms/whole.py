"""A platform as a whole: what is sealed, joined with what the library knows, for pages, hints and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone
from msgspec.structs import replace

from pledges.catalogue.blanks import PieceKind, PlaceWords, persons_blanks, pieces
from pledges.catalogue.models import (
    VOICE_OF,
    Case,
    ChangeNote,
    Election,
    Government,
    Pledge,
    PledgeText,
    Purse,
    Starter,
    Term,
    Voice,
)

from .content import INDICATOR_TEXTS, PLAIN_TEXTS, HeadContent, Indicator, Origin, PledgeContent, Step, field_texts
from .keeping import term_after
from .models import PlatformPledge
from .sealed import Held, Person
from .words import office_title, purses


@dataclass(frozen=True)
class Setting:
    """What the head says, as records: place, election, and the term that follows it."""

    head: HeadContent
    place: Government | None
    election: Election | None
    term: Term | None

    @classmethod
    def of(cls, head: HeadContent) -> Setting:
        place = Government.objects.select_related("parent").filter(code=head.place).first() if head.place else None
        election = Election.objects.filter(key=head.election).first() if head.election else None
        return cls(head, place, election, term_after(election) if election else None)

    @property
    def voice(self) -> Voice | None:
        return VOICE_OF[self.head.office] if self.head.office else None

    @cached_property
    def words(self) -> PlaceWords:
        return PlaceWords.of(self.place)

    @cached_property
    def purses(self) -> dict[Purse, str]:
        return purses(self.head.office, self.place)

    def purse_label(self, purse: Purse) -> str:
        return self.purses.get(purse) or str(purse.label)

    @cached_property
    def office_title(self) -> str:
        return office_title(self.head.office, self.place)

    @property
    def years(self) -> list[int]:
        """The years of the term that are ahead at the election; without an election the next four."""
        if self.term and self.election:
            first = max(self.term.starts_on.year, self.election.day.year)
            return list(range(first, self.term.ends_on.year + 1))
        year = timezone.localdate().year
        return list(range(year, year + 4))


@dataclass(frozen=True)
class Chosen:
    """One pledge as it stands: `content` has the place's words, and the starter where nothing was written yet.

    `base` is the same with the place's blanks still open; `text` the library's text of today, None for one's own
    pledge; `starter` what the library offers in the voice of the office.
    """

    key: str
    version: int
    content: PledgeContent
    base: PledgeContent
    text: PledgeText | None
    starter: PledgeContent | None
    cases: tuple[Case, ...]
    changes: tuple[ChangeNote, ...]

    @property
    def is_untouched(self) -> bool:
        """Still as taken: nothing of the holder's own is saved."""
        return self.base.origin is not None and not self.base.adapted

    @property
    def pledge(self) -> Pledge | None:
        return self.text.pledge if self.text else None

    @property
    def cited(self) -> tuple[Case, ...]:
        """The cases of the library that this pledge names."""
        wanted = set(self.content.cases)
        return tuple(case for case in self.cases if case_key(case) in wanted)

    @property
    def blanks(self) -> list[str]:
        return persons_blanks("\n".join(field_texts(self.content).values()))


@dataclass(frozen=True)
class Whole:
    """Everything that pages and files of a platform show. `code` is the version code: 7F3-12."""

    setting: Setting
    pledges: tuple[Chosen, ...]
    code: str
    saved_at: dt.datetime
    person: Person

    @property
    def title(self) -> str:
        return self.setting.head.title or " ".join(filter(None, (self.setting.office_title, "공약 초안")))


def whole(held: Held, person: Person | None = None) -> Whole:
    """The platform with everything it takes, in a fixed number of queries."""
    setting = Setting.of(held.head)
    rows = held.contents(held.platform.pledges.standing())
    return Whole(
        setting,
        tuple(chosen(rows, setting)),
        version_code(held),
        timezone.localtime(held.platform.changed_at),
        person or held.person,
    )


def version_code(held: Held) -> str:
    return f"{held.platform.key[:3]}-{held.platform.saves}"


def chosen(rows: Iterable[tuple[PlatformPledge, PledgeContent]], setting: Setting) -> Iterable[Chosen]:
    rows = list(rows)
    keys = [content.origin.pledge for _, content in rows if content.origin]
    library = library_texts(keys)
    for row, saved in rows:
        text = library.get(saved.origin.pledge) if saved.origin else None
        starter = from_starter(text, setting) if text else None
        base = starter if starter and not saved.adapted else saved
        cases = tuple(text.pledge.cases.all()) if text else ()
        changes = tuple(text.pledge.changes.all()) if text else ()
        yield Chosen(row.key, row.version, localised(base, setting.words), base, text, starter, cases, changes)


def library_texts(keys: Iterable[str]) -> dict[str, PledgeText]:
    """The library's texts of today by their pledge's key, with starters, cases and changes."""
    cases = Prefetch("pledge__cases", Case.objects.for_display().order_by("number"))
    texts = PledgeText.objects.live(timezone.now()).with_pledge().filter(pledge__key__in=set(keys))
    return {text.pledge.key: text for text in texts.prefetch_related("starters", "pledge__changes", cases)}


def from_starter(text: PledgeText, setting: Setting) -> PledgeContent:
    """What the library offers in the voice of the office; without office or starter the title and one line."""
    by_voice = {starter.voice: starter for starter in text.starters.all()}
    starter = by_voice.get(setting.voice) if setting.voice else None
    origin = Origin(pledge=text.pledge.key, version=text.version, voice=setting.voice)
    cases = [case_key(case) for case in text.pledge.cases.all()]
    bare = PledgeContent(title=text.title, one_line=text.one_line, cases=cases, origin=origin)
    return started(bare, starter) if starter else bare


def started(bare: PledgeContent, starter: Starter) -> PledgeContent:
    return replace(
        bare,
        title=starter.title,
        goal=starter.goal,
        indicator=Indicator(
            name=starter.indicator_name,
            now=starter.indicator_from,
            target=starter.indicator_to,
            by=starter.indicator_by,
        ),
        steps=[Step(when=step["when"], what=step["what"]) for step in starter.steps],
        deadline=starter.deadline,
        no_budget=not starter.purses,
        financing=starter.financing,
    )


def case_key(case: Case) -> str:
    """How a platform names a case of the library: 2022-1-3-2."""
    return f"{case.pledge.key}-{case.number}"


def localised(content: PledgeContent, words: PlaceWords) -> PledgeContent:
    """The content with the place's blanks filled; the person's blanks stay."""
    fill = {name: in_words(getattr(content, name), words) for name in PLAIN_TEXTS}
    indicator = Indicator(**{name: in_words(getattr(content.indicator, name), words) for name in INDICATOR_TEXTS})
    steps = [Step(when=in_words(step.when, words), what=in_words(step.what, words)) for step in content.steps]
    return replace(content, **fill, indicator=indicator, steps=steps)


def in_words(text: str, words: PlaceWords) -> str:
    """The text with the place's blanks filled and the person's kept in braces."""
    if "{{" not in text:
        return text
    said = pieces(text, words)
    return "".join(f"{{{{{piece.text}}}}}" if piece.kind == PieceKind.PERSON else piece.text for piece in said)

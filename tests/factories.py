"""Rows for tests. A parent that is not given is the newest one there is, or made; fields by name win over defaults."""

import datetime as dt
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from handbook.models import Staff
from pledges.catalogue.models import (
    Case,
    ChangeNote,
    Citation,
    CitationReport,
    Edition,
    Election,
    Facet,
    Government,
    InstituteEntry,
    LawClaim,
    MissedWord,
    Ordinance,
    OrdinanceVersion,
    Pledge,
    PledgeText,
    Population,
    Question,
    Rule,
    SimilarPledge,
    Starter,
    Succession,
    Synonym,
    Term,
    Theme,
)

LONG_AGO = dt.datetime(2022, 4, 27, tzinfo=dt.UTC)


def newest[T: Model](model: type[T]) -> T | None:
    return model._default_manager.order_by("-pk").first()


def following(model: type[Model], field: str = "number", **among: Any) -> int:
    """The number after the last one among these rows, from 1."""
    return (model._default_manager.filter(**among).aggregate(last=Max(field))["last"] or 0) + 1


def staff(email: str = "staff@example.org", password: str | None = None, **fields: Any) -> Staff:
    return Staff.objects.create_user(email, password, **fields)


def superuser(email: str = "chief@example.org", password: str | None = None, **fields: Any) -> Staff:
    return Staff.objects.create_superuser(email, password, **fields)


def edition(year: int = 2022, **fields: Any) -> Edition:
    defaults = {"title": f"{year} 핸드북", "published_on": dt.date(year, 4, 27), "organisation": "희망제작소"}
    return Edition.objects.create(year=year, **{**defaults, **fields})


def some_edition() -> Edition:
    return newest(Edition) or edition()


def theme(edition: Edition | None = None, **fields: Any) -> Theme:
    edition = edition or some_edition()
    number = fields.pop("number", None) or following(Theme, edition=edition)
    defaults = {"key": f"{edition.year}-{number}", "title": f"분야 {number}"}
    return Theme.objects.create(edition=edition, number=number, **{**defaults, **fields})


def some_theme() -> Theme:
    return newest(Theme) or theme()


def pledge(theme: Theme | None = None, *, title: str = "", live: bool = True, **fields: Any) -> Pledge:
    """With a published text unless `live` is false."""
    theme = theme or some_theme()
    number = fields.pop("number", None) or following(Pledge, theme=theme)
    made = Pledge.objects.create(
        theme=theme, number=number, **{"key": f"{theme.edition.year}-{theme.number}-{number}", **fields}
    )
    if live:
        pledge_text(made, title=title or f"공약 {made.label}")
    return made


def some_pledge() -> Pledge:
    return newest(Pledge) or pledge()


def pledge_text(pledge: Pledge | None = None, **fields: Any) -> PledgeText:
    """Written by staff and long since published; `published_at=None` makes a draft."""
    pledge = pledge or some_pledge()
    version = fields.pop("version", None) or following(PledgeText, "version", pledge=pledge)
    defaults = {"title": f"공약 {pledge.label} {version}차", "published_at": LONG_AGO}
    return PledgeText.objects.create(pledge=pledge, version=version, **{**defaults, **fields})


def facet(text: PledgeText | None = None, kind: str = "office", value: str = "basic_head") -> Facet:
    return Facet.objects.create(text=text or newest(PledgeText) or pledge_text(), kind=kind, value=value)


def similar_pledge(pledge: Pledge, other: Pledge, **fields: Any) -> SimilarPledge:
    return SimilarPledge.objects.create(pledge=pledge, other=other, **{"reason": "이어서 읽을 만합니다.", **fields})


def change_note(pledge: Pledge | None = None, **fields: Any) -> ChangeNote:
    defaults = {
        "kind": ChangeNote.Kind.LAW,
        "happened_on": dt.date(2024, 3, 26),
        "text": "법이 생겼습니다.",
        "source": "법 1조",
    }
    return ChangeNote.objects.create(pledge=pledge or some_pledge(), **{**defaults, **fields})


def case(pledge: Pledge | None = None, *, places: list[Government] | None = None, **fields: Any) -> Case:
    """A programme unless `kind` says otherwise."""
    pledge = pledge or some_pledge()
    number = fields.pop("number", None) or following(Case, pledge=pledge)
    defaults = {"kind": Case.Kind.PROGRAMME, "name": f"사례 {number}", "place": places[0].name if places else ""}
    made = Case.objects.create(pledge=pledge, number=number, **{**defaults, **fields})
    if places:
        made.places.set(places)
        made.save()
    return made


def ordinance_case(pledge: Pledge | None = None, **fields: Any) -> Case:
    return case(pledge, **{"kind": Case.Kind.ORDINANCE, "name": "가람시 돌봄 조례", **fields})


def citation(case: Case | None = None, **fields: Any) -> Citation:
    """Unchecked, of 2020. 1. 2. 제100호 제정; an ordinance case is made for it unless given."""
    defaults = {
        "printed_text": "2020.01.02. 제정, 제100호",
        "printed_date": dt.date(2020, 1, 2),
        "printed_number": "100",
        "printed_action": "제정",
    }
    return Citation.objects.create(case=case or ordinance_case(), **{**defaults, **fields})


def checked_citation(case: Case | None = None, check_state: str = Citation.Check.SAME, **fields: Any) -> Citation:
    return citation(case, check_state=check_state, **{"checked_on": dt.date(2026, 11, 22), **fields})


def some_citation() -> Citation:
    return newest(Citation) or citation()


def report(citation: Citation | None = None, **fields: Any) -> CitationReport:
    return CitationReport.objects.create(citation=citation or some_citation(), **{"text": "번호가 다릅니다.", **fields})


def ordinance(**fields: Any) -> Ordinance:
    """In force and found in the register; `register_id=None, standing="not_found"` is one that was not."""
    defaults = {
        "register_id": f"{2000000 + following(Ordinance, 'pk')}",
        "title": "가람시 돌봄 조례",
        "standing": "in_force",
        "url": "https://www.law.go.kr/자치법규/가람시돌봄조례",
    }
    return Ordinance.objects.create(**{**defaults, **fields})


def some_ordinance() -> Ordinance:
    return newest(Ordinance) or ordinance()


def ordinance_version(ordinance: Ordinance | None = None, **fields: Any) -> OrdinanceVersion:
    defaults = {"date": dt.date(2020, 1, 2), "number": "100", "action": "제정"}
    return OrdinanceVersion.objects.create(ordinance=ordinance or some_ordinance(), **{**defaults, **fields})


def province(code: str = "91000", **fields: Any) -> Government:
    return Government.objects.create(
        code=code, **{"name": "가람도", "short_name": "가람", "kind": "도", "parent": None, **fields}
    )


def government(code: str = "", parent: Government | None = None, **fields: Any) -> Government:
    """A city of the newest province, or of a province made for it. Codes without one given run from 91010."""
    parent = parent or Government.objects.provinces().order_by("-code").first() or province()
    last = Government.objects.filter(code__startswith=parent.code[:2]).aggregate(last=Max("code"))["last"]
    code = code or f"{int(last) + 10}"
    defaults = {"name": f"가람{code[-2]}시", "short_name": f"가람{code[-2]}시", "kind": "자치시"}
    return Government.objects.create(code=code, parent=parent, **{**defaults, **fields})


def population(government: Government, people: int = 100_000, **fields: Any) -> Population:
    defaults = {"month": dt.date(2026, 8, 1), "source": "주민등록 인구통계"}
    return Population.objects.create(government=government, people=people, **{**defaults, **fields})


def succession(former: Government, successor: Government, position: int = 0) -> Succession:
    return Succession.objects.create(former=former, successor=successor, position=position)


def election(key: str = "local-9", **fields: Any) -> Election:
    defaults = {
        "kind": Election.Kind.GENERAL,
        "name": "제9회 전국동시지방선거",
        "day": dt.date(2026, 6, 3),
        "status": Election.Status.HELD,
        "source": "공직선거법 34조",
    }
    return Election.objects.create(key=key, **{**defaults, **fields})


def term(number: int = 9, **fields: Any) -> Term:
    defaults = {"name": f"민선 {number}기", "starts_on": dt.date(2026, 7, 1), "ends_on": dt.date(2030, 6, 30)}
    return Term.objects.create(number=number, **{**defaults, **fields})


def question(edition: Edition | None = None, **fields: Any) -> Question:
    edition = edition or some_edition()
    number = fields.pop("number", None) or following(Question, edition=edition)
    defaults = {"title": f"물음 {number}", "check_question": "내 글은 무엇을 약속하나요?"}
    return Question.objects.create(edition=edition, number=number, **{**defaults, **fields})


def rule(edition: Edition | None = None, **fields: Any) -> Rule:
    edition = edition or some_edition()
    number = fields.pop("number", None) or following(Rule, edition=edition)
    defaults = {"title": f"법칙 {number}", "check_question": "내 글은 쉽나요?"}
    return Rule.objects.create(edition=edition, number=number, **{**defaults, **fields})


def law_claim(edition: Edition | None = None, **fields: Any) -> LawClaim:
    edition = edition or some_edition()
    position = fields.pop("position", None) or following(LawClaim, "position", edition=edition)
    defaults = {"as_of": 2010, "as_printed": "그때의 법", "today_who": "후보자", "today_what": "오늘의 법"}
    return LawClaim.objects.create(edition=edition, position=position, **{**defaults, **fields})


def institute_entry(edition: Edition | None = None, group: str = "principle", **fields: Any) -> InstituteEntry:
    edition = edition or some_edition()
    position = fields.pop("position", None) or following(InstituteEntry, "position", edition=edition, group=group)
    defaults = {"label": f"원칙 {position}"}
    return InstituteEntry.objects.create(edition=edition, group=group, position=position, **{**defaults, **fields})


def synonym(term: str = "콜버스", meanings: str = "이동권", **fields: Any) -> Synonym:
    return Synonym.objects.create(term=term, meanings=meanings, **fields)


def missed_word(word: str = "없는말", times: int = 1, **fields: Any) -> MissedWord:
    return MissedWord.objects.create(word=word, times=times, **{"last_on": timezone.localdate(), **fields})


def starter(text: PledgeText | None = None, **values: Any) -> Starter:
    """Made as the loader makes it, past the guard of published texts."""
    defaults = {
        "voice": "executive",
        "title": "돌봄을 늘리겠습니다",
        "goal": "{{지금 수}}곳을 {{목표 수}}곳으로 늘리겠습니다.",
        "indicator_name": "돌봄터",
        "indicator_from": "{{지금 수}}곳",
        "indicator_to": "{{목표 수}}곳",
        "indicator_by": "임기 내",
        "steps": [{"when": f"임기 {year}년차", "what": "합니다."} for year in (1, 2, 3)],
        "deadline": "임기 내",
        "purses": ["own"],
        "financing": "자체 예산으로 합니다.",
    }
    # A draft can be saved again, as tests of the stamp do.
    text = text or pledge_text(published_at=None)
    made = Starter(text=text, **{**defaults, **values})
    Starter.objects.bulk_create([made])
    return made

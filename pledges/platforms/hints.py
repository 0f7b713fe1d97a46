"""Self-check: what a holder may want to look at again, each hint at its field. Private; no score and no verdict.

Sentences are hints: about law they only name the office that answers (law document 7). Time is bounded: every field has
a largest length, patterns repeat only a few characters, and of a sentence of hundreds of characters only that is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handbook import plain_language
from handbook.korean import date_text
from pledges.catalogue.blanks import persons_blanks
from pledges.catalogue.models import ChangeNote, Citation

from . import periods
from .amounts import won_text
from .content import PledgeContent

REMARK = "자동 점검은 참고용입니다."
ASK = "중앙선거관리위원회(1390) 확인"
MOST_NAMED, MOST_PLAIN = 3, 5
LONGEST_SENTENCE = 300

Term = tuple[dt.date, dt.date]
# Which of two days counted from a term's first day comes first, all terms agree on: any one will do.
ANY_TERM = (dt.date(2000, 7, 1), dt.date(2004, 6, 30))


class HintKind(StrEnum):
    BLANK = "blank"
    MISSING = "missing"
    NO_TIME = "no_time"
    UNREAD_TIME = "unread_time"
    ORDER = "order"
    MONEY = "money"
    BEYOND = "beyond"
    PLAIN = "plain"
    LIBRARY = "library"
    CITATION = "citation"
    CHANGED = "changed"
    CLAIM = "claim"
    EDUCATION = "education"
    CANDIDATE = "candidate"


@dataclass(frozen=True)
class FieldHint:
    """`field` is a field of PledgeContent; of its parts `indicator-by`, `steps-2-what` (counted from 0)."""

    field: str
    kind: HintKind
    text: str


def hints(
    content: PledgeContent,
    *,
    term: Term | None = None,
    starter: PledgeContent | None = None,
    citations: Iterable[tuple[str, str]] = (),
    changes: Iterable[str] = (),
) -> list[FieldHint]:
    """The hints in the order of the fields.

    `term` is the first and the last day of the term; `starter` the library's text with the place's words filled in as
    they are in `content`; `citations` are names with their `Citation.Check`; `changes` are kinds of `ChangeNote`.
    """
    texts = field_texts(content)
    found = [
        *blanks(texts),
        *missing(content),
        *unclear_times(content),
        *out_of_order(content, term),
        *money(content),
        *(beyond(content, term) if term else ()),
        *as_in_library(content, starter),
        *library_notes(citations, changes),
    ]
    for field, text in texts.items():
        found += wording(field, text)
        if field in SENTENCES or field.endswith("-what"):
            found += plainer(field, text)
    places = {field: place for place, field in enumerate(texts)}
    return sorted(found, key=lambda hint: places[hint.field])


SENTENCES = {"title", "one_line", "why", "goal", "indicator-name", "financing"}


def field_texts(content: PledgeContent) -> dict[str, str]:
    """Every field a hint can stand at, in the order of the form, with its text."""
    texts = {name: getattr(content, name) for name in ("title", "one_line", "why", "goal")}
    for name in ("name", "now", "target", "by"):
        texts[f"indicator-{name}"] = getattr(content.indicator, name)
    texts["steps"] = ""
    for number, step in enumerate(content.steps):
        texts |= {f"steps-{number}-when": step.when, f"steps-{number}-what": step.what}
    texts |= {"deadline": content.deadline, "financing": content.financing, "amounts": ""}
    return texts | {"actors": content.actors, "ordinance": content.ordinance, "cases": "", "area": content.area}


def named(words: Iterable[str]) -> str:
    """‘가’, ‘나’, ‘다’ 외 2개."""
    every = list(dict.fromkeys(words))
    more = len(every) - MOST_NAMED
    return ", ".join(f"‘{word}’" for word in every[:MOST_NAMED]) + (f" 외 {more}개" if more > 0 else "")


def blanks(texts: dict[str, str]) -> Iterator[FieldHint]:
    for field, text in texts.items():
        names = persons_blanks(text)
        if names:
            yield FieldHint(field, HintKind.BLANK, f"빈칸 {len(names)}개를 채워 주세요: {named(names)}.")


ITEMS = {
    "title": "공약 이름이 비어 있습니다.",
    "goal": "다섯 항목 가운데 목표가 비어 있습니다. 무엇을 얼마나 바꿀지 적어 주세요.",
    "indicator-target": "목표값이 비어 있습니다. 무엇이 얼마가 되면 이룬 것인지 적어 주세요.",
    "steps": "다섯 항목 가운데 이행절차가 비어 있습니다. 언제 무엇을 할지 차례로 적어 주세요.",
    "deadline": "다섯 항목 가운데 이행기한이 비어 있습니다. 언제까지 이룰지 적어 주세요.",
    "financing": "다섯 항목 가운데 재원조달방안이 비어 있습니다. 돈이 들지 않으면 ‘비예산’을 골라 주세요.",
}


def missing(content: PledgeContent) -> Iterator[FieldHint]:
    """What of the five items is empty; the priority never is, it is the order of the pledges."""
    given = {
        "title": content.title.strip(),
        "goal": content.goal.strip(),
        "indicator-target": content.indicator.target.strip(),
        "steps": any(step.what.strip() for step in content.steps),
        "deadline": content.deadline.strip(),
        "financing": content.no_budget or content.financing.strip() or content.amounts,
    }
    for field, sentence in ITEMS.items():
        if not given[field]:
            yield FieldHint(field, HintKind.MISSING, sentence)
    for number, step in enumerate(content.steps):
        if step.when.strip() and not step.what.strip():
            yield FieldHint(f"steps-{number}-what", HintKind.MISSING, "이때 무엇을 할지 적어 주세요.")


EXAMPLES = "‘취임 후 100일’, ‘임기 2년차 상반기’, ‘임기 내’처럼 적으면 차례를 살필 수 있습니다."


def times(content: PledgeContent) -> dict[str, str]:
    """The fields that hold a time."""
    steps = {f"steps-{number}-when": step.when for number, step in enumerate(content.steps)}
    return {"indicator-by": content.indicator.by} | steps | {"deadline": content.deadline}


def unclear_times(content: PledgeContent) -> Iterator[FieldHint]:
    for number, step in enumerate(content.steps):
        if step.what.strip() and not step.when.strip():
            yield FieldHint(f"steps-{number}-when", HintKind.NO_TIME, f"언제 할지 적어 주세요. {EXAMPLES}")
    for field, text in times(content).items():
        if text.strip() and not persons_blanks(text) and periods.parse(text) is None:
            yield FieldHint(field, HintKind.UNREAD_TIME, f"언제인지 읽지 못했습니다. {EXAMPLES}")


def out_of_order(content: PledgeContent, term: Term | None) -> Iterator[FieldHint]:
    """Without a term, days of the calendar and days of the term are each looked at among themselves."""
    whens = [step.when for step in content.steps]
    if term:
        wrong = set(periods.order(whens, *term))
    else:
        read = [periods.parse(when) for when in whens]
        dated = [when if period and period.is_dated else "" for when, period in zip(whens, read, strict=True)]
        counted = [when if period and period.is_counted else "" for when, period in zip(whens, read, strict=True)]
        wrong = {*periods.order(dated, *ANY_TERM), *periods.order(counted, *ANY_TERM)}
    for number in sorted(wrong):
        sentence = "앞뒤 단계와 때가 어긋나 보입니다. 차례를 확인해 주세요."
        yield FieldHint(f"steps-{number}-when", HintKind.ORDER, sentence)


FIGURE = re.compile(r"[0-9][0-9,.]{0,20} ?(?:[천백십]?[조억만]|[천백십]?원)|[천백십]만 ?원")
FUNDS = re.compile(r"국비|국고|도비|시비|군비|구비|교부세|교부금|보조금|지방채|기금|민간 ?투자|예산")


def money(content: PledgeContent) -> Iterator[FieldHint]:
    figure, amounts = FIGURE.search(content.financing), content.amounts
    if content.no_budget and amounts:
        yield FieldHint("amounts", HintKind.MONEY, "‘비예산’을 골랐는데 금액이 있습니다. 하나만 남겨 주세요.")
    elif content.no_budget and figure:
        sentence = f"‘비예산’을 골랐는데 글에 금액이 있습니다: ‘{figure[0]}’. 확인해 주세요."
        yield FieldHint("financing", HintKind.MONEY, sentence)
    elif amounts and not content.financing.strip():
        yield FieldHint("financing", HintKind.MONEY, "금액은 있고 어떻게 마련할지는 없습니다. 방법을 적어 주세요.")
    elif not content.no_budget and not amounts and (figure or FUNDS.search(content.financing)):
        sentence = (
            "연도와 재원별 금액이 없습니다. 금액을 적으면 가계부에 더해지고, 돈이 들지 않으면 ‘비예산’을 고릅니다."
        )
        yield FieldHint("amounts", HintKind.MONEY, sentence)


def beyond(content: PledgeContent, term: Term) -> Iterator[FieldHint]:
    end = date_text(term[1])
    for field, text in times(content).items():
        period = periods.parse(text)
        if period and periods.beyond(period, *term):
            sentence = f"임기 마지막 날({end}) 뒤로 이어집니다: ‘{period.text()}’. 임기 안에 이룰 몫도 적어 주세요."
            yield FieldHint(field, HintKind.BEYOND, sentence)
    later = sum(amount.won for amount in content.amounts if amount.year > term[1].year)
    earlier = sum(amount.won for amount in content.amounts if amount.year < term[0].year)
    if later:
        yield FieldHint("amounts", HintKind.BEYOND, f"임기 마지막 해 뒤의 돈이 {won_text(later)} 있습니다.")
    if earlier:
        yield FieldHint("amounts", HintKind.BEYOND, f"임기 첫해 앞의 돈이 {won_text(earlier)} 있습니다.")


def as_in_library(content: PledgeContent, starter: PledgeContent | None) -> Iterator[FieldHint]:
    if starter is None:
        return
    if content.goal.strip() and content.goal.split() == starter.goal.split():
        yield FieldHint(
            "goal", HintKind.LIBRARY, "목표가 예시 문안 그대로입니다. 우리 지역의 말과 숫자로 바꾸어 보세요."
        )
    if content.steps and content.steps == starter.steps:
        yield FieldHint("steps", HintKind.LIBRARY, "이행절차가 예시 문안 그대로입니다. 우리 지역에 맞는지 살펴보세요.")


CHECKS = {
    Citation.Check.UNCHECKED.value: "확인 전인 인용입니다. 원문을 확인한 뒤에 쓰는 편이 안전합니다",
    Citation.Check.DIFFERS.value: "원문과 다른 인용입니다. 원문의 날짜와 번호로 고쳐 주세요",
}
CHANGES = {
    ChangeNote.Kind.DUTY.value: "이미 의무가 된 일로 기록되어 있습니다. 무엇을 더 할지 적어 주세요.",
    ChangeNote.Kind.COMMON.value: "이미 널리 시행 중인 일로 기록되어 있습니다. 우리 지역에서 달라질 점을 적어 주세요.",
    ChangeNote.Kind.LAW.value: "이 공약과 관련한 법이 바뀐 기록이 있습니다. 달라진 점을 읽어 주세요.",
    ChangeNote.Kind.ORDINANCE.value: "이 공약과 관련한 조례가 바뀐 기록이 있습니다. 달라진 점을 읽어 주세요.",
    ChangeNote.Kind.STOPPED.value: "사례가 중단된 기록이 있습니다. 달라진 점을 읽어 주세요.",
}


def library_notes(citations: Iterable[tuple[str, str]], changes: Iterable[str]) -> Iterator[FieldHint]:
    """What the library knows about the cases cited and about what has changed since."""
    stamped = [(name, str(check)) for name, check in citations]
    for check, sentence in CHECKS.items():
        names = [name for name, stamp in stamped if stamp == check]
        if names:
            yield FieldHint("cases", HintKind.CITATION, f"{sentence}: {named(names)}.")
    here = {str(change) for change in changes}
    for kind, sentence in CHANGES.items():
        if kind in here:
            yield FieldHint("title", HintKind.CHANGED, sentence)


def plainer(field: str, text: str) -> list[FieldHint]:
    """Hard sentences and words, each said once and no more than a few in a field."""
    found: dict[str, None] = {}
    for sentence in filter(None, dict.fromkeys(map(str.strip, plain_language.SENTENCE.split(text)))):
        if len(sentence) > LONGEST_SENTENCE:
            found[f"{beginning(sentence)}: {plain_language.ADVICE[plain_language.HintKind.TOO_LONG]}"] = None
            continue
        for hint in plain_language.hints(sentence):
            is_word = hint.kind == plain_language.HintKind.WORD
            found[hint.advice if is_word else f"{beginning(hint.found)}: {hint.advice}"] = None
    sentences = list(found)
    if len(sentences) > MOST_PLAIN:
        sentences[MOST_PLAIN:] = [f"쉽게 고칠 곳이 {len(sentences) - MOST_PLAIN}곳 더 있습니다."]
    return [FieldHint(field, HintKind.PLAIN, sentence) for sentence in sentences]


def beginning(sentence: str) -> str:
    return f"‘{sentence[:15].rstrip()}…’" if len(sentence) > 16 else f"‘{sentence}’"


WHERE = "전국|국내|세계|전 ?세계|대한민국|도내|시내|군내|구내|지역"
CLAIM = re.compile(
    rf"최초|유일(?=하|한|의|무이)|(?<![0-9])1위|(?:{WHERE}) ?(?:최고|최대|최다|최상위|으뜸|제일)",
)
SOURCE = re.compile(r"출처|자료|기준|통계|조사|https?:")
NEAR = 100
EDUCATION = re.compile(
    r"최고(?:위|경영자|관리자|지도자|정책) ?과정|명예 ?(?:박사|학위|졸업)"
    r"|(?:대학교?|대학원|교육원|연수원|아카데미)[^.\n]{0,15}?수료(?!생|증|율|식|자| ?인원)"
)
SURNAMES = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현"
# Things and posts of three letters that begin like a name.
NO_NAME = re.compile(
    r"..[장관소실터역점단자들별면는은을를할된]|(?:배심|유치|공무|양로|고시|위원)원|도지사|교육감|문화재|조례안|정책안|전문가"
)
CANDIDATE = re.compile(
    rf"(?<![가-힣])(?P<name>[{SURNAMES}][가-힣]{{2}}|(?:상대|경쟁|다른|타|상대방|여당|야당|[가-힣]{{1,8}}당)) ?"
    r"(?:시장|군수|구청장|도지사|교육감|의원)? ?(?:예비)?후보(?:자)?"
    r"(?=(?:가|는|의|를|와|은|이|도|보다|에게|측|님|들)?(?:[\s,.·?)’”]|$))"
)


def wording(field: str, text: str) -> Iterator[FieldHint]:
    """Words that need a source or that printed matter of an election may not carry."""
    claims = [found[0] for found in CLAIM.finditer(text) if not sourced(text, found)]
    if claims:
        sentence = f"{named(claims)}: 출처나 기준을 함께 적어 주세요. {ASK}"
        yield FieldHint(field, HintKind.CLAIM, sentence)
    studies = [found[0] for found in EDUCATION.finditer(text)]
    if studies:
        sentence = f"{named(studies)}: 정규학력이 아닌 학력은 적을 수 없는 경우가 있습니다. {ASK}"
        yield FieldHint(field, HintKind.EDUCATION, sentence)
    others = [found[0] for found in CANDIDATE.finditer(text) if not NO_NAME.fullmatch(found["name"])]
    if others:
        sentence = f"{named(others)}: 다른 후보나 정당 이야기는 인쇄물에 적을 수 없는 경우가 있습니다. {ASK}"
        yield FieldHint(field, HintKind.CANDIDATE, sentence)


def sourced(text: str, found: re.Match[str]) -> bool:
    return SOURCE.search(text, max(0, found.start() - NEAR), found.end() + NEAR) is not None

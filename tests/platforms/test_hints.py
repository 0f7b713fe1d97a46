"""Self-check: each hint at its field, in plain sentences, never a verdict; any text comes through."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pledges.catalogue.models import ChangeNote, Citation, Purse
from pledges.platforms.content import MOST_STEPS, Amount, Indicator, PledgeContent, Step
from pledges.platforms.hints import ASK, MOST_PLAIN, REMARK, HintKind, field_texts, hints

TERM = (dt.date(2026, 7, 1), dt.date(2030, 6, 30))
MONEY = [Amount(year=2027, purse=Purse.OWN, won=350_000_000)]
WHOLE = PledgeContent(
    title="도서관 두 곳을 더 엽니다",
    goal="걸어서 갈 도서관을 두 곳 늘립니다.",
    indicator=Indicator(name="도서관 수", now="3곳", target="5곳", by="임기 내"),
    steps=[Step(when="취임 100일 안", what="터를 찾습니다."), Step(when="2028년 상반기", what="문을 엽니다.")],
    deadline="2029년까지",
    financing="시의 본예산에 3억 5천만 원을 담습니다.",
    amounts=MONEY,
)
HOSTILE = [
    "가",
    "{{",
    "{{가",
    "{{가|",
    "「",
    "‘",
    "조례",
    "조례x",
    "1,",
    "최초 ",
    "김철수 ",
    "대학",
    "수료",
    "의 ",
    "되어",
]
HOSTILE += [
    "거버넌스 ",
    " ",
    "\n",
    ". ",
    "1억",
    "천",
    "후",
    "~",
    "2027~",
    "가 ",
    "전국 ",
    "당",
    "👩\u200d",
    "1위",
    "출처 최초",
]


def found(content, **known):
    return {(hint.field, hint.kind) for hint in hints(content, **{"term": TERM, **known})}


def sentences(content, kind, **known):
    return [hint.text for hint in hints(content, **{"term": TERM, **known}) if hint.kind == kind]


def test_whole_pledge_has_no_hints():
    assert hints(WHOLE, term=TERM) == []


def test_remark_says_what_the_check_is():
    assert REMARK == "자동 점검은 참고용입니다."


def test_empty_pledge_misses_its_items():
    fields = ["title", "goal", "indicator-target", "steps", "deadline", "financing"]
    assert [(hint.field, hint.kind) for hint in hints(PledgeContent())] == [
        (field, HintKind.MISSING) for field in fields
    ]


@pytest.mark.parametrize(
    "answer", [{"no_budget": True}, {"financing": "민간이 냅니다."}, {"amounts": MONEY, "financing": "냅니다."}]
)
def test_financing_has_three_answers(answer):
    assert ("financing", HintKind.MISSING) not in found(PledgeContent(**answer))


def test_blanks_are_counted_at_their_field():
    content = replace(WHOLE, goal="{{대상}} {{수}}명, {{수}}곳, {{가}} {{나}}입니다. {{주민}}", deadline="{{달}}")
    assert sentences(content, HintKind.BLANK) == [
        "빈칸 4개를 채워 주세요: ‘대상’, ‘수’, ‘가’ 외 1개.",
        "빈칸 1개를 채워 주세요: ‘달’.",
    ]
    assert ("deadline", HintKind.UNREAD_TIME) not in found(content)


def test_step_without_a_time_or_without_a_deed_is_told():
    content = replace(
        WHOLE, steps=[Step(what="엽니다."), Step(when="임기 내"), Step(), Step(when="곧", what="합니다.")]
    )
    assert found(content) == {
        ("steps-0-when", HintKind.NO_TIME),
        ("steps-1-what", HintKind.MISSING),
        ("steps-3-when", HintKind.UNREAD_TIME),
    }


def test_times_not_understood_are_told_at_every_field():
    content = replace(WHOLE, deadline="빠른 시일", indicator=replace(WHOLE.indicator, by="언젠가"))
    assert found(content) == {("deadline", HintKind.UNREAD_TIME), ("indicator-by", HintKind.UNREAD_TIME)}


def steps(*whens):
    return replace(WHOLE, steps=[Step(when=when, what="합니다.") for when in whens])


def test_steps_out_of_order_are_told():
    assert found(steps("2028년", "2027년", "2029년")) == {("steps-1-when", HintKind.ORDER)}
    assert found(steps("2027년 하반기", "취임 100일 안")) == {("steps-1-when", HintKind.ORDER)}


def test_without_a_term_days_of_the_term_and_the_calendar_are_not_compared():
    assert found(steps("2027년 하반기", "취임 100일 안"), term=None) == set()
    assert found(steps("2028년", "2027년"), term=None) == {("steps-1-when", HintKind.ORDER)}
    assert found(steps("임기 2년차", "취임 100일 안"), term=None) == {("steps-1-when", HintKind.ORDER)}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"no_budget": True}, "amounts"),
        ({"no_budget": True, "amounts": [], "financing": "3억 원이 듭니다."}, "financing"),
        ({"financing": " "}, "financing"),
        ({"amounts": []}, "amounts"),
        ({"amounts": [], "financing": "국비를 받겠습니다."}, "amounts"),
        ({"amounts": [], "financing": "3,500만원을 모읍니다."}, "amounts"),
    ],
)
def test_money_that_does_not_fit_is_told(change, field):
    assert found(replace(WHOLE, **change)) == {(field, HintKind.MONEY)}


def test_money_in_words_alone_is_left_alone():
    assert found(replace(WHOLE, amounts=[], financing="자원봉사로 합니다.")) == set()
    assert found(replace(WHOLE, amounts=[], no_budget=True, financing="새 예산이 들지 않습니다.")) == set()


def test_what_lies_beyond_the_term_is_told():
    content = replace(
        WHOLE,
        deadline="2031년",
        indicator=replace(WHOLE.indicator, by="2030년 말"),
        steps=[*WHOLE.steps, Step(when="임기 5년차", what="넓힙니다.")],
        amounts=[Amount(year=year, purse=Purse.OWN, won=10_000) for year in (2025, 2026, 2030, 2031, 2032)],
    )
    assert found(content) == {
        (field, HintKind.BEYOND) for field in ("deadline", "indicator-by", "steps-2-when", "amounts")
    }
    assert sentences(content, HintKind.BEYOND)[-2:] == [
        "임기 마지막 해 뒤의 돈이 2만 원 있습니다.",
        "임기 첫해 앞의 돈이 1만 원 있습니다.",
    ]
    assert found(content, term=None) == set()


def test_hard_sentences_are_told_with_a_plainer_way():
    content = replace(
        WHOLE, why="거버넌스를 봅니다. 거버넌스를 또 봅니다.", goal="참여를 제고합니다. " + "가" * 95 + "."
    )
    assert found(content) == {("why", HintKind.PLAIN), ("goal", HintKind.PLAIN)}
    assert sentences(content, HintKind.PLAIN) == [
        "‘거버넌스’ 대신: 정책, 관리, 민관 협력, 협치, 행정",
        f"‘{'가' * 15}…’: 문장이 아주 깁니다. 나누어 주세요.",
    ]


def test_hard_sentences_do_not_become_a_wall():
    content = replace(WHOLE, why="\n".join(f"{number}번 " + "가" * 70 for number in range(20)))
    told = sentences(content, HintKind.PLAIN)
    assert len(told) == MOST_PLAIN + 1
    assert told[-1] == "쉽게 고칠 곳이 15곳 더 있습니다."


def test_sentence_of_hundreds_of_letters_is_only_told_to_be_long():
    assert sentences(replace(WHOLE, why="거버넌스 " * 900), HintKind.PLAIN) == [
        "‘거버넌스 거버넌스 거버넌스…’: 문장이 아주 깁니다. 나누어 주세요."
    ]


def test_text_of_the_library_is_told_until_it_changes():
    assert found(WHOLE, starter=WHOLE) == {("goal", HintKind.LIBRARY), ("steps", HintKind.LIBRARY)}
    assert found(replace(WHOLE, goal="세 곳 늘립니다."), starter=WHOLE) == {("steps", HintKind.LIBRARY)}
    assert found(replace(WHOLE, goal=f" {WHOLE.goal}\n"), starter=replace(WHOLE, steps=[])) == {
        ("goal", HintKind.LIBRARY)
    }


def test_citations_not_confirmed_are_told():
    citations = [(f"{number}조례", Citation.Check.UNCHECKED) for number in range(5)]
    citations += [("가조례", "differs"), ("나조례", Citation.Check.SAME), ("다조례", Citation.Check.UNDECIDED)]
    assert sentences(WHOLE, HintKind.CITATION, citations=citations) == [
        "확인 전인 인용입니다. 원문을 확인한 뒤에 쓰는 편이 안전합니다: ‘0조례’, ‘1조례’, ‘2조례’ 외 2개.",
        "원문과 다른 인용입니다. 원문의 날짜와 번호로 고쳐 주세요: ‘가조례’.",
    ]


@pytest.mark.parametrize("kind", ChangeNote.Kind)
def test_every_kind_of_change_is_told_once(kind):
    assert found(WHOLE, changes=[kind, kind]) == {("title", HintKind.CHANGED)}
    assert len(sentences(WHOLE, HintKind.CHANGED, changes=[kind, kind.value])) == 1


def test_pledge_that_is_a_duty_by_now_is_told():
    assert sentences(WHOLE, HintKind.CHANGED, changes=["duty"]) == [
        "이미 의무가 된 일로 기록되어 있습니다. 무엇을 더 할지 적어 주세요."
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("전국 최초로 엽니다.", HintKind.CLAIM),
        ("도내 유일한 곳입니다.", HintKind.CLAIM),
        ("만족도 1위입니다.", HintKind.CLAIM),
        ("전국 최고 수준입니다.", HintKind.CLAIM),
        ("서울대학교 최고위과정을 마쳤습니다.", HintKind.EDUCATION),
        ("명예박사 학위를 받았습니다.", HintKind.EDUCATION),
        ("경제대학원 최고경영자 과정", HintKind.EDUCATION),
        ("행정대학원 석사과정 수료", HintKind.EDUCATION),
        ("김철수 후보는 반대했습니다.", HintKind.CANDIDATE),
        ("이영희 예비후보와 다릅니다.", HintKind.CANDIDATE),
        ("박민수 시장 후보의 말입니다.", HintKind.CANDIDATE),
        ("상대 후보보다 낫습니다.", HintKind.CANDIDATE),
        ("푸른당 후보가 말했습니다.", HintKind.CANDIDATE),
    ],
)
def test_words_that_need_care_are_told_with_whom_to_ask(text, kind):
    assert found(replace(WHOLE, why=text)) == {("why", kind)}
    assert sentences(replace(WHOLE, why=text), kind)[0].endswith(ASK)


@pytest.mark.parametrize(
    "text",
    [
        "전국 최초입니다(출처: 행정안전부 2025년 통계).",
        "11위에서 21위로 내려갔습니다.",
        "유일 씨와 만납니다.",
        "최고 기온이 오릅니다.",
        "교육을 마친 수료생이 늘어납니다.",
        "아카데미 수료 인원을 늘립니다.",
        "주차장 후보를 고릅니다.",
        "도서관 후보지를 찾습니다.",
        "배심원 후보가 모입니다.",
        "하나를 고르면 후보에서 빠집니다.",
        "상대 후보지를 봅니다.",
        "사업 후보를 정합니다.",
    ],
)
def test_words_that_only_look_alike_are_left_alone(text):
    assert found(replace(WHOLE, why=text)) == set()


def test_hints_come_in_the_order_of_the_form():
    fields = [
        hint.field for hint in hints(replace(PledgeContent(), area="전국 최초", why="{{수}}", steps=[Step(what="가")]))
    ]
    places = list(field_texts(PledgeContent(steps=[Step()])))
    assert fields == sorted(fields, key=places.index)
    assert {"why", "steps-0-when", "area"} < set(fields)


def filled(text):
    """A pledge with the text in every field, as long as the field takes."""
    line, step = text[:200], Step(when=text[:200], what=text[:500])
    return PledgeContent(
        **dict.fromkeys(("title", "one_line", "deadline", "actors", "ordinance", "area"), line),
        **dict.fromkeys(("why", "goal", "financing"), text[:5_000]),
        indicator=Indicator(name=line, now=line, target=line, by=line),
        steps=[step] * MOST_STEPS,
    )


def said_well(content):
    told = hints(content, term=TERM, starter=content)
    fields = set(field_texts(content))
    ends = (".", ASK)
    return all(hint.field in fields and (hint.text.endswith(ends) or "’ 대신: " in hint.text) for hint in told)


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_text_of_one_piece_comes_through(piece):
    assert said_well(filled((piece * 5_000)[:5_000]))


@given(st.text(max_size=300) | st.lists(st.sampled_from(HOSTILE), max_size=60).map("".join))
def test_any_text_comes_through(text):
    assert said_well(replace(filled(text), steps=[Step(when=text[:200], what=text)]))


@given(st.text(alphabet="가나 .{}최초1위후보", max_size=60))
def test_no_hint_is_a_score_or_a_verdict(text):
    for hint in hints(filled(text), term=TERM):
        assert not any(word in hint.text.replace(text, "") for word in ("점수", "등급", "불법", "위반", "합법"))

"""5대 공약: the commission's layout to the letter, and nothing else in what is copied."""

import pytest

from pledges.catalogue.models import Office, Purse
from pledges.documents.tree import Group, Listing, PageBreak, strings
from pledges.platforms.content import Amount, Indicator, PledgeContent, Step
from pledges.platforms.profiles import Choice, five
from tests.platforms import paper, portfolio

HEADS = {Office.METRO_HEAD, Office.BASIC_HEAD, Office.EDUCATION_HEAD}
PLEDGE = PledgeContent(
    title="{{대상}} 돌봄터",
    goal="돌봄터를 늘리겠습니다.\n마을마다 두겠습니다.",
    indicator=Indicator(name="돌봄터", now="3곳", target="8곳", by="임기 내"),
    steps=[Step(when="2027년 9월", what="조사합니다."), Step(what="시작합니다."), Step()],
    deadline="2029년",
    financing="자체 예산으로 합니다.",
    amounts=[Amount(year=2027, purse=Purse.OWN, won=50_000_000)],
)
COPIED = """\
공약순위: 1
제목 : [대상] 돌봄터
□ 목 표
○ 돌봄터를 늘리겠습니다.
○ 마을마다 두겠습니다.
○ 돌봄터: 지금 3곳 → 8곳, 임기 내
□ 이행방법
○ 2027년 9월: 조사합니다.
○ 시작합니다.
□ 이행기간
○ 2029년
□ 재원조달방안 등
○ 자체 예산으로 합니다.
○ 2027년: 군비 5,000만 원
○ 합계: 5,000만 원"""


def test_copied_text_is_the_layout_and_nothing_else():
    assert five.copy_text(portfolio.whole_of(PLEDGE, office=Office.BASIC_HEAD)) == COPIED


def test_headings_of_the_layout_stand_even_where_nothing_is_written():
    text = five.copy_text(portfolio.whole_of(PledgeContent(title="가", no_budget=True)))
    assert text == "공약순위: 1\n제목 : 가\n□ 목 표\n□ 이행방법\n□ 이행기간\n□ 재원조달방안 등\n○ 비예산"


def test_document_shows_exactly_the_copied_lines():
    document = five.build(portfolio.full(7, office=Office.BASIC_HEAD))
    paper.check(document)
    shown = [text for block in document.blocks if isinstance(block, Group) for text in strings(block.blocks)]
    copied = five.copy_text(portfolio.full(7, office=Office.BASIC_HEAD))
    assert shown == [line for line in copied.split("\n") if line]


@pytest.mark.parametrize(
    ("keys", "titles"),
    [
        ((), ["1", "2", "3", "4", "5"]),
        (("K7", "K2"), ["2", "7"]),
        (("K9", "K8", "K7", "K6", "K5", "K4"), ["4", "5", "6", "7", "8"]),
        (("unknown",), ["1", "2", "3", "4", "5"]),
    ],
)
def test_chosen_pledges_are_ranked_anew_in_order_of_priority(keys, titles):
    whole = portfolio.whole_of(*(PledgeContent(title=str(n)) for n in range(1, 10)))
    said = five.copy_text(whole, keys).split("\n")
    assert [line.removeprefix("제목 : ") for line in said if line.startswith("제목")] == titles
    assert [line for line in said if line.startswith("공약순위")] == [f"공약순위: {n + 1}" for n in range(len(titles))]
    shown = paper.lines(five.build(whole, Choice(keys=keys)))
    assert [line for line in shown if line.startswith("제목")] == [line for line in said if line.startswith("제목")]


def test_remarks_stand_on_a_first_page_and_never_in_the_copied_text():
    whole = portfolio.full(5, office=Office.BASIC_HEAD)
    document = five.build(whole)
    before = document.blocks[: document.blocks.index(PageBreak())]
    listing = next(block for block in before if isinstance(block, Listing))
    assert five.REMARK in [run.text for item in listing.items for run in item]
    assert "1390" not in five.copy_text(whole)
    assert "1390" not in "".join(strings(document.blocks[len(before) :]))


@pytest.mark.parametrize("office", Office)
def test_only_heads_have_it(office):
    said = five.why_not(office)
    assert (said == "") == (office in HEADS) == (office in five.OFFICES)
    assert not said or "중앙선거관리위원회(1390)" in said


def test_without_an_office_it_asks_for_one():
    assert "자리를 고르면" in five.why_not(None)

"""검토용 요약: two pages whatever is written, and cut where a reader would cut."""

import io

import pypdfium2
import pytest

from pledges.catalogue.models import Office, Purse
from pledges.documents import pdf
from pledges.documents.tree import Table
from pledges.platforms.content import Amount, PledgeContent
from pledges.platforms.profiles import summary
from pledges.platforms.profiles.summary import HEADER, shortened, width
from tests.platforms import paper, portfolio


def endless(number):
    return PledgeContent(
        title="가" * 200, goal="나" * 5_000, deadline="다" * 200, financing="라" * 5_000, area=f"{number}동"
    )


def wordy(number):
    """Sentences of unlike lengths that break in unlike places."""
    goal = " ".join(
        f"{'주민이 함께 정합니다. ' * (number % 5)}{'돌봄터를 마을마다 두겠습니다. ' * (number % 7)}".split()
    )
    return portfolio.full_content(number, title=f"{'아주 ' * (number % 9)}긴 이름의 공약 {number}", goal=goal)


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param([portfolio.full_content(n) for n in range(50)], id="fifty full"),
        pytest.param([wordy(n) for n in range(100)], id="a hundred wordy"),
        pytest.param([endless(n) for n in range(100)], id="a hundred as long as can be"),
    ],
)
def test_summary_is_two_pages_with_the_remark_on_both(contents):
    document = summary.build(portfolio.whole_of(*contents, title="마" * 200, district="바" * 200))
    paper.check(document)
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf.render(document)))
    assert [HEADER in page.get_textpage().get_text_range() for page in pages] == [True, True]


@pytest.mark.parametrize("pledges", [0, 1, 20, 50, 100])
def test_every_pledge_is_told_or_named_once(pledges):
    contents = [portfolio.full_content(n, title=f"공약 이름{n}끝") for n in range(pledges)]
    document = summary.build(portfolio.whole_of(*contents))
    paper.check(document)
    everything = "\n".join(paper.lines(document))
    assert [everything.count(f"공약 이름{n}끝") for n in range(pledges)] == [1] * pledges


def test_few_pledges_are_told_at_greater_length():
    def goal(pledges):
        document = summary.build(portfolio.whole_of(*(wordy(n) for n in range(5, 5 + pledges))))
        table = next(block for block in document.blocks if isinstance(block, Table))
        return max(len(row[2]) for row in table.rows)

    assert goal(10) > goal(60)


def test_row_says_goal_deadline_and_money():
    contents = [
        portfolio.full_content(1, goal="{{수량}}곳으로 늘립니다."),
        PledgeContent(title="나", one_line="한 줄로 말합니다.", no_budget=True),
        PledgeContent(title="다", financing="군비로 합니다."),
        PledgeContent(title="라"),
    ]
    table = next(b for b in summary.build(portfolio.whole_of(*contents)).blocks if isinstance(b, Table))
    assert table.rows == (
        ("1", "밤에도 다니는 마을버스 1", "[수량]곳으로 늘립니다.", "2029년 12월까지", "6억 4,000만 원"),
        ("2", "나", "한 줄로 말합니다.", "", "비예산"),
        ("3", "다", "", "", "방법만 적음"),
        ("4", "라", "", "", ""),
    )


def test_totals_stand_at_the_end_unless_there_are_too_many_years():
    few = summary.build(portfolio.full(3))
    many = summary.build(
        portfolio.whole_of(
            PledgeContent(title="가", amounts=[Amount(year=2027 + n, purse=Purse.OWN, won=10_000) for n in range(100)])
        )
    )
    assert few.blocks[-1].caption.startswith("공약 전체의 재원: 모두")
    assert [block.caption for block in many.blocks if isinstance(block, Table)] == [""]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("돌봄터를 늘립니다.", 40, "돌봄터를 늘립니다."),
        ("돌봄터를 늘립니다. 마을마다 두겠습니다.", 30, "돌봄터를 늘립니다. …"),
        ("가. 돌봄터를 마을마다 빠짐없이 두겠습니다", 30, "가. 돌봄터를 마을마다…"),
        ("가나다라마바사아자차카타파하", 12, "가나다라마…"),
        ("둘째 줄이\n있습니다", 40, "둘째 줄이 있습니다"),
    ],
)
def test_text_is_cut_after_a_sentence_else_after_a_word(text, columns, expected):
    assert shortened(text, columns) == expected
    assert width(expected) <= columns + 2


def test_every_office_may_look_over_its_draft():
    assert {summary.why_not(office) for office in (None, *Office)} == {""}

"""공약 초안: everything that is written stands in it, in order, and nothing that is not."""

import io

import pypdfium2
import pytest
from msgspec.structs import replace

from pledges.catalogue.models import Office
from pledges.documents import pdf
from pledges.documents.tree import Cover, Group, Heading, Table
from pledges.platforms.content import PledgeContent, Step
from pledges.platforms.profiles import PROFILES, Choice, draft
from pledges.platforms.sealed import Person
from tests.platforms import paper, portfolio


def built(*contents, choice=None, **options):
    document = draft.build(portfolio.whole_of(*contents, **options), *([choice] if choice else []))
    paper.check(document)
    return document


def cover_of(document):
    return next(block for block in document.blocks if isinstance(block, Cover))


def only(document):
    """The document with nothing but its pledges."""
    return replace(document, blocks=tuple(pledge_groups(document)))


def pledge_groups(document):
    return [block for block in document.blocks if isinstance(block, Group)]


def headings(document):
    return [
        (block.level, block.number, block.text) for block in paper.flat(document.blocks) if isinstance(block, Heading)
    ]


def test_pledge_is_told_in_order():
    document = built(portfolio.full_content(1))
    said = paper.lines(only(document))
    labels = ["왜", "목표", "성과지표", "이행절차", "이행기한", "재원조달방안", "누가", "필요한 조례", "지역"]
    assert said[:2] == ["1", "밤에도 다니는 마을버스 1"]
    assert said[2] == "막차가 끊긴 뒤에도 집까지 안전하게 돌아가게 합니다."
    assert [text for text in said if text in labels] == labels
    assert said[said.index("성과지표") + 1] == "심야 노선: 지금 3곳 → 8곳, 2028년 12월까지"
    assert said[said.index("이행절차") + 1 :][:4] == ["언제", "무엇", *portfolio.STEPS[0]]
    assert said[said.index("이행기한") + 1] == "2029년 12월까지"


def test_pledge_stays_on_one_page_as_a_group():
    document = built(portfolio.full_content(1), portfolio.full_content(2))
    assert [group.blocks[0].number for group in pledge_groups(document)] == ["1", "2"]


def test_empty_fields_are_left_out():
    document = built(PledgeContent(title="돌봄터"))
    assert paper.lines(only(document)) == ["1", "돌봄터"]
    assert "없음" not in paper.words(document)


def test_pledge_without_a_title_is_still_named():
    assert "이름을 적지 않은 공약" in paper.lines(built(PledgeContent(goal="늘리겠습니다.")))


def test_empty_platform_makes_a_document():
    document = built(where=portfolio.nowhere())
    assert cover_of(document) == Cover(title="공약 초안", foot=("판 7F3-12 · 2027. 3. 21. 14:30",))


def test_steps_without_any_time_are_a_list():
    document = built(PledgeContent(title="가", steps=[Step(what="조사합니다."), Step(what="시작합니다."), Step()]))
    assert paper.lines(only(document))[2:] == ["이행절차", "2단계", "조사합니다.", "시작합니다."]
    assert not any(isinstance(block, Table) for block in paper.flat(document.blocks))


def test_paragraphs_of_a_text_are_paragraphs():
    why = [
        text for text in paper.lines(built(portfolio.full_content(1))) if "민원" in text or "해마다 끊깁니다" in text
    ]
    assert why == portfolio.WHY.split("\n\n")


def test_no_budget_is_said_once():
    plain = built(PledgeContent(title="가", no_budget=True))
    worded = built(PledgeContent(title="가", no_budget=True, financing="비예산: 의원의 직무입니다."))
    both = built(PledgeContent(title="가", no_budget=True, financing="돈이 들지 않습니다."))
    assert "비예산" in paper.lines(plain)
    assert "비예산: 의원의 직무입니다." in paper.lines(worded)
    assert "비예산. 돈이 들지 않습니다." in paper.lines(both)


def test_blanks_stand_in_brackets_and_the_first_page_counts_them():
    document = built(PledgeContent(title="{{대상}} 돌봄", goal="{{수량}}곳을 {{대상}}에게", one_line="{{수량}}"))
    said = paper.lines(document)
    assert "[대상] 돌봄" in said
    assert "[수량]곳을 [대상]에게" in said
    assert "아직 채우지 않은 빈칸이 2개 있습니다. 본문에 [이름]처럼 대괄호로 보입니다." in said


def test_cover_says_who_where_and_which_election():
    person = Person(name="홍길동", introduction="순창에서 났습니다.\n\n스무 해 농사를 지었습니다.", photo=b"jpeg")
    cover = cover_of(built(title="함께 걷는 순창", district="가선거구", person=person))
    assert cover.title == "함께 걷는 순창"
    assert cover.above == "전북특별자치도 순창군의원 · 가선거구"
    assert cover.below == ("공약 초안", "2027년 4월 재·보궐선거 · 2027. 4. 7. (예정)")
    assert cover.foot[:3] == ("홍길동", "순창에서 났습니다.", "스무 해 농사를 지었습니다.")
    assert cover.foot[3] == "판 7F3-12 · 2027. 3. 21. 14:30"
    assert (cover.picture.data, cover.picture.alt) == (b"jpeg", "홍길동 사진")


def test_announced_election_is_not_called_expected():
    where = portfolio.setting()
    where.election.status = where.election.Status.SET
    assert cover_of(built(where=where)).below == ("2027년 4월 재·보궐선거 · 2027. 4. 7.",)


def test_nothing_of_a_person_stands_in_a_file_unless_given():
    assert cover_of(built()).picture is None
    assert cover_of(built()).foot == ("판 7F3-12 · 2027. 3. 21. 14:30",)


def test_priority_is_one_group_and_area_makes_several():
    contents = [portfolio.full_content(number) for number in (1, 2, 3)]
    assert [entry for entry in headings(built(*contents)) if entry[0] == 1][1:] == [
        (1, "", "공약"),
        (1, "", "공약 가계부"),
    ]
    by_area = headings(built(*contents, choice=Choice(grouping="area")))
    assert [entry for entry in by_area if entry[0] == 1][1:-1] == [(1, "", "순창읍"), (1, "", "지역 전체")]
    assert [number for level, number, _ in by_area if level == 2] == ["1", "3", "2"]


def test_grouped_by_area_the_area_is_not_said_again():
    document = built(portfolio.full_content(1), choice=Choice(grouping="area"))
    assert paper.lines(document).count("순창읍") == 1


def test_accent_is_the_platforms():
    assert built(accent="plum").accent == "plum"


def test_title_says_what_the_file_is_or_the_footer_does():
    assert built().footer == ""
    assert built(title="함께 걷는 순창").footer == "공약 초안"


def test_questions_are_left_out_without_answers():
    assert "다섯 가지 물음" not in paper.lines(built(answers=["", " "]))


@pytest.mark.parametrize(
    ("office", "second"),
    [
        (Office.BASIC_HEAD, "당은 나에게 왜 공천을 주어야 하는가"),
        (Office.EDUCATION_HEAD, "나는 왜 이 자리에 알맞은가"),
    ],
)
def test_answers_stand_under_their_questions(edition_2022, office, second):
    document = built(office=office, answers=["까닭은 셋입니다.\n\n첫째", "둘째 답", "", "", "나는 농부입니다."])
    said = paper.lines(document)
    start = said.index("다섯 가지 물음")
    assert said[start + 1 :] == [
        *("나는 왜 정치를 하려고 하는가", "까닭은 셋입니다.", "첫째"),
        *(second, "둘째 답"),
        *("나는 누구인가", "나는 농부입니다."),
    ]


def test_sheets_hold_what_can_be_counted():
    pledges, steps, money, cases = built(portfolio.full_content(1), PledgeContent(title="둘")).sheets
    assert [sheet.name for sheet in (pledges, steps, money, cases)] == ["공약", "이행절차", "재원", "참고사례"]
    assert pledges.rows[0][:3] == (1, "밤에도 다니는 마을버스 1", "막차가 끊긴 뒤에도 집까지 안전하게 돌아가게 합니다.")
    assert pledges.rows[0][pledges.head.index("재원 합계(원)")] == 640_000_000
    assert pledges.rows[1][pledges.head.index("재원 합계(원)")] is None
    assert steps.rows[1] == (1, "밤에도 다니는 마을버스 1", 2, *portfolio.STEPS[1])
    assert money.rows[:2] == (
        (1, "밤에도 다니는 마을버스 1", 2027, "국비", 10_000_000),
        (1, "밤에도 다니는 마을버스 1", 2027, "도비", 20_000_000),
    )
    assert len(money.rows) == 16
    assert cases.rows == ()


def test_sheet_about_printing_is_a_first_page_of_its_own():
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf.render(built(portfolio.full_content(1)))))
    first, second = (pages[at].get_textpage().get_text_range() for at in (0, 1))
    assert "인쇄하거나 나누어 주기 전에" in first
    assert "중앙선거관리위원회(1390)" in first
    assert "마을버스" not in first
    assert "중앙선거관리위원회" not in second


def test_every_office_may_write_a_draft():
    assert {PROFILES["draft"].why_not(office) for office in (None, *Office)} == {""}

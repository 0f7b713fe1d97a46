"""Profiles over the real rows of the 2022 edition: citations, voices, and whose words stand in a file."""

import pytest

from pledges.catalogue.models import Edition, Office, Starter, Voice
from pledges.documents.tree import Group, Heading, Listing, strings
from pledges.platforms.profiles import PROFILES, Choice, draft, five, unfilled
from pledges.platforms.whole import in_words
from tests.platforms import paper, portfolio

HEAD_AND_COUNCIL = [
    pytest.param(Office.BASIC_HEAD, portfolio.SUNCHANG, id="head"),
    pytest.param(Office.METRO_COUNCIL, "52000", id="council"),
    pytest.param(Office.EDUCATION_HEAD, "52000", id="education"),
    pytest.param(None, "", id="nothing chosen"),
]


def items_of(document, heading):
    """The items of the list after a heading or a label."""
    blocks = list(paper.flat(document.blocks))
    at = next(at for at, block in enumerate(blocks) if heading in strings((block,)))
    listing = next(block for block in blocks[at:] if isinstance(block, Listing))
    return [("".join(run.text for run in item), [run.link for run in item if run.link]) for item in listing.items]


def test_citation_says_stamp_book_register_and_findings(edition_2022):
    document = draft.build(portfolio.taken("2022-1-1"))
    address = "https://www.law.go.kr/자치법규/서울특별시자치헌장조례"
    assert items_of(document, "참고사례")[0] == (
        "「서울특별시 자치헌장 조례」 · 서울특별시 · 원문과 다름. 책: 2017.05.18.제정, 조례 제8127호. "
        "원문: 조례 제6469호, 2017. 5. 18. 제정. 책의 제8127호는 2021. 9. 30. 타법개정 번호입니다. "
        "2017. 5. 18.의 번호는 제6469호입니다.",
        [address],
    )
    assert items_of(document, "참고사례의 원문")[0] == (
        f"「서울특별시 자치헌장 조례」 {address} (공약 1 · 2026. 11. 22. 대조)",
        [address],
    )


def test_renamed_ordinance_says_its_name_of_today(edition_2022):
    text, _ = items_of(draft.build(portfolio.taken("2022-1-2")), "참고사례")[1]
    assert "원문과 다름, 이름 바뀜." in text
    assert "지금 이름: 「논산시 마을자치회 설치 및 운영 조례」." in text


def test_ordinance_cited_twice_is_one_source(edition_2022):
    whole = portfolio.taken("2022-1-1", "2022-1-2")
    twice = type(whole)(whole.setting, (*whole.pledges, whole.pledges[0]), whole.code, whole.saved_at, whole.person)
    texts = [text for text, _ in items_of(draft.build(twice), "참고사례의 원문")]
    assert texts[0].endswith("(공약 1, 3 · 2026. 11. 22. 대조)")
    assert len(texts) == len({text.partition("」")[0] for text in texts})


def test_workbook_has_a_row_a_case_with_its_check(edition_2022):
    sheet = draft.build(portfolio.taken("2022-1-1", "2022-7-3")).sheets[3]
    row = dict(zip(sheet.head, sheet.rows[0], strict=True))
    assert (row["참고사례"], row["원문 확인"]) == ("서울특별시 자치헌장 조례", "원문과 다름")
    assert (row["책"], row["원문"]) == ("2017.05.18.제정, 조례 제8127호", "조례 제6469호, 2017. 5. 18. 제정")
    kinds = [(row[3], row[4], row[5]) for row in sheet.rows if row[1] == sheet.rows[-1][1]]
    assert ("사업", "", "2016–2021") in kinds


def test_themes_are_headings_and_priorities_stay(edition_2022):
    document = draft.build(portfolio.taken("2022-7-3", "2022-1-1", "2022-7-1"), Choice(grouping="theme"))
    found = [
        (block.level, block.number or block.text) for block in paper.flat(document.blocks) if isinstance(block, Heading)
    ]
    assert found[1:6] == [(1, "학교혁신, 배움혁신"), (2, "1"), (2, "3"), (1, "시민주권시대로의 전환"), (2, "2")]


@pytest.mark.parametrize(("office", "place"), HEAD_AND_COUNCIL)
@pytest.mark.parametrize("key", ["draft", "summary", "five"])
def test_whole_library_keeps_to_the_rules_and_names_no_institute(edition_2022, key, office, place):
    whole = portfolio.taken_all(office=office, place=place)
    document = PROFILES[key].build(whole)
    paper.check(document)
    everything = paper.words(document) + five.copy_text(whole)
    assert Edition.objects.get().organisation not in everything
    assert "공약집" not in everything
    assert "!" not in everything


def test_council_never_speaks_as_a_head(edition_2022):
    whole = portfolio.taken_all(office=Office.BASIC_COUNCIL)
    everything = paper.words(draft.build(whole))
    words = whole.setting.words

    def goals(voice):
        of_voice = Starter.objects.filter(voice=voice, text__published_at__isnull=False)
        return [draft.shown(in_words(starter.goal, words)) for starter in of_voice]

    assert len(goals(Voice.EXECUTIVE)) > 40
    assert [goal for goal in goals(Voice.EXECUTIVE) if goal in everything] == []
    assert len([goal for goal in goals(Voice.COUNCIL) if goal in everything]) > 40


@pytest.mark.parametrize("key", ["draft", "summary"])
def test_our_own_words_promise_nothing(key):
    """Whatever the office, a promise is only what the holder or a starter of the holder's voice says."""
    silent = portfolio.full_content(1, title="가", one_line="나", why="다", goal="라", steps=[], financing="마")
    document = PROFILES[key].build(portfolio.whole_of(silent))
    assert "겠습니다" not in paper.words(document)


def test_untouched_pledge_lists_the_blanks_of_its_voice(edition_2022):
    (entry,) = unfilled(portfolio.taken("2022-1-1"))
    assert entry.sentences == ["채우지 않은 빈칸 4개: 목표 개정안 수, 낸 개정안 수, 제안 목표 수, 찬성 의원 수."]


def test_documents_take_no_more_queries_for_more_pledges(edition_2022, django_assert_num_queries):
    one, many = portfolio.taken("2022-1-1"), portfolio.taken_all()
    for whole in (one, many):
        with django_assert_num_queries(0):
            document = draft.build(whole)
        assert len([block for block in document.blocks if isinstance(block, Group)]) == len(whole.pledges)

import random
import unicodedata

import pytest
from django.utils import timezone

from pledges.catalogue.finding import cases_with, count_missed, find_cases, find_pledges
from pledges.catalogue.models import Case, MissedWord, Pledge, PledgeText
from pledges.catalogue.search import SearchTerms
from tests import factories

# The 20 queries of the kinds people type, each with what a hit must have: one of each word's spellings, every word.
# Written by hand, so that nothing here leans on what is tested.
QUERIES = [
    ("돌봄", [{"돌봄"}]),
    ("통합돌봄", [{"통합돌봄"}]),
    ("통합 돌봄", [{"통합"}, {"돌봄"}]),
    ("통합돌봄을", [{"통합돌봄"}]),
    ("돌봄의", [{"돌봄"}]),
    ("청년에게 일자리를", [{"청년"}, {"일자리"}]),
    ("주민 자치 활성화", [{"주민"}, {"자치"}, {"활성화"}]),
    ("주민자치", [{"주민자치"}]),
    ("골목상권", [{"골목상권"}]),
    ("1인가구", [{"1인가구"}]),
    ("１인 가구", [{"1인"}, {"가구"}]),
    ("섬", [{"섬"}]),
    ("에너지전환은", [{"에너지전환"}]),
    ("ai", [{"ai"}]),
    ("고양이", [{"고양이"}]),
    ("콜버스", [{"콜버스", "이동권", "교통약자"}]),
    ("상가 내몰림", [{"상가내몰림", "젠트리피케이션"}]),
    ("「청년」, 마을?", [{"청년"}, {"마을"}]),
    ("ㅊㄴ", "ㅊㄴ"),
    ("ㄷㅂ", "ㄷㅂ"),
]
WORDS = (
    *(
        "통합 돌봄",
        "통합돌봄",
        "주민 자치",
        "주민자치",
        "골목 상권",
        "골목상권",
        "1인가구",
        "에너지 전환",
        "상가 내몰림",
        "교통 약자",
    ),
    *[
        "돌봄",
        "통합",
        "청년",
        "일자리",
        "주민",
        "자치",
        "활성화",
        "골목",
        "상권",
        "1인",
        "가구",
        "섬",
        "에너지",
        "전환",
        "AI",
        "ＡＩ",
        "고양이",
        "고양시",
        "이동권",
    ],
    *[
        "젠트리피케이션",
        "마을",
        "학교",
        "재난",
        "안전",
        "생활임금",
        "인권",
        "창업",
        "공간",
        "도서관",
        "기후",
        "위기",
        "농촌",
        "버스",
        "노동자",
        "상담",
    ],
)
PARTICLES = ("", "", "을", "의", "에서", "과")
SYNONYMS = (("콜버스", "이동권, 교통 약자"), ("상가 내몰림", "젠트리피케이션"))
CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def plain(text):
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def consonants(title):
    return "".join(CONSONANTS[(ord(letter) - 0xAC00) // 588] for letter in title if "가" <= letter <= "힣")


def has(wanted, title, texts):
    """Whether one row, a title with its other texts, is a hit."""
    if isinstance(wanted, str):
        return wanted in consonants(title)
    return all(any(spelling in plain(text) for spelling in word for text in texts) for word in wanted)


def rank(wanted, title):
    return 0 if has(wanted, title, [title]) else 1


@pytest.fixture
def generated(db):
    """240 pledges with 480 cases of known words, the same every time: (text, its cases) in the book's order."""
    pick = random.Random(2022)

    def phrase(least, most):
        chosen = [pick.choice(WORDS) + pick.choice(PARTICLES) for _ in range(pick.randint(least, most))]
        return "".join(word + pick.choice((" ", " ", "", "·")) for word in chosen).strip(" ·")

    for term, meanings in SYNONYMS:
        factories.synonym(term, meanings)
    edition = factories.edition()
    themes = [factories.theme(edition, title=phrase(1, 1)) for _ in range(12)]
    pledges = Pledge.objects.bulk_create(
        Pledge(theme=theme, number=number, key=f"2022-{theme.number}-{number}")
        for theme in themes
        for number in range(1, 21)
    )
    texts = PledgeText.objects.bulk_create(
        PledgeText(
            pledge=pledge, version=1, title=phrase(2, 4), synonyms=phrase(0, 2), published_at=factories.LONG_AGO
        ).fill_search()
        for pledge in pledges
    )
    cases = Case.objects.bulk_create(
        Case(
            pledge=pledge, number=number, kind="programme", name=phrase(1, 3), did=phrase(3, 12), place=phrase(0, 1)
        ).fill_search()
        for pledge in pledges
        for number in (1, 2)
    )
    return [(text, cases[2 * index : 2 * index + 2]) for index, text in enumerate(texts)]


def live_texts():
    return PledgeText.objects.live(timezone.now()).with_pledge().in_book_order()


def titles(rows):
    return [text.title for text in rows]


def labels(query):
    return [text.pledge.label for text in find_pledges(live_texts(), query)[0]]


@pytest.mark.parametrize(("query", "wanted"), QUERIES)
def test_pledges_are_found_as_written_down_by_hand_in_the_same_order_everywhere(generated, query, wanted):
    expected = []
    for text, cases in generated:
        own = [text.title, *text.synonyms.split(","), text.pledge.theme.title]
        of_cases = [(case.name, [case.name, case.did, case.place]) for case in cases]
        if has(wanted, text.title, own) or any(has(wanted, *each) for each in of_cases):
            expected.append((rank(wanted, text.title), text.pledge.theme.number, text.pledge.number))
    found = find_pledges(live_texts(), query)[0]
    assert [(text.title_rank, text.pledge.theme.number, text.pledge.number) for text in found] == sorted(expected)
    assert expected


@pytest.mark.parametrize(("query", "wanted"), QUERIES)
def test_cases_are_found_as_written_down_by_hand_in_the_same_order_everywhere(generated, query, wanted):
    expected = [
        (rank(wanted, case.name), text.pledge.key, case.number)
        for text, cases in generated
        for case in cases
        if has(wanted, case.name, [case.name, case.did, case.place])
    ]
    rows = Case.objects.select_related("pledge__theme").in_book_order()
    found = [(case.title_rank, case.pledge.key, case.number) for case in find_cases(rows, query)[0]]
    assert found == sorted(expected, key=lambda row: (row[0], *map(int, row[1].split("-")), row[2]))
    assert expected


@pytest.mark.django_db
def test_title_hits_stand_before_hits_in_other_texts():
    theme = factories.theme()
    factories.case(factories.pledge(theme, title="마을 가꾸기"), did="돌봄도 합니다.")
    factories.pledge(theme, title="통합 돌봄")
    factories.pledge(theme, title="돌봄 노동")
    found, terms = find_pledges(live_texts(), "돌봄")
    assert titles(found) == ["통합 돌봄", "돌봄 노동", "마을 가꾸기"]
    assert terms.words[0].spellings == ("돌봄",)


@pytest.mark.django_db
def test_every_word_must_stand_in_the_same_row():
    pledge = factories.pledge(title="마을 돌봄")
    factories.case(pledge, name="청년 공간")
    assert titles(find_pledges(live_texts(), "청년 공간")[0]) == ["마을 돌봄"]
    assert titles(find_pledges(live_texts(), "마을 돌봄")[0]) == ["마을 돌봄"]
    assert titles(find_pledges(live_texts(), "청년 돌봄")[0]) == []


@pytest.mark.django_db
def test_doubtful_particle_comes_off_only_when_nothing_is_found():
    theme = factories.theme()
    factories.pledge(theme, title="고양시 철도")
    cats = factories.pledge(theme, title="길고양이 돌봄")
    assert titles(find_pledges(live_texts(), "고양이")[0]) == ["길고양이 돌봄"]
    cats.texts.all().delete()
    assert titles(find_pledges(live_texts(), "고양이")[0]) == ["고양시 철도"]
    factories.case(name="예술 마을")
    assert [case.name for case in find_cases(Case.objects.in_book_order(), "예술가")[0]] == ["예술 마을"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["%", "_", "!?", "\\", "'", "「」"])
def test_punctuation_alone_finds_nothing(query):
    factories.case(factories.pledge(title="100% 재생 에너지_전환"))
    assert list(find_pledges(live_texts(), query)[0]) == []
    assert list(find_cases(Case.objects.in_book_order(), query)[0]) == []


@pytest.mark.django_db
def test_signs_of_sql_are_letters_like_any_other_or_none():
    factories.pledge(title="100% 재생 에너지")
    factories.pledge(title="1000가구 지원")
    assert titles(find_pledges(live_texts(), "100%재")[0]) == ["100% 재생 에너지"]


@pytest.mark.django_db
def test_draft_and_replaced_text_are_not_found():
    pledge = factories.pledge(title="옛 이름")
    factories.pledge_text(pledge, title="새 이름")
    factories.pledge_text(pledge, title="초안 이름", published_at=None)
    assert titles(find_pledges(live_texts(), "이름")[0]) == ["새 이름"]
    assert titles(find_pledges(live_texts(), "초안")[0]) == []


@pytest.mark.django_db
def test_case_is_found_by_its_place_its_province_and_what_they_have_become():
    old = factories.province("91000", name="가람도", short_name="가람")
    new = factories.province("92000", name="새벽특별자치도", short_name="새벽")
    town = factories.government("91010", old, name="가람도 누리군", short_name="누리군")
    factories.succession(old, new)
    factories.succession(town, factories.government("92010", new, name="새벽특별자치도 누리군"))
    case = factories.case(places=[town], place="누리군")
    for query in ("누리군", "가람도 누리군", "새벽특별자치도", "새벽 누리군"):
        assert list(find_cases(Case.objects.in_book_order(), query)[0]) == [case], query


@pytest.mark.django_db
def test_cases_with_the_words_are_given_by_pledge():
    one, other = factories.pledge(), factories.pledge()
    found = factories.case(one, name="돌봄 학교")
    factories.case(one, name="마을 학교")
    elsewhere = factories.case(other, name="돌봄 센터")
    terms = SearchTerms.read("돌봄")
    assert cases_with(terms, [one.pk, other.pk]) == {one.pk: [found], other.pk: [elsewhere]}
    assert cases_with(terms, [one.pk]) == {one.pk: [found]}


@pytest.mark.django_db
def test_missed_word_is_counted_by_its_letters_alone():
    for typed in ("드론 택시", "드론택시", " 드론, 택시! "):
        count_missed(typed, factories.LONG_AGO.date())
    assert list(MissedWord.objects.values_list("word", "times", "last_on")) == [
        ("드론택시", 3, factories.LONG_AGO.date())
    ]
    assert {field.name for field in MissedWord._meta.get_fields()} == {"id", "word", "times", "last_on"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["", "섬", "!?", "가" * 31, "나는 홍길동이고 전화번호는 010에 1234에 5678번입니다 꼭 연락 주십시오"]
)
def test_missed_word_too_short_or_too_long_is_not_kept(typed):
    count_missed(typed, factories.LONG_AGO.date())
    assert not MissedWord.objects.exists()


@pytest.mark.django_db
def test_missed_words_are_bounded_in_number(monkeypatch):
    monkeypatch.setattr("pledges.catalogue.finding.MOST_MISSED_WORDS", 2)
    for typed in ("하나야", "둘이야", "셋이야", "하나야"):
        count_missed(typed, factories.LONG_AGO.date())
    assert dict(MissedWord.objects.values_list("word", "times")) == {"하나야": 2, "둘이야": 1}

import datetime as dt
import re

import pytest
from django.test import Client

from members.figures import WIDTH, forums_by_term
from members.models import Entry, Forum, PrintedTotal
from tests import factories
from tests.catalogue.test_texts_pages import PARTIES, words_of

from . import rows


def part(page, name):
    """The words of one part of the page, by the id of its heading."""
    return words_of(f"<main {page[page.index(f'<h2 id={chr(34)}{name}') :].split('</section>')[0]}</main>")


def test_page_says_what_the_club_is_and_when_it_began(client, club_2022):
    page = words_of(client.get("/club/").text)
    assert "2010. 9. 7. 만들었습니다." in page
    assert "2022년 책에 실린 내용이며" in page
    for entry in (*club_2022.about, *club_2022.organs, *club_2022.activities, *club_2022.chart):
        assert entry.label in page
        assert entry.text in page
    assert "공동대표, 운영위원, 고문, 감사, 협력기관, 사무국. 책에는 자리만 있고" in page


def test_every_part_of_the_page_is_in_its_list_of_parts(client, club_2022):
    page = client.get("/club/").text
    parts = re.findall(r'<h2 id="([\w-]+)"', page)
    assert parts == re.findall(r'<li><a href="#([\w-]+)"', page)
    assert parts == ["about", "organs", "activities", "terms", "forums-7", "history", "publications", "contact"]


def test_terms_show_their_counts_of_members_and_the_month_printed(client, club_2022):
    factories.term(5, starts_on=dt.date(2010, 7, 1), ends_on=dt.date(2014, 6, 30))
    terms = part(client.get("/club/").text, "terms")
    assert "민선5기 2010~2014 2014년 5월 기준 57명" in terms
    assert "민선6기 2018년 5월 기준 57명 민선7기 2022년 1월 기준 62명" in terms
    assert "민선8기 책을 낸 뒤에 시작해" in terms
    assert "민선9기 책을 낸 뒤에 시작해" in terms


def test_every_listed_forum_is_shown_as_printed(client, club_2022):
    text = client.get("/club/").text
    forums = part(text, "forums-7")
    assert len(club_2022.forums) == 15
    modes = {"in_person": "대면", "online": "온라인", "both": "병행"}
    assert {mode for mode in modes if any(forum.mode == mode for forum in club_2022.forums)} == set(modes)
    for forum in club_2022.forums:
        assert f"{forum.name} {forum.topic}".strip() in forums
        assert f"{forum.place}, {modes[forum.mode]} 단체장 {forum.heads}명, 공무원 {forum.officials}명" in forums
        assert f"{forum.first_day:%Y}. {forum.first_day.month}. {forum.first_day.day}." in forums
    assert "2018. 11. 22.~23. 부산 동구, 대면" in forums


def test_fourteenth_forum_has_its_printed_and_its_probable_date_with_the_source(client, club_2022):
    forums = part(client.get("/club/").text, "forums-7")
    entry = forums[forums.index("14차 정기포럼 지방이양일괄법제정") : forums.index("16차 정기포럼 2030청년세대")]
    assert entry.index("2021. 3. 7. 희망제작소, 온라인") < entry.index("맞을 법한 날짜: 2021. 3. 10. (출처: 보도)")
    assert "단체장 23명, 공무원 60여 명" in entry


def test_printed_totals_stand_beside_the_sums_of_what_is_listed(client, club_2022):
    forums = part(client.get("/club/").text, "forums-7")
    heads = sum(forum.heads for forum in club_2022.forums)
    officials = sum(forum.officials for forum in club_2022.forums)
    assert (heads, officials) == (286, 948)
    assert "포럼 책의 합계는 민선5기부터 민선7기까지 67 15 범위가 달라 견주지 않음" in forums
    assert "단체장 350 286 64" in forums
    assert "공무원 1,265 948 317" in forums
    assert "목록에는 1, 4, 11, 12, 15차가 없습니다." in forums
    assert f"목록의 합 {heads} {officials}" in forums


def test_sums_follow_the_list(client, club_2022):
    last = Forum.objects.get(number=19)
    last.delete()
    rows.forum(last.term, number=4, heads=64, officials=300)
    forums = part(client.get("/club/").text, "forums-7")
    assert "단체장 350 335 15" in forums
    assert "목록에는 1, 11, 12, 15차가 없습니다." in forums


@pytest.mark.django_db
def test_complete_list_says_nothing_about_a_difference(client):
    rows.forum(number=1, heads=350)
    rows.printed_total()
    forums = part(client.get("/club/").text, "forums-7")
    assert "단체장 350 350 0" in forums
    assert "차가 없습니다" not in forums
    assert "다른 것은" not in forums


@pytest.mark.django_db
def test_drawing_is_as_long_as_the_numbers_and_the_longest_is_whole():
    rows.forum(number=1, heads=10, officials=30)
    rows.forum(number=2, heads=10, officials=10, printed_from=dt.date(2019, 3, 1))
    [group] = forums_by_term(Forum.objects.all(), PrintedTotal.objects.all())
    assert [(bar.heads, bar.officials) for bar in group.bars] == [
        (WIDTH // 4, WIDTH * 3 // 4),
        (WIDTH // 4, WIDTH // 4),
    ]


def test_drawing_has_a_bar_and_a_table_row_for_every_forum(client, club_2022):
    page = client.get("/club/").text
    assert page.count('<rect class="heads" x="0"') == 15
    assert "표로 보기" in page
    table = page[page.index("모임마다 온 단체장과 공무원") :].split("</table>")[0]
    assert table.count('<th scope="row">') == 16


def test_history_has_the_founding_and_eight_dated_captions(client, club_2022):
    history = part(client.get("/club/").text, "history")
    assert "2010. 9. 7. 창립" in history
    captions = [milestone for milestone in club_2022.milestones if milestone.kind == "caption"]
    assert len(captions) == 8
    places = [history.index(f"{caption.year} {caption.label} {caption.place}".strip()) for caption in captions]
    assert places == sorted(places)


def test_publications_are_the_journal_and_six_volumes(client, club_2022):
    publications = part(client.get("/club/").text, "publications")
    assert "『목민광장』 연 2회, 2022년 상반기까지 제22호" in publications
    books = [entry for entry in club_2022.publications if entry.kind == "book"]
    assert len(books) == 6
    for book in books:
        assert f"{book.year} 제{book.volume}권 『{book.title}』" in publications


def test_contact_is_a_role_as_printed_and_says_whether_it_was_checked(client, club_2022):
    contact = part(client.get("/club/").text, "contact")
    assert "사무국 전화 02-6395-1436 2022년 책에 실린 대로, 확인하지 않음" in contact
    assert "academy@makehone.org 맞을 법한 값: academy@makehope.org" in contact
    Entry.objects.filter(label="사무국 전화").update(checked_on=dt.date(2026, 11, 6))
    Entry.objects.get(label="사무국 팩스").save()  # the page is new when a row was saved
    contact = part(client.get("/club/").text, "contact")
    assert "사무국 전화 02-6395-1436 2022년 책에 실린 대로, 2026. 11. 6. 확인" in contact


def test_page_stays_apart_from_what_candidates_write(client, club_2022):
    """공직선거법 87조: the club's own page leads to no platform and speaks of no pledge, candidate or party."""
    page = client.get("/club/").text
    own = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r'(?:href|action|src)="([^"]+)"', own) == [
        "/club/apply/",
        "/club/members/",
        *(f"#{name}" for name in re.findall(r'<h2 id="([^"]+)', own)),
    ]
    assert "<form" not in own
    assert 'id="take"' not in page
    assert 'class="tray' not in page
    description = re.search(r'<meta name="description" content="([^"]+)"', page)[1]
    forbidden = f"공약 후보 재선 당선 출마 {PARTIES}".split()
    assert [word for word in forbidden if word in words_of(page) + description] == []
    assert "<title>목민관클럽</title>" in page


def test_page_of_a_visitor_with_a_choice_shows_the_place_they_chose(client, club_2022):
    place = factories.government(short_name="순창")
    client.cookies["visit"] = f"place={place.code}"
    first = client.get("/club/")
    assert first["Cache-Control"].startswith(("private", "max-age=0, private"))
    assert "순창" in first.text
    place.short_name = "새순창"
    place.save()
    again = client.get("/club/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "새순창" in again.text


def test_page_is_the_same_bytes_for_every_visitor_and_sets_no_cookie(client, club_2022):
    first = client.get("/club/")
    stranger = Client(headers={"User-Agent": "another", "Cookie": "theirs=1"}).get("/club/")
    staff = Client()
    staff.force_login(factories.superuser())
    assert first.content == client.get("/club/").content == stranger.content == staff.get("/club/").content
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=60"}
    assert not first.cookies
    assert "csrfmiddlewaretoken" not in first.text


def test_page_refuses_what_would_change_something(client, db):
    assert client.post("/club/").status_code == 405


@pytest.mark.django_db
def test_page_without_data_answers(client):
    page = client.get("/club/")
    assert page.status_code == 200
    assert "책에 실린 내용이며" not in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_page_asks_the_same_queries_for_any_number_of_rows(client, django_assert_num_queries, size):
    for number in range(1, size + 1):
        term = rows.club_term(number)
        factories.term(number)
        for group in Entry.Group.values:
            rows.entry(group=group, part=f"{number}")
        rows.milestone()
        rows.publication()
        for _ in range(size):
            rows.forum(term)
        rows.printed_total(term)
    with django_assert_num_queries(8):
        client.get("/club/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/about/"])
def test_other_pages_lead_to_the_club(client, path):
    factories.edition()
    assert 'href="/club/"' in client.get(path).text

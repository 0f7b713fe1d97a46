import datetime as dt
import re

import pytest
from django.test import Client

from tests import factories
from tests.catalogue.test_texts_pages import PARTIES, words_of
from workshops.models import Academy, AcademyEntry

from . import rows
from .rows import DAY, NEXT, seoul

pytestmark = pytest.mark.django_db
CANCELLED = {"cancelled_at": seoul(2027, 1, 5), "cancel_reason": "태풍이 와서 열지 않습니다."}


@pytest.fixture(autouse=True)
def new_year(clock):
    clock(seoul(2027, 1, 10, 12))


def part(page, name):
    """The words of one part of the page, by the id of its heading."""
    return words_of(f"<main {page[page.index(f'<h2 id={chr(34)}{name}') :].split('</section>')[0]}</main>").strip()


def own(page):
    return page[page.index("<main") : page.index("</main>")]


def test_list_has_what_is_coming_what_is_past_and_the_archive(client, academy_2022):
    rows.event(title="봄 포럼", slug="spring")
    rows.event(title="겨울 포럼", starts_on=dt.date(2027, 1, 10), opens_on=None, closes_on=None)
    rows.undated(title="가을 포럼", starts_on=dt.date(2026, 11, 20), mode="both")
    page = client.get("/events/").text
    coming, past, archive = (part(page, name) for name in ("coming", "past", "archive"))
    assert coming.index("겨울 포럼") < coming.index("봄 포럼 정기포럼 2027. 3. 10.(수) 10:00~17:00 희망제작소")
    assert "가을 포럼 정기포럼 2026. 11. 20.(금) 10:00~17:00 희망제작소, 온라인 병행" in past
    assert "희망제작소 2022 시장학교 2022. 6. 10. ~ 2022. 6. 11., 1박2일" in archive
    assert "신청을 받는 행사가 아닙니다." in archive
    assert 'href="/events/spring/"' in page
    assert 'href="/events/archive/2022/"' in page


def test_empty_list_says_what_is_missing(client):
    page = words_of(client.get("/events/").text)
    assert "지금 알려 드릴 행사가 없습니다." in page
    assert "지난 행사가 아직 없습니다." in page
    assert "아직 남긴 기록이 없습니다." in page


def test_event_page_has_all_of_it(client):
    event = rows.event(
        title="봄 시장학교",
        slug="spring",
        kind="academy",
        summary="첫 줄입니다.\n\n둘째 줄입니다.",
        ends_on=NEXT,
        mode="both",
        online_note="신청한 분에게 주소를 보냅니다.",
        fee=50000,
        fee_note="점심값이 들어 있습니다.",
        aides_most=2,
        asks_lodging=True,
        asks_transport=True,
    )
    rows.programme_item(event, day=NEXT, title="둘째 날 이야기", ends_time=None)
    rows.programme_item(
        event, starts_time=dt.time(13), ends_time=dt.time(14), title="오후", text="강사는 그날 알립니다."
    )
    rows.programme_item(event, title="아침")
    rows.material(event, title="둘째 글", position=2)
    rows.material(event, title="첫 글", url="https://example.org/first.pdf")
    page = client.get("/events/spring/").text
    facts = part(page, "facts")
    assert "종류 시장학교 때 2027. 3. 10.(수) 10:00 ~ 2027. 3. 11.(목) 17:00 곳 희망제작소, 온라인 병행" in facts
    assert "온라인 참여 신청한 분에게 주소를 보냅니다." in facts
    assert "참가비 50,000원 점심값이 들어 있습니다." in facts
    assert "정원 50명입니다. 단체장(당선인) 한 명이 동행자 2명까지" in facts
    assert "동행자는 정원에 넣어 셉니다." in facts
    programme = part(page, "programme")
    assert "2027. 3. 10.(수) 10:00~11:00 아침 13:00~14:00 오후 강사는 그날 알립니다." in programme
    assert programme.endswith("2027. 3. 11.(목) 10:00 둘째 날 이야기")
    assert part(page, "materials").endswith("첫 글 둘째 글")
    assert '<a href="https://example.org/first.pdf" rel="noopener">첫 글</a>' in page
    assert "첫 줄입니다. 둘째 줄입니다." in words_of(page)
    assert "신청할 때 이런 것을 여쭐 수 있습니다: 숙박, 이동 지원." in part(page, "registration")
    assert 'href="/events/spring/event.ics"' in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"fee": None}, "참가비 정하는 대로 여기에 적습니다."),
        ({"fee": 0}, "참가비 없습니다."),
        ({"aides_most": 0}, "50명입니다. 단체장(당선인)만 참가합니다."),
        ({"aides_most": 3, "aides_count": False}, "동행자 3명까지 함께 올 수 있습니다. 동행자는 정원에 넣지 않습니다."),
        ({"counted": "heads", "aides_count": False}, "정원 단체장(당선인) 50명입니다."),
        ({"kind": "training", "aides_most": 2}, "보좌진 50명입니다. 한 단체장(당선인)의 보좌진은 2명까지"),
    ],
)
def test_fee_and_seats_are_said_in_words(client, fields, says):
    rows.event(slug="forum", **fields)
    assert says in part(client.get("/events/forum/").text, "facts")


def test_event_without_days_of_registration_says_so_until_it_is_over(client, clock):
    rows.undated(slug="forum")
    assert "신청 기간은 정하는 대로" in part(client.get("/events/forum/").text, "registration")
    clock(seoul(2027, 3, 10, 17))
    assert "끝난 행사입니다." in part(client.get("/events/forum/").text, "registration")


def test_contact_is_that_of_the_installation(client, settings):
    rows.event(slug="forum")
    assert "연락처는 이 사이트를 운영하는 곳이 정하기 전입니다." in client.get("/events/forum/").text
    settings.SITE_CONTACT = "office@example.org"
    assert '연락처: <a href="mailto:office@example.org">' in client.get("/events/forum/").text


def test_cancelled_event_stays_and_says_why(client):
    rows.event(title="봄 포럼", slug="forum", **CANCELLED)
    page = client.get("/events/forum/").text
    assert "이 행사는 취소되었습니다. 2027. 1. 5. 까닭: 태풍이 와서 열지 않습니다." in words_of(page)
    assert "취소된 행사라 신청을 받지 않습니다." in part(page, "registration")
    assert "신청하기" not in part(page, "registration")
    assert "event.ics" not in page
    assert "봄 포럼 취소 정기포럼" in part(client.get("/events/").text, "coming")


def test_example_is_plainly_marked(client):
    rows.event(title="봄 포럼", slug="forum", is_example=True, opens_on=dt.date(2027, 1, 1))
    page = client.get("/events/forum/").text
    assert "예시 화면을 보이려고 만든 행사입니다. 실제로 열지 않습니다." in words_of(page)
    assert "예시라도 신청해 보실 수 있습니다." in part(page, "registration")
    assert "신청하기" in part(page, "registration")
    assert "봄 포럼 예시 정기포럼" in part(client.get("/events/").text, "coming")


def test_draft_and_what_is_scheduled_are_invisible_until_their_hour(client, clock):
    rows.event(title="초안", slug="draft", published_at=None)
    rows.event(title="예약", slug="scheduled", published_at=seoul(2027, 1, 10, 12, 1))
    first = client.get("/events/")
    assert "지금 알려 드릴 행사가 없습니다." in first.text
    assert {client.get(f"/events/{slug}/").status_code for slug in ("draft", "scheduled")} == {404}
    clock(seoul(2027, 1, 10, 12, 1))
    again = client.get("/events/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "예약" in part(again.text, "coming")
    assert client.get("/events/scheduled/").status_code == 200
    assert client.get("/events/draft/").status_code == 404


@pytest.mark.parametrize("path", ["/events/nothing/", "/events/archive/1999/", "/events/nothing/event.ics"])
def test_unknown_page_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_archive_has_everything_as_printed(client, academy_2022):
    page = client.get("/events/archive/2022/").text
    assert "희망제작소 2022 시장학교: 민선8기 지방정부 당선자 워크숍" in words_of(page)
    overview = part(page, "overview")
    assert "때 2022. 6. 10. ~ 2022. 6. 11., 1박2일 곳 서울 혹은 세종시 책을 낼 때는 정하지 않았습니다." in overview
    assert "인원 50명 참가비 책에 없습니다. 2022년 책에 실린 대로, 확인하지 않음" in overview
    for entry in academy_2022.reasons:
        assert f"{entry.label} {entry.text}" in part(page, "reasons")
    lectures = part(page, "lectures")
    assert lectures.endswith("성공하는 시장이 되기 위한 십계명 새 정부의 지역균형발전 비전과 지방정부 역할")
    topics = part(page, "topics")
    assert len(academy_2022.topics) == 3
    for topic in academy_2022.topics:
        assert " ".join([topic.label, *topic.items]) in topics
    contact = part(page, "contact")
    assert "담당 연구원 전화 02-6395-1441" in contact
    assert contact.endswith("2022년 책에 실린 대로, 확인하지 않음")


def test_checked_contact_says_when(client, academy_2022):
    contact = AcademyEntry.objects.get(group="contact")
    contact.checked_on = dt.date(2026, 11, 26)
    contact.save()
    page = client.get("/events/archive/2022/").text
    assert part(page, "contact").endswith("2022년 책에 실린 대로, 2026. 11. 26. 확인")


def test_old_word_stands_in_the_printed_name_only(client, academy_2022):
    page = words_of(client.get("/events/archive/2022/").text)
    assert page.count("당선자") == 1
    assert "당선자 워크숍" in page
    assert "당선자" not in client.get("/events/").text


@pytest.mark.parametrize("path", ["/events/", "/events/forum/", "/events/archive/2022/"])
def test_page_leads_to_no_pledge_and_no_platform(client, academy_2022, path):
    event = rows.event(slug="forum")
    rows.material(event)
    page = client.get(path).text
    links = re.findall(r'(?:href|action|src)="([^"]+)"', own(page))
    assert links
    assert [link for link in links if not link.startswith(("/events/", "https://example.org/"))] == []
    assert "<form" not in own(page)
    assert 'id="take"' not in page
    assert 'class="tray' not in page
    assert [word for word in f"후보 재선 출마 {PARTIES}".split() if word in words_of(page)] == []


@pytest.mark.parametrize("path", ["/events/", "/events/forum/", "/events/archive/2022/"])
def test_page_is_the_same_bytes_for_every_visitor_and_sets_no_cookie(client, academy_2022, path):
    rows.event(slug="forum")
    first = client.get(path)
    stranger = Client(headers={"User-Agent": "another", "Cookie": "theirs=1"}).get(path)
    staff = Client()
    staff.force_login(factories.superuser())
    assert first.content == client.get(path).content == stranger.content == staff.get(path).content
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=60"}
    assert not first.cookies
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_page_is_new_when_registration_opens_and_when_the_event_ends(client, clock):
    rows.undated(slug="later")
    rows.event(slug="forum")
    tags = []
    for now in (
        seoul(2027, 2, 1, 8, 59, 59),
        seoul(2027, 2, 1, 9),
        seoul(2027, 3, 3, 23, 59, 59),
        seoul(2027, 3, 4),
        seoul(2027, 3, 10, 16, 59, 59),
        seoul(2027, 3, 10, 17),
    ):
        clock(now)
        tags.append(client.get("/events/forum/")["ETag"])
    assert len(set(tags)) == len(tags)


def test_page_of_a_visitor_with_a_choice_is_theirs(client):
    place = factories.government(short_name="순창")
    client.cookies["visit"] = f"place={place.code}"
    page = client.get("/events/")
    assert "private" in page["Cache-Control"]
    assert "순창" in page.text


def test_what_staff_type_is_shown_as_text(client):
    rows.event(slug="forum", title="<b>굵게</b>", summary="<script>1</script>", **CANCELLED)
    page = client.get("/events/forum/").text
    assert "<b>굵게" not in page
    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/events/", 4), ("/events/forum/", 4), ("/events/archive/2022/", 3)])
def test_page_asks_the_same_queries_for_any_number_of_rows(client, django_assert_num_queries, size, path, queries):
    academy = rows.academy(edition_year=2022)
    shown = rows.event(slug="forum")
    for _ in range(size):
        rows.academy()
        for group, part_of in (("reason", ""), ("lecture", ""), ("topic", "주제1"), ("contact", "")):
            rows.academy_entry(academy, group=group, part=part_of, checked_on=DAY)
        rows.event(**CANCELLED)
        rows.undated(starts_on=dt.date(2026, 12, 1))
        rows.programme_item(shown)
        rows.material(shown)
    assert Academy.objects.count() == size + 1
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("path", ["/", "/about/", "/club/"])
def test_other_pages_lead_to_the_events(client, path):
    factories.edition()
    assert 'href="/events/"' in client.get(path).text

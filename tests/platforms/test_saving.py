"""Adapting a pledge: what was typed is kept, as it was typed, and no window overwrites another."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from pledges.catalogue.models import Purse
from pledges.platforms.content import MOST_STEPS, Amount, Indicator, Step
from tests.platforms import holder

CONFLICT = "다른 창에서 먼저 저장했습니다"
WRITTEN = {
    "title": "군민이 함께 쓴 헌장",
    "one_line": "한 줄로 말하면 이렇습니다",
    "why": "첫 줄\n\n둘째 줄 <b> & \"따옴표\" '하나' {{중괄호",
    "goal": "2028년까지 {x} 100% 이룹니다",
    "indicator-name": "고친 조례",
    "indicator-now": "3건",
    "indicator-target": "12건",
    "indicator-by": "2028년 12월",
    "steps-0-when": "취임 후 100일",
    "steps-0-what": "위원회를\n꾸립니다",
    "steps-1-when": "2027년 하반기",
    "steps-1-what": "조례안을 냅니다",
    "deadline": "2028년 12월",
    "financing": "도비와 군비로 합니다",
    "actors": "기획예산실",
    "ordinance": "자치헌장 조례",
    "area": "순창읍",
    "amount-2027-province": "3억 5천",
    "amount-2027-own": "350백만",
    "amount-2028-own": "1억 3,500",
}

pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.fixture
def client():
    """A browser whose county's head has taken one pledge."""
    client = holder.browser()
    holder.take(client)
    holder.settle(client, election="local-9")
    return client


@pytest.fixture
def address(client):
    return holder.pledge_address(client)


def without(form, *beginnings):
    return {name: value for name, value in form.items() if not name.startswith(beginnings)}


def written_form(client, address):
    return without(holder.pledge_form(client, address), "steps-", "amount-", "blank-") | WRITTEN


def save(client, address, **changes):
    return client.post(address, holder.pledge_form(client, address) | changes)


def test_everything_typed_is_kept_and_shown_again(client, address):
    response = client.post(address, written_form(client, address))
    assert (response.status_code, response["Location"]) == (302, f"{address}?saved=1")
    kept = holder.content(client)
    assert kept.title == WRITTEN["title"]
    assert kept.why == WRITTEN["why"]
    assert kept.indicator == Indicator(name="고친 조례", now="3건", target="12건", by="2028년 12월")
    assert kept.steps == [
        Step(when="취임 후 100일", what="위원회를\n꾸립니다"),
        Step(when="2027년 하반기", what="조례안을 냅니다"),
    ]
    assert kept.amounts == [
        Amount(year=2027, purse=Purse.PROVINCE, won=350_000_000),
        Amount(year=2027, purse=Purse.OWN, won=350_000_000),
        Amount(year=2028, purse=Purse.OWN, won=135_000_000),
    ]
    assert kept.cases == ["2022-1-1-1", "2022-1-1-2"]
    assert kept.origin.pledge == "2022-1-1"
    assert kept.adapted
    shown = holder.pledge_form(client, address)
    for name, value in WRITTEN.items():
        if not name.startswith("amount-"):
            assert shown[name] == value
    assert "저장됨" in client.get(f"{address}?saved=1").text


def test_form_sent_back_untouched_changes_nothing_any_more(client, address):
    client.post(address, written_form(client, address))
    kept = holder.content(client)
    for _ in range(2):
        assert save(client, address).status_code == 302
        assert holder.content(client) == kept


def test_pledge_saved_untouched_still_says_what_the_library_says(client, address):
    before = holder.pledge_form(client, address)
    assert save(client, address).status_code == 302
    after = holder.pledge_form(client, address)
    assert without(after, "version") == without(before, "version")
    assert "{{주민" in holder.content(client).title


def test_places_words_follow_another_place_until_the_text_is_edited(client, address):
    save(client, address, goal="군민 모두의 목표를 새로 씁니다")
    holder.settle(client, office="basic_head", place=holder.DISTRICT, election="local-9")
    form = holder.pledge_form(client, address)
    assert form["title"].startswith("구민이 ")
    assert form["goal"] == "군민 모두의 목표를 새로 씁니다"
    assert "종로구 조례와 규칙" in form["steps-3-what"]
    save(client, address, title="구민이 쓰는 헌장")
    holder.settle(client, office="basic_head", place=holder.COUNTY, election="local-9")
    form = holder.pledge_form(client, address)
    assert form["title"] == "구민이 쓰는 헌장"
    assert "순창군 조례와 규칙" in form["steps-3-what"]


def a_blank(form):
    """The name of a blank that stands in more than one field."""
    names = [name.removeprefix("blank-") for name in form if name.startswith("blank-")]
    return next(name for name in names if sum(f"[{name}]" in str(value) for value in form.values()) > 1)


def test_blank_filled_once_fills_all_of_its_name(client, address):
    form = holder.pledge_form(client, address)
    blank = a_blank(form)
    fields = [name for name, value in form.items() if f"[{blank}]" in value]
    assert client.post(address, form | {f"blank-{blank}": "37"}).status_code == 302
    after = holder.pledge_form(client, address)
    assert f"blank-{blank}" not in after
    for name in fields:
        assert after[name] == form[name].replace(f"[{blank}]", "37")
    others = [name for name in form if name.startswith("blank-") and name != f"blank-{blank}"]
    assert others
    assert all(name in after for name in others)


def test_blank_filled_by_one_autosave_stays_filled_though_the_page_says_it_again(client, address):
    """The answer may come while a field is being typed in: that field still holds the blank when it is sent."""
    form = holder.pledge_form(client, address)
    blank = a_blank(form)
    field = next(name for name, value in form.items() if f"[{blank}]" in value)
    sent = form | {f"blank-{blank}": "37"}
    first = client.post(address, sent, headers=holder.AUTOSAVE).json()
    client.post(address, sent | {"version": first["version"], "why": "더"}, headers=holder.AUTOSAVE)
    assert holder.pledge_form(client, address)[field] == form[field].replace(f"[{blank}]", "37")


def test_blank_typed_anew_into_a_text_is_a_blank_again(client, address):
    form = holder.pledge_form(client, address)
    blank = a_blank(form)
    save(client, address, why=f"다시 [{blank}]명")
    assert f"{{{{{blank}}}}}" in holder.content(client).why


def test_place_fills_no_blank_of_the_persons(client, address):
    blank = a_blank(holder.pledge_form(client, address))
    save(client, address)
    holder.settle(client, office="basic_head", place=holder.DISTRICT)
    assert f"blank-{blank}" in holder.pledge_form(client, address)


@pytest.mark.parametrize(
    ("typed", "won"),
    [
        ("3억 5천", 350_000_000),
        ("350백만", 350_000_000),
        ("1억 3,500", 135_000_000),
        ("0", None),
        ("", None),
        (" ", None),
    ],
)
def test_amount_is_kept_as_typed_words_mean(client, address, typed, won):
    assert save(client, address, **{"amount-2027-own": typed}).status_code == 302
    amounts = holder.content(client).amounts
    assert [amount.won for amount in amounts] == ([won] if won else [])


@pytest.mark.parametrize("typed", ["많이", "-3억", "1억원짜리", "1" * 61, "100경", "3억\x00", "1e9"])
def test_amount_that_cannot_be_read_keeps_what_was_typed(client, address, typed):
    before = holder.held(client).platform.pledges.get().sealed
    response = save(client, address, why="이 글은 남습니다", **{"amount-2027-own": typed})
    assert response.status_code == 422
    form = holder.Fields.of(response.text, "adapt")
    assert form["why"] == "이 글은 남습니다"
    assert form["amount-2027-own"].replace("\ufffd", "\0") == typed
    assert "저장하지 못했습니다." in response.text
    assert 'href="#amount-2027-own"' in response.text
    assert bytes(holder.held(client).platform.pledges.get().sealed) == bytes(before)


def test_money_and_no_budget_do_not_go_together(client, address):
    response = save(client, address, no_budget="on", **{"amount-2027-own": "1억"})
    assert response.status_code == 422
    assert "금액도 적혀 있습니다." in response.text
    assert save(client, address, no_budget="on").status_code == 302
    assert holder.content(client).no_budget


def test_money_of_a_purse_that_the_new_office_has_not_stays(client, address):
    save(client, address, **{"amount-2027-province": "3억"})
    holder.settle(client, office="metro_head", place="52000", election="local-9")
    assert "amount-2027-province" in holder.pledge_form(client, address)
    save(client, address)
    assert [amount.won for amount in holder.content(client).amounts] == [300_000_000]


def test_title_has_to_stand(client, address):
    response = save(client, address, title=" ", goal="목표는 남습니다")
    assert response.status_code == 422
    assert "공약 이름을 적어 주세요." in response.text
    assert holder.Fields.of(response.text, "adapt")["goal"] == "목표는 남습니다"


def test_steps_keep_their_order_and_empty_ones_fall_away(client, address):
    form = without(holder.pledge_form(client, address), "steps-")
    form |= {f"steps-{number}-what": text for number, text in enumerate(["하나", "", "셋", "  ", "다섯"])}
    client.post(address, form)
    assert [step.what for step in holder.content(client).steps] == ["하나", "셋", "다섯"]


def test_more_steps_are_a_save_that_leads_back_to_them(client, address):
    form = holder.pledge_form(client, address)
    rows = sum(name.endswith("-what") for name in form)
    filled = {f"steps-{number}-what": f"{number}번째 일" for number in range(rows)}
    response = client.post(address, form | filled | {"more": "steps"})
    assert response["Location"].startswith(address)
    assert response["Location"].endswith("#more-steps")
    assert sum(name.endswith("-what") for name in holder.pledge_form(client, address)) == rows + 2


def test_steps_end_at_their_limit(client, address):
    form = without(holder.pledge_form(client, address), "steps-")
    form |= {f"steps-{number}-what": f"{number}번째 일" for number in range(MOST_STEPS)}
    assert client.post(address, form).status_code == 302
    assert len(holder.content(client).steps) == MOST_STEPS
    assert sum(name.endswith("-what") for name in holder.pledge_form(client, address)) == MOST_STEPS


# Two windows.


def test_two_windows_see_both_texts(client, address):
    first, second = (holder.pledge_form(client, address) for _ in range(2))
    assert client.post(address, first | {"why": "첫 창의 까닭"}).status_code == 302
    response = client.post(address, second | {"why": "둘째 창의 까닭", "goal": "둘째 창의 목표"})
    assert response.status_code == 409
    assert CONFLICT in response.text
    assert "첫 창의 까닭" in response.text
    form = holder.Fields.of(response.text, "adapt")
    assert (form["why"], form["goal"], form["version"]) == ("둘째 창의 까닭", "둘째 창의 목표", "2")
    assert (holder.content(client).why, holder.content(client).goal) != ("둘째 창의 까닭", "둘째 창의 목표")
    assert holder.content(client).why == "첫 창의 까닭"


def test_two_windows_choose_field_by_field(client, address):
    first, second = (holder.pledge_form(client, address) for _ in range(2))
    client.post(address, first | {"why": "첫 창의 까닭", "actors": "첫 창의 부서"})
    page = client.post(address, second | {"why": "둘째 창의 까닭", "actors": "둘째 창의 부서"})
    assert 'name="theirs" value="why"' in page.text
    form = holder.Fields.of(page.text, "adapt")
    assert client.post(address, form | {"theirs": ["why"]}).status_code == 302
    assert (holder.content(client).why, holder.content(client).actors) == ("첫 창의 까닭", "둘째 창의 부서")


def test_two_windows_choose_steps_and_money_of_the_other(client, address):
    first, second = (holder.pledge_form(client, address) for _ in range(2))
    client.post(address, first | {"steps-0-what": "첫 창의 일", "amount-2027-own": "1억"})
    page = client.post(address, second | {"steps-0-what": "둘째 창의 일", "amount-2027-own": "2억"})
    form = holder.Fields.of(page.text, "adapt")
    assert client.post(address, form | {"theirs": ["steps", "amounts"]}).status_code == 302
    kept = holder.content(client)
    assert kept.steps[0].what == "첫 창의 일"
    assert [amount.won for amount in kept.amounts] == [100_000_000]


def test_third_window_conflicts_again(client, address):
    first, second = (holder.pledge_form(client, address) for _ in range(2))
    client.post(address, first | {"why": "첫째"})
    page = client.post(address, second | {"why": "둘째"})
    save(client, address, why="셋째")
    assert client.post(address, holder.Fields.of(page.text, "adapt")).status_code == 409
    assert holder.content(client).why == "셋째"


@pytest.mark.parametrize("theirs", ["adapted", "origin", "__class__", "nonsense", "office", "version", "\0"])
def test_choice_of_no_field_is_passed_over(client, address, theirs):
    assert save(client, address, theirs=[theirs], why="내 글").status_code == 302
    assert holder.content(client).why == "내 글"


def test_double_click_on_save_saves_once_and_is_no_conflict(client, address):
    """Both presses carry the same texts over the same version: the page that is seen is the answer to the second."""
    form = holder.pledge_form(client, address) | {"why": "한 번만"}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert holder.content(client).why == "한 번만"
    assert holder.rows(client)[0].version == 2


def test_pledge_taken_out_in_another_window_does_not_swallow_what_was_typed(client, address):
    form = holder.pledge_form(client, address) | {"why": "뺀 줄 모르고 적은 글"}
    client.post(f"{address}remove/")
    response = client.post(address, form)
    assert response.status_code in {404, 409}
    assert "뺀 줄 모르고 적은 글" in response.text


# Saving as one types.


def test_autosave_says_when_it_saved_and_what_it_saw(client, address):
    form = holder.pledge_form(client, address)
    response = client.post(address, form | {"why": "저절로"}, headers=holder.AUTOSAVE)
    assert response.status_code == 200
    answer = response.json()
    assert answer["version"] == 2
    assert len(answer["saved"]) == len("14:30")
    assert "점검" in answer["beside"]
    assert holder.content(client).why == "저절로"


def test_autosave_of_a_second_window_is_a_409_without_words(client, address):
    form = holder.pledge_form(client, address)
    save(client, address, why="첫 창")
    response = client.post(address, form | {"why": "둘째 창"}, headers=holder.AUTOSAVE)
    assert (response.status_code, response.json()) == (409, {})
    assert holder.content(client).why == "첫 창"


def test_autosave_names_the_fields_that_are_wrong(client, address):
    form = holder.pledge_form(client, address) | {"title": "", "amount-2027-own": "많이"}
    response = client.post(address, form, headers=holder.AUTOSAVE)
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"title", "amount-2027-own"}
    assert "공약 이름을 적어 주세요." in response.json()["errors"]["title"]
    assert holder.rows(client)[0].version == 1


# The head and the order.


def test_head_of_two_windows_conflicts_and_keeps_what_was_typed(client):
    address = f"{holder.desk(client)}head/"
    version = holder.held(client).platform.version
    holder.settle(client, district="가선거구", election="local-9")
    form = {"version": version, "office": "basic_head", "place": holder.COUNTY, "district": "나선거구"}
    response = client.post(address, form)
    assert response.status_code == 409
    assert "가선거구" in response.text
    shown = holder.Fields.of(response.text)
    assert (shown["district"], shown["version"]) == ("나선거구", str(version + 1))
    assert client.post(address, shown).status_code == 302
    assert holder.held(client).head.district == "나선거구"


def test_head_refuses_a_place_that_does_not_elect_the_office(client):
    form = {"version": holder.held(client).platform.version, "office": "basic_head", "place": "52000"}
    response = client.post(f"{holder.desk(client)}head/", form)
    assert response.status_code == 422
    assert "시·군·구를 골라 주세요." in response.text
    assert holder.held(client).head.place == holder.COUNTY


def test_head_saves_keep_the_answers_and_answers_keep_the_head(client):
    desk = holder.desk(client)
    form = holder.Fields.of(client.get(f"{desk}questions/").text)
    client.post(f"{desk}questions/", form | {"answer-0": "첫 물음의 답", "answer-4": "다섯째 답"})
    holder.settle(client, district="가선거구", election="local-9")
    head = holder.held(client).head
    assert (head.answers[0], head.answers[4], head.district) == ("첫 물음의 답", "다섯째 답", "가선거구")
    assert "첫 물음의 답" in client.get(f"{desk}questions/").text


def test_order_by_buttons(client):
    holder.take(client, "2022-1-2")
    holder.take(client, "2022-1-3")
    first, second, third = (row.key for row in holder.rows(client))
    desk = holder.desk(client)
    client.post(f"{desk}pledges/{third}/move/", {"to": "up"})
    assert [row.key for row in holder.rows(client)] == [first, third, second]
    client.post(f"{desk}pledges/{first}/move/", {"to": "down"})
    assert [row.key for row in holder.rows(client)] == [third, first, second]
    for pledge, to in ((third, "up"), (second, "down"), (first, "sideways"), ("2" * 12, "up")):
        assert client.post(f"{desk}pledges/{pledge}/move/", {"to": to}).status_code == 302
        assert [row.key for row in holder.rows(client)] == [third, first, second]


def test_order_by_dragging(client):
    holder.take(client, "2022-1-2")
    first, second = (row.key for row in holder.rows(client))
    address = f"{holder.desk(client)}order/"
    answer = client.post(address, {"order": [second, first], "seen": f"{first} {second}"})
    assert answer.status_code == 204
    assert [row.key for row in holder.rows(client)] == [second, first]


@pytest.mark.parametrize("case", ["stale", "too few", "twice", "unknown", "nothing"])
def test_order_that_does_not_fit_what_stands_changes_nothing(client, case):
    holder.take(client, "2022-1-2")
    first, second = (row.key for row in holder.rows(client))
    now = f"{first} {second}"
    order, seen = {
        "stale": ([second, first], f"{second} {first}"),
        "too few": ([second], now),
        "twice": ([second, second], now),
        "unknown": ([second, "NONE"], now),
        "nothing": ([], ""),
    }[case]
    response = client.post(f"{holder.desk(client)}order/", {"order": order, "seen": seen})
    assert response.status_code == 409
    assert "다른 창에서 순서를 먼저 바꾸었습니다." in response.text
    assert [row.key for row in holder.rows(client)] == [first, second]


@pytest.mark.django_db(transaction=True)
def test_buttons_pressed_at_the_same_time_all_move():
    """Each goes by the order of its own moment; none is an error."""
    client = holder.browser()
    for pledge in PLEDGES:
        holder.take(client, pledge)
    desk, cookie = holder.desk(client), client.cookies["platforms"].value
    keys = [row.key for row in holder.rows(client)]

    def press(key):
        try:
            other = holder.browser(Cookie=f"platforms={cookie}")
            return other.post(f"{desk}pledges/{key}/move/", {"to": "down"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, keys * 2)) == [302] * 10
    assert sorted(row.key for row in holder.rows(client)) == sorted(keys)


def test_grouping_shows_every_pledge_under_its_heading(client):
    holder.take(client, "2022-2-1")
    client.post(f"{holder.desk(client)}own/", {"title": "내가 쓴 공약"})
    desk = holder.desk(client)
    themed = client.get(f"{desk}?group=theme").text
    assert "직접 쓴 공약" in themed
    assert themed.count('class="group-name"') == 3
    save(client, holder.pledge_address(client), area="순창읍")
    by_area = client.get(f"{desk}?group=area").text
    assert by_area.count('class="group-name"') == 2
    assert "순창읍" in by_area
    assert 'class="group-name"' not in client.get(f"{desk}?group=nonsense").text


# How much the database is asked.


PLEDGES = ("2022-1-1", "2022-1-2", "2022-2-1", "2022-3-1", "2022-4-1")


def with_saved_pledges(client, count):
    for number, pledge in enumerate(PLEDGES[:count]):
        holder.take(client, pledge)
        save(client, holder.pledge_address(client, number))


# From the third pledge on it is asked once more, whether a key stands anywhere else.
@pytest.mark.parametrize(("count", "queries"), [(1, 16), (3, 17), (5, 17)])
def test_desk_asks_no_more_for_more_pledges(client, django_assert_num_queries, count, queries):
    with_saved_pledges(client, count)
    path = holder.desk(client)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_pledge_page_asks_no_more_for_more_pledges(client, django_assert_num_queries, count):
    with_saved_pledges(client, count)
    path = holder.pledge_address(client)
    with django_assert_num_queries(16):
        assert client.get(path).status_code == 200

"""PC에서 이어 쓰기: a code of eight characters, once, for ten minutes, at most five tries."""

import datetime as dt

import pytest
from django.utils import timezone

from pledges.platforms import ways
from pledges.platforms.models import ALPHABET, HandOverCode, Link
from tests.platforms import holder

ADDRESS = "/platform/code/"
WRONG = "이 번호로는 열 수 없습니다."

pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.fixture
def client():
    client = holder.browser()
    holder.take(client)
    return client


@pytest.fixture
def code(client):
    return holder.new_code(client)


def redeem(code, client=None, **fields):
    return (client or holder.browser()).post(ADDRESS, {"code": code, **fields})


def another(code):
    """A code with the same first half that is not the right one."""
    last = next(letter for letter in ALPHABET if letter != code[-1])
    return code[:-1] + last


def test_code_opens_the_platform_on_the_next_device(client, code):
    assert len(code) == 9
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert "10분 동안 한 번만 쓸 수 있습니다." in client.post(f"{holder.desk(client)}ways/code/").text


def test_code_is_exchanged_for_a_link_of_the_devices_own(client, code):
    second = holder.browser()
    response = redeem(code, second)
    assert (response.status_code, response["Location"]) == (302, holder.desk(client))
    assert second.get(holder.desk(client)).status_code == 200
    link = holder.held(second).link
    assert (link.purpose, link.kind, link.parent) == ("device", Link.Kind.EDIT, holder.held(client).link)
    assert holder.secrets(second) != holder.secrets(client)


def test_code_works_once(client, code):
    assert redeem(code).status_code == 302
    again = redeem(code)
    assert again.status_code == 422
    assert WRONG in again.text
    assert not again.cookies
    assert not HandOverCode.objects.exists()


def test_code_ends_after_five_wrong_tries(code):
    for _ in range(ways.CODE_TRIES):
        response = redeem(another(code))
        assert response.status_code == 422
        assert WRONG in response.text
    assert redeem(code).status_code == 422


def test_code_still_opens_at_the_fifth_try(code):
    for _ in range(ways.CODE_TRIES - 1):
        redeem(another(code))
    assert redeem(code).status_code == 302


def test_code_is_good_for_ten_minutes(code, monkeypatch):
    made = HandOverCode.objects.get().expires_at
    assert dt.timedelta(minutes=9) < made - timezone.now() <= dt.timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: made + dt.timedelta(seconds=1))
    assert redeem(code).status_code == 422


def test_code_opens_until_its_last_second(code, monkeypatch):
    end = HandOverCode.objects.get().expires_at
    monkeypatch.setattr(timezone, "now", lambda: end - dt.timedelta(seconds=1))
    assert redeem(code).status_code == 302


HABITS = {
    "small letters": str.lower,
    "a blank between": lambda code: code.replace("-", " "),
    "blanks around": lambda code: f"  {code}  ",
    "nothing between": lambda code: code.replace("-", ""),
    "letter by letter": lambda code: " ".join(code.lower()),
}


@pytest.mark.parametrize("habit", HABITS)
def test_code_is_taken_as_people_type_it(code, habit):
    assert redeem(HABITS[habit](code)).status_code == 302


@pytest.mark.parametrize(
    "typed", ["2222-2222", "22222222", "가나다라마바사아", "ABC", "2222-22222", "' OR '1'='1", "ß" * 8, "가" * 8]
)
def test_code_that_is_none_says_one_sentence(code, typed):
    response = redeem(typed)
    assert response.status_code == 422
    assert WRONG in response.text
    assert HandOverCode.objects.get().tries == 0


@pytest.mark.parametrize("typed", ["", "  ", "A" * 21, "A" * 100_000, "22\x0022"])
def test_code_that_cannot_be_one_is_refused_at_its_field(code, typed):
    response = redeem(typed)
    assert response.status_code == 422
    assert not response.cookies


def test_guesses_of_one_address_end(code):
    for _ in range(ways.CODE_TRIES * 4):
        assert redeem("2222-2222").status_code == 422
    response = redeem(code)
    assert response.status_code == 429
    assert "잠시 뒤에 다시 해 주세요." in response.text
    assert HandOverCode.objects.exists()


def test_reader_cannot_make_a_code(client):
    reader = holder.reader_of(client)
    assert reader.post(f"{holder.desk(client)}ways/code/").status_code == 403
    assert not HandOverCode.objects.exists()


def test_code_of_a_revoked_link_opens_nothing(client):
    aide = holder.opened(holder.send_link(client, "edit"))
    code = holder.new_code(aide)
    client.post(f"{holder.desk(client)}ways/{holder.held(aide).link.pk}/revoke/")
    response = redeem(code)
    assert response.status_code == 422
    assert not response.cookies


def test_code_of_a_link_whose_time_is_over_opens_nothing(client):
    aide = holder.opened(holder.send_link(client, "edit", days="7"))
    code = holder.new_code(aide)
    Link.objects.filter(pk=holder.held(aide).link.pk).update(expires_at=timezone.now())
    assert redeem(code).status_code == 422


def test_second_code_ends_the_first(client, code):
    second = holder.new_code(client)
    assert redeem(code).status_code == 422
    assert redeem(second).status_code == 302


def test_code_of_a_deleted_platform_is_gone(client, code):
    client.post(f"{holder.desk(client)}delete/", {"sure": "on"})
    assert redeem(code).status_code == 422


def test_shared_computer_can_be_said_with_the_code(code):
    second = holder.browser()
    redeem(code, second, shared="on")
    assert second.cookies["platforms"]["max-age"] == ""


def test_look_at_the_page_makes_no_code(client):
    assert client.get(f"{holder.desk(client)}ways/code/").status_code == 405
    assert "먼저 쓰던 기기에서" in holder.browser().get(ADDRESS).text
    assert not HandOverCode.objects.exists()


def test_device_that_came_by_a_code_is_listed_and_can_be_closed(client, code):
    second = holder.browser()
    redeem(code, second)
    page = client.get(f"{holder.desk(client)}ways/").text
    assert ways.FROM_CODE in page
    client.post(f"{holder.desk(client)}ways/{holder.held(second).link.pk}/revoke/")
    assert second.get(holder.desk(client)).status_code == 404


def test_key_card_opens_the_platform_from_a_camera(client):
    import io

    import zxingcpp
    from PIL import Image

    waiting = client.post(f"{holder.desk(client)}ways/card/")["Location"]
    page = client.get(waiting).text
    assert "이 그림을 가진 사람은 누구나 초안을 열 수 있습니다." in page
    response = client.get(f"{waiting}download/?show=1")
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert client.get(f"{waiting}download/")["Content-Disposition"].startswith("attachment")
    address = zxingcpp.read_barcode(Image.open(io.BytesIO(response.content))).text
    secret = address.rstrip("/").rsplit("/", 1)[-1]
    assert holder.opened(secret).get(holder.desk(client)).status_code == 200

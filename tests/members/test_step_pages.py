"""Writing step by step: saved as one goes, refused with a sentence at its field, two windows, going on later."""

import datetime as dt
import re

import pytest

from handbook.models import Mail
from members.models import Application
from tests import factories
from tests.catalogue.test_texts_pages import words_of
from tests.platforms.holder import Fields

from . import people, visitor

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def client():
    return visitor.browser()


@pytest.fixture
def desk(client):
    return visitor.begin(client)


def applicant(**fields):
    return {
        "version": "1",
        "name": "김가람",
        "government": people.some_government().code,
        "birthdate": "19650302",
        **fields,
    }


def contact(**fields):
    return {"version": "1", **visitor.CONTACT, **fields}


FORMS = {"applicant": applicant, "contact": contact, "declaration": lambda: {"version": "1"}}


def test_steps_are_filled_one_after_the_other(client, desk):
    visitor.fill(client, desk, phone="02-123-4567")
    kept = visitor.application(desk)
    assert (kept.name, kept.birthdate, kept.government) == ("김가람", people.BORN, people.some_government())
    assert (kept.mobile, kept.phone, kept.mail) == ("01012345678", "021234567", people.MAIL)
    assert (kept.postcode, kept.address, kept.address_detail) == ("12345", "가람시 가람로 1", "2층")
    assert (kept.declared, kept.version, kept.state) == (True, 4, "writing")
    review = words_of(client.get(f"{desk}review/").text)
    for shown in (
        "김가람",
        "가람도 가람시장",
        "1965. 3. 2.",
        "010-1234-5678",
        "02-123-4567",
        "(12345) 가람시 가람로 1 2층",
    ):
        assert shown in review
    assert "서명하러 가기" in review


def test_fields_have_the_right_keyboard_and_say_why_they_ask(client, desk):
    page = client.get(f"{desk}applicant/").text
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="bday"' in page
    assert 'autocomplete="name"' in page
    assert "이름이 같은 분과 구별하고" in page
    page = client.get(f"{desk}contact/").text
    for autocomplete in ("tel", "email", "postal-code", "street-address"):
        assert f'autocomplete="{autocomplete}"' in page


def test_aides_browser_does_not_offer_what_it_knows_of_the_aide():
    aide = visitor.browser()
    desk = visitor.begin(aide, "aide")
    for step in ("applicant", "contact"):
        main = aide.get(f"{desk}{step}/").text.split("<main")[1]
        assert "신청하는 단체장의 것을 적어 주세요." in main
        assert set(re.findall('autocomplete="([^"]+)"', main)) == {"off"}


def test_governments_to_choose_are_those_in_force_today_with_their_provinces(client, desk):
    factories.government("91990", name="가람도 옛가람시", short_name="옛가람시", valid_to=dt.date(2020, 1, 1))
    page = client.get(f"{desk}applicant/").text
    assert '<optgroup label="가람도">' in page
    assert ">가람도</option>" in page
    assert "옛가람시" not in page
    response = client.post(f"{desk}applicant/", applicant(government="91990"))
    assert (response.status_code, "목록에 있는 단체를 골라 주세요." in response.text) == (422, True)


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("applicant", {"name": ""}, "성명을 입력해 주세요."),
        ("applicant", {"name": "가" * 51}, "50자까지 적을 수 있습니다. 지금은 51자입니다."),
        ("applicant", {"name": "김\u202e가람"}, "글의 방향을 바꾸는 문자"),
        ("applicant", {"government": ""}, "단체를 골라 주세요."),
        ("applicant", {"birthdate": ""}, "생년월일 8자리를 입력해 주세요. 예: 19650302"),
        ("applicant", {"birthdate": "650302"}, "생년월일 8자리를 입력해 주세요. 예: 19650302"),
        ("contact", {"mobile": ""}, "휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678"),
        ("contact", {"mobile": "02-123-4567"}, "휴대전화 번호 11자리를 입력해 주세요. 예: 010-1234-5678"),
        ("contact", {"mail": "head@"}, "전자우편 주소를 다시 확인해 주세요. 예: name@example.kr"),
        ("contact", {"postcode": "1234"}, "우편번호 5자리를 입력해 주세요."),
        ("contact", {"address": ""}, "도로명주소를 입력해 주세요."),
        ("declaration", {}, "다짐하시면 표시해 주세요."),
    ],
)
def test_refused_form_keeps_what_was_typed_with_a_sentence_at_its_field(client, desk, step, wrong, said):
    form = FORMS[step](**wrong)
    response = client.post(f"{desk}{step}/", form)
    assert response.status_code == 422
    assert said in words_of(response.text)
    field = next(iter(wrong), "declared")
    assert re.search(f'aria-describedby="[^"]*{field}_error"', response.text)
    assert 'aria-invalid="true"' in response.text
    shown = Fields.of(response.text)
    for typed, value in form.items():
        if typed not in {"government", "version"} and value:
            assert shown[typed] == value
    assert visitor.application(desk).version == 1


def test_page_saves_by_itself_what_is_not_complete_yet(client, desk):
    form = applicant(government="", birthdate="")
    response = client.post(f"{desk}applicant/", form, headers=visitor.AUTOSAVE)
    assert response.status_code == 200
    assert response.json()["version"] == 2
    assert visitor.application(desk).name == "김가람"
    response = client.post(f"{desk}applicant/", {**form, "version": "2", "birthdate": "1965"}, headers=visitor.AUTOSAVE)
    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["birthdate"]


def test_second_window_sees_both_texts_and_saves_over_by_choice(client, desk):
    client.post(f"{desk}applicant/", applicant(name="이가람"))
    assert client.post(f"{desk}applicant/", applicant(name="박가람"), headers=visitor.AUTOSAVE).status_code == 409
    response = client.post(f"{desk}applicant/", applicant(name="박가람"))
    assert response.status_code == 409
    page = words_of(response.text)
    assert "먼저 저장된 것: 이가람" in page
    assert "이 창: 박가람" in page
    again = Fields.of(response.text)
    assert (again["version"], again["name"]) == ("2", "박가람")
    assert again["after_conflict"] == "1"  # nothing saves by itself before the choice
    assert client.post(f"{desk}applicant/", applicant(name="박가람", version="2")).status_code == 302
    assert visitor.application(desk).name == "박가람"


def test_second_press_of_the_button_is_no_conflict(client, desk):
    for _ in range(2):
        assert client.post(f"{desk}applicant/", applicant()).status_code == 302
    assert visitor.application(desk).version == 2


def test_review_names_what_is_missing_and_leads_there(client, desk):
    client.post(f"{desk}applicant/", applicant())
    main = client.get(f"{desk}review/").text.split("아직 비어 있는 곳")[1]
    assert f'href="{desk}contact/"' in main
    assert f'href="{desk}declaration/"' in main
    assert f'href="{desk}applicant/"' not in main
    assert "서명하러 가기" not in main


def test_every_page_of_a_draft_says_until_when_it_is_kept(client, desk):
    until = visitor.application(desk).purge_on
    said = f"{until.year}. {until.month}. {until.day}.까지 보관하고 지웁니다."
    for page in ("", "applicant/", "contact/", "declaration/", "review/", "mail-link/"):
        assert said in client.get(f"{desk}{page}").text


def test_link_to_go_on_is_mailed_and_opens_the_draft_elsewhere(client, desk):
    response = client.post(f"{desk}mail-link/", {"to": "Aide@example.org"})
    assert "Aide@example.org" in response.text
    other = visitor.opened(visitor.mailed_secret())
    assert other.get(f"{desk}contact/").status_code == 200
    assert client.post(f"{desk}mail-link/", {"to": "aide"}).status_code == 422
    assert Mail.objects.count() == 1


def test_links_are_mailed_only_so_often(client, desk):
    statuses = [client.post(f"{desk}mail-link/", {"to": "aide@example.org"}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert int(client.post(f"{desk}mail-link/", {"to": "aide@example.org"})["Retry-After"]) > 0
    assert Mail.objects.count() == 5


@pytest.mark.parametrize("page", ["", "applicant/", "contact/", "declaration/", "review/", "mail-link/", "sign/"])
def test_another_browser_sees_how_to_come_back_and_nothing_else(client, desk, page):
    visitor.fill(client, desk)
    response = visitor.browser().get(f"{desk}{page}")
    assert response.status_code == 404
    assert "김가람" not in response.text
    stranger = visitor.browser()
    visitor.begin(stranger)
    assert stranger.get(f"{desk}{page}").status_code == 404
    assert stranger.post(f"{desk}{page}", applicant(name="박가람")).status_code in {404, 405}
    assert visitor.application(desk).name == "김가람"


@pytest.mark.parametrize("page", ["applicant", "contact", "declaration", "mail-link"])
def test_nothing_is_written_after_sending(client, page):
    desk = visitor.sent(client)
    assert client.get(f"{desk}{page}/").status_code == 403
    assert client.post(f"{desk}{page}/", applicant(name="박가람")).status_code == 403
    assert visitor.application(desk).name == "김가람"


def test_post_from_another_site_changes_nothing(client, desk):
    response = client.post(f"{desk}applicant/", applicant(), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert visitor.application(desk).version == 1


def test_pages_are_private_and_named_nowhere(client, desk):
    response = client.get(f"{desk}applicant/")
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert 'rel="canonical"' not in response.text
    assert "/platform/" not in response.text.split("<main")[1].split("</main>")[0]


def test_typed_text_is_never_markup(client, desk):
    client.post(f"{desk}applicant/", applicant(name="<b>김</b>"))
    assert Application.objects.get().name == "<b>김</b>"
    assert "&lt;b&gt;김&lt;/b&gt;" in client.get(f"{desk}review/").text
    assert "<b>김</b>" not in client.get(f"{desk}review/").text


def test_draft_is_deleted_by_its_writer_at_once(client, desk):
    visitor.fill(client, desk)
    assert client.post(f"{desk}delete/").status_code == 422
    response = client.post(f"{desk}delete/", {"sure": "on"})
    assert "지웠습니다" in response.text
    assert response["Clear-Site-Data"] == '"storage"'
    assert not Application.objects.exists()
    assert not client.cookies["links"].value


def test_page_that_mails_a_link_says_what_it_does_and_how_long_the_address_is_kept(client, desk, settings):
    settings.MAIL_DAYS = 11
    page = words_of(client.get(f"{desk}mail-link/").text)
    assert "링크를 보내는 데만 쓰고, 보낸 뒤 11일이 지나면 지웁니다." in page
    assert "보고 고치고 낼 수 있습니다." in page
    client.post(f"{desk}mail-link/", {"to": "aide@example.org"})
    assert "보고 고치고 낼 수 있으니" in Mail.objects.get().body.decode()
    aide = visitor.browser()
    desk = visitor.begin(aide, "aide")
    assert "보고 고칠 수 있습니다." in words_of(aide.get(f"{desk}mail-link/").text)

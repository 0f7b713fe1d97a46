"""How to apply: the same page for everybody, consents unticked and apart, nothing kept before they are given."""

import re

import pytest

from handbook.models import Limit
from members import texts
from members.models import Application, ApplicationConsent, ApplicationLink
from members.texts import DECLARATION, consent_texts
from tests.catalogue.test_texts_pages import PARTIES, words_of
from tests.platforms.holder import Fields

from . import people, visitor

pytestmark = pytest.mark.django_db


def begin(client=None, filled_by="self", agreed=("collection",), **fields):
    form = {"filled_by": filled_by, **visitor.agreement(*agreed), **fields}
    return (client or visitor.browser()).post("/club/apply/begin/", form)


def test_page_says_how_it_goes_and_what_is_declared(client):
    page = words_of(client.get("/club/apply/").text)
    assert "동의하기 전에는 아무것도 남기지 않습니다." in page
    assert "권한대행은 회원이 되지 않습니다." in page
    for sentence in DECLARATION:
        assert sentence in page


def test_consents_stand_apart_with_purpose_items_period_and_refusal_and_no_box_is_ticked(client):
    text = client.get("/club/apply/").text
    page = words_of(text)
    for consent in consent_texts():
        assert consent.label in page
        for name, said in consent.lines:
            assert f"{name} {said}" in page
    assert text.count('type="checkbox"') == len(consent_texts()) == 2
    assert "checked" not in text.split("<main")[1]
    assert "전체 동의" not in page


def test_periods_are_those_of_the_settings(client, settings):
    first = client.get("/club/apply/")
    settings.CLUB_DRAFT_DAYS, settings.CLUB_REFUSED_DAYS, settings.CLUB_AFTER_TERM_MONTHS = 15, 31, 13
    second = client.get("/club/apply/", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    for period in ("13개월까지", "31일까지", "15일까지", "결정되지 않은 신청은 신청한 임기가 끝나고 13개월까지"):
        assert period in second.text
    privacy = words_of(client.get("/privacy/").text)
    assert "결정되지 않은 신청은 신청한 임기가 끝나고 13개월" in privacy
    assert texts.FORM_VERSION == "2"


def test_page_is_the_same_bytes_for_all_and_holds_no_token(client):
    people.some_government()
    first, second = client.get("/club/apply/"), visitor.scanner().get("/club/apply/")
    assert first.content == second.content
    assert "csrf" not in first.text
    assert not first.cookies
    assert "public" in first["Cache-Control"]
    assert client.get("/club/apply/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_page_asks_for_no_party_and_leads_to_no_platform(client):
    main = client.get("/club/apply/").text.split("<main")[1].split("</main>")[0]
    assert "정당과 주민등록번호는 묻지 않습니다." in main
    assert not [party for party in PARTIES.split() if party in main]
    assert "/platform/" not in main
    assert "공약" not in main


def test_club_page_leads_to_the_application_and_the_directory(client, club_2022):
    main = client.get("/club/").text.split("<main")[1]
    assert 'href="/club/apply/"' in main
    assert 'href="/club/members/"' in main


def test_paper_way_names_the_operators_contact_or_says_that_it_is_open(client, settings):
    assert "보낼 곳은 사무국에 먼저 확인해 주세요." in words_of(client.get("/club/apply/").text)
    settings.SITE_CONTACT = "office@example.org"
    assert "보낼 곳: office@example.org" in words_of(visitor.scanner().get("/club/apply/").text)


@pytest.mark.parametrize("filled_by", ["self", "aide"])
def test_consents_given_begin_a_draft_in_this_browser(filled_by):
    people.some_government()
    client = visitor.browser()
    response = begin(client, filled_by, agreed=("collection", "directory"))
    draft = Application.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/club/applications/{draft.key}/applicant/")
    assert set(draft.consents.values_list("key", "given_by")) == {("collection", filled_by), ("directory", filled_by)}
    assert client.get(response["Location"]).status_code == 200
    cookie = client.cookies["links"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"agreed": ()}, "가입 신청에 필요한 개인정보를 모으고 쓰는 것에 동의하시면 표시해 주세요."),
        ({"agreed": ("directory",)}, "가입 신청에 필요한 개인정보를 모으고 쓰는 것에 동의하시면 표시해 주세요."),
        ({"filled_by": ""}, "본인이 쓰는지, 보좌진이 대신 쓰는지 골라 주세요."),
        ({"filled_by": "robot"}, "올바르게 선택해 주세요."),
    ],
)
def test_without_consent_or_choice_nothing_is_kept_and_the_page_says_why(fields, said):
    response = begin(**fields)
    assert response.status_code == 422
    assert said in words_of(response.text)
    assert not (Application.objects.exists() or ApplicationLink.objects.exists() or ApplicationConsent.objects.exists())
    assert not Limit.objects.exists()
    assert not response.cookies


def test_refused_form_keeps_what_was_ticked_and_puts_the_sentence_at_its_box():
    response = begin(filled_by="aide", agreed=("directory",))
    fields = Fields.of(response.text)
    assert fields["consent_directory"] == "on"
    assert "consent_collection" not in fields
    assert 'aria-describedby="consent_collection_error"' in response.text
    assert 'id="consent_collection_error"' in response.text
    assert fields["filled_by"] == "aide"


def test_optional_consent_blocks_nothing():
    assert begin(agreed=("collection",)).status_code == 302


def test_press_from_another_site_begins_nothing():
    stranger = visitor.scanner(**{"Sec-Fetch-Site": "cross-site"})
    assert begin(stranger).status_code == 403
    assert not Application.objects.exists()


def test_begin_is_no_address_to_look_at():
    assert visitor.browser().get("/club/apply/begin/").status_code == 405


def test_one_address_begins_only_so_often():
    client = visitor.browser()
    statuses = [begin(client).status_code for _ in range(21)]
    assert statuses == [302] * 20 + [429]
    refused = begin(client)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "분 뒤부터 됩니다" in refused.text
    assert Application.objects.count() == 20


def test_first_link_of_the_errors_leads_to_the_first_choice():
    page = begin(agreed=(), filled_by="").text
    [link] = re.findall(r'<a href="#([^"]*)">누가 작성합니까', page)
    assert f'id="{link}"' in page
    assert 'href="#"' not in page

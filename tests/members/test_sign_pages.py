"""An aide writes, the head signs: the link for the signer alone, what the signer sees, what is refused, the receipt."""

import datetime as dt
import io
import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from handbook.limits import spend
from handbook.models import Mail
from members.models import Application, ApplicationLink, Signature
from tests.catalogue.test_texts_pages import words_of
from tests.platforms.holder import Fields

from . import people, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(aide):
    """A complete form that an aide has written."""
    desk = visitor.begin(aide, "aide", agreed=("collection", "directory"))
    visitor.fill(aide, desk)
    return desk


@pytest.fixture
def head(aide, desk):
    """The signer's own browser, with the link opened."""
    return visitor.opened(visitor.sign_secret(aide, desk))


def sign(client, desk, *keys, **fields):
    """Draws, agrees, ticks these consents, and presses the button."""
    form = {**visitor.signature(client, desk), **visitor.agreement(*keys), **fields}
    return client.post(f"{desk}sign/", form)


def drawn_code(page):
    """The page's own QR code as a camera sees it."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', page)[1])
    picture = Image.new("L", (side * 8, side * 8), 255)
    pen = ImageDraw.Draw(picture)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page):
        pen.rectangle((int(x) * 8, int(y) * 8, int(x) * 8 + 7, int(y) * 8 + 7), fill=0)
    return picture


def test_aide_gets_the_link_once_as_address_and_qr(aide, desk):
    page = aide.post(f"{desk}sign-link/").text
    address = Fields.of(page)["address"]
    assert zxingcpp.read_barcode(drawn_code(page)).text == address
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/club/open/[\w-]{22}/", address)
    assert "7일" not in page
    assert "까지 열립니다." in page
    assert "/club/open/" not in aide.get(f"{desk}sign-link/").text
    assert "아직 열지 않았습니다." in aide.get(f"{desk}sign-link/").text


def test_new_link_ends_the_earlier_one(aide, desk):
    first, second = (visitor.sign_secret(aide, desk) for _ in range(2))
    assert visitor.browser().post("/club/open/", {"secret": first}).status_code == 404
    assert visitor.browser().post("/club/open/", {"secret": second}).status_code == 302


def test_link_is_over_after_seven_days(aide, desk):
    secret = visitor.sign_secret(aide, desk)
    link = ApplicationLink.objects.get(purpose="sign")
    assert link.expires_at - link.created_at >= dt.timedelta(days=7) - dt.timedelta(minutes=1)
    ApplicationLink.objects.update(expires_at=people.NOW - dt.timedelta(days=3650))
    assert visitor.browser().post("/club/open/", {"secret": secret}).status_code == 404


def test_signer_sees_the_whole_form_and_is_asked_for_consents_of_their_own(head, desk):
    assert head.get(desk)["Location"] == f"{desk}sign/"
    text = head.get(f"{desk}sign/").text
    page = words_of(text)
    for shown in ("김가람", "가람도 가람시장", "1965. 3. 2.", "010-1234-5678", people.MAIL, "가람시 가람로 1"):
        assert shown in page
    assert "보좌진이 신청서를 썼으므로 본인께 다시 여쭙니다." in page
    assert text.count('type="checkbox"') == 3
    assert "checked" not in text.split("<main")[1]
    assert "전자서명으로 제출하는 데 동의합니다." in page
    for word in ("공인", "인증서", "고치기"):
        assert word not in page


def test_who_signs_for_themselves_is_not_asked_twice():
    client = visitor.browser()
    desk = visitor.begin(client)
    visitor.fill(client, desk)
    assert client.get(f"{desk}sign/").text.count('type="checkbox"') == 1
    assert sign(client, desk)["Location"] == f"{desk}receipt/"


def test_signer_draws_agrees_and_gets_a_receipt(aide, head, desk):
    response = sign(head, desk, "collection")
    assert response["Location"] == f"{desk}receipt/"
    application, signature = visitor.application(desk), Signature.objects.get()
    page = words_of(head.get(response["Location"]).text)
    assert application.number in page
    assert signature.form_digest in page
    assert (signature.manner, signature.ip_address) == ("drawn", "127.0.0.1")
    own = application.consents.filter(given_by="self")
    assert [consent.key for consent in own] == ["collection"]
    assert Mail.objects.filter(to=people.MAIL).count() == 1
    assert application.state == "received"


def test_signers_browser_goes_on_with_the_status_page_and_the_sign_link_is_closed(head, desk):
    sign(head, desk, "collection")
    assert "지금 상태: 접수" in words_of(head.get(desk).text)
    assert not ApplicationLink.objects.filter(purpose="sign", revoked_at=None).exists()


def test_aides_page_tells_when_it_is_signed(aide, desk):
    state = f"{desk}sign-link/state/"
    assert "아직 서명하지 않았습니다." in aide.get(state).text
    assert aide.get(f"{state}?seen=none").status_code == 204
    head = visitor.opened(visitor.sign_secret(aide, desk))
    assert "서명할 분이 링크를 열었습니다." in aide.get(f"{state}?seen=made").text
    assert aide.get(f"{state}?seen=opened").status_code == 204
    sign(head, desk, "collection")
    assert "서명하고 제출했습니다." in aide.get(f"{state}?seen=opened").text
    assert "hx-get" not in aide.get(state).text
    assert aide.get(f"{desk}sign-link/")["Location"] == desk


def test_aides_page_asks_by_itself_and_by_a_link(aide, desk):
    page = aide.get(f"{desk}sign-link/").text
    assert f'hx-get="{desk}sign-link/state/?seen=none" hx-trigger="every 5s"' in page
    assert f'href="{desk}sign-link/"' in page


def test_name_typed_signs_without_a_drawing(head, desk):
    response = sign(head, desk, "collection", drawing="", typed_name="김 가람")
    assert response.status_code == 302
    assert (Signature.objects.get().manner, Signature.objects.get().typed_name) == ("typed", "김 가람")


def test_without_scripts_the_page_has_a_field_for_the_name(head, desk):
    page = head.get(f"{desk}sign/").text
    assert "data-sign data-enhances" in page
    assert 'name="typed_name"' in page.split("data-sign")[1].split("</div>", 1)[1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"drawing": ""}, "서명을 칸 안에 그려 주세요."),
        ({"drawing": "[[[1,1],[2,2]]]"}, "서명을 칸 안에 그려 주세요."),
        ({"drawing": "[[[0,0],[900,0]]]"}, "그린 서명을 읽지 못했습니다."),
        ({"drawing": "nonsense"}, "그린 서명을 읽지 못했습니다."),
        ({"drawing": "", "typed_name": "박가람"}, "신청인의 성명과 같게 입력해 주세요. 신청서의 성명: 김가람"),
        ({"agreed": ""}, "전자서명으로 제출하시려면 표시해 주세요."),
        ({"consent_collection": ""}, "가입 신청에 필요한 개인정보를 모으고 쓰는 것에 동의하시면 표시해 주세요."),
    ],
)
def test_signature_that_lacks_something_is_refused_with_a_sentence_and_keeps_what_was_done(head, desk, fields, said):
    form = {"consent_directory": "on", "consent_collection": "on", **fields}
    response = sign(
        head, desk, **{name: value for name, value in form.items() if value or name != "consent_collection"}
    )
    assert response.status_code == 422
    assert said in words_of(response.text)
    assert "아직 제출하지 않았습니다." in response.text
    shown = Fields.of(response.text)
    assert shown["consent_directory"] == "on"
    assert shown["drawing"] == fields.get("drawing", visitor.STROKES)
    assert not Signature.objects.exists()
    assert visitor.application(desk).state == "writing"
    assert not visitor.application(desk).consents.filter(given_by="self").exists()


def test_form_that_changed_meanwhile_is_shown_anew_and_not_signed(aide, head, desk):
    form = {**visitor.signature(head, desk), **visitor.agreement("collection")}
    visitor.fill(aide, desk, address="다른길 2")
    response = head.post(f"{desk}sign/", form)
    assert response.status_code == 409
    page = words_of(response.text)
    assert "신청 내용이 바뀌어 제출하지 않았습니다." in page
    assert "다른길 2" in page
    assert Fields.of(response.text)["version"] == str(visitor.application(desk).version)
    assert Fields.of(response.text)["drawing"] == ""
    assert not Signature.objects.exists()
    assert sign(head, desk, "collection").status_code == 302


def test_aide_cannot_sign_and_the_signer_cannot_write(aide, head, desk):
    assert aide.get(f"{desk}sign/").status_code == 403
    assert aide.post(f"{desk}sign/", {"drawing": visitor.STROKES, "agreed": "on", "version": "4"}).status_code == 403
    for page in ("applicant/", "contact/", "declaration/", "mail-link/"):
        assert head.get(f"{desk}{page}").status_code == 403
    assert head.post(f"{desk}sign-link/")["Location"] == desk
    assert not Signature.objects.exists()


def test_incomplete_form_offers_no_link_and_no_place_to_sign(aide):
    desk = visitor.begin(aide, "aide")
    response = aide.post(f"{desk}sign-link/")
    assert (response.status_code, "비어 있는 곳이 있습니다" in response.text) == (409, True)
    own = visitor.browser()
    desk = visitor.begin(own)
    page = own.get(f"{desk}sign/").text
    assert "서명할 수 없습니다." in page
    assert "data-sign" not in page
    response = own.post(f"{desk}sign/", {"version": "1", "drawing": visitor.STROKES, "agreed": "on"})
    assert response.status_code == 409


def test_second_press_of_the_button_leads_to_no_second_number(head, desk):
    form = {**visitor.signature(head, desk), **visitor.agreement("collection")}
    assert head.post(f"{desk}sign/", form).status_code == 302
    assert head.post(f"{desk}sign/", form)["Location"] == f"{desk}receipt/"
    assert Application.objects.sent().count() == 1
    assert Signature.objects.count() == 1


def test_links_for_the_signer_are_made_only_so_often(aide, desk):
    statuses = [aide.post(f"{desk}sign-link/").status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]


def test_one_network_signs_only_so_often(head, desk):
    form = {**visitor.signature(head, desk), **visitor.agreement("collection")}
    for _ in range(20):
        spend("sign an application", "127.0.0.1", most=20, seconds=3600)
    response = head.post(f"{desk}sign/", form)
    assert (response.status_code, bool(response["Retry-After"])) == (429, True)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("address", ["", "unix:"])
def test_signature_stands_where_no_address_is_known(head, desk, address):
    form = {**visitor.signature(head, desk), **visitor.agreement("collection")}
    assert head.post(f"{desk}sign/", form, REMOTE_ADDR=address).status_code == 302
    assert Signature.objects.get().ip_address is None


def test_receipt_says_where_no_mail_could_go(head, desk):
    for _ in range(5):
        spend("mail to an address not confirmed", people.MAIL, most=5, seconds=24 * 3600)
    page = head.get(sign(head, desk, "collection")["Location"]).text
    assert "이 전자우편으로는 지금 더 보낼 수 없어" in page
    assert "내일 상태 화면에서 ‘확인 링크 다시 받기’를 눌러 주세요." in page
    aides = words_of(visitor.holding("desk", visitor.application(desk)).get(f"{desk}receipt/").text)
    assert "이 전자우편으로는 지금 더 보낼 수 없어" in aides
    assert "확인 링크 다시 받기" not in aides
    assert "신청인이 내일 ‘링크 다시 받기’에서 접수 번호와 전자우편을" in aides
    assert not Mail.objects.filter(to=people.MAIL).exists()


def test_press_from_another_site_signs_nothing(head, desk):
    form = {**visitor.signature(head, desk), **visitor.agreement("collection")}
    assert head.post(f"{desk}sign/", form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Signature.objects.exists()


def test_picture_of_the_strokes_is_what_was_drawn(head, desk):
    from members import strokes

    sign(head, desk, "collection")
    picture = Image.open(io.BytesIO(strokes.picture(bytes(Signature.objects.get().drawing))))
    assert picture.size == (1200, 480)
    assert picture.getpixel((400, 80)) == 0  # the middle corner of the first stroke, at twice the size
    assert picture.getpixel((20, 20)) == 255

"""Ways in and out: a link and a code for another device, the key card, leaving, deleting."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from pledges.platforms.models import Platform

from .builder import address, begun, open_tab, pledge_address
from .conftest import PHONE, answered, opened

WHY = "왜 여기에서 필요합니까?"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('platform/'))"
pytestmark = pytest.mark.parametrize("viewport", [PHONE])


@pytest.fixture
def other_device(browser, viewport, live_server, page):
    """Another visitor's browser; what it complains of, the first page's journey sees."""
    with opened(browser, viewport=viewport, base_url=live_server.url) as other:
        other.complaints = page.complaints
        yield other


@pytest.fixture(autouse=True)
def links_lead_here(settings, live_server):
    settings.SITE_ORIGIN = live_server.url


def new_link(page, kind):
    open_tab(page, "열쇠와 링크")
    page.get_by_label(kind, exact=True).check()
    page.get_by_role("button", name="링크 만들기").click()
    return page.get_by_label("링크", exact=True).input_value()


def test_a_read_link_shows_a_button_first_and_lets_nobody_write(page, other_device):
    held = begun(page, "2022-1-1")
    page.goto(address(held))
    link = new_link(page, "읽기만")
    expect(page.get_by_role("button", name="보내기")).to_be_visible()

    other_device.goto(link)
    assert "자치헌장" not in other_device.content()
    assert other_device.context.cookies() == []
    other_device.get_by_role("button", name="초안 열기").click()
    expect(other_device).to_have_url(page.home + address(held))
    expect(other_device.get_by_role("main")).to_contain_text("자치헌장")
    expect(other_device.get_by_text("읽기만 할 수 있는 링크로 열었습니다.")).to_be_visible()
    expect(other_device.get_by_role("button", name="빼기")).to_have_count(0)

    other_device.goto(pledge_address(held))
    expect(other_device.get_by_role("heading", level=1)).to_contain_text("자치헌장")
    expect(other_device.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    status = other_device.evaluate(
        "address => fetch(address, { method: 'POST', body: new URLSearchParams({ version: '1', title: '바뀜' }) })"
        ".then(({ status }) => status)",
        pledge_address(held),
    )
    assert status == 403
    answered(page, 403)
    other_device.goto(address(held, "delete/"))
    answered(page, 403)
    page.goto(address(held))
    expect(page.get_by_role("main")).to_contain_text("자치헌장")

    open_tab(page, "열쇠와 링크")
    page.get_by_role("region", name="열려 있는 링크와 기기").get_by_role("button", name="닫기").first.click()
    other_device.goto(address(held))
    expect(other_device.get_by_role("heading", level=1)).to_contain_text("열 수 없습니다")
    answered(page, 404)
    assert page.complaints == []


def test_eight_characters_open_the_platform_on_another_device(page, other_device):
    held = begun(page, "2022-1-1")
    page.goto(address(held))
    open_tab(page, "열쇠와 링크")
    page.get_by_role("button", name="번호 보기").click()
    code = page.locator(".code").inner_text()
    assert len(code.replace("-", "")) == 8

    other_device.goto("/platform/")
    other_device.get_by_role("link", name="이어 쓰기 번호로 열기").click()
    box = other_device.get_by_label("이어 쓰기 번호")
    box.fill("ZZZZ-ZZZZ")
    other_device.get_by_role("button", name="열기", exact=True).click()
    expect(other_device.locator(".errorlist")).to_contain_text("이 번호로는 열 수 없습니다")
    answered(page, 422)
    box.fill(code.replace("-", "").lower())
    other_device.get_by_role("button", name="열기", exact=True).click()
    expect(other_device).to_have_url(page.home + address(held))
    expect(other_device.get_by_role("button", name="빼기")).to_have_count(1)
    assert page.complaints == []


def test_the_key_card_is_a_picture_whose_code_opens_the_platform(page, other_device):
    held = begun(page, "2022-1-1")
    page.goto(address(held))
    open_tab(page, "열쇠와 링크")
    page.get_by_role("button", name="열쇠 카드 만들기").click()
    card = page.get_by_role("img", name="열쇠 카드")
    expect(card).to_be_visible()
    assert card.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1080
    with page.expect_download() as download:
        page.get_by_role("link", name="파일 받기", exact=True).click()
    picture = Image.open(io.BytesIO(download.value.path().read_bytes()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.startswith(f"{page.home}/open/")

    other_device.goto(code.text)
    other_device.get_by_role("button", name="초안 열기").click()
    expect(other_device).to_have_url(page.home + address(held))
    expect(other_device.get_by_role("button", name="빼기")).to_have_count(1)
    assert page.complaints == []


def type_unsaved(page, held):
    """Text that only this browser has."""
    page.goto(pledge_address(held))
    page.route("**/pledges/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label(WHY).fill("아직 보내지 않은 글")
    expect(page.locator("[data-saved]")).to_contain_text("저장하지 못했습니다")
    assert len(page.evaluate(KEPT)) == 1
    page.unroute("**/pledges/**")
    page.complaints[:] = [said for said in page.complaints if "ERR_FAILED" not in said]


def test_leaving_forgets_what_this_browser_kept(page):
    held = begun(page, "2022-1-1")
    type_unsaved(page, held)
    page.goto(address(held, "ways/"))
    page.get_by_role("button", name="이 기기에서 나가기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("이 기기에서 나갔습니다")
    assert page.evaluate(KEPT) == []
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == "platforms"] == []
    page.goto(address(held))
    answered(page, 404)
    assert Platform.objects.filter(key=held.platform.key).exists()
    assert page.complaints == []


def test_deleting_forgets_here_and_there(page):
    held = begun(page, "2022-1-1")
    type_unsaved(page, held)
    page.goto(address(held))
    page.locator("summary", has_text="지우기").click()
    page.get_by_role("link", name="이 초안 지우기").click()
    page.get_by_role("button", name="모두 지우기").click()
    expect(page.locator(".errorlist")).to_have_text("지우려면 위를 표시해 주세요.")
    answered(page, 422)
    page.get_by_label("지워도 됩니다").check()
    page.get_by_role("button", name="모두 지우기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("초안을 지웠습니다")
    assert page.evaluate(KEPT) == []
    assert not Platform.objects.filter(key=held.platform.key).exists()
    assert page.complaints == []

"""An aide applies at a desk, the head signs on a phone, the secretariat asks for more and approves; mail by SMTP."""

import datetime as dt
import hashlib
import re

import pytest
from playwright.sync_api import expect

from members.models import Application
from tests.mail_server import body_of

from .builder import SUNCHANG
from .conftest import answered, opened
from .people import (
    OFFICE,
    clock,
    draw_with_a_finger,
    draw_with_a_mouse,
    link_in,
    log_in,
    open_link,
    phone,
    post_office,
    secretary,
    sound_text,
)
from .test_builder_keyboard import press_on
from .test_keyboard import tab_to

NOW = dt.datetime(2026, 12, 1, 5, 30, tzinfo=dt.UTC)  # 14:30 in Seoul
HEAD, NUMBER = "head@example.org", "2026-0001"
COLLECTION = re.compile("^가입 신청에 필요한 개인정보")
DIRECTORY = re.compile("^회원 명부에 공개")
WANTED = "상세 주소를 적어 주세요."


@pytest.fixture
def post(settings, monkeypatch, tmp_path, live_server):
    clock(monkeypatch, NOW)
    with post_office(settings, monkeypatch, tmp_path, live_server.url) as post:
        yield post


@pytest.fixture
def desk(browser, live_server, page):
    """The secretariat's."""
    secretary()
    with opened(browser, base_url=live_server.url) as desk:
        yield desk


def heading(page):
    return page.get_by_role("heading", level=1)


def alert(page):
    return page.get_by_role("main").get_by_role("alert")


def begin(page):
    """Nothing is ticked; without the box that is needed nothing begins."""
    page.goto("/club/")
    page.get_by_role("main").get_by_role("link", name="가입 신청", exact=True).click()
    boxes = page.get_by_role("main").get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    assert [box.is_checked() for box in boxes.all()] == [False, False]
    page.get_by_label("보좌진이 대신").check()
    page.get_by_role("button", name="신청서 쓰기").click()
    answered(page, 422)
    box = page.get_by_label(COLLECTION)
    expect(box).to_have_accessible_description(re.compile("동의하시면 표시해 주세요"))
    expect(page.get_by_label("보좌진이 대신")).to_be_checked()
    assert not Application.objects.exists()
    box.check()
    page.get_by_role("button", name="신청서 쓰기").click()
    expect(page.locator("[aria-current=step]")).to_have_text("신청인")


def fill_in(page):
    """A bad day of birth is said at its field and kept; what is typed is saved before any button is pressed."""
    page.get_by_label("성명").fill("김가람")
    page.get_by_label("성명").blur()
    expect(page.locator("[data-saved]")).to_have_text("저장됨 14:30")
    assert Application.objects.get().name == "김가람"
    page.get_by_label("단체").select_option(SUNCHANG)
    born = page.get_by_label("생년월일")
    born.fill("1965")
    page.get_by_role("button", name="다음").click()
    expect(alert(page)).to_contain_text("생년월일")
    expect(born).to_have_value("1965")
    expect(born).to_have_accessible_description(re.compile("예: 19650302"))
    expect(page.get_by_label("성명")).to_have_value("김가람")
    page.complaints[:] = [said for said in page.complaints if "status of 422 " not in said]  # by itself, by the button
    born.fill("19650302")
    page.get_by_role("button", name="다음").click()

    for label, said in (("휴대전화", "01012345678"), ("전자우편", HEAD), ("우편번호", "56048")):
        page.get_by_label(label, exact=True).fill(said)
    page.get_by_label("주소", exact=True).fill("전북특별자치도 순창군 순창읍 경천로 33")
    page.get_by_role("button", name="다음").click()
    page.get_by_label("위와 같이 다짐합니다.").check()
    page.get_by_role("button", name="다음").click()
    expect(heading(page)).to_have_text("살펴보기")


def hand_over(page):
    """The link that the signer alone opens."""
    page.get_by_role("link", name="서명할 분께 드리기").click()
    page.get_by_role("button", name="서명 링크 만들기").click()
    return page.get_by_label("링크", exact=True).input_value()


def change_meanwhile(page):
    """The aide corrects the address while the head reads."""
    page.get_by_role("link", name="연락처", exact=True).click()
    page.get_by_label("주소", exact=True).fill("전북특별자치도 순창군 순창읍 군청로 1")
    page.get_by_role("button", name="다음").click()
    page.get_by_role("navigation", name="신청의 차례").get_by_role("link", name="서명").click()
    expect(page.get_by_text("서명할 분이 링크를 열었습니다.")).to_be_visible()


def sign(head):
    boxes = head.get_by_role("main").get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    assert [box.is_checked() for box in boxes.all()] == [False, False, False]
    head.get_by_label(COLLECTION).check()
    head.get_by_label(DIRECTORY).check()
    draw_with_a_finger(head)
    draw_with_a_mouse(head)
    expect(head.locator("[data-drawn]")).to_have_text("3획을 그렸습니다.")
    head.get_by_label("전자서명으로 제출하는 데 동의합니다.").check()
    head.get_by_role("button", name="서명하고 제출하기").click()


def receipt(head):
    """What the head is shown, once sent; gives the digest of what was signed."""
    expect(heading(head)).to_have_text("접수했습니다")
    signature = Application.objects.get().signatures.last()
    digest = hashlib.sha256(bytes(signature.form)).hexdigest()
    for said in (NUMBER, "2026. 12. 1. 14:30", digest):
        expect(head.get_by_role("main")).to_contain_text(said)
    return digest


def confirm(post, head, digest):
    """By the link in the mail and the birthdate; then the status and the signed form come."""
    letter = post.newest(HEAD, f"접수했습니다 ({NUMBER})")
    assert digest in body_of(letter)
    assert "김가람" not in body_of(letter)
    [note] = post.letters(OFFICE)
    assert NUMBER in body_of(note)
    assert not re.search(f"김가람|순창|{HEAD}", note.as_string() + body_of(note))
    open_link(head, link_in(letter))
    assert Application.objects.get().mail_confirmed_at is None
    head.get_by_label("생년월일").fill("19650303")
    head.get_by_role("button", name="네, 제 주소입니다").click()
    answered(head, 422)
    expect(head.get_by_label("생년월일")).to_have_accessible_description(re.compile("신청서의 생년월일과 다릅니다"))
    head.get_by_label("생년월일").fill("19650302")
    head.get_by_role("button", name="네, 제 주소입니다").click()
    expect(heading(head)).to_have_text("주소를 확인했습니다")
    _, status, paper = post.letters(HEAD)
    [file] = paper.iter_attachments()
    text = sound_text(file.get_content())
    for said in (NUMBER, digest, "김가람", "전북특별자치도순창군", "군청로1", "1965.3.2."):
        assert said in text
    return link_in(status)


def step(desk, name, said="", label="", button=""):
    """One step of the secretariat: asked for, read as it will go, taken. Gives the letter's preview."""
    desk.get_by_role("link", name=name, exact=True).click()
    if label:
        desk.get_by_label(label).fill(said)
        desk.get_by_role("button", name="미리보기").click()
    shown = desk.get_by_role("main").inner_text()
    desk.get_by_role("button", name=button or name, exact=True).click()
    expect(desk.get_by_text(f"가입 신청 {NUMBER}: 이제")).to_be_visible()
    return shown


def ask_for_more(desk):
    log_in(desk, "/admin/members/application/")
    expect(desk.get_by_text("접수 1건, 검토 중 0건")).to_be_visible()
    desk.get_by_role("link", name=NUMBER).click()
    expect(desk.get_by_role("main")).to_contain_text("다시 센 값과 같음")
    step(desk, "검토 시작")
    shown = step(desk, "보완 요청", WANTED, "보완할 것", "보내고 보완 요청")
    for said in (HEAD, f"신청 내용을 보완해 주세요 ({NUMBER})", WANTED, "(신청인만 여는 상태 화면의 링크)"):
        assert said in shown


def correct_and_sign_by_name(head):
    """With the keyboard alone, from the status page to the receipt."""
    press_on(head, head.get_by_role("link", name="고치고 다시 서명하기"))
    press_on(head, head.get_by_role("link", name="연락처 고치기"))
    tab_to(head, head.get_by_label("상세 주소"))
    head.keyboard.type("3층 군수실")
    press_on(head, head.get_by_role("button", name="다음"))
    press_on(head, head.get_by_role("button", name="다음"))
    expect(head.get_by_role("main")).to_contain_text("군청로 1 3층 군수실")
    press_on(head, head.get_by_role("link", name="서명하러 가기"))
    press_on(head, head.get_by_role("button", name="서명하고 제출하기"))
    answered(head, 422)
    expect(head.get_by_label("이름을 입력해 서명하기")).to_have_accessible_description(re.compile("그리기 어려우면"))
    tab_to(head, head.get_by_label("이름을 입력해 서명하기"), most=120)
    head.keyboard.type("김가람")
    press_on(head, head.get_by_label("전자서명으로 제출하는 데 동의합니다."), "Space")
    press_on(head, head.get_by_role("button", name="서명하고 제출하기"))


def directory(page):
    page.goto("/club/members/")
    return page.get_by_role("main")


def test_an_aide_applies_the_head_signs_and_the_secretariat_approves(page, desk, browser, live_server, post):
    begin(page)
    fill_in(page)
    address = hand_over(page)
    with phone(browser, live_server.url) as head:
        open_link(head, address)
        for said in ("김가람", "전북특별자치도 순창군수", "1965. 3. 2.", "010-1234-5678", HEAD, "경천로 33"):
            expect(head.get_by_role("main")).to_contain_text(said)
        change_meanwhile(page)
        sign(head)
        answered(head, 409)
        expect(alert(head)).to_contain_text("신청 내용이 바뀌어 제출하지 않았습니다")
        expect(head.get_by_role("main")).to_contain_text("군청로 1")
        assert Application.objects.get().state == "writing"
        sign(head)
        digest = receipt(head)
        status = confirm(post, head, digest)
        expect(page.get_by_text(f"접수 번호 {NUMBER}")).to_be_visible()  # by itself

        ask_for_more(desk)
        letter = post.newest(HEAD, "보완해 주세요")
        assert WANTED in body_of(letter)
        open_link(head, link_in(letter))
        expect(head.get_by_text("지금 상태: 보완 요청")).to_be_visible()
        expect(head.get_by_role("region", name="보완할 것")).to_contain_text(WANTED)
        correct_and_sign_by_name(head)
        assert receipt(head) != digest

        desk.reload()
        step(desk, "검토 시작")
        expect(directory(head)).not_to_contain_text("김가람")
        shown = step(desk, "승인", "환영합니다.", "덧붙일 말", "보내고 승인")
        assert "환영합니다." in shown
        assert "환영합니다." in body_of(post.newest(HEAD, "승인했습니다"))
        open_link(head, status)
        expect(head.get_by_text("지금 상태: 승인")).to_be_visible()
        expect(head.get_by_role("region", name="회원 자격")).to_contain_text("2026. 12. 1.~2030. 6. 30.")
        expect(directory(head).get_by_role("row", name="전북특별자치도 순창군수")).to_contain_text("김가람")
        open_link(head, status)
        head.get_by_role("button", name="동의 거두기").click()
        expect(head.get_by_text("회원 명부에 공개하지 않습니다.")).to_be_visible()
        expect(directory(head)).not_to_contain_text("김가람")
        assert page.complaints == head.complaints == desk.complaints == []

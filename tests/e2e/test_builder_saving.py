"""What is typed is never lost: saved as it is made, kept through a crash, and no window overwrites another."""

import re

import pytest
from playwright.sync_api import expect

from pledges.platforms.content import field_texts

from .builder import address, begun, pledge_address, save, saved
from .conftest import DESKTOP, answered, complaint
from .test_composition import PAUSE, Keyboard

SAVED = re.compile(r"저장됨 \d\d:\d\d")
WHY = "왜 여기에서 필요합니까?"
GOAL = "목표"
# autosave.js waits 1.2 s after the last key.
LONGER_THAN_A_PAUSE = 1_200 + PAUSE
pytestmark = pytest.mark.parametrize("viewport", [DESKTOP])


def field(page, label):
    return page.get_by_label(label, exact=True)


def said(page):
    return page.locator("[data-saved]")


def type_and_wait(page, label, text):
    """Types as a person does, and waits until the page says that it is saved."""
    with page.expect_response(lambda response: "x-autosave" in response.request.headers) as answer:
        field(page, label).fill(text)
    assert answer.value.ok
    expect(said(page)).to_have_text(SAVED)


def second_window(page):
    """Another window of the same browser; its complaints are the first one's."""
    window = page.context.new_page()
    window.on("console", lambda message: page.complaints.extend(complaint(message)))
    window.on("pageerror", lambda error: page.complaints.append(str(error)))
    return window


def offline(page, is_offline):
    page.context.set_offline(is_offline)


def cut_off(page):
    """Takes back the complaints about a line that was meant to be cut."""
    others = [said for said in page.complaints if "ERR_INTERNET_DISCONNECTED" not in said]
    assert others != page.complaints, "nothing was tried while the line was cut"
    page.complaints[:] = others


@pytest.fixture
def autosaves(page):
    """What the page has sent by itself."""
    sent = []
    page.on("request", lambda request: sent.append(request) if "x-autosave" in request.headers else None)
    return sent


def test_typed_text_is_saved_and_stands_there_after_a_reload_and_two_steps_back(page):
    held = begun(page, "2022-1-1")
    page.goto(address(held))
    page.goto(address(held, "check/"))
    page.goto(pledge_address(held))
    type_and_wait(page, WHY, "면마다 사정이 다릅니다.")
    assert saved(held).why == "면마다 사정이 다릅니다."
    type_and_wait(page, WHY, "면마다 사정이 다릅니다. 조사했습니다.")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    expect(field(page, WHY)).to_have_value("면마다 사정이 다릅니다. 조사했습니다.")

    field(page, WHY).press_sequentially(" 끝")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="담은 공약 1개")).to_be_visible()
    page.goto(pledge_address(held))
    expect(field(page, WHY)).to_have_value(re.compile("끝"))
    expect(said(page)).to_have_text(SAVED)
    expect.soft(page.locator("[data-conflict]")).to_be_hidden()
    assert page.complaints == []


def test_a_filled_blank_stays_filled_while_more_is_typed(page):
    """The page still shows the blank in the text when the second save leaves."""
    held = begun(page, "2022-1-1")
    page.goto(pledge_address(held))
    blank = page.get_by_role("group", name="빈칸 채우기").get_by_role("textbox").first
    name = page.get_by_role("group", name="빈칸 채우기").locator("label").first.inner_text()
    with page.expect_response(lambda response: "x-autosave" in response.request.headers):
        blank.fill("청")
    with page.expect_response(lambda response: "x-autosave" in response.request.headers):
        blank.fill("청년")
    type_and_wait(page, WHY, "까닭입니다.")
    content = saved(held)
    whole = "\n".join(field_texts(content).values())
    assert "청년" in whole
    assert f"[{name}]" not in whole
    assert f"{{{{{name}}}}}" not in whole
    assert page.complaints == []


def test_nothing_is_sent_inside_a_composition_and_the_field_is_left_alone(page, autosaves):
    held = begun(page, "2022-1-1")
    page.goto(pledge_address(held))
    box = field(page, WHY)
    box.focus()
    box.evaluate("field => { field.isTheFirst = true }")
    keyboard = Keyboard(page)
    for unfinished in ("ㅈ", "저", "적", "적서", "적성"):
        keyboard.compose(unfinished)
        page.wait_for_timeout(LONGER_THAN_A_PAUSE if unfinished == "적" else 60)
    page.wait_for_timeout(LONGER_THAN_A_PAUSE)
    assert autosaves == []
    keyboard.finish("적성")
    expect(said(page)).to_have_text(SAVED)
    page.wait_for_timeout(LONGER_THAN_A_PAUSE)
    assert len(autosaves) == 1
    assert saved(held).why == "적성"
    assert box.evaluate("field => [field.isTheFirst, document.activeElement === field, field.selectionStart]") == [
        True,
        True,
        2,
    ]
    assert page.complaints == []


def test_a_cut_line_keeps_the_text_until_it_is_back(page):
    held = begun(page, "2022-1-1")
    page.goto(pledge_address(held))
    offline(page, True)
    field(page, WHY).fill("기차 안에서 썼습니다.")
    expect(said(page)).to_contain_text("연결되면 다시 저장합니다")
    assert saved(held).why != "기차 안에서 썼습니다."
    offline(page, False)
    expect(said(page)).to_have_text(SAVED)
    assert saved(held).why == "기차 안에서 썼습니다."
    assert page.evaluate("Object.keys(localStorage)") == []

    offline(page, True)
    field(page, WHY).fill("꺼지기 전에 썼습니다.")
    page.wait_for_timeout(100)
    page.close()  # the browser crashed: what was typed never left it
    offline(page, False)
    window = second_window(page)
    window.goto(pledge_address(held))
    expect(field(window, WHY)).to_have_value("꺼지기 전에 썼습니다.")
    expect(said(window)).to_have_text(SAVED)
    window.wait_for_timeout(100)
    assert saved(held).why == "꺼지기 전에 썼습니다."
    assert window.evaluate("Object.keys(localStorage)") == []
    cut_off(page)
    assert page.complaints == []


def test_the_button_right_after_typing_is_no_conflict_with_oneself(page):
    """Leaving the field saves, and so does the button; a bad amount shown by the button stays to be mended."""
    held = begun(page, "2022-1-1")
    page.goto(pledge_address(held))
    for text in ("첫 까닭", "둘째 까닭", "셋째 까닭"):
        field(page, WHY).fill(text)
        save(page)
        page.goto(pledge_address(held))
    expect(field(page, WHY)).to_have_value("셋째 까닭")
    page.wait_for_timeout(300)
    expect(page.locator("[data-conflict]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert saved(held).why == "셋째 까닭"
    assert page.complaints == []


def test_an_invalid_amount_is_said_at_its_field_and_mended(page):
    held = begun(page, "2022-1-2")
    page.goto(pledge_address(held))
    field(page, "예산이 들지 않습니다(비예산).").uncheck()
    if page.locator("#amounts").get_attribute("open") is None:
        page.locator("#amounts summary").click()
    money = page.locator("#amounts").get_by_role("textbox").first
    money.fill("많이")
    money.press("Tab")
    expect(money).to_have_attribute("aria-invalid", "true")
    expect(said(page)).to_contain_text("표시된 곳을 고쳐 주세요")
    fault = page.locator(f"#{money.get_attribute('id')}_said")
    expect(fault).not_to_be_empty()
    assert fault.get_attribute("id") in money.get_attribute("aria-describedby")
    answered(page, 422)

    field(page, WHY).fill("그래도 남습니다.")
    field(page, WHY).blur()
    answered(page, 422)
    expect(money).to_have_value("많이")
    with page.expect_response(lambda response: "x-autosave" in response.request.headers and response.ok):
        money.fill("3억 5천")
        money.blur()
    expect(said(page)).to_have_text(SAVED)
    expect(money).to_have_attribute("aria-invalid", "false")
    expect(fault).to_be_empty()
    content = saved(held)
    assert (content.why, content.amounts[0].won) == ("그래도 남습니다.", 350_000_000)
    expect(page.locator("#beside")).to_contain_text("3억 5,000만")
    assert page.complaints == []


def test_the_second_window_sees_both_texts_and_chooses(page):
    held = begun(page, "2022-1-1")
    page.goto(pledge_address(held))
    window = second_window(page)
    window.goto(pledge_address(held))
    type_and_wait(page, WHY, "첫 창의 까닭")
    type_and_wait(page, GOAL, "첫 창의 목표")
    field(window, WHY).fill("둘째 창의 까닭")
    field(window, GOAL).fill("둘째 창의 목표")
    field(window, GOAL).blur()
    expect(window.locator("[data-conflict]")).to_be_visible()
    assert saved(held).why == "첫 창의 까닭"

    window.get_by_role("button", name="저장", exact=True).click()
    both = window.get_by_role("alert")
    for text in ("첫 창의 까닭", "둘째 창의 까닭", "첫 창의 목표", "둘째 창의 목표"):
        expect(both).to_contain_text(text)
    expect(field(window, WHY)).to_have_value("둘째 창의 까닭")
    window.get_by_label("목표: 먼저 저장된 글을 씁니다").check()
    window.wait_for_timeout(LONGER_THAN_A_PAUSE)
    assert saved(held).why == "첫 창의 까닭", "saved before the choice was made"
    save(window)
    content = saved(held)
    assert (content.why, content.goal) == ("둘째 창의 까닭", "첫 창의 목표")
    window.wait_for_timeout(300)
    expect(window.locator("[data-conflict]")).to_be_hidden()
    assert window.evaluate("Object.keys(localStorage)") == []
    assert len([said for said in page.complaints if "status of 409 " in said]) == 2  # by itself and by the button
    assert len(page.complaints) == 2


def order(page):
    return page.locator(".picked > li").get_by_role("heading").all_inner_texts()


def drag(page, number, onto):
    """The row by the mouse to just above another."""
    rows = page.locator(".picked > li")
    rows.nth(number).scroll_into_view_if_needed()
    rows.nth(number).locator(".num").hover()
    page.mouse.down()
    box = rows.nth(onto).bounding_box()
    for part in (0.6, 0.3, 0.2):
        page.mouse.move(box["x"] + 12, box["y"] + box["height"] * part)
    page.mouse.up()


def test_a_row_is_dragged_and_a_stale_window_sees_the_new_order(page):
    held = begun(page, "2022-1-1", "2022-1-2", "2022-1-3")
    page.goto(address(held))
    first, second, third = order(page)
    stale = second_window(page)
    stale.goto(address(held))

    page.bring_to_front()
    with page.expect_response("**/order/") as answer:
        drag(page, 2, 0)
    assert answer.value.status == 204
    expect(page.locator("[data-arrange-status]")).to_have_text("우선순위를 저장했습니다.")
    assert order(page) == [third, first, second]
    assert page.locator(".picked .num").all_inner_texts() == ["1", "2", "3"]
    page.reload()
    assert order(page) == [third, first, second]

    stale.bring_to_front()
    with stale.expect_navigation():
        drag(stale, 2, 1)
    expect(stale.locator(".picked > li").first).to_contain_text(third)
    assert order(stale) == [third, first, second]
    answered(page, 409)
    assert page.complaints == []

"""Korean is composed: a syllable changes under the fingers until it is finished. Nothing may disturb that."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE

# The fields ask 400 ms after the last change; this is safely longer.
PAUSE = 900


class Keyboard:
    """An input method: `compose` shows a text that is not finished, `finish` makes it part of the field."""

    def __init__(self, page):
        self.devtools = page.context.new_cdp_session(page)

    def compose(self, text):
        self.devtools.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def finish(self, text):
        self.devtools.send("Input.insertText", {"text": text})


@pytest.fixture
def asked(page):
    """The words for which the page has asked by itself."""
    words = []

    def note(request):
        if "hx-request" in request.headers:
            words.append(parse_qs(urlsplit(request.url).query).get("q", [""])[0])

    page.on("request", note)
    return words


@pytest.fixture
def box(page):
    page.goto("/pledges/")
    box = page.get_by_role("searchbox", name="찾는 말")
    box.focus()
    box.evaluate("field => { field.isTheFirst = true }")
    return box


def test_nothing_is_asked_while_a_word_is_composed(page, box, asked):
    keyboard = Keyboard(page)
    for unfinished in ("ㅊ", "처", "청", "청ㄴ", "청녀", "청년"):
        keyboard.compose(unfinished)
        page.wait_for_timeout(PAUSE if unfinished in {"처", "청년"} else 100)
    assert box.input_value() == "청년"
    assert asked == []

    keyboard.finish("청년")
    page.wait_for_url("**/pledges/?q=*")
    page.wait_for_timeout(PAUSE)
    assert asked == ["청년"]
    assert box.input_value() == "청년"
    assert box.evaluate("field => field.isTheFirst && document.activeElement === field")
    expect(page.locator("mark").first).to_have_text("청년")
    assert page.complaints == []


def test_the_wait_after_one_syllable_does_not_end_inside_the_next(page, box, asked):
    """Some input methods finish syllable by syllable."""
    keyboard = Keyboard(page)
    keyboard.compose("청")
    keyboard.finish("청")
    keyboard.compose("ㄴ")
    page.wait_for_timeout(PAUSE)
    assert asked == []
    keyboard.compose("년")
    keyboard.finish("년")
    page.wait_for_url("**/pledges/?q=*")
    page.wait_for_timeout(PAUSE)
    assert asked == ["청년"]
    assert box.input_value() == "청년"
    assert page.complaints == []


def test_an_answer_leaves_the_caret_where_it_is(page, box, asked):
    with page.expect_response(lambda response: "q=" in response.url):
        box.press_sequentially("돌봄 어르신")
        for _ in range(3):
            box.press("ArrowLeft")
    expect(page.get_by_role("status")).to_contain_text("개")
    assert box.evaluate("field => [field.isTheFirst, field.value, field.selectionStart, field.selectionEnd]") == [
        True,
        "돌봄 어르신",
        3,
        3,
    ]
    assert asked == ["돌봄 어르신"]
    assert page.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_a_chosen_field_keeps_the_focus_while_the_others_are_counted_anew(page):
    page.goto("/pledges/")
    summary = page.locator("summary", has_text="조건 고르기")
    if summary.is_visible():
        summary.click()
    target, theme = (page.get_by_label(name, exact=True) for name in ("대상", "분야"))
    expect(theme.locator("option[value='2022-6']")).to_have_text("6. 돌봄과 나눔의 지역 공동체 (5)")
    target.focus()
    target.evaluate("field => { field.isTheFirst = true }")
    theme.evaluate("field => { field.isTheFirst = true }")
    target.select_option("elderly")
    expect(theme.locator("option[value='2022-6']")).not_to_have_text("6. 돌봄과 나눔의 지역 공동체 (5)")
    assert target.evaluate("field => field.isTheFirst && document.activeElement === field")
    assert target.input_value() == "elderly"
    assert theme.evaluate("field => field.isTheFirst") is None
    assert page.complaints == []

"""The introduction on a cover: what the law looks at closely is hinted at, and goes in when the holder says so."""

import pytest
from django.test import Client

from pledges.platforms import access, actions
from pledges.platforms.content import HeadContent, PledgeContent
from pledges.platforms.forms import FileForm
from pledges.platforms.whole import whole

pytestmark = pytest.mark.django_db
FORM = {"profile": "draft", "format": "html", "introduction": "○○대학교 최고위과정 수료"}


@pytest.fixture
def held():
    held, held_secret = actions.begin(HeadContent())
    actions.add(held, PledgeContent(title="가", adapted=True))
    return held, held_secret


def test_education_that_is_no_schooling_is_asked_about_and_keeps_what_was_typed(held):
    held, secret = held
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[access.COOKIE] = f"k.{secret}"
    answer = client.post(f"/platform/{held.platform.key}/files/make/", FORM)
    assert answer.status_code == 422
    assert "중앙선거관리위원회(1390) 확인" in answer.text
    assert "최고위과정 수료</textarea>" in answer.text
    assert not held.platform.files.exists()


@pytest.mark.parametrize("more", [{"as_written": "on"}, {"introduction": "○○고등학교 졸업"}])
def test_introduction_goes_in_as_written_or_where_nothing_is_to_ask(held, more):
    held, _ = held
    form = FileForm(held, whole(held), FORM | more)
    assert form.is_valid(), form.errors
    assert form.person().introduction == (FORM | more)["introduction"]

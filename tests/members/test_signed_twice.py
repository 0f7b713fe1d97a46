"""A double press of the last button, and the link by which somebody has signed: both lead to the receipt."""

import pytest

from handbook import sealing
from members import actions
from members.models import Application, ApplicationLink, Signature
from tests.catalogue.test_texts_pages import words_of

from . import people, visitor
from .test_status_page import supplement

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(aide):
    desk = visitor.begin(aide, "aide")
    visitor.fill(aide, desk)
    return desk


@pytest.fixture
def secret(aide, desk):
    return visitor.sign_secret(aide, desk)


def signed(client, desk):
    form = {**visitor.signature(client, desk), **visitor.agreement("collection")}
    assert client.post(f"{desk}sign/", form)["Location"] == f"{desk}receipt/"
    return form


def test_second_press_whose_browser_dropped_the_first_answer_shows_the_receipt(desk, secret):
    head, lost = visitor.opened(secret), visitor.opened(secret)
    form = signed(head, desk)
    response = lost.post(f"{desk}sign/", form)
    assert response["Location"] == f"{desk}receipt/"
    page = lost.get(response["Location"])
    assert visitor.application(desk).number in page.text
    assert (Application.objects.sent().count(), Signature.objects.count()) == (1, 1)
    assert not response.cookies
    assert lost.get(f"{desk}sign/")["Location"] == f"{desk}receipt/"


@pytest.mark.parametrize(("page", "verb"), [("sign", "sign_and_submit"), ("resubmit", "resubmit")])
def test_second_of_two_presses_in_one_moment_shows_the_receipt(monkeypatch, desk, secret, page, verb):
    head = visitor.opened(secret)
    form = {**visitor.signature(head, desk), **visitor.agreement("collection")}
    if page == "resubmit":
        signed(head, desk)
        supplement(desk)
    first = getattr(actions, verb)

    def both(**given):
        first(**given)
        return first(**given)

    monkeypatch.setattr(actions, verb, both)
    assert head.post(f"{desk}{page}/", form)["Location"] == f"{desk}receipt/"
    assert Signature.objects.count() == 1


def test_press_on_what_is_decided_says_to_look_at_the_state(desk, secret):
    head = visitor.opened(secret)
    form = signed(head, desk)
    actions.withdraw(application=visitor.application(desk), now=people.NOW)
    assert head.post(f"{desk}sign/", form).status_code == 403
    assert head.post(f"{desk}resubmit/").status_code == 403


def test_link_that_has_signed_opens_the_receipt_as_long_as_it_would_have_been_open(desk, secret):
    signed(visitor.opened(secret), desk)
    later = visitor.browser()
    assert later.post("/club/open/", {"secret": secret})["Location"] == f"{desk}receipt/"
    page = words_of(later.get(f"{desk}receipt/").text)
    assert visitor.application(desk).number in page
    assert people.MAIL not in page
    ApplicationLink.objects.filter(digest=sealing.digest(secret)).update(expires_at=people.EARLY)
    assert visitor.browser().post("/club/open/", {"secret": secret}).status_code == 404


def test_link_signs_once_and_opens_nothing_that_is_the_applicants(aide, desk, secret):
    form = signed(visitor.opened(secret), desk)
    supplement(desk)
    later = visitor.browser()
    assert later.post("/club/open/", {"secret": secret})["Location"] == desk
    page = later.get(desk).text
    assert "새 서명 링크를 받아 주세요." in page
    assert f'action="{desk}resubmit/"' not in page
    assert f"{desk}sign/" not in page
    for address in ("sign/", "resubmit/", "withdraw/", "delete/", "contact/"):
        assert later.post(f"{desk}{address}", form).status_code == 403
    for address in ("export/", "paper/", "scan/", "review/"):
        assert later.get(f"{desk}{address}").status_code == 403
    assert Signature.objects.count() == 1
    assert visitor.opened(visitor.sign_secret(aide, desk)).get(f"{desk}sign/").status_code == 200


def test_links_to_sign_that_nobody_signed_by_end(desk, secret):
    application = visitor.application(desk)
    other = people.link("sign", application=application)
    signed(visitor.opened(secret), desk)
    assert visitor.browser().post("/club/open/", {"secret": other}).status_code == 404

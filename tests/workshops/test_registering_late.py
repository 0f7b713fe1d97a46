"""Registering past the start of a longer event, and what a form that comes back says."""

import datetime as dt

import pytest

from tests import factories
from workshops.models import Attendee, Party

from . import rows
from .browsing import browser, form, of_party
from .parties import BEGUN, OPEN, check, register
from .test_register_page import REGISTER, filled, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    return factories.government(name="가람도 가람시")


@pytest.fixture
def event(db):
    """Of three days; registration is open on the first one."""
    days = {"ends_on": dt.date(2027, 3, 12), "closes_on": dt.date(2027, 3, 10)}
    return rows.event(slug="forum", capacity=3, aides_most=2, **days)


def test_nobody_is_put_in_a_line_that_has_ended(event, place, clock):
    register(event, 1)
    clock(BEGUN)
    answer = send(browser(), filled(browser(), place))
    assert answer.status_code == 409
    assert "행사가 시작한 뒤에는 대기를 받지 않습니다." in answer.text
    assert form(answer.text)["name"] == "김참모"
    assert Party.objects.count() == 1
    assert check(event).waiting_parties == 0
    assert send(browser(), filled(browser(), place, aides="0", who="without")).status_code == 302


def test_party_does_not_grow_into_a_line_that_has_ended(event, clock):
    register(event, 1)
    party = register(event)
    clock(BEGUN)
    client = of_party(party)
    path = f"/events/parties/{party.key}/change/"
    answer = client.post(path, form(client.get(path).text) | {"aides": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["aides"]
    assert "행사가 시작한 뒤에는 대기를 받지 않습니다." in answer.text
    check(event)


def test_deputy_who_registers_in_person_keeps_the_post_of_either_field(event, place, clock):
    clock(OPEN)
    typed = {"who": "oneself", "kind": "deputy", "head_name": "", "head_mail": "", "aides": "0", "post": ""}
    assert send(browser(), filled(browser(), place, head_post="부시장", **typed)).status_code == 302
    assert Attendee.objects.get().post == "부시장"


def test_form_that_was_gone_back_to_registers_another_government(event, place, clock):
    clock(OPEN)
    client = browser()
    data = filled(client, place, path=REGISTER, aides="0", who="without")
    first = send(client, data)
    second = send(client, {**data, "government": factories.government().code})
    assert second["Location"] != first["Location"]
    assert Party.objects.standing().count() == 2

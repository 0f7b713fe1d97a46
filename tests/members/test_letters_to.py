"""Where letters go: to what was signed or put right by the secretariat, and to nothing that was only typed."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from handbook.models import Mail
from handbook.personal import Refused
from members import actions
from members.models import Application, ApplicationLink
from tests.catalogue.test_texts_pages import words_of
from tests.platforms.holder import Fields

from . import office, people, visitor

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "wrong@example.org", "right@example.org"
REASON = "단체장이 아닙니다."


def corrected(application, mail=RIGHT):
    actions.correct_mail(application=application, mail=mail, by=people.some_staff(), now=people.NOW)
    return people.fresh(application)


def asked_for_more(application):
    reviewed = actions.start_review(application=application, by=people.some_staff(), now=people.NOW)
    return actions.request_supplement(application=reviewed, by=people.some_staff(), reason="층", now=people.NOW)


def save(application, **values):
    actions.save(application=application, seen=application.version, values=values, now=people.NOW)
    return people.fresh(application)


def refused(application):
    """The one letter that tells of it."""
    Mail.objects.all().delete()
    actions.refuse(application=application, by=people.some_staff(), reason=REASON, now=people.NOW)
    return Mail.objects.get()


def test_address_that_was_put_right_and_confirmed_gets_the_decision_though_the_form_was_written_in():
    application = people.received(mail=WRONG)
    people.deny(application)
    application = corrected(people.fresh(application))
    assert people.confirm(application)
    application = save(asked_for_more(people.fresh(application)), address_detail="3층")
    assert actions.send_link(application=application)
    letter = refused(application)
    assert (letter.to, REASON in letter.body.decode()) == (RIGHT, True)


def test_address_that_was_put_right_and_not_confirmed_yet_is_asked_again(client):
    application = people.received(mail=WRONG)
    people.deny(application)
    application = save(asked_for_more(corrected(people.fresh(application))), address_detail="3층")
    office.secretary(client)
    assert client.get(office.page(application, "link/")).status_code == 200
    letter = refused(application)
    assert (letter.to, REASON in letter.body.decode()) == (RIGHT, False)


def test_address_can_be_put_right_while_what_was_changed_is_not_signed():
    application = save(people.supplement(mail=WRONG), address_detail="3층")
    assert refused(corrected(application)).to == RIGHT


def test_address_that_was_denied_gets_no_letter_whatever_is_typed_or_signed_again():
    application = people.received(mail=WRONG)
    people.deny(application)
    application = asked_for_more(people.fresh(application))
    signed = {"seen": application.version + 1, "signed": people.drawn(), "now": people.NOW}
    application = save(application, address_detail="3층")
    actions.sign_and_submit(application=application, **signed)
    assert people.fresh(application).letters_to == ""
    application = save(asked_for_more(people.fresh(application)), mail=RIGHT)
    assert (application.mail_denied_at, application.letters_to) == (None, "")
    Mail.objects.all().delete()
    actions.refuse(application=application, by=people.some_staff(), reason=REASON, now=people.NOW)
    assert not Mail.objects.exists()


@pytest.mark.parametrize("make", [people.received, office.on_paper])
def test_what_is_signed_online_or_on_paper_says_where_letters_go(make):
    assert people.fresh(make()).letters_to == people.MAIL
    assert people.draft().letters_to == ""


def test_another_address_counts_once_it_is_signed(client):
    application = save(people.supplement(), mail=RIGHT)
    assert application.letters_to == people.MAIL
    office.secretary(client)
    told = f"{RIGHT} (아직 서명하지 않은 주소. 편지를 보내는 주소: {people.MAIL})"
    assert told in client.get(office.page(application)).text
    actions.sign_and_submit(application=application, seen=application.version, signed=people.drawn(), now=people.LATER)
    assert people.fresh(application).letters_to == RIGHT


def test_migration_sets_what_plain_data_can_say():
    signed = people.received()
    confirmed = people.confirmed(save(people.supplement(), address_detail="3층"))
    changed = save(people.supplement(), mail=RIGHT)
    denied = people.received()
    people.deny(denied)
    draft = people.draft()
    Application.objects.update(letters_to="")
    importlib.import_module("members.migrations.0004_letters_to").as_letters_go(apps, connection.schema_editor())
    rows = (signed, confirmed, changed, denied, draft)
    assert [people.fresh(row).letters_to for row in rows] == [people.MAIL, people.MAIL, "", "", ""]


@pytest.mark.parametrize("verb", ["confirm", "deny"])
def test_link_that_went_to_the_address_before_says_nothing_of_the_new_one(verb):
    """It was read before the correction, and pressed after it."""
    application = people.received(mail=WRONG)
    link = ApplicationLink.objects.opened_by(people.link("confirm", application=application), people.NOW)
    corrected(application)
    with pytest.raises(Refused, match="그사이 닫혔습니다"):
        if verb == "confirm":
            actions.confirm_mail(application=application, link=link, birthdate=people.BORN, now=people.NOW)
        else:
            actions.deny_mail(application=application, link=link, now=people.NOW)
    fresh = people.fresh(application)
    assert (fresh.mail_confirmed_at, fresh.mail_denied_at, fresh.letters_to) == (None, None, RIGHT)
    assert not Mail.objects.filter(to=RIGHT, subject__contains="확인했습니다").exists()


@pytest.mark.parametrize("headers", [{}, visitor.AUTOSAVE])
def test_page_that_was_open_since_before_does_not_save_the_wrong_address_again(headers):
    application = people.supplement(mail=WRONG)
    desk = f"/club/applications/{application.key}/contact/"
    aide = visitor.holding("desk", application)
    shown = Fields.of(aide.get(desk).text)
    corrected(application)
    typed = {**visitor.CONTACT, "mail": WRONG, "version": shown["version"]}
    response = aide.post(desk, typed | {"letters_to": shown["letters_to"]}, headers=headers)
    assert (response.status_code, people.fresh(application).mail) == (409, RIGHT)
    assert shown["letters_to"] == WRONG
    if headers:
        return
    assert RIGHT in words_of(response.text)
    again = Fields.of(response.text)
    assert aide.post(desk, again).status_code == 302  # both were seen
    assert (people.fresh(application).mail, people.fresh(application).letters_to) == (WRONG, RIGHT)


def test_page_that_was_open_since_before_saves_what_else_was_typed():
    application = people.supplement()
    desk = f"/club/applications/{application.key}/contact/"
    form = {**visitor.CONTACT, "version": application.version, "mail": RIGHT, "address_detail": "3층"}
    corrected(application)
    assert visitor.holding("desk", application).post(desk, form | {"letters_to": people.MAIL}).status_code == 302
    assert people.fresh(application).address_detail == "3층"

"""Verbs of a draft: begin with consents, save by version, links for the signer and for later."""

import datetime as dt

import pytest

from handbook import sealing
from handbook.models import ConsentWording, Mail
from handbook.personal import Refused
from members import actions
from members.models import Application, ApplicationLink, RenewalInvitation
from members.texts import consent_texts

from . import people

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def save(application, seen=None, now=people.NOW, **values):
    seen = application.version if seen is None else seen
    return actions.save(application=application, seen=seen, values=values, now=now)


def test_draft_begins_with_the_consents_as_they_were_worded(settings):
    form = people.consents("collection", "directory")
    application, secret = actions.begin(consents=form, filled_by="self", now=people.NOW)
    assert application.state == "writing"
    assert application.purge_on == people.TODAY + settings.CLUB_DRAFT_DAYS * DAY
    kept = {consent.key: consent.wording.text for consent in application.consents.select_related("wording")}
    assert kept == {text.key: text.text for text in consent_texts()}
    assert "12개월까지" in kept["collection"]
    link = ApplicationLink.objects.get()
    assert (link.purpose, link.digest) == ("desk", sealing.digest(secret))


def test_consent_left_open_is_not_kept_and_one_wording_is_kept_once():
    for _ in range(2):
        actions.begin(consents=people.consents("collection"), filled_by="aide", now=people.NOW)
    assert [list(row.consents.values_list("key", "given_by")) for row in Application.objects.all()] == [
        [("collection", "aide")],
        [("collection", "aide")],
    ]
    assert ConsentWording.objects.count() == 1


def test_save_raises_the_version_and_puts_off_the_day_of_deletion(settings):
    application = people.draft()
    assert save(application, now=people.NOW + 3 * DAY, name="이가람") == 2
    saved = people.fresh(application)
    assert (saved.name, saved.version) == ("이가람", 2)
    assert saved.purge_on == people.TODAY + (settings.CLUB_DRAFT_DAYS + 3) * DAY


def test_save_takes_only_what_an_applicant_writes():
    application = people.draft()
    save(application, name="이가람", number="2026-9999", state="approved", reason="되었습니다")
    saved = people.fresh(application)
    assert (saved.name, saved.number, saved.state, saved.reason) == ("이가람", "", "writing", "")


def test_save_over_another_window_changes_nothing():
    application = people.draft()
    save(application, name="이가람")
    with pytest.raises(actions.Conflict):
        save(application, seen=1, name="박가람")
    assert people.fresh(application).name == "이가람"


@pytest.mark.parametrize("make", [people.received, people.reviewing, people.refused, people.withdrawn])
def test_nothing_is_saved_after_sending(make):
    application = make()
    with pytest.raises(actions.NotNow, match="지금 상태는"):
        save(application, name="이가람")
    assert people.fresh(application).name == "김가람"


def test_supplement_opens_the_form_again_and_its_day_of_deletion_stays():
    application = people.supplement()
    assert save(application, address="가람시 가람로 2") == 2
    assert people.fresh(application).purge_on == application.purge_on


def test_another_mail_address_is_not_confirmed_and_its_old_link_ends():
    application = people.confirmed(people.supplement())
    confirming = people.link("confirm", application=application)
    save(application, address="가람시 가람로 2")
    assert people.fresh(application).mail_confirmed_at
    save(people.fresh(application), mail="other@example.org")
    assert people.fresh(application).mail_confirmed_at is None
    assert ApplicationLink.objects.get(digest=sealing.digest(confirming)).revoked_at == people.NOW


def test_missing_fields_are_named_by_their_step():
    bare = Application(purge_on=people.FAR)
    assert actions.missing(bare) == {
        "applicant": ["name", "government", "birthdate"],
        "contact": ["mobile", "mail", "postcode", "address"],
        "declaration": ["declared"],
    }
    assert actions.missing(people.draft(phone="", address_detail="")) == {}


def test_sign_link_is_for_seven_days_and_a_new_one_ends_the_earlier():
    application = people.draft(filled_by="aide")
    first, until = actions.make_sign_link(application=application, now=people.NOW)
    assert until == people.NOW + 7 * DAY
    second, _ = actions.make_sign_link(application=application, now=people.LATER)
    links = ApplicationLink.objects.filter(purpose="sign")
    assert not links.opened_by(first, people.LATER)
    assert links.opened_by(second, people.LATER)
    assert not links.opened_by(second, people.LATER + 7 * DAY)


def test_sign_link_waits_for_a_complete_form():
    application = people.draft(filled_by="aide", address="")
    with pytest.raises(Refused, match="비어 있는 곳"):
        actions.make_sign_link(application=application, now=people.NOW)
    with pytest.raises(actions.NotNow):
        actions.make_sign_link(application=people.received(), now=people.NOW)


def test_link_to_go_on_is_mailed_and_its_address_kept_nowhere_else():
    application = people.draft()
    actions.mail_desk_link(application=application, to="aide@example.org")
    mail = Mail.objects.get()
    assert mail.to == "aide@example.org"
    assert "/club/open/" in mail.body.decode()
    assert "김가람" not in mail.body.decode()
    assert "aide@example.org" not in str(people.fresh(application).__dict__)
    with pytest.raises(actions.NotNow):
        actions.mail_desk_link(application=people.received(), to="aide@example.org")


def test_draft_of_an_invitation_answers_it():
    sent = people.invitation()
    application, _ = actions.begin(
        consents=people.consents("collection"), filled_by="self", now=people.NOW, invitation=sent
    )
    answered = RenewalInvitation.objects.get()
    assert (answered.answer, answered.answered_at) == ("applies", people.NOW)
    assert application.invitation == sent


def test_link_for_the_signer_opens_no_longer_than_the_draft_is_kept(settings):
    settings.CLUB_DRAFT_DAYS = 3
    application = people.draft()
    _, until = actions.make_sign_link(application=application, now=people.NOW + 2 * DAY)
    kept = people.fresh(application)
    assert kept.purge_on == people.TODAY + 5 * DAY
    assert until == people.NOW + 2 * DAY + 3 * DAY + dt.timedelta(hours=9, minutes=30)
    assert actions.sign_link_days(kept) == 3


def test_handing_the_form_over_keeps_the_draft_as_long_again(settings):
    application = people.draft()
    late = people.NOW + 12 * DAY
    _, until = actions.make_sign_link(application=application, now=late)
    kept = people.fresh(application)
    assert kept.purge_on == people.TODAY + (12 + settings.CLUB_DRAFT_DAYS) * DAY
    assert until == late + 7 * DAY
    assert application.links.get(purpose="desk").expires_at > until
    supplement = people.supplement()
    actions.make_sign_link(application=supplement, now=late)
    assert people.fresh(supplement).purge_on == supplement.purge_on

"""What applicants may ask: withdraw, stand in the directory or not, take everything along, have it deleted."""

import hashlib
import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from handbook.models import Mail
from handbook.personal import Refused
from members import actions
from members.models import Application, ApplicationLink, PurgedCount, Signature
from members.texts import consent_text

from . import people

pytestmark = pytest.mark.django_db
SECRETARIAT = "office@example.org"


@pytest.fixture(autouse=True)
def secretariat(settings):
    settings.SECRETARIAT_MAIL = SECRETARIAT


def listing():
    return people.consents("directory", texts=(consent_text("directory"),))


def test_deletion_erases_to_whom_mail_went():
    application = people.received()
    Mail.objects.update(sent_at=people.NOW, body=None)
    actions.delete(application=application, now=people.NOW)
    assert set(Mail.objects.filter(about=application.about).values_list("to", flat=True)) == {""}


@pytest.mark.parametrize("make", [people.draft, people.received, people.supplement, people.refused, people.withdrawn])
def test_deletion_is_at_once_and_leaves_no_row_and_no_unsent_mail(make):
    application = make()
    actions.delete(application=application, now=people.NOW)
    assert not Application.objects.exists()
    assert not Signature.objects.exists()
    assert not ApplicationLink.objects.exists()
    assert not Mail.objects.exclude(to=SECRETARIAT).exists()
    assert PurgedCount.objects.filter(what="withdrawn", period=2026, count=1).exists() == bool(application.number)


def test_number_of_a_deleted_application_is_not_given_again():
    actions.delete(application=people.received(), now=people.NOW)
    assert people.received().number == "2026-0002"


def test_member_asks_for_deletion_once_and_the_secretariat_hears_of_it():
    application = people.approved().application
    with pytest.raises(Refused, match="바로 지우지 못합니다"):
        actions.delete(application=application, now=people.LATER)
    for _ in range(2):
        asked = actions.ask_deletion(application=application, now=people.LATER)
    assert asked.deletion_asked_at == people.LATER
    assert application.course.last().message.startswith("지워 달라고 하셨습니다.")
    assert Mail.objects.filter(to=SECRETARIAT, subject__contains="삭제 요청").count() == 1


def test_listing_is_withdrawn_and_given_again_with_its_dates():
    membership = people.approved(agreed=("collection", "directory"))
    application = membership.application
    changed_at = membership.changed_at
    actions.withdraw_listing(application=application, now=people.LATER)
    assert not people.fresh(membership).is_listed
    assert people.fresh(membership).changed_at > changed_at
    for _ in range(2):
        actions.agree_to_listing(application=application, consents=listing(), now=people.LATER)
    assert people.fresh(membership).is_listed
    rows = application.consents.filter(key="directory").order_by("pk")
    assert list(rows.values_list("withdrawn_at", flat=True)) == [people.LATER, None]


def test_listing_without_the_box_lists_nobody():
    membership = people.approved()
    empty = people.consents(texts=(consent_text("directory"),))
    actions.agree_to_listing(application=membership.application, consents=empty, now=people.LATER)
    assert not people.fresh(membership).is_listed


def test_listing_before_approval_shows_nobody_yet_and_counts_afterwards():
    application = people.reviewing()
    actions.agree_to_listing(application=application, consents=listing(), now=people.LATER)
    membership = actions.approve(application=application, by=people.some_staff(), now=people.LATER)
    assert membership.is_listed


def test_export_holds_everything_that_is_kept():
    membership = people.approved(agreed=("collection", "directory"))
    people.dues(membership=membership, paid_on=people.TODAY, payer="가람시")
    told = json.loads(json.dumps(actions.export(application=membership.application), cls=DjangoJSONEncoder))
    assert (told["name"], told["birthdate"], told["mobile"]) == ("김가람", "1965-03-02", "01012345678")
    assert [consent["key"] for consent in told["consents"]] == ["collection", "directory"]
    assert told["consents"][0]["text"] == consent_text("collection").text
    [signature] = told["signatures"]
    assert signature["drawing"] == [[list(point) for point in stroke] for stroke in people.DRAWN]
    assert signature["ip_address"] == "192.0.2.7"
    assert signature["form_sha256"] == Signature.objects.get().form_digest
    assert signature["form_sha256"] == hashlib.sha256(signature["form"].encode()).hexdigest()
    assert [step["state"] for step in told["course"]] == ["received", "reviewing", "approved"]
    links = {(link["purpose"], link["is_mailed"]) for link in told["links"]}
    assert links == {("desk", False), ("status", False), ("confirm", True)}
    assert {mail["subject"] for mail in told["mails"]} == {
        mail.subject for mail in Mail.objects.exclude(to=SECRETARIAT)
    }
    assert told["not_in_this_file"]
    [kept] = told["memberships"]
    [dues] = kept["dues"]
    assert (dues["amount"], dues["due_on"], dues["paid_on"]) == (1_000_000, "2027-03-31", "2026-11-26")
    assert dues["payer"] == "가람시"


def test_export_names_every_column_that_holds_something_personal():
    """A field added later has to be exported, or named here with its reason."""
    not_personal = {"id", "key", "invitation", "membership"}
    links = {"links", "consents", "signatures", "course"}
    fields = {field.name for field in Application._meta.get_fields()}
    told = set(actions.export(application=people.received()))
    assert fields - not_personal - links <= told


def test_export_names_the_rules_of_dues_and_what_is_noted_elsewhere():
    membership = people.approved()
    dues = people.dues(membership=membership, note="비서실")
    told = actions.export(application=membership.application)
    [row] = told["memberships"][0]["dues"]
    assert row == {"rules": str(dues.rules), "amount": 1_000_000, "due_on": dues.due_on, "paid_on": None, "payer": ""}
    assert "사무국이 회원 자격과 회비에 적은 메모는 사무국에 물어 주세요." in told["not_in_this_file"]
    assert told["letters_to"] == people.MAIL

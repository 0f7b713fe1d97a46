"""What is written: enough to whoever confirmed the address, nothing personal to others, a number to the secretariat."""

import pytest

from handbook.models import Mail
from members import actions, mails
from members.models import Application, Signature

from . import people

pytestmark = pytest.mark.django_db
PERSONAL = ("김가람", "가람시", "1965", "01012345678", "010-1234-5678", "가람로", "주소를 다시 확인해")


def last(application):
    return Mail.objects.filter(about=application.about).order_by("-pk")[0]


def text(mail):
    return f"{mail.subject}\n{mail.body.decode()}"


def test_receipt_holds_number_time_and_digest_and_asks_whether_the_address_is_right():
    application = people.received()
    said = text(last(application))
    assert "2026-0001" in said
    assert "2026. 11. 26. 14:30" in said
    assert Signature.objects.get().form_digest in said
    assert "생년월일로 본인임을 알려 주시면" in said
    assert application.links.get(purpose="confirm").expires_at


@pytest.mark.parametrize("make", [people.received, people.supplement, people.refused, people.withdrawn])
def test_unconfirmed_address_is_told_nothing_personal_and_no_way_in(make):
    application = make()
    for mail in Mail.objects.filter(about=application.about):
        assert not [word for word in PERSONAL if word in text(mail)]
    made_for_mail = application.links.exclude(purpose__in=("desk", "confirm"))
    assert made_for_mail.count() == 1  # the one in the signer's own browser


def test_approval_of_an_unconfirmed_address_is_told_without_a_way_in():
    application = people.approved().application
    said = text(last(application))
    assert "승인했습니다" in said
    assert "아직 확인하지 못해" in said


@pytest.mark.parametrize(
    ("step", "verb", "words"),
    [
        ("supplement", actions.request_supplement, "보완할 것:\n주소를 다시 확인해 주세요."),
        ("refused", actions.refuse, "사유:\n주소를 다시 확인해 주세요."),
    ],
)
def test_mail_that_staff_read_before_is_the_one_that_goes_but_for_its_link(step, verb, words):
    application = people.confirmed(people.reviewing())
    application.purge_on = people.TODAY + (people.dt.timedelta(days=30))
    reason = "주소를 다시 확인해 주세요."
    subject, body = mails.letter(application, step, reason)
    before = Mail.objects.count()
    assert mails.STATUS_PLACE in body
    assert words in body
    assert application.links.filter(purpose="status").count() == 1
    verb(application=application, by=people.some_staff(), reason=reason, now=people.NOW)
    assert Mail.objects.count() == before + 1
    sent = last(application)
    address = sent.body.decode().split("\n")
    link = next(line for line in address if "/club/open/" in line)
    assert sent.subject == subject
    assert sent.body.decode().replace(link, mails.STATUS_PLACE) == body


def test_every_step_has_its_letter():
    application = people.confirmed(people.received())
    for step in mails.STEPS:
        subject, body = mails.letter(application, step, "사유입니다.")
        assert application.number in subject
        assert mails.STATUS_PLACE in body


def test_typed_signs_reach_the_mail_as_they_are():
    application = people.confirmed(people.reviewing())
    reason = "<번지> & '층'을 적어 주세요."
    _, body = mails.letter(application, "supplement", reason)
    assert reason in body


def test_secretariat_gets_a_number_a_time_and_a_link_into_the_admin_only(settings):
    settings.SECRETARIAT_MAIL = "office@example.org"
    settings.SITE_ORIGIN = "https://club.example"
    application = people.received()
    mail = Mail.objects.get(to="office@example.org")
    assert mail.subject == "[목민관클럽] 가입 신청 2026-0001 접수"
    assert mail.body.decode().split("\n") == [
        "2026-0001",
        "2026. 11. 26. 14:30",
        f"https://club.example/admin/members/application/{application.pk}/change/",
        "",
    ]


def test_without_a_secretariats_address_nothing_is_posted_to_it(settings):
    settings.SECRETARIAT_MAIL = ""
    application = people.received()
    assert list(Mail.objects.values_list("about", flat=True)) == [application.about]


def test_signed_paper_goes_to_nobody_who_has_not_confirmed():
    application = people.received()
    Signature.objects.update(pdf=b"%PDF", pdf_made_at=people.NOW)
    with pytest.raises(ValueError, match="confirmed"):
        mails.signed_paper(application, Signature.objects.get())
    with pytest.raises(ValueError, match="once it is made"):
        mails.signed_paper(people.confirmed(application), Signature(pdf=None))


def test_mails_of_an_application_without_an_address_are_none():
    application = people.reviewing()
    Application.objects.update(mail="", letters_to="")
    before = Mail.objects.count()
    actions.refuse(application=application, by=people.some_staff(), reason="단체장이 아닙니다.", now=people.NOW)
    assert Mail.objects.count() == before

"""Consents: a box for each thing, none ticked before, the text kept as it was shown, at the database's word."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.utils import timezone

from handbook.consents import ConsentForm, ConsentText, keep
from handbook.models import ConsentWording
from members.models import Application, ApplicationConsent
from tests import factories

NEEDED = ConsentText(
    key="collection",
    title="신청에 필요한 개인정보를 모으는 것",
    purpose="신청을 받고 결과를 알립니다.",
    items="성명, 전화",
    period="행사가 끝나고 6개월까지 보관합니다.",
    refusal="동의하지 않으면 신청을 받을 수 없습니다.",
    is_required=True,
)
GIVEN_AWAY = ConsentText(
    key="hotel",
    title="숙소에 이름을 알리는 것",
    purpose="방을 배정합니다.",
    items="성명",
    period="묵는 날까지 보관합니다.",
    refusal="동의하지 않아도 됩니다.",
    is_required=False,
    recipient="숙소 <가람>",
)
BOTH = (NEEDED, GIVEN_AWAY)
NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


@pytest.fixture
def application(db):
    return Application.objects.create(purge_on=dt.date(2026, 12, 10))


def checked(*ticked, texts=BOTH):
    form = ConsentForm(texts, {f"consent_{key}": "on" for key in ticked})
    return form, form.is_valid()


def shown(form):
    return render_to_string("components/consents.html", {"form": form})


def test_no_box_is_ticked_before_and_each_stands_by_itself():
    page = shown(ConsentForm(BOTH))
    assert re.findall(r'<input type="checkbox" name="([a-z_]+)"', page) == ["consent_collection", "consent_hotel"]
    assert "checked" not in page
    assert page.count("<fieldset") == page.count("</fieldset>") == 2


def test_box_says_purpose_items_period_receiver_and_refusal():
    first, second = shown(ConsentForm(BOTH)).split("</fieldset>")[:2]
    for word in (NEEDED.title, NEEDED.purpose, NEEDED.items, NEEDED.period, NEEDED.refusal):
        assert word in first
    assert "받는 곳" not in first
    assert f"{NEEDED.title}에 동의합니다(필요)" in first
    assert f"{GIVEN_AWAY.title}에 동의합니다(선택)" in second
    assert "숙소 &lt;가람&gt;" in second


def test_period_and_receiver_stand_out():
    marked = re.findall(r'<dd class="period">([^<]+)</dd>', shown(ConsentForm(BOTH)))
    assert marked == [NEEDED.period, GIVEN_AWAY.period, "숙소 &lt;가람&gt;"]


def test_required_box_left_open_is_refused_at_the_box():
    form, is_valid = checked("hotel")
    assert not is_valid
    assert list(form.errors) == ["consent_collection"]
    page = shown(form)
    said = f"{NEEDED.title}에 동의하시면 표시해 주세요. 동의하지 않으면 여기서 더 나아갈 수 없습니다."
    assert said in page
    described = re.search(r'name="consent_collection"[^>]* aria-describedby="([^"]+)"', page)[1]
    assert f'id="{described}"' in page
    assert re.search(r'name="consent_hotel"[^>]* checked', page)


def test_optional_box_may_be_left_open():
    form, is_valid = checked("collection")
    assert (is_valid, form.given) == (True, [NEEDED])


@pytest.mark.parametrize("data", [{}, {"consent_collection": "false"}, {"consent": "on"}, {"collection": "on"}])
def test_what_is_no_tick_is_no_consent(data):
    form = ConsentForm(BOTH, data)
    assert not form.is_valid()
    assert form.given == []


def test_only_what_was_given_is_kept_with_the_text_as_shown(application):
    form, _ = checked("collection")
    before = timezone.now()
    keep(form, ApplicationConsent, application=application, given_by="self")
    kept = ApplicationConsent.objects.get()
    assert (kept.key, kept.withdrawn_at) == ("collection", None)
    assert before <= kept.given_at <= timezone.now()
    assert kept.wording.text == (
        "신청에 필요한 개인정보를 모으는 것에 동의합니다(필요)\n목적: 신청을 받고 결과를 알립니다.\n항목: 성명, 전화\n"
        "보유 기간: 행사가 끝나고 6개월까지 보관합니다.\n거부할 권리: 동의하지 않으면 신청을 받을 수 없습니다."
    )
    assert str(kept.wording) == NEEDED.label


def test_receiver_is_part_of_the_text_that_is_kept(db):
    assert "\n받는 곳: 숙소 <가람>\n" in GIVEN_AWAY.wording().text


def test_text_is_kept_once_for_all_and_anew_when_it_changes(db):
    first = NEEDED.wording()
    assert NEEDED.wording() == first
    other = ConsentText(**{**vars(NEEDED), "period": "행사가 끝나고 12개월까지 보관합니다."}).wording()
    assert other != first
    assert ConsentWording.objects.count() == 2
    first.refresh_from_db()
    assert first.text == NEEDED.text


def test_text_that_somebody_has_seen_is_not_deleted(application):
    keep(checked("collection")[0], ApplicationConsent, application=application, given_by="self")
    with pytest.raises(ProtectedError):
        ConsentWording.objects.all().delete()


@pytest.mark.parametrize(("hours", "is_right"), [(0, True), (1, True), (-1, False)])
def test_consent_is_withdrawn_after_it_was_given(application, hours, is_right):
    row = {"key": "collection", "wording": NEEDED.wording(), "application": application, "given_by": "self"}
    times = {"given_at": NOW, "withdrawn_at": NOW + dt.timedelta(hours=hours)}
    if is_right:
        assert ApplicationConsent.objects.create(**row, **times).pk
        return
    with pytest.raises(IntegrityError, match="withdrawn_after_given"), transaction.atomic():
        ApplicationConsent.objects.create(**row, **times)


def test_texts_are_read_in_the_admin_and_changed_by_nobody(client, db):
    client.force_login(factories.superuser())
    wording = NEEDED.wording()
    assert NEEDED.label in client.get("/admin/handbook/consentwording/").text
    for path in ("add/", f"{wording.pk}/change/", f"{wording.pk}/delete/"):
        assert (
            client.post(f"/admin/handbook/consentwording/{path}", {"text": "다른 글", "post": "yes"}).status_code == 403
        )
    assert NEEDED.period in client.get(f"/admin/handbook/consentwording/{wording.pk}/change/").text

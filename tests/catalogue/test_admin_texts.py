"""Texts of pledges, and editions made by hand, in the admin."""

import pytest
from django.utils import timezone

from pledges.catalogue.models import Case, Pledge, PledgeText, PublishedTextIsFixed, Theme
from tests import factories

from .shelf import admin_address as address

pytestmark = pytest.mark.django_db


def test_published_text_cannot_be_changed(client, chief):
    text = factories.pledge(title="게시한 글").texts.get()
    page = client.get(address(PledgeText, f"{text.pk}/change/"))
    assert page.status_code == 200
    assert 'name="title"' not in page.text
    assert client.post(address(PledgeText, f"{text.pk}/change/"), {"title": "고친 글"}).status_code == 403
    assert client.post(address(PledgeText, f"{text.pk}/delete/"), {"post": "yes"}).status_code == 403
    text.refresh_from_db()
    assert text.title == "게시한 글"
    text.title = "고친 글"
    with pytest.raises(PublishedTextIsFixed):
        text.save()


def test_drafts_are_published_and_what_was_published_stays(client, chief):
    pledge = factories.pledge(title="옛 이름")
    old = pledge.texts.get()
    draft = factories.pledge_text(pledge, title="새 이름", published_at=None)
    data = {"action": "publish_drafts", "_selected_action": [old.pk, draft.pk]}
    response = client.post(address(PledgeText), data, follow=True)
    assert "초안 1개를 게시했습니다." in response.text
    old.refresh_from_db()
    assert old.published_at == factories.LONG_AGO
    assert "<h1>새 이름</h1>" in client.get(pledge.get_absolute_url()).text


def test_draft_starts_as_a_copy_and_only_one_stands(client, chief):
    text = factories.pledge(title="게시한 글").texts.get()
    factories.facet(text, "target", "youth")
    data = {"action": "start_drafts", "_selected_action": [text.pk]}
    assert "초안 1개를 만들었습니다." in client.post(address(PledgeText), data, follow=True).text
    draft = PledgeText.objects.drafts().get()
    assert (draft.title, draft.version, draft.author, draft.source) == ("게시한 글", 2, chief, "staff")
    assert list(draft.facets.values_list("kind", "value")) == [("target", "youth")]
    assert "초안 0개를 만들었습니다." in client.post(address(PledgeText), data, follow=True).text
    assert PledgeText.objects.drafts().count() == 1


FACETS = {f"{inline}-{form}_FORMS": "0" for inline in ("facets", "starters") for form in ("TOTAL", "INITIAL")}


def test_draft_is_written_by_hand(client, chief):
    pledge = factories.pledge(live=False)
    client.post(address(PledgeText, "add/"), {"pledge": pledge.pk, "title": "새 글", "synonyms": "낱말", **FACETS})
    draft = PledgeText.objects.get()
    assert (draft.title, draft.version, draft.author, draft.published_at) == ("새 글", 1, chief, None)
    client.post(address(PledgeText, f"{draft.pk}/change/"), {"pledge": pledge.pk, "title": "고친 글", **FACETS})
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("고친 글", 1)


def test_second_draft_of_a_pledge_is_refused_with_a_sentence(client, chief):
    pledge = factories.pledge(live=False)
    factories.pledge_text(pledge, published_at=None)
    response = client.post(address(PledgeText, "add/"), {"pledge": pledge.pk, "title": "또 다른 글", **FACETS})
    assert response.status_code == 200
    assert "이 공약에는 이미 초안이 있습니다." in response.text
    assert PledgeText.objects.count() == 1


def test_texts_are_approved_with_name_and_time_and_counted(client, chief):
    text = factories.pledge_text()
    page = client.get(address(PledgeText)).text
    assert "승인된 글 0/1" in page
    client.post(address(PledgeText), {"action": "approve_texts", "_selected_action": [text.pk]})
    text.refresh_from_db()
    assert (text.review, text.reviewed_by, text.reviewed_at is not None) == ("approved", chief, True)
    assert "승인된 글 1/1" in client.get(address(PledgeText)).text


def test_case_changed_after_its_approval_waits_again(client, chief):
    case = factories.case(did="한 일입니다.")
    case.approve(by=chief, at=timezone.now())
    case.save()
    fields = {"pledge": case.pledge_id, "number": case.number, "kind": case.kind, "name": case.name}
    sent = {**fields, "place_source": "handbook", "did": "다르게 한 일입니다."}
    assert client.post(address(Case, f"{case.pk}/change/"), sent).status_code == 302
    case.refresh_from_db()
    assert (case.did, case.review, case.reviewed_by) == ("다르게 한 일입니다.", "waiting", None)


def test_starter_of_a_draft_is_written_a_step_a_line(client, chief):
    pledge = factories.pledge(live=False)
    starter = {
        "voice": "council",
        "title": "조례안을 대표발의하겠습니다",
        "goal": "목표",
        "indicator_name": "건수",
        "indicator_from": "{{지금}}건",
        "indicator_to": "{{목표}}건",
        "indicator_by": "임기 내",
        "steps": "취임 1년 안 | 간담회를 엽니다.\n임기 2년차 | 조례안을 냅니다.\n해마다 | 점검합니다.",
        "deadline": "임기 내",
        "purses": ["own"],
        "financing": "자체 예산",
    }
    forms = {f"starters-0-{name}": value for name, value in starter.items()}
    sent = {"pledge": pledge.pk, "title": "새 글", **FACETS, **forms, "starters-TOTAL_FORMS": "1"}
    broken = client.post(address(PledgeText, "add/"), {**sent, "starters-0-steps": "때만 적은 줄"})
    assert "1번째 줄을 ‘때 | 할 일’로 적어 주세요." in broken.text
    assert client.post(address(PledgeText, "add/"), sent).status_code == 302
    kept = PledgeText.objects.get().starters.get()
    assert kept.steps[0] == {"when": "취임 1년 안", "what": "간담회를 엽니다."}
    assert (len(kept.steps), kept.purses, kept.blank_count) == (3, ["own"], 2)


# Editions, themes and pledges made by hand


def test_themes_and_pledges_made_by_hand_have_their_keys(client, chief):
    edition = factories.edition(2026)
    for number in (1, 2):
        response = client.post(
            address(Theme, "add/"), {"edition": edition.pk, "number": number, "title": f"분야 {number}"}
        )
        assert response.status_code == 302
    assert list(Theme.objects.order_by("number").values_list("key", flat=True)) == ["2026-1", "2026-2"]
    none = {
        f"{name}-{form}_FORMS": "0"
        for name in ("texts", "cases", "similar", "changes")
        for form in ("TOTAL", "INITIAL")
    }
    theme = Theme.objects.get(number=2)
    for number in (1, 2):
        response = client.post(address(Pledge, "add/"), {"theme": theme.pk, "number": number, **none})
        assert response.status_code == 302
    assert list(Pledge.objects.order_by("number").values_list("key", flat=True)) == ["2026-2-1", "2026-2-2"]


def test_case_made_by_hand_is_found_by_its_place(client, chief):
    place = factories.government(name="누리시")
    pledge = factories.pledge()
    data = {"pledge": pledge.pk, "number": "1", "kind": "programme", "name": "돌봄", "places": [place.pk]}
    response = client.post(address(Case, "add/"), {**data, "place_source": "handbook", "review": "waiting"})
    assert response.status_code == 302
    assert [case.name for case in client.get("/cases/", {"q": "누리시"}).context["page"]] == ["돌봄"]

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from pledges.catalogue.actions import new_draft, publish
from pledges.catalogue.models import PledgeText, PublishedTextIsFixed, SimilarPledge
from tests import factories

NOON = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def live_titles(moment):
    return [text.title for text in PledgeText.objects.live(moment).in_book_order()]


@pytest.fixture
def pledge(db):
    """A first version since nine, a second since noon, a third from one on, and a draft."""
    made = factories.pledge(live=False)
    for title, at in (("첫째", NOON - 3 * HOUR), ("둘째", NOON), ("셋째", NOON + HOUR), ("초안", None)):
        factories.pledge_text(made, title=title, published_at=at)
    return made


@pytest.mark.parametrize(
    ("moment", "titles"),
    [
        (NOON - 4 * HOUR, []),
        (NOON - 3 * HOUR, ["첫째"]),
        (NOON - dt.timedelta(microseconds=1), ["첫째"]),
        (NOON, ["둘째"]),
        (NOON + HOUR, ["셋째"]),
        (NOON + 9000 * HOUR, ["셋째"]),
    ],
)
def test_live_is_the_newest_version_published_at_the_moment(pledge, moment, titles):
    assert live_titles(moment) == titles


def test_live_gives_one_version_for_each_pledge(pledge):
    factories.pledge(pledge.theme, title="다른 공약")
    factories.pledge(pledge.theme, live=False)
    assert live_titles(NOON) == ["둘째", "다른 공약"]


def test_live_goes_by_version_where_an_older_one_was_published_later(db):
    pledge = factories.pledge(live=False)
    factories.pledge_text(pledge, title="첫째", published_at=NOON + HOUR)
    factories.pledge_text(pledge, title="둘째", published_at=NOON)
    assert live_titles(NOON + 2 * HOUR) == ["둘째"]


def test_similar_pledge_without_a_live_text_falls_away(pledge):
    other, unpublished = factories.pledge(title="다른 공약"), factories.pledge(live=False)
    for position, to in enumerate((other, unpublished)):
        factories.similar_pledge(pledge, to, position=position)
    assert [row.title for row in SimilarPledge.objects.with_live_text(NOON)] == ["다른 공약"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "새 이름"),
        ("synonyms", "새 말"),
        ("published_at", NOON + HOUR),
        ("published_at", None),
        ("version", 9),
        ("source", "file"),
        ("file_digest", "0" * 64),
    ],
)
def test_published_text_cannot_be_changed(pledge, field, value):
    text = pledge.texts.get(title="둘째")
    as_it_was = PledgeText.objects.filter(pk=text.pk).values().get()
    setattr(text, field, value)
    with pytest.raises(PublishedTextIsFixed, match="차 글은 이미 게시했습니다"):
        text.save()
    assert PledgeText.objects.filter(pk=text.pk).values().get() == as_it_was


def test_scheduled_text_cannot_be_changed(pledge):
    text = pledge.texts.get(title="셋째")
    text.title = "새 이름"
    with pytest.raises(PublishedTextIsFixed):
        text.save()


def test_published_text_cannot_move_to_another_pledge_or_author(pledge):
    text = pledge.texts.get(title="둘째")
    text.author = factories.staff()
    with pytest.raises(PublishedTextIsFixed):
        text.save()
    text.refresh_from_db()
    text.pledge = factories.pledge(live=False)
    with pytest.raises(PublishedTextIsFixed):
        text.save()


def test_review_of_a_published_text_can_be_noted(pledge):
    text = pledge.texts.get(title="둘째")
    text.review, text.reviewed_by, text.reviewed_at = "approved", factories.staff(), NOON
    text.save()
    assert pledge.texts.get(review="approved") == text


def test_form_on_a_published_text_is_refused_with_a_sentence(pledge):
    with pytest.raises(ValidationError, match="게시한 글은 고칠 수 없습니다"):
        pledge.texts.get(title="둘째").clean()
    pledge.texts.get(title="초안").clean()


def test_draft_can_be_changed(pledge):
    draft = PledgeText.objects.drafts().get()
    draft.title = "고친 초안"
    draft.save()
    assert PledgeText.objects.drafts().get().title == "고친 초안"


def test_second_draft_is_refused_by_the_database_and_with_a_sentence(pledge):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.pledge_text(pledge, published_at=None)
    with pytest.raises(ValidationError, match="이미 초안이 있습니다"):
        PledgeText(pledge=pledge, version=9, title="둘째 초안").clean()


def test_publish_shows_the_draft_from_that_moment_on(pledge):
    draft = PledgeText.objects.drafts().get()
    assert publish(draft, at=NOON + 5 * HOUR) == draft
    assert live_titles(NOON + 4 * HOUR) == ["셋째"]
    assert live_titles(NOON + 5 * HOUR) == ["초안"]
    assert not PledgeText.objects.drafts().exists()


def test_publishing_twice_is_refused(pledge):
    draft = publish(PledgeText.objects.drafts().get(), at=NOON)
    with pytest.raises(PublishedTextIsFixed):
        publish(draft, at=NOON + HOUR)
    draft.refresh_from_db()
    assert draft.published_at == NOON


def test_new_draft_is_a_copy_with_the_next_number_and_its_author(db):
    pledge = factories.pledge(title="어르신 돌봄")
    text = pledge.texts.get()
    PledgeText.objects.filter(pk=text.pk).update(synonyms="돌봄,간병")
    text.refresh_from_db()
    for kind, value in (("office", "basic_head"), ("target", "elderly")):
        factories.facet(text, kind, value)
    staff = factories.staff()
    draft = new_draft(text, by=staff)
    draft.refresh_from_db()
    assert (draft.version, draft.title, draft.synonyms, draft.author) == (2, "어르신 돌봄", "돌봄,간병", staff)
    assert (draft.published_at, draft.review, draft.source) == (None, "waiting", "staff")
    assert [(facet.kind, facet.value) for facet in draft.facets.all()] == [
        ("office", "basic_head"),
        ("target", "elderly"),
    ]
    assert text.facets.count() == 2
    assert live_titles(NOON) == ["어르신 돌봄"]


def test_new_draft_is_none_where_there_is_one(pledge):
    assert new_draft(pledge.texts.get(title="둘째"), by=factories.staff()) is None
    assert pledge.texts.count() == 4


def test_keys_of_themes_and_pledges_follow_their_numbers(db):
    pledge = factories.pledge(factories.theme(factories.edition(2026), number=3), number=5)
    assert (pledge.theme.key, pledge.key, pledge.label) == ("2026-3", "2026-3-5", "3-5")
    pledge.number = 6
    pledge.save()
    pledge.refresh_from_db()
    assert pledge.key == "2026-3-6"


def test_texts_beside_a_pledge_follow_the_book_across_themes(edition_2022):
    texts = PledgeText.objects.live(timezone.now())
    order = list(texts.in_book_order().select_related("pledge__theme__edition"))
    labels = [text.pledge.label for text in order]
    assert labels[:5] == ["1-1", "1-2", "1-3", "1-4", "2-1"]
    for index, text in enumerate(order):
        before, after = texts.beside(text.pledge)
        assert before == (order[index - 1] if index else None)
        assert after == (order[index + 1] if index + 1 < len(order) else None)

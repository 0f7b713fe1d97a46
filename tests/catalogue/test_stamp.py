import datetime as dt
import itertools
import re

import pytest
from django.apps import apps
from django.utils import timezone

from pledges.catalogue.actions import publish
from pledges.catalogue.models import Dated, Facet
from pledges.catalogue.stamp import question, shown_models, stamp
from tests import factories

pytestmark = pytest.mark.django_db
MAKERS = {
    "Population": lambda: factories.population(factories.government()),
    "SimilarPledge": lambda: factories.similar_pledge(factories.pledge(), factories.pledge()),
}
# Rows that pages show as a part of a row that is dated, or do not show.
NOT_DATED = {"Facet", "Succession", "MissedWord", "CitationReport"}


def maker(model):
    """The factory of a model: named as it is."""
    return MAKERS.get(model.__name__) or getattr(factories, re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower())


def test_every_model_is_dated_or_known_not_to_be():
    models = [model for model in apps.get_app_config("catalogue").get_models() if not hasattr(model, "history_object")]
    assert {model.__name__ for model in models if not issubclass(model, Dated)} == NOT_DATED
    assert {model.__name__ for model in models} - NOT_DATED == {model.__name__ for model in shown_models()}


def test_stamp_stands_still_while_nothing_changes():
    factories.citation()
    assert stamp() == stamp()


@pytest.mark.parametrize("model", shown_models(), ids=lambda model: model.__name__)
def test_stamp_changes_with_every_row_added_changed_or_removed(model):
    stamps = [stamp()]
    row = maker(model)()
    stamps.append(stamp())
    row.save()
    stamps.append(stamp())
    row.delete()
    stamps.append(stamp())
    # The line of its own table changes each time, whatever was made beside the row.
    lines = [one.splitlines()[1 + shown_models().index(model)] for one in stamps]
    assert all(before != after for before, after in itertools.pairwise(lines))


def test_stamp_changes_when_the_hour_of_a_text_comes(monkeypatch):
    text = factories.pledge_text(factories.pledge(), published_at=None)
    hour = timezone.now() + dt.timedelta(minutes=5)
    publish(text, at=hour)
    before = stamp()
    monkeypatch.setattr(timezone, "now", lambda: hour - dt.timedelta(seconds=1))
    assert stamp().splitlines()[1:] == before.splitlines()[1:]
    monkeypatch.setattr(timezone, "now", lambda: hour)
    assert stamp().splitlines()[1:] != before.splitlines()[1:]


def test_scheduled_text_is_shown_from_its_hour_on(client, monkeypatch):
    pledge = factories.pledge(title="옛 이름")
    hour = timezone.now() + dt.timedelta(minutes=5)
    publish(factories.pledge_text(pledge, title="새 이름", published_at=None), at=hour)
    early = client.get(pledge.get_absolute_url())
    assert "옛 이름" in early.text
    assert "새 이름" not in early.text
    monkeypatch.setattr(timezone, "now", lambda: hour)
    late = client.get(pledge.get_absolute_url(), headers={"If-None-Match": early["ETag"]})
    assert late.status_code == 200
    assert "새 이름" in late.text


def test_stamp_changes_at_midnight(monkeypatch):
    before = stamp()
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2030, 6, 13))
    assert stamp() != before


def test_facets_change_only_with_a_text_that_is_dated():
    """Facets are not dated themselves: they are written when their text is made and never after it is published."""
    field = Facet._meta.get_field("text")
    assert not field.null
    assert issubclass(field.related_model, Dated)


def test_stamp_does_not_depend_on_the_order_in_which_tables_answer(monkeypatch):
    factories.citation()
    before, parts = stamp(), question().split(" UNION ALL ")
    monkeypatch.setattr("pledges.catalogue.stamp.question", lambda: " UNION ALL ".join(reversed(parts)))
    assert stamp() == before


def test_stamp_is_one_query(django_assert_num_queries):
    factories.citation()
    with django_assert_num_queries(1):
        stamp()

import itertools

import pytest
from django.contrib import admin
from django.db.models import ProtectedError

from members.stamp import shown_models, stamp
from tests import factories
from tests.catalogue.shelf import admin_address as address

from . import rows

# What the book prints; people's data are in test_admin_*.py.
OURS = [model for model in admin.site._registry if model.__module__ == "members.models.printed"]
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
pytestmark = pytest.mark.django_db


def test_every_model_is_in_the_admin_and_has_a_maker():
    assert set(OURS) == set(rows.MAKERS)
    assert set(OURS) < set(shown_models())


@every_model
def test_list_and_forms_open_in_korean(client, chief, model):
    row = rows.MAKERS[model]()
    for tail in ("", "add/", f"{row.pk}/change/"):
        response = client.get(address(model, tail))
        assert response.status_code == 200
        assert model._meta.verbose_name in response.text
    assert client.get(address(model)).context["cl"].result_count == 1
    for field in model._meta.fields:
        assert any("가" <= letter <= "힣" for letter in str(field.verbose_name)) or field.name == "id"


@every_model
def test_list_asks_the_same_queries_for_any_number_of_rows(client, chief, model, django_assert_max_num_queries):
    terms = itertools.count(1)

    def add():
        if model is rows.PrintedTotal:
            return rows.printed_total(rows.club_term(next(terms)))
        return rows.club_term(next(terms)) if model is rows.ClubTerm else rows.MAKERS[model]()

    add()
    with django_assert_max_num_queries(50) as one:
        client.get(address(model))
    add(), add()
    with django_assert_max_num_queries(len(one)) as three:
        client.get(address(model))
    assert len(three) == len(one)


@pytest.mark.filterwarnings("ignore:Calling select_related:PendingDeprecationWarning")
@every_model
def test_history_keeps_who_changed_what(client, chief, model):
    row = rows.MAKERS[model]()
    row.note = "직원의 메모"
    row.save()
    assert row.history.count() == 2
    assert client.get(address(model, f"{row.pk}/history/")).status_code == 200


@every_model
def test_staff_without_permission_is_refused_and_a_visitor_sent_to_the_login(client, model):
    assert client.get(address(model)).status_code == 302
    client.force_login(factories.staff("nobody@example.org"))
    assert client.get(address(model)).status_code == 403


def test_staff_change_shows_on_the_page(client, chief):
    forum = rows.forum(number=14)
    form = client.get(address(rows.Forum, f"{forum.pk}/change/")).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None} | {"topic": "고친 주제"}
    assert client.post(address(rows.Forum, f"{forum.pk}/change/"), data).status_code == 302
    assert "고친 주제" in client.get("/club/").text
    assert forum.history.first().history_user == chief


def test_term_with_forums_cannot_be_removed():
    forum = rows.forum()
    with pytest.raises(ProtectedError):
        forum.term.delete()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_stamp_changes_with_every_row_added_changed_or_removed(model):
    stamps = [stamp()]
    row = rows.MAKERS[model]()
    stamps.append(stamp())
    row.save()
    stamps.append(stamp())
    row.delete()
    stamps.append(stamp())
    # The models' lines stand last, each model's at its place.
    line = shown_models().index(model) - len(shown_models())
    lines = [one.splitlines()[line] for one in stamps]
    assert all(before != after for before, after in itertools.pairwise(lines))


def test_page_that_has_not_changed_is_a_304_of_one_query(client, django_assert_num_queries):
    rows.forum()
    first = client.get("/club/")
    with django_assert_num_queries(1):
        again = client.get("/club/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304

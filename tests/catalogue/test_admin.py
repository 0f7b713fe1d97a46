"""The staff's tool: every list and form, and what its verbs do."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.utils import timezone

from handbook.models import Staff
from pledges.catalogue.models import (
    Citation,
    CitationReport,
    Election,
    MissedWord,
    Synonym,
)
from tests import factories

from .shelf import admin_address as address

pytestmark = pytest.mark.django_db
# What the site itself writes (mail, accesses, consents) is only read in the admin: tests/test_access_log.py.
OURS = [Staff, *(model for model in admin.site._registry if model.__module__.startswith("pledges."))]
NEVER_ADDED = {Citation, CitationReport, MissedWord}
TODAY = dt.date(2026, 11, 26)

every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)


def a_row_of(model):
    makers = {
        "Population": lambda: factories.population(factories.government()),
        "Succession": lambda: factories.succession(factories.government(), factories.government()),
        "SimilarPledge": lambda: factories.similar_pledge(factories.pledge(), factories.pledge()),
        "Staff": lambda: factories.staff(f"staff{Staff.objects.count()}@example.org"),
        "Election": lambda: factories.election(f"local-{model.objects.count()}"),
        "Term": lambda: factories.term(
            1 + model.objects.count(), election=factories.election(f"local-{model.objects.count()}")
        ),
        "Synonym": lambda: factories.synonym(f"낱말{model.objects.count()}"),
        "MissedWord": lambda: factories.missed_word(f"낱말{model.objects.count()}"),
        "Case": lambda: factories.case(places=[factories.government()]),
        "Citation": lambda: factories.checked_citation(
            factories.ordinance_case(places=[factories.government()]),
            ordinance=factories.ordinance(),
            checked_by=Staff.objects.get(),
            checked_version=factories.ordinance_version(),
        ),
        "CitationReport": lambda: factories.report(
            text=f"번호가 다릅니다 {model.objects.count()}", handled_by=Staff.objects.get(), handled_at=timezone.now()
        ),
        "Edition": lambda: factories.edition(2022 + 4 * model.objects.count()),
        "Ordinance": lambda: factories.ordinance(government=factories.government()),
        "PledgeText": lambda: factories.pledge_text(author=Staff.objects.get()),
    }
    name = "".join(f"_{letter}" if letter.isupper() else letter for letter in model.__name__).lower().strip("_")
    return makers.get(model.__name__, getattr(factories, name, None))()


def test_every_model_of_ours_is_there():
    expected = """Case ChangeNote Citation CitationReport Edition Election Government InstituteEntry LawClaim MissedWord
    Ordinance Pledge PledgeText Population Question Rule SimilarPledge Staff Succession Synonym Term Theme"""
    assert {model.__name__ for model in OURS} == set(expected.split())


@every_model
def test_list_answers_in_korean(client, chief, model):
    a_row_of(model)
    response = client.get(address(model, "?show=all" if model is Citation else ""))
    assert response.status_code == 200
    assert model._meta.verbose_name in response.text
    assert any("가" <= letter <= "힣" for letter in model._meta.verbose_name)
    assert response.context["cl"].result_count >= 1
    assert '<html lang="ko"' in response.text


@every_model
def test_list_can_be_searched_where_it_says_so(client, chief, model):
    if admin.site._registry[model].search_fields:
        assert client.get(address(model, "?q=돌봄")).status_code == 200


@every_model
def test_form_to_add_answers_in_korean(client, chief, model):
    response = client.get(address(model, "add/"))
    assert response.status_code == (403 if model in NEVER_ADDED else 200)
    if response.status_code == 200:
        assert "저장" in response.text


@every_model
def test_form_to_change_answers_in_korean(client, chief, model):
    row = a_row_of(model)
    response = client.get(address(model, f"{row.pk}/change/"))
    assert response.status_code == 200
    assert model._meta.verbose_name in response.text
    for name in (field.name for field in model._meta.get_fields() if not field.is_relation and field.editable):
        assert any("가" <= letter <= "힣" for letter in str(model._meta.get_field(name).verbose_name)) or name == "id"


def test_choice_of_nothing_speaks_korean(client, chief):
    """In a list's actions and in a form's field."""
    a_row_of(Synonym)
    for page in (client.get(address(Synonym)), client.get(address(Election, "add/"))):
        assert '<option value="" selected>- 골라 주세요 -</option>' in page.text


# django-simple-history asks for `select_related()` of nothing where a model has no foreign key.
@pytest.mark.filterwarnings("ignore:Calling select_related:PendingDeprecationWarning")
@every_model
def test_history_is_there(client, chief, model):
    row = a_row_of(model)
    assert client.get(address(model, f"{row.pk}/history/")).status_code == 200


@every_model
@pytest.mark.parametrize("tail", ["", "add/", "1/change/"])
def test_visitor_is_sent_to_the_login(client, model, tail):
    response = client.get(address(model, tail))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/?next=")


@every_model
def test_staff_without_permission_is_refused(client, model):
    client.force_login(factories.staff("nobody@example.org"))
    row = a_row_of(model)
    for tail in ("", "add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        response = client.get(address(model, tail))
        assert response.status_code == 403, tail
        assert "이 화면을 볼 권한이 없습니다." in response.text


def test_staff_who_have_left_are_sent_to_the_login(client):
    client.force_login(factories.staff(is_active=False))
    assert client.get("/admin/").status_code == 302


def test_start_page_names_the_site_and_what_there_is(client, chief):
    page = client.get("/admin/").text
    for words in ("공약 핸드북 관리", "할 일과 자료", "조례 인용", "인용 오류 신고", "공약 글"):
        assert words in page


LIST_QUERIES = {
    "Case": 7,
    "ChangeNote": 5,
    "Citation": 10,
    "CitationReport": 5,
    "Edition": 5,
    "Election": 5,
    "Government": 6,
    "InstituteEntry": 5,
    "LawClaim": 5,
    "MissedWord": 5,
    "Ordinance": 5,
    "Pledge": 7,
    "PledgeText": 7,
    "Population": 5,
    "Question": 6,
    "Rule": 6,
    "SimilarPledge": 5,
    "Staff": 6,
    "Succession": 5,
    "Synonym": 5,
    "Term": 5,
    "Theme": 7,
}


@every_model
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_queries_for_any_number_of_rows(client, chief, django_assert_num_queries, model, rows):
    for _ in range(rows):
        a_row_of(model)
    with django_assert_num_queries(LIST_QUERIES[model.__name__]):
        response = client.get(address(model, "?show=all" if model is Citation else ""))
    assert response.context["cl"].result_count >= rows


@pytest.mark.parametrize("other", ["kim@example.org", "Kim@Example.org", "KIM@EXAMPLE.ORG"])
def test_staff_have_one_account_an_address(other):
    factories.staff("kim@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.staff(other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.create(email=other)
    assert Staff.objects.count() == 1


def test_second_account_of_an_address_is_refused_with_a_sentence(client, chief):
    factories.staff("kim@example.org")
    data = {
        "email": "Kim@Example.org",
        "usable_password": "true",
        "password1": "긴 비밀번호 열두자",
        "password2": "긴 비밀번호 열두자",
    }
    response = client.post(address(Staff, "add/"), data)
    assert response.status_code == 200
    assert "이미 있는 전자우편입니다." in response.text


def test_staff_made_in_the_admin_log_in_however_the_address_is_typed(client, chief):
    word = "긴 비밀번호 열두자 넘게"
    data = {"email": "Kim@Example.org", "usable_password": "true", "password1": word, "password2": word}
    assert client.post(address(Staff, "add/"), data).status_code == 302
    made = Staff.objects.exclude(pk=chief.pk).get()
    for typed in ("Kim@Example.org", "kim@example.org"):
        assert authenticate(username=typed, password=word) == made, typed

"""Who reaches which page of the secretariat: nobody without a login, no staff without the right."""

import pytest
from django.contrib import admin

from members.admin.pages import HasPages
from members.models import ClubRules, PurgedCount

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STOCK = ("", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/")
OWN = {
    "application": (
        "paper/",
        "{pk}/paper/",
        "{pk}/step/review/",
        "{pk}/mail/",
        "{pk}/link/",
        "{pk}/signatures/{signature}/drawing/",
        "{pk}/signatures/{signature}/again/",
        "{pk}/remove/",
    ),
    "membership": ("{pk}/end/", "{pk}/resume/"),
    "member": ("find/",),
    "dues": ("{pk}/pay/", "{pk}/unpay/"),
    "renewalinvitation": ("invite/",),
}
MODELS = ("application", "member", "membership", "dues", "clubrules", "renewalinvitation", "purgedcount")
PATHS = [(model, tail) for model in MODELS for tail in (*STOCK, *OWN.get(model, ()))]
every_path = pytest.mark.parametrize(("model", "tail"), PATHS)


def path(model, tail):
    """The address of a page of a row that there is."""
    membership = people.approved()
    people.actions.delete(application=people.received(name="이가람"), now=people.NOW)
    rows = {
        "application": membership.application,
        "member": membership.member,
        "membership": membership,
        "dues": people.dues(membership=membership),
        "clubrules": ClubRules.objects.get(),
        "renewalinvitation": people.invitation(membership=membership),
        "purgedcount": PurgedCount.objects.get(),
    }
    signature = membership.application.signatures.get().pk
    return f"/admin/members/{model}/{tail.format(pk=rows[model].pk, signature=signature)}"


def test_every_page_of_ours_is_here():
    pages = {model._meta.model_name: len(one.pages) for model, one in admin.site._registry.items() if is_ours(one)}
    assert {model: number for model, number in pages.items() if number} == {one: len(OWN[one]) for one in OWN}


def is_ours(one):
    return isinstance(one, HasPages) and one.model._meta.app_label == "members"


@every_path
def test_visitor_is_sent_to_the_login(client, model, tail):
    address = path(model, tail)
    for response in (client.get(address), client.post(address, {"seen": "x"})):
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/?next=")


@every_path
def test_staff_without_the_right_are_refused(client, model, tail):
    office.nobody(client)
    address = path(model, tail)
    with office.recorded():
        for response in (client.get(address), client.post(address, {"seen": "x"})):
            assert response.status_code == 403
            assert "김가람" not in response.text


def test_editors_of_public_texts_see_no_person(client):
    office.of_group(client, "편집자")
    for model in ("application", "member", "membership", "dues", "renewalinvitation"):
        assert client.get(f"/admin/members/{model}/").status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_known(client, method):
    office.secretary(client)
    assert getattr(client, method)("/admin/members/application/paper/").status_code == 405


@pytest.mark.parametrize("model", ["application", "membership", "dues"])
def test_page_of_a_row_that_is_not_there_is_not_found(client, model):
    office.secretary(client)
    tail = {"application": "remove", "membership": "end", "dues": "pay"}[model]
    assert client.get(f"/admin/members/{model}/999/{tail}/").status_code == 404

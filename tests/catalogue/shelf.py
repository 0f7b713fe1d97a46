"""A catalogue of a given size, full of everything a page shows: lists are measured with 1 and with 3 of each."""

from django.db.models import Model

from pledges.catalogue.models import Government
from tests import factories


def fill(size: int) -> None:
    """`size` themes of `size` pledges with `size` cases each; every case has a checked citation and two places."""
    edition = factories.edition()
    province = factories.province()
    places = [factories.government(parent=province) for _ in range(size + 1)]
    for place in places:
        factories.population(place)
    pledges = []
    for _ in range(size):
        theme = factories.theme(edition)
        for _ in range(size):
            pledge = factories.pledge(theme, title=f"돌봄 {theme.number}")
            pledges.append(pledge)
            for kind, value in (("office", "basic_head"), ("place", "city"), ("target", "elderly")):
                factories.facet(pledge.texts.get(), kind, value)
            factories.change_note(pledge)
            for number in range(1, size + 1):
                case = factories.ordinance_case(pledge, name=f"돌봄 조례 {number}", places=places[:2])
                ordinance = factories.ordinance(standing="renamed", government=places[0])
                factories.ordinance_version(ordinance)
                factories.ordinance_version(ordinance, number="200", action="개정", is_current=True)
                factories.checked_citation(case, "differs", ordinance=ordinance)
    other = factories.pledge(factories.theme(edition, number=99), title="마지막 공약")
    for pledge in pledges:
        factories.similar_pledge(pledge, other)
    for _ in range(size):
        question = factories.question(edition)
        factories.rule(edition)
        factories.law_claim(edition, question=question)
        factories.institute_entry(edition)
    factories.synonym()


def city() -> Government:
    """The first of the places that `fill` makes."""
    return Government.objects.basic().order_by("code")[0]


def admin_address(model: type[Model], tail: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{tail}"

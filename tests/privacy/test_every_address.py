"""A new address is somebody's or everybody's: it says whose in `addresses`, or it fails here."""

from django.contrib import admin

from members.admin.pages import HasPages

from .addresses import (
    ADMIN_ITSELF,
    BESIDE,
    DESK,
    ENTRANCES,
    OF_NOBODY,
    OF_PEOPLE,
    OF_THE_SITE,
    PAGES,
    PLATFORMS,
    PUBLIC,
    STAFF_PAGES,
    STOCK,
    every_pattern,
    registered,
)

STOCK_PAGES = {f"admin:{model}_{page}" for model in registered().values() for page in STOCK}
BESIDE_PAGES = {f"admin:{name}" for name in BESIDE}
CLASSES = (
    PUBLIC,
    ENTRANCES,
    {DESK},
    PLATFORMS,
    {page.name for page in PAGES},
    set(STAFF_PAGES),
    ADMIN_ITSELF,
    STOCK_PAGES,
    BESIDE_PAGES,
)
# The admin's own: an address without a tail leads to the form, and whatever it does not know to the login.
NAMELESS = ["<path:object_id>/"] * len(admin.site._registry) + ["(?P<url>.*)$"]


def test_every_address_is_named_in_one_class():
    found = {name for name, _ in every_pattern() if name}
    named = [name for names in CLASSES for name in names]
    assert found - set(named) == set(), "whose are these? tests/privacy/addresses.py"
    assert len(named) == len(set(named))
    assert sorted(route for name, route in every_pattern() if not name) == sorted(NAMELESS)


def test_every_class_names_addresses_that_there_are():
    found = {name for name, _ in every_pattern()}
    gone = {name for names in CLASSES for name in names} - found
    assert {name for name in gone if not name.endswith("_simple_history")} == set()


def test_every_name_is_of_one_address():
    """Else one of two would be asked."""
    names = [name for name, _ in every_pattern() if name]
    assert len(names) == len(set(names))


def test_every_model_of_the_admin_is_peoples_or_the_sites_or_nobodys():
    catalogue = {label for label in registered() if label.startswith("catalogue.")}
    classes = (OF_PEOPLE, OF_THE_SITE, OF_NOBODY, catalogue)
    assert set().union(*classes) == set(registered())
    assert sum(map(len, classes)) == len(registered())


def test_every_page_beside_the_stock_ones_says_the_right_it_needs():
    own = {f"{one.opts.app_label}_{one.opts.model_name}_{name}" for one in of_members() for _, name, _ in one.pages}
    assert own == {name for name in BESIDE if name.startswith("members_")}


def of_members():
    return [one for one in admin.site._registry.values() if isinstance(one, HasPages)]

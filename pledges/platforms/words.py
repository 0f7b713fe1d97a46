"""Words, purses and titles as the place and the office say them: 순창군수, 군민, 도비·군비 (law document 1.6)."""

from pledges.catalogue.models import Government, Office, PlaceKind, Purse

# Offices as the chooser shows them; the statutory names follow once the place is known.
OFFICE_CHOICES = (
    (Office.BASIC_COUNCIL, "시·군·구의원"),
    (Office.METRO_COUNCIL, "시·도의원"),
    (Office.BASIC_HEAD, "시장·군수·구청장"),
    (Office.METRO_HEAD, "시장·도지사"),
    (Office.EDUCATION_HEAD, "교육감"),
)
OF_PROVINCE = {Office.METRO_HEAD, Office.METRO_COUNCIL, Office.EDUCATION_HEAD}
COUNCILS = {Office.METRO_COUNCIL, Office.BASIC_COUNCIL}
HAS_GOVERNOR = {"도", "특별자치도"}


def office_title(office: Office | None, place: Government | None) -> str:
    """What the holder stands for: 순창군의원, 전라북도지사; the general name while the place is unknown."""
    if office is None:
        return ""
    if place is None:
        return dict(OFFICE_CHOICES)[office]
    name = place.short_official
    if office in COUNCILS:
        return f"{name}의원"
    if office == Office.EDUCATION_HEAD:
        return f"{name}교육감"
    if place.kind in HAS_GOVERNOR:
        return f"{name}지사"
    heads = {PlaceKind.COUNTY: f"{name}수", PlaceKind.DISTRICT: f"{name}청장"}
    return heads.get(place.place_kind, f"{name}장")


def fits_office(place: Government, office: Office | None) -> bool:
    """Whether there is such an office at such a place; every place fits while the office is unknown."""
    return office is None or (place.parent_id is None) == (office in OF_PROVINCE)


def letter(place: Government) -> str:
    """도, 시, 군 or 구: how a place's own money is called."""
    if place.kind in HAS_GOVERNOR:
        return "도"
    return {PlaceKind.COUNTY: "군", PlaceKind.DISTRICT: "구"}.get(place.place_kind, "시")


def purses(office: Office | None, place: Government | None) -> dict[Purse, str]:
    """The purses that fit, each by the name it has there, in the order of a budget."""
    if office == Office.EDUCATION_HEAD:
        return {
            Purse.NATIONAL: "국고",
            Purse.EDUCATION: "교육비특별회계",
            Purse.PROVINCE: "지방자치단체 전입금",
            Purse.PRIVATE: "민간",
        }
    if place is None:
        return {purse: str(purse.label) for purse in Purse if purse != Purse.EDUCATION}
    own = f"{letter(place)}비"
    if place.parent is None:
        return {Purse.NATIONAL: "국비", Purse.OWN: own, Purse.PRIVATE: "민간"}
    return {
        Purse.NATIONAL: "국비",
        Purse.PROVINCE: f"{letter(place.parent)}비",
        Purse.OWN: own,
        Purse.PRIVATE: "민간",
    }

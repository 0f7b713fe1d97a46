import datetime as dt

import pytest

from pledges.catalogue.models import Government
from pledges.catalogue.tilemap import GAP, SIDE, positions, tile_map
from tests import factories

STEP = SIDE + GAP
TODAY = dt.date(2026, 11, 22)


def test_every_province_of_today_has_a_place_of_its_own(edition_2022):
    provinces = list(Government.objects.in_force(TODAY).provinces())
    assert {place.code for place in provinces} == set(positions())
    tiles = tile_map(provinces, {}).tiles
    assert len({(tile.x, tile.y) for tile in tiles}) == len(provinces) == 16


def test_tile_stands_where_the_data_file_says(db):
    seoul = factories.province("11000", name="서울특별시")
    tile = tile_map([seoul], {"11000": 3}).tiles[0]
    assert (tile.place, tile.count, tile.x, tile.y) == (seoul, 3, STEP, 0)


def test_unknown_province_gets_a_tile_in_a_row_below(db):
    known = factories.province("11000", name="서울특별시")
    strangers = [factories.province(code, name=code) for code in ("91000", "92000")]
    drawn = tile_map([strangers[0], known, strangers[1]], {"91000": 1})
    below = (1 + max(row for _, row in positions().values())) * STEP
    assert [(tile.place.code, tile.x, tile.y) for tile in drawn.tiles] == [
        ("91000", 0, below),
        ("11000", STEP, 0),
        ("92000", STEP, below),
    ]
    assert drawn.height == below + SIDE
    assert all(tile.x + SIDE <= drawn.width and tile.y + SIDE <= drawn.height for tile in drawn.tiles)


@pytest.mark.parametrize(
    ("counts", "levels"),
    [
        ((0, 0, 0, 0, 0), [0, 0, 0, 0, 0]),
        ((0, 1, 0, 0, 0), [0, 1, 0, 0, 0]),
        ((0, 1, 2, 3, 4), [0, 1, 2, 3, 4]),
        ((0, 1, 25, 26, 100), [0, 1, 1, 2, 4]),
        ((1, 50, 51, 75, 100), [1, 2, 3, 3, 4]),
    ],
)
def test_level_tells_no_case_from_four_quarters(db, counts, levels):
    provinces = [factories.province(f"9{index}000", name=f"{index}") for index in range(5)]
    by_code = {place.code: count for place, count in zip(provinces, counts, strict=True)}
    assert [tile.level for tile in tile_map(provinces, by_code).tiles] == levels


def test_map_of_no_province_is_empty():
    assert tile_map([], {}).tiles == []


def test_letters_stand_inside_the_tile(db):
    tile = tile_map([factories.province("11000")], {}).tiles[0]
    assert tile.middle == tile.x + SIDE / 2
    assert tile.y < tile.name_line < tile.count_line < tile.y + SIDE

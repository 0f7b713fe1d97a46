"""The provinces as a map of equal tiles, drawn by the server: where the cases are, with a table behind it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .models import Government

SIDE, GAP = 72, 6


@cache
def positions() -> dict[str, tuple[int, int]]:
    """Column and row of each province's tile, from the data file."""
    with (Path(__file__).parent / "data" / "tile_map.toml").open("rb") as file:
        return {code: (column, row) for code, (column, row) in tomllib.load(file)["tiles"].items()}


@dataclass(frozen=True)
class Tile:
    """A province on the map, in the units of the drawing; `level` is 0 for no case, then 1 to 4."""

    place: Government
    count: int
    level: int
    x: int
    y: int
    side: int = SIDE

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def name_line(self) -> int:
        return self.y + 30

    @property
    def count_line(self) -> int:
        return self.y + 54


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    width: int
    height: int


def tile_map(provinces: list[Government], counts: Mapping[str, int]) -> TileMap:
    """A province that the data file does not place gets a tile in a row below."""
    known = positions()
    last_row = 1 + max(row for _, row in known.values())
    strangers = iter(range(len(provinces)))
    most = max([1, *counts.values()])
    tiles = []
    for place in provinces:
        column, row = known.get(place.code) or (next(strangers), last_row)
        count = counts.get(place.code, 0)
        level = 0 if not count else 1 + min(3, 4 * (count - 1) // most)
        tiles.append(Tile(place, count, level, column * (SIDE + GAP), row * (SIDE + GAP)))
    return TileMap(tiles, SIDE + max([0, *(tile.x for tile in tiles)]), SIDE + max([0, *(tile.y for tile in tiles)]))

"""How large a picture stands on the paper: what covers and figures share in every format."""

from __future__ import annotations

import io

from PIL import Image

from pledges.documents.tree import Figure, Picture

type Size = tuple[float, float]

# Millimetres, across and up. A figure that is no larger than its box fits the page of every format.
COVER_BOX = (120, 80)
FIGURE_BOX = (160, 200)


def fitted(picture: Picture, box: tuple[float, float]) -> Size:
    """Width and height in the box's unit: as large as the box allows, the picture's shape kept."""
    with Image.open(io.BytesIO(picture.data)) as image:
        wide, high = image.size
    scale = min(box[0] / wide, box[1] / high)
    return wide * scale, high * scale


def figure_size(figure: Figure, a_millimetre: float = 1) -> Size:
    """As wide as the figure asks, or as much of that as a page has room for; in units of so many a millimetre."""
    wide, high = fitted(figure.picture, (min(figure.width_mm, FIGURE_BOX[0]), FIGURE_BOX[1]))
    return wide * a_millimetre, high * a_millimetre

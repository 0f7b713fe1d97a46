"""What all printed formats share in looks: one accent a holder chooses, the greys around it, the size of a title.

Every accent reads on white with at least 7:1 (WCAG 2.2, 1.4.6) and is far from the red, blue, yellow, orange and green
that Korean parties campaign in: dark, muted and never the only sign of anything.
"""

from __future__ import annotations

ACCENTS: dict[str, str] = {
    "ink": "#1F2933",
    "indigo": "#43357F",
    "teal": "#0E4F55",
    "plum": "#64284F",
    "brown": "#553A2C",
    "olive": "#484A1B",
}

INK = "#1A1D21"  # text
GREY = "#4E545B"  # remarks, captions, header and footer: 7:1 on white too
RULE = "#C5C9CF"  # lines inside tables
TINT = "#F1F2F4"  # table heads and notes


def title_points(title: str) -> int:
    """Font size of a cover's title: what a short one may take, a long one may not."""
    return 30 if len(title) <= 28 else 24 if len(title) <= 56 else 18

"""An address as a QR code, drawn by the page itself."""

import segno


def path(address: str) -> tuple[int, str]:
    """The side of the code in modules, with its quiet zone, and the path of its dark modules for an SVG."""
    code = segno.make(address, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return len(rows), "".join(dark)

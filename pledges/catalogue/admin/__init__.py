"""The catalogue in the admin, one module a noun."""

from . import citations, places, pledges, texts  # noqa: F401  (registers)

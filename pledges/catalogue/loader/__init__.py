"""An edition's files, read and checked whole (`files`), then written to the database (`rows`)."""

from .files import BrokenFile, EditionFiles, read_edition
from .rows import Report, write_edition

__all__ = ["BrokenFile", "EditionFiles", "Report", "read_edition", "write_edition"]

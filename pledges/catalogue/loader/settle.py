"""One rule for every row that comes from a file: make it, bring it up to date, or leave it because staff edited it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from ..models.kept import FromFile, Reviewed
from .files import BrokenFile


@dataclass
class Report:
    """What loading did, or would do: names by model, in the order met."""

    made: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: dict[str, list[str]], model: type[models.Model], name: str) -> None:
        kind.setdefault(str(model._meta.verbose_name), []).append(name)

    @property
    def is_empty(self) -> bool:
        return not (self.made or self.changed)

    def lines(self) -> list[str]:
        """One line a model and kind; the first names of what changed, all names of what was left alone."""
        shown = []
        for verb, kind, most in (
            ("make", self.made, 3),
            ("change", self.changed, 10),
            ("leave to staff", self.left, 100),
        ):
            for model, names in kind.items():
                more = f" … +{len(names) - most}" if len(names) > most else ""
                shown.append(f"{verb} {len(names)} {model}: {', '.join(names[:most])}{more}")
        return shown


@contextmanager
def all_or_nothing(*, trial: bool) -> Iterator[None]:
    """A transaction around a load; a trial is undone at its end."""
    with transaction.atomic():
        yield
        if trial:
            transaction.set_rollback(True)


def digest(values: Mapping[str, Any]) -> str:
    """The values' fingerprint; foreign keys stand as `…_id`."""
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()


def save_checked(row: models.Model, file: str) -> None:
    """Saves a row, or names what the model or the database refuses about it.

    Rows that it refers to are there already: asking for each again would double the time of a load.
    """
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
        row.save(force_insert=row._state.adding)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise BrokenFile(file, str(row), name, " ".join(messages)) from error
    except IntegrityError as error:
        raise BrokenFile(file, str(row), "", str(error).strip()) from error


class Settler[T: FromFile]:
    """Settles rows of one model. `key` names the fields that identify a row; `held` reads what is not a plain field."""

    def __init__(
        self,
        model: type[T],
        report: Report,
        file: str,
        *,
        key: tuple[str, ...],
        held: Mapping[str, Callable[[T], Any]] | None = None,
        among: models.QuerySet[T] | None = None,
    ) -> None:
        self.model, self.report, self.file, self.key, self.held = model, report, file, key, held or {}
        rows = model._default_manager.all() if among is None else among
        self.existing = {tuple(getattr(row, name) for name in key): row for row in rows}

    def settle(
        self, identity: Mapping[str, Any], values: Mapping[str, Any], apply: Callable[[T], None] | None = None
    ) -> T:
        """`apply` writes what `held` reads (related rows), after the row is saved."""
        fresh = digest(values)
        row = self.existing.get(tuple(identity[name] for name in self.key))
        if row is None:
            row = self.model(**identity)
            self.write(row, values, fresh, apply)
            self.report.note(self.report.made, self.model, str(row))
        elif row.file_digest == fresh:
            pass
        elif row.file_digest != digest(self.current(row, values)):
            self.report.note(self.report.left, self.model, str(row))
        else:
            self.write(row, values, fresh, apply)
            self.report.note(self.report.changed, self.model, str(row))
        return row

    def current(self, row: T, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self.held[name](row) if name in self.held else getattr(row, name) for name in values}

    def write(self, row: T, values: Mapping[str, Any], fresh: str, apply: Callable[[T], None] | None) -> None:
        for name, value in values.items():
            if name not in self.held:
                setattr(row, name, value)
        row.file_digest = fresh
        if isinstance(row, Reviewed):
            row.wait_again()
        save_checked(row, self.file)
        if apply:
            apply(row)

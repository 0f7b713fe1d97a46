"""A copy of the 2022 edition's files that a test may change, and what the database holds."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps

from pledges.catalogue.loader import Report, read_edition, write_edition
from pledges.catalogue.loader.files import DATA
from tests import factories
from tests.conftest import EDITION_2022


@dataclass(frozen=True)
class Copy:
    """An edition's folder and the data shared by all editions, copied."""

    folder: Path
    data: Path

    def change(self, name: str, old: str, new: str) -> None:
        """Replaces one passage of a file; the file is the edition's or one of the shared data."""
        path = self.data / name if (self.data / name).exists() else self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} has this {text.count(old)} times: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def load(self, *, trial: bool = False) -> Report:
        return write_edition(read_edition(self.folder, self.data), trial=trial)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(EDITION_2022, tmp_path / "2022")
    shutil.copytree(DATA, tmp_path / "data")
    return Copy(tmp_path / "2022", tmp_path / "data")


def contents() -> dict[str, list[tuple]]:
    """Every row of the catalogue, its history included."""
    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


@pytest.fixture
def chief(client):
    """A superuser, logged in."""
    chief = factories.superuser(name="이순신")
    client.force_login(chief)
    return chief

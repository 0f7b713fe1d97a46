"""After a new key stands in front of FIELD_KEYS."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from handbook.encrypted import EncryptedField, rotate


class Command(BaseCommand):
    help = (
        "Encrypts every encrypted value anew with the first key of FIELD_KEYS. Safe to run again and while the site "
        "runs; afterwards the older keys can be taken out."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if isinstance(field, EncryptedField):
                    self.stdout.write(f"{model._meta.label} {field.name}: {rotate(field)}")

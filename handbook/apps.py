from django.apps import AppConfig
from django.db.models import fields


class HandbookConfig(AppConfig):
    name = "handbook"
    verbose_name = "직원"

    def ready(self) -> None:
        fields.BLANK_CHOICE_LABEL = "- 골라 주세요 -"  # Django's Korean has no word for it yet

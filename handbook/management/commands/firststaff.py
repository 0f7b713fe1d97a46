"""The first staff account, so that a fresh installation can be entered."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from handbook.models import Staff

EMAIL = "staff@localhost"


class Command(BaseCommand):
    help = (
        "Makes the account staff@localhost with all rights when there is no staff account at all, and prints its "
        "password this one time. It is stored nowhere in clear. Later runs change and print nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(15)
        with transaction.atomic():
            if Staff.objects.exists():
                return
            Staff.objects.create_superuser(EMAIL, password)
        self.stdout.write(f"Staff account made: {EMAIL}, password {password} (shown only now)")

"""Someone who works in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Staff:
        """However the address is typed at the login; `staff_email_once` holds that there is one."""
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser, PermissionsMixin):
    """Someone who works in the admin: curators, the secretariat. Candidates have no account."""

    email = models.EmailField("전자우편", unique=True)
    name = models.CharField("이름", max_length=50, blank=True)
    is_active = models.BooleanField("사용 중", default=True, help_text="그만둔 사람은 지우지 말고 이 표시를 끕니다.")
    joined_at = models.DateTimeField("만든 때", default=timezone.now, editable=False)

    objects = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "직원"
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="staff_email_once", violation_error_message="이미 있는 전자우편입니다."
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Everyone with an account here is staff; permissions say what they may do."""
        return self.is_active

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email


def staff_of(request: HttpRequest) -> Staff:
    """Whoever is logged in; views that call this are open to staff only."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user

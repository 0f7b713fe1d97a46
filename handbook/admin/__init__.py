"""Staff, the outbox and the access log in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from handbook.models import AccessRecord, ConsentWording, Mail, Staff

admin.site.site_header = "공약 핸드북 관리"
admin.site.site_title = "공약 핸드북"
admin.site.index_title = "할 일과 자료"


class StaffCreationForm(AdminUserCreationForm):
    class Meta:
        model = Staff
        fields = ("email",)


@admin.register(Staff)
class StaffAdmin(UserAdmin):
    add_form = StaffCreationForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("권한", {"fields": ("is_active", "is_superuser", "groups", "user_permissions")}),
        ("기록", {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the site itself writes: staff look at it, nobody changes it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AccessRecord)
class AccessRecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "staff", "what", "page", "whose_shortly", "address", "reason")
    list_filter = ("what", "at")
    list_select_related = ("staff",)
    search_fields = ("whose", "staff__email", "reason")
    date_hierarchy = "at"

    @admin.display(description="누구의 것")
    def whose_shortly(self, record: AccessRecord) -> str:
        return Truncator(record.whose).chars(60)


@admin.register(ConsentWording)
class ConsentWordingAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "first_kept_at", "digest")


class Outcome(admin.SimpleListFilter):
    """What waits, went out or was given up."""

    title = "상태"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", "보낼 것"), ("sent", "보낸 것"), ("failed", "보내지 못한 것")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mail]) -> QuerySet[Mail]:
        found = {
            "waiting": queryset & Mail.objects.waiting(),
            "sent": queryset.filter(sent_at__isnull=False),
            "failed": queryset.filter(failed_at__isnull=False),
        }
        return found.get(self.value() or "", queryset)


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Not what a mail says: only whether it went out. Addresses are not shown in the list."""

    list_display = ("subject", "about", "created_at", "tries", "sent_at", "failed_at", "failure")
    list_filter = (Outcome,)
    exclude = ("body", "attachments", "to")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).defer(*self.exclude)

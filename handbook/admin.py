"""Staff in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

from .models import Staff

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

"""Admin of accounts: who can log in; `edition.desk.admin.appointments` grants the roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Field
from django.forms import Field as FormField
from django.http import HttpRequest

LABELS = {
    "is_active": ("May log in", "Untick this instead of deleting the account."),
    "is_staff": ("Works at the desk", "Within the limits of their roles."),
    "is_superuser": ("May do everything, on every edition", ""),
}

admin.site.unregister([get_user_model(), Group])


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    """Renders plain lists instead of Django's dual lists, which screen readers cannot follow."""

    list_display = ["username", "first_name", "last_name", "is_active", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("At the desk", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
        (
            "Django’s own permissions, on every edition",
            {"fields": ["groups", "user_permissions"], "classes": ["collapse"]},
        ),
    ]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name in LABELS:
            kwargs["label"], kwargs["help_text"] = LABELS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Group)
class PlainGroupAdmin(GroupAdmin):
    filter_horizontal = []

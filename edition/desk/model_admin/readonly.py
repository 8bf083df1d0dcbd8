"""Base of admins whose rows can be viewed and never changed."""

from django.db.models import Model
from django.http import HttpRequest

from edition.desk.model_admin.many_editions import ManyEditionsAdmin
from edition.desk.permissions import EditionScopedAdmin


class ReadOnlyAdmin(ManyEditionsAdmin, EditionScopedAdmin):
    """Refuses to add, change and delete, whatever the role."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

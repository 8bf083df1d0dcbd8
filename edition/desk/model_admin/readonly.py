from django.db.models import Model
from django.http import HttpRequest

from edition.desk.model_admin.many_editions import ManyEditionsAdmin
from edition.desk.permissions import EditionScopedAdmin


class ReadOnlyAdmin(ManyEditionsAdmin, EditionScopedAdmin):
    """A thing that is kept as it is: it can be looked at, and nothing else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

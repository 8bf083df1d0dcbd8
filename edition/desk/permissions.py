"""Permissions at the desk, edition by edition; see `edition.staff.roles`."""

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest

from edition.staff.backend import roles_of
from edition.staff.roles import permissions_of
from edition.texts.models import Edition

Person = User | AnonymousUser

# The permission to publish, plan, withdraw and restore.
PUBLISH = "releases.add_revision"


def colleague(request: HttpRequest) -> User:
    """Return the user, who is logged in: the desk is closed to others."""
    assert isinstance(request.user, User)
    return request.user


def may(user: Person, permission: str, edition: Edition | None = None) -> bool:
    """Whether the user has a permission ("texts.change_note") in an edition; by default in any."""
    return user.has_perm(permission, edition)


def may_view(user: Person, part: Model) -> bool:
    """Whether the user may view a part: may view or change such parts in its edition."""
    edition = part if isinstance(part, Edition) else part.edition
    label, options = part._meta.app_label, part._meta
    permissions = (f"{label}.{get_permission_codename(act, options)}" for act in ("view", "change"))
    return any(may(user, permission, edition) for permission in permissions)


def may_everywhere(user: Person, permission: str) -> bool:
    """Whether the user has a permission in every edition, future ones included."""
    role = roles_of(user).get(None)
    return (
        (user.is_active and user.is_superuser)
        or (role is not None and permission in permissions_of(role))
        or ModelBackend().has_perm(user, permission)
    )


def editions_where(user: Person, *permissions: str) -> QuerySet[Edition]:
    """Select the editions in which the user has one of these permissions."""
    if any(may_everywhere(user, permission) for permission in permissions):
        return Edition.objects.all()
    permitted = [
        edition
        for edition, role in roles_of(user).items()
        if not permissions_of(role).isdisjoint(permissions)
    ]
    return Edition.objects.filter(pk__in=permitted)


class EditionPermissions(BaseModelAdmin):
    """Checks the permissions of an admin or inline in the edition of the part.

    Django passes an inline the part whose form it is in.
    """

    def edition_of(self, part: Model) -> Edition:
        return part if isinstance(part, Edition) else part.edition

    def permission(self, act: str) -> str:
        return f"{self.opts.app_label}.{get_permission_codename(act, self.opts)}"

    def may(self, request: HttpRequest, act: str, part: Model | None) -> bool:
        permission = self.permission(act)
        if part is None:
            return may(request.user, permission)
        if edition := self.edition_of(part):
            return may(request.user, permission, edition)
        return may_everywhere(request.user, permission)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "view", obj) or self.may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "delete", obj)

    def editable_editions(self, request: HttpRequest) -> QuerySet[Edition]:
        """Select the editions in which the user may add or change such parts."""
        return editions_where(request.user, self.permission("add"), self.permission("change"))


class EditionScopedAdmin(EditionPermissions, admin.ModelAdmin):
    """An admin that lists and opens only parts of editions that the user may view."""

    edition_lookup = "edition"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        viewable = editions_where(request.user, self.permission("view"), self.permission("change"))
        return super().get_queryset(request).filter(**{f"{self.edition_lookup}__in": viewable})

    def check_may_save(self, request: HttpRequest, part: Model, change: bool) -> None:
        """Raise PermissionDenied if the user may not save the part, whatever the form accepted."""
        allowed = self.has_change_permission if change else self.has_add_permission
        if not allowed(request, part):
            raise PermissionDenied


class ViewableFilter(admin.RelatedFieldListFilter):
    """Offers only editions, or parts of editions, whose rows the user may view."""

    def field_choices(
        self, field: ForeignKey, request: HttpRequest, model_admin: EditionScopedAdmin
    ) -> list[tuple[int, str]]:
        view, change = model_admin.permission("view"), model_admin.permission("change")
        viewable = editions_where(request.user, view, change)
        lookup = "pk__in" if field.related_model is Edition else "edition__in"
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={lookup: viewable},
        )

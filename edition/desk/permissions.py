"""Who may do what at the desk, edition by edition; see `edition.staff.roles`."""

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

# To make a release is the right to publish, plan, withdraw and restore.
PUBLISH = "releases.add_revision"


def colleague(request: HttpRequest) -> User:
    """The user who is logged in; the desk is closed to all others."""
    assert isinstance(request.user, User)
    return request.user


def may(user: Person, permission: str, edition: Edition | None = None) -> bool:
    """Whether somebody may do this ("texts.change_note") in an edition; without one: in any."""
    return user.has_perm(permission, edition)


def may_view(user: Person, part: Model) -> bool:
    """Whether somebody may look at a thing, because its edition lets them view or change such."""
    edition = part if isinstance(part, Edition) else part.edition
    label, options = part._meta.app_label, part._meta
    permissions = (f"{label}.{get_permission_codename(act, options)}" for act in ("view", "change"))
    return any(may(user, permission, edition) for permission in permissions)


def may_everywhere(user: Person, permission: str) -> bool:
    """Whether somebody may do this in every edition, those to come included."""
    role = roles_of(user).get(None)
    return (
        (user.is_active and user.is_superuser)
        or (role is not None and permission in permissions_of(role))
        or ModelBackend().has_perm(user, permission)
    )


def editions_where(user: Person, *permissions: str) -> QuerySet[Edition]:
    """The editions in which somebody may do one of these."""
    if any(may_everywhere(user, permission) for permission in permissions):
        return Edition.objects.all()
    held = [
        edition
        for edition, role in roles_of(user).items()
        if not permissions_of(role).isdisjoint(permissions)
    ]
    return Edition.objects.filter(pk__in=held)


class EditionPermissions(BaseModelAdmin):
    """Answers the permission questions of an admin or an inline in the edition of the part.

    An inline is asked about the part whose form it is in.
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
        """The editions in which somebody may add or change such a part."""
        return editions_where(request.user, self.permission("add"), self.permission("change"))


class EditionScopedAdmin(EditionPermissions, admin.ModelAdmin):
    """An admin that lists and opens only parts of editions that somebody may view."""

    edition_lookup = "edition"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        seen = editions_where(request.user, self.permission("view"), self.permission("change"))
        return super().get_queryset(request).filter(**{f"{self.edition_lookup}__in": seen})

    def check_may_save(self, request: HttpRequest, part: Model, change: bool) -> None:
        """Refuse to save in an edition of others, whatever a form let through."""
        allowed = self.has_change_permission if change else self.has_add_permission
        if not allowed(request, part):
            raise PermissionDenied


class ViewableFilter(admin.RelatedFieldListFilter):
    """Offers editions, or parts of them, as far as somebody may view what is listed."""

    def field_choices(
        self, field: ForeignKey, request: HttpRequest, model_admin: EditionScopedAdmin
    ) -> list[tuple[int, str]]:
        view, change = model_admin.permission("view"), model_admin.permission("change")
        seen = editions_where(request.user, view, change)
        lookup = "pk__in" if field.related_model is Edition else "edition__in"
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={lookup: seen},
        )

"""Authentication backend: the permissions that roles grant in an edition."""

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model

from edition.staff.models import Appointment
from edition.staff.roles import Role, permissions_of
from edition.texts.models import Edition


def roles_of(user: User | AnonymousUser) -> dict[int | None, Role]:
    """Look up the roles of a user by the id of the edition; None means every edition.

    Cached on the user for the request, as Django caches its own permissions.
    """
    if not user.is_active or user.is_anonymous:
        return {}
    cache = vars(user)
    if "_roles" not in cache:
        held = Appointment.objects.filter(user=user).values_list("edition_id", "role")
        cache["_roles"] = {edition: Role(role) for edition, role in held}
    return cache["_roles"]


class AppointmentBackend(BaseBackend):
    """`user.has_perm(permission, edition)`: in this edition; without one: in any edition.

    What Django's own permissions allow is allowed in every edition.
    """

    def get_user_permissions(
        self, user_obj: User | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        roles = roles_of(user_obj)
        if obj is None:
            return set().union(*map(permissions_of, roles.values()))
        if not isinstance(obj, Edition):
            return set()
        held = [roles[key] for key in (obj.pk, None) if key in roles]
        return ModelBackend().get_all_permissions(user_obj).union(*map(permissions_of, held))

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        allowed = self.get_user_permissions(user_obj)
        return any(permission.startswith(f"{app_label}.") for permission in allowed)

"""Appoint colleagues to roles."""

from django.contrib.auth.models import User

from edition.staff.models import Appointment
from edition.staff.roles import Role
from edition.texts.models import Edition


def grant_access(user: User) -> None:
    """Give a user access to the desk."""
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def appoint(user: User, edition: Edition | None, role: Role) -> Appointment:
    """Assign a user a role on an edition (None: on every one), replacing any earlier role."""
    appointment, _ = Appointment.objects.update_or_create(
        user=user, edition=edition, defaults={"role": role}
    )
    grant_access(user)
    vars(user).pop("_roles", None)  # invalidate the cache of `roles_of`
    return appointment

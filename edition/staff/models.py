"""Appointments: users' roles on editions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from edition.staff.roles import Role
from edition.texts.fields import choices_of
from edition.texts.models import Edition


class Appointment(models.Model):
    """A user's role on one edition; without an edition, on all present and future ones."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="appointments",
        verbose_name="colleague",
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appointments",
        help_text="Empty: every edition.",
    )
    role = models.CharField(max_length=20, choices=choices_of(Role))

    class Meta:
        verbose_name = "colleague"
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "edition"],
                name="role_on_an_edition_is_given_once",
                violation_error_message="This colleague has a role on this edition already.",
            ),
            # NULLs are never equal, so the constraint above ignores them.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(edition__isnull=True),
                name="role_on_every_edition_is_given_once",
                violation_error_message="This colleague has a role on every edition already.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="role_is_known",
                violation_error_message="There is no such role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.edition or 'every edition'}"

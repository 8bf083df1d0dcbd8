from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from edition.document.json import loads
from edition.document.values import Document
from edition.texts.models import Edition


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, slug: str) -> Self:
        return self.filter(edition__slug=slug)

    def released(self) -> Self:
        return self.filter(release_number__isnull=False)

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def latest_release(self, slug: str) -> "Revision | None":
        """The release readers are served now, or None if the edition has none."""
        return self.of(slug).released().order_by("-release_number").first()


class Revision(models.Model):
    """A document frozen in the database. A released one has a number readers can cite.

    The database itself refuses to change what was frozen (see migration 0002).
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(editable=False)
    canonical = models.TextField(editable=False, help_text="The document as canonical JSON.")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="revisions",
    )
    note = models.CharField(max_length=500, blank=True, help_text="What changed, and why.")
    release_number = models.PositiveIntegerField("release", null=True, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"], name="revision_number_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "release_number"], name="release_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(release_number__isnull=True, released_at__isnull=True)
                | Q(release_number__isnull=False, released_at__isnull=False),
                name="release_has_a_number_and_a_date",
            ),
        ]

    def __str__(self) -> str:
        if self.release_number:
            return f"{self.edition}, version {self.release_number}"
        return f"{self.edition}, revision {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reader:release", args=[self.edition.slug, self.release_number])

    @cached_property
    def document(self) -> Document:
        return loads(self.canonical)

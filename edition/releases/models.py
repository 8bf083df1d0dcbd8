"""Revisions and what belongs to them: planned releases, withdrawals, signed departures."""

from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from edition.document.json import DocumentError
from edition.document.values import Document
from edition.releases.documents import document_of
from edition.texts.models import Edition


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, slug: str) -> Self:
        return self.filter(edition__slug=slug)

    def released(self) -> Self:
        return self.filter(release_number__isnull=False)

    def for_readers(self) -> Self:
        """Releases of editions that are not withdrawn."""
        return self.released().filter(edition__withdrawal__isnull=True)

    def latest_of_each_edition(self) -> Self:
        """Of every edition the release with the highest number, withdrawn or not."""
        same = Revision.objects.released().filter(edition=OuterRef("edition"))
        highest = same.order_by("-release_number").values("release_number")[:1]
        return self.filter(release_number=Subquery(highest))

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def latest_release(self, slug: str) -> "Revision | None":
        """The release readers are served now, or None if the edition has none."""
        return self.of(slug).released().order_by("-release_number").first()


class Revision(models.Model):
    """A document frozen in the database. A released one has a number that readers can cite.

    Triggers prevent changes to a frozen document (see migration 0002).
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
        # Without it a query by digest reads the text of every revision.
        indexes = [models.Index(fields=["sha256", "edition"])]
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
        """The address of a release, or "" for an unpublished revision, which has none."""
        if not self.release_number:
            return ""
        return reverse("reader:release", args=[self.edition.slug, self.release_number])

    @cached_property
    def document(self) -> Document:
        """The frozen document. Raises DocumentError if this version cannot decode it."""
        return document_of(self.sha256, lambda: self.canonical)

    @property
    def document_or_none(self) -> Document | None:
        """The frozen document; None if this version of the software cannot decode it."""
        try:
            return self.document
        except DocumentError:
            return None


class RevisedPart(models.Model):
    """The key of a part that a revision changed: it differs from the revision before."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="revised_parts")
    key = models.CharField(max_length=100)

    class Meta:
        ordering = ["revision", "pk"]
        indexes = [models.Index(fields=["key"])]
        constraints = [
            models.UniqueConstraint(fields=["revision", "key"], name="part_is_revised_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} in {self.revision}"


class Departure(models.Model):
    """A printed text that an editor changed on purpose, and signed for.

    Only a signed text may differ from the source in a release. `sha256` is the digest of the text
    as it is compared with the source, so that a later change needs a new signature.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="departures")
    key = models.CharField(max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
    )
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="departure_is_signed_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} departs from the source"


class PlannedRelease(models.Model):
    """A revision scheduled for release. An edition has one plan at most."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, related_name="planned_release"
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="plans")
    due_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned_releases",
    )
    planned_at = models.DateTimeField(default=timezone.now)
    refusal = models.TextField(
        blank=True, help_text="Why it could not be released when it was due."
    )

    class Meta:
        ordering = ["due_at"]

    def __str__(self) -> str:
        return f"{self.revision}, to be released"


class Withdrawal(models.Model):
    """An edition withdrawn from readers: its addresses say so, and nothing is deleted."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawals",
    )
    reason = models.CharField(max_length=500, help_text="Readers are told.")

    def __str__(self) -> str:
        return f"{self.edition}, withdrawn"


class KeptFile(models.Model):
    """A source file that left the working copy but is still referenced by revisions."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="kept_files")
    sha256 = models.CharField("SHA-256", max_length=64)
    data = models.BinaryField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "sha256"], name="file_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"file {self.sha256[:12]} of {self.edition}"


class Upload(models.Model):
    """An uploaded file that has not yet been imported or discarded."""

    name = models.CharField("file name", max_length=200)
    data = models.BinaryField(editable=False)
    slug = models.SlugField("short name", max_length=80)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

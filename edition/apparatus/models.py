"""The editors' layer: annotations, emendations, entities and their mentions."""

from django.db import models
from django.utils import timezone

from edition.document import values
from edition.texts.fields import MarkdownField, choices_of
from edition.texts.models import Anchor, Contributor, Edition, key_field, unique_key


class Annotation(Anchor):
    """An editor's remark on words of the text, signed and dated."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="annotations")
    key = key_field("a")
    kind = models.CharField(max_length=20, choices=choices_of(values.AnnotationKind))
    audience = models.CharField(
        max_length=20,
        choices=choices_of(values.Audience),
        default=values.Audience.EVERYONE.value,
    )
    source = MarkdownField("remark", help_text="An empty line begins a new paragraph.")
    by = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="annotations")
    made_on = models.DateField(default=timezone.localdate)

    class Meta(Anchor.Meta):
        constraints = [unique_key("annotation"), *Anchor.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.key} on “{self.exact}”"


class Emendation(Anchor):
    """A correction displayed over printed words, which are unchanged."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="emendations")
    key = key_field("m")
    emended = models.CharField("read instead", max_length=1000, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(
        Contributor,
        on_delete=models.PROTECT,
        related_name="emendations",
        verbose_name="responsible",
    )
    made_on = models.DateField(default=timezone.localdate)

    class Meta(Anchor.Meta):
        constraints = [unique_key("emendation"), *Anchor.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.key} “{self.exact}” → “{self.emended}”"


class Entity(models.Model):
    """A person, organisation, place or other named thing that the text mentions."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entities")
    key = models.SlugField("short name", max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=choices_of(values.EntityKind))
    description = models.TextField(blank=True)
    remark = models.TextField(blank=True, help_text="What is doubtful about it.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "entities"
        ordering = ["position", "pk"]
        constraints = [unique_key("entity")]

    def __str__(self) -> str:
        return self.name


class Mention(Anchor):
    """A place where the text mentions an entity."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="mentions")
    position = models.PositiveIntegerField(default=0)

    class Meta(Anchor.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"“{self.exact}”"

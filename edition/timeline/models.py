"""Events of the timeline and the passages that mention them."""

from django.db import models

from edition.document import values
from edition.texts.fields import EdtfField, choices_of
from edition.texts.models import Anchor, Edition, Note, key_field, unique_key


class Event(models.Model):
    """A dated event that the text mentions."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="events")
    key = key_field("e")
    edtf = EdtfField("date", help_text="EDTF: 2012-10-05, 2012-10, 2003~, 2012-10~/2013-21.")
    label = models.CharField(max_length=200)
    basis = models.CharField(
        "date rests on",
        max_length=20,
        choices=choices_of(values.DateBasis),
        default=values.DateBasis.TEXT.value,
    )
    wording = models.CharField(
        "date as the source words it",
        max_length=200,
        blank=True,
        help_text="For vague dates, such as “late 2012 into the spring of 2013”.",
    )
    remark = models.TextField(blank=True)
    notes = models.ManyToManyField(
        Note, blank=True, related_name="events", help_text="The notes that bear it out."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [unique_key("event")]

    def __str__(self) -> str:
        return self.label


class Passage(Anchor):
    """Words that mention an event; the first passage is the evidence for its date."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(default=0)

    class Meta(Anchor.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"“{self.exact}”"

"""The working copy's text: editions, sections, paragraphs, notes; the abstract Anchor."""

import hashlib
from typing import Self, cast

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from edition.document import values
from edition.document.inline import Blocks, Content, blocks_text, plain_text
from edition.texts.fields import EdtfField, MarkdownField, choices_of
from edition.texts.markdown import blocks_of, content_of


def key_field(letter: str) -> models.CharField:
    """A field for keys such as "p14", unique within an edition and never reused."""
    return models.CharField(
        max_length=12,
        editable=False,
        validators=[RegexValidator(rf"^{letter}[1-9][0-9]*$", f"A key looks like {letter}14.")],
    )


def unique_key(model: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["edition", "key"],
        name=f"{model}_key_is_given_once",
        violation_error_message="This key is given already.",
    )


class EditionQuerySet(models.QuerySet["Edition"]):
    def locked(self) -> Self:
        """Lock the editions until the transaction ends, in one order, so that nobody deadlocks.

        Rows that refer to them can be inserted meanwhile: a vote waits for no editor.
        """
        return self.select_for_update(no_key=True).order_by("pk")


class Edition(models.Model):
    """An article prepared for reading and citing; its parts are the working copy."""

    slug = models.SlugField(
        "short name", max_length=80, unique=True, help_text="Part of every address of the edition."
    )
    title = models.CharField(max_length=500)
    series = models.CharField(max_length=300, blank=True, help_text="As printed above the title.")
    language = models.CharField(max_length=35, default="en", help_text="A tag such as en or zh.")
    date = EdtfField(blank=True, help_text="When it was published: 2013-09-19 (EDTF).")
    date_printed = models.CharField("date as printed", max_length=100, blank=True)
    affiliation = models.CharField(max_length=500, blank=True, help_text="As printed.")
    rights = models.TextField(blank=True)
    note_on_the_text = MarkdownField(
        blank=True, help_text="Where the text is from, what was changed in it and what is lost."
    )
    gathers_changes = models.BooleanField(
        default=False,
        help_text="If not set, each saved change is published at once.",
    )
    keys_given = models.JSONField(default=dict, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reader:edition", args=[self.slug])

    def allocate_key(self, letter: str) -> str:
        """Allocate the next key of a series, such as "a15". Call it inside a transaction."""
        locked = Edition.objects.locked().get(pk=self.pk)
        number = locked.keys_given.get(letter, 0) + 1
        self.keys_given = locked.keys_given | {letter: number}
        Edition.objects.filter(pk=self.pk).update(keys_given=self.keys_given)
        return f"{letter}{number}"


class Contributor(models.Model):
    """A person or body named on the edition: an author, editor or translator."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributors")
    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=200, help_text="As it is signed.")
    family = models.CharField("family name", max_length=100, blank=True)
    given = models.CharField("given names", max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=choices_of(values.Role))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [unique_key("contributor")]

    def __str__(self) -> str:
        return self.name


class Witness(models.Model):
    """A source file, stored byte for byte."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="witnesses")
    name = models.CharField("file name", max_length=200)
    media_type = models.CharField(max_length=100, default="text/plain")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    origin = models.TextField(blank=True, help_text="Where the file is from.")
    data = models.BinaryField(null=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "witnesses"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sha256"],
                name="witness_is_kept_once",
                violation_error_message="This file is kept already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_intact(self) -> bool:
        return self.data is not None and hashlib.sha256(self.data).hexdigest() == self.sha256


class Section(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    key = key_field("s")
    position = models.PositiveIntegerField(default=0)
    heading = MarkdownField(blank=True, blocks=False, help_text="Empty where none is printed.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [unique_key("section")]

    def __str__(self) -> str:
        return self.text or f"[{self.key}]"

    @property
    def text(self) -> str:
        """The heading without its markup; empty where none is printed."""
        return plain_text(content_of(self.heading))


class Paragraph(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="paragraphs")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="paragraphs")
    key = key_field("p")
    position = models.PositiveIntegerField(default=0)
    source = MarkdownField("text", blocks=False, help_text="A note is called as [^n7].")
    language = models.CharField(max_length=35, blank=True, help_text="If not the edition's own.")

    class Meta:
        ordering = ["section__position", "section__pk", "position", "pk"]
        constraints = [unique_key("paragraph")]

    def __str__(self) -> str:
        return f"¶ {self.key[1:]} {_shorten(self.text)}"

    @property
    def content(self) -> Content:
        return content_of(self.source)

    @property
    def text(self) -> str:
        return plain_text(self.content)


class Note(models.Model):
    """The author's note. Its label is the number as printed, never renumbered."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="notes")
    key = key_field("n")
    label = models.CharField(max_length=20, help_text="The number as printed.")
    position = models.PositiveIntegerField(default=0)
    source = MarkdownField("text", help_text="An empty line begins a new paragraph.")
    language = models.CharField(max_length=35, blank=True, help_text="If not the edition's own.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            unique_key("note"),
            models.UniqueConstraint(
                fields=["edition", "label"],
                name="note_label_is_printed_once",
                violation_error_message="Another note has this number.",
            ),
        ]

    def __str__(self) -> str:
        return f"Note {self.label} {_shorten(self.text)}"

    @property
    def blocks(self) -> Blocks:
        return blocks_of(self.source)

    @property
    def text(self) -> str:
        return blocks_text(self.blocks)


class Reference(models.Model):
    """A place where a paragraph calls a note; derived from the paragraph's text."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="references")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="references")
    offset = models.PositiveIntegerField(help_text="In code points of the plain text.")
    position = models.PositiveIntegerField(help_text="Counts the paragraph's references.")

    class Meta:
        ordering = ["paragraph", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "position"], name="reference_has_its_own_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paragraph.key} calls {self.note.key}"

    @property
    def calling_words(self) -> str:
        """The last whole words before the marker, at most forty characters."""
        before = self.paragraph.text[: self.offset]
        if len(before) <= 40:
            return before
        return "… " + (before[-40:].partition(" ")[2] or before[-40:])


class Citation(models.Model):
    """A work that a note cites, as far as the note says."""

    KINDS = [
        ("article-newspaper", "newspaper article"),
        ("article-journal", "journal article"),
        ("chapter", "chapter"),
        ("book", "book"),
        ("report", "report"),
        ("webpage", "web page"),
        ("speech", "speech"),
        ("other", "other"),
    ]
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=KINDS)
    title = models.CharField(max_length=500, blank=True)
    authors = models.TextField(blank=True, help_text="One a line: Family, Given.")
    editors = models.TextField(blank=True, help_text="One a line: Family, Given.")
    container = models.CharField("in", max_length=300, blank=True)
    issued = EdtfField(blank=True, help_text="EDTF: 2012-09-21.")
    volume = models.CharField(max_length=40, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    url = models.URLField("address", max_length=1000, blank=True)
    accessed = EdtfField(blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["note__position", "position", "pk"]

    def __str__(self) -> str:
        return self.title or self.container or f"work cited in note {self.note.label}"


class AnchorQuerySet(models.QuerySet["Anchor"]):
    def lost(self) -> Self:
        return self.filter(is_lost=True)

    def in_reading_order(self) -> Self:
        return self.order_by(
            F("paragraph__section__position").asc(nulls_last=True),
            F("paragraph__position").asc(nulls_last=True),
            "note__position",
            "start",
            "-end",
            "pk",
        )


class Anchor(models.Model):
    """Words of a paragraph or of a note that a layer covers.

    Offsets alone go stale when the text is corrected, so the words themselves and their context
    are stored too (the text quote selector of the Web Annotation Data Model).
    """

    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    note = models.ForeignKey(
        Note, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss_on_it"
    )
    start = models.PositiveIntegerField(editable=False)
    end = models.PositiveIntegerField(editable=False, help_text="One past the last character.")
    exact = models.TextField("words")
    prefix = models.CharField(max_length=64, blank=True, editable=False)
    suffix = models.CharField(max_length=64, blank=True, editable=False)
    is_lost = models.BooleanField(
        "lost its place",
        default=False,
        editable=False,
        help_text="The words were not found again after the text was corrected.",
    )

    objects = AnchorQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="%(class)s_covers_text",
                violation_error_message="An anchor must cover at least one character.",
            ),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) ^ Q(note__isnull=True),
                name="%(class)s_stands_in_one_text",
                violation_error_message="Choose a paragraph or a note, and not both.",
            ),
        ]

    @property
    def target(self) -> Paragraph | Note:
        return cast(Paragraph | Note, self.paragraph or self.note)  # a constraint: one is set

    @property
    def anchor(self) -> values.Anchor:
        return values.Anchor(
            target=self.target.key,
            start=self.start,
            end=self.end,
            exact=self.exact,
            prefix=self.prefix,
            suffix=self.suffix,
        )

    def move_to(self, target: Paragraph | Note, anchor: values.Anchor) -> None:
        """Move to the words of `anchor` in `target`, without saving."""
        self.paragraph = target if isinstance(target, Paragraph) else None
        self.note = target if isinstance(target, Note) else None
        self.start, self.end, self.exact = anchor.start, anchor.end, anchor.exact
        self.prefix, self.suffix = anchor.prefix, anchor.suffix
        self.is_lost = False


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"

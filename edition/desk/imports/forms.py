"""The upload form, and the permissions to replace texts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import QuerySet

from edition.desk.permissions import Person, editions_where, may
from edition.exchange import ImportRefused, Reading, read_upload
from edition.exchange.results import SLUG
from edition.exchange.uploads import KINDS
from edition.texts.fields import validate_short_name
from edition.texts.models import Edition

MAX_UPLOAD = 10_000_000  # bytes; the server itself refuses twice as much
NEEDED = ("texts.change_edition", "texts.change_paragraph")


def may_replace(user: Person, edition: Edition) -> bool:
    return all(may(user, permission, edition) for permission in NEEDED)


def replaceable(user: Person) -> QuerySet[Edition]:
    """Select the editions whose text the user may replace."""
    first, second = (editions_where(user, permission) for permission in NEEDED)
    return first & second


class UploadForm(forms.Form):
    """Parses the file during validation, so that a refused one is not stored; see `reading`."""

    file = forms.FileField(
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        help_text=(
            "A text file (.txt, UTF-8) with one article, or the folder of an edition packed as "
            f".zip; {MAX_UPLOAD // 1_000_000} MB at most."
        ),
    )
    edition = forms.ModelChoiceField(
        queryset=Edition.objects.none(),
        required=False,
        empty_label="none: it is a new edition",
        label="It replaces the text of",
    )
    slug = forms.CharField(
        required=False,
        max_length=80,
        validators=[validate_slug, validate_short_name],
        label="Short name",
        help_text="Of a new edition, in its addresses. Empty: made of the title.",
    )

    reading: Reading
    data_of_file: bytes

    def __init__(self, user: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.user = user
        self.fields["edition"].queryset = replaceable(user)
        if not may(user, "texts.add_edition"):
            self.fields["edition"].required = True
            self.fields["edition"].empty_label = "choose one"
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if slug and not SLUG.fullmatch(slug):
            raise ValidationError("Write letters a to z, figures, and single hyphens between them.")
        return slug

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        file, edition = cleaned.get("file"), cleaned.get("edition")
        if self.errors or file is None:
            return cleaned
        if file.size > MAX_UPLOAD:
            size, limit = file.size / 1e6, MAX_UPLOAD / 1e6
            self.add_error("file", f"The file has {size:.1f} MB; {limit:.0f} MB is the limit.")
            return cleaned
        self.data_of_file = file.read()
        slug = edition.slug if edition else cleaned.get("slug", "")
        try:
            self.reading = read_upload(self.data_of_file, file.name, slug)
        except ImportRefused as refused:
            self.add_error("file", [str(problem) for problem in refused.problems])
            return cleaned
        found = self.reading.document.slug
        if not edition and Edition.objects.filter(slug=found).exists():
            self.add_error(
                "slug",
                f"There is an edition “{found}” already. Choose it above to replace its text, or "
                "write another short name.",
            )
        return cleaned

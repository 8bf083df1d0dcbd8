from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from edition.document.markdown import DialectError, parse, parse_blocks


def choices_of(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """The members of a closed set of words, for a field's `choices`."""
    return [(kind.value, kind.value.capitalize()) for kind in kinds]


@lru_cache(maxsize=4096)  # the package takes some 10 ms to read one date
def is_edtf(text: str) -> bool:
    try:
        parse_edtf(text)
    except EDTFParseException:
        return False
    return True


def validate_edtf(value: str) -> None:
    if not is_edtf(value):
        raise ValidationError(
            f"“{value}” is not a date in EDTF. Write 2012-09-21, 2012-09, 2012~ (about), "
            "2012-10/2013-03 (from, to) or 2013-21 (spring)."
        )


class EdtfField(models.CharField):
    """A date as uncertain as the source leaves it (EDTF, ISO 8601-2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)
        if validate_edtf not in self.validators:
            self.validators = [*self.validators, validate_edtf]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class MarkdownField(models.TextField):
    """Text in the editors' Markdown; what the dialect does not know is refused with its place."""

    def __init__(self, *args: Any, blocks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks

    def validate(self, value: str, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        try:
            (parse_blocks if self.blocks else parse)(value)
        except DialectError as error:
            raise ValidationError([str(refusal) for refusal in error.refusals]) from error

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

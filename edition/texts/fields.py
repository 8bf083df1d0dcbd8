"""Model fields and validators for EDTF dates, Markdown, languages and characters."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from edition.document.edtf import LONGEST, NotADate, bounds
from edition.document.inline import UNFIT, is_language
from edition.document.markdown.parse import DialectError, parse, parse_blocks


def choices_of(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """List the members of an enumeration for a field's `choices`."""
    return [(kind.value, kind.value.capitalize()) for kind in kinds]


def validate_edtf(value: str) -> None:
    try:
        bounds(value)
    except NotADate as error:
        raise ValidationError(str(error)) from error


def validate_characters(value: str) -> None:
    if found := UNFIT.search(value.replace("\n", "").replace("\t", "").replace("\r", "")):
        raise ValidationError(f"The character U+{ord(found[0]):04X} cannot be stored; delete it.")


def validate_language(value: str) -> None:
    if not is_language(value):
        raise ValidationError(f"“{value}” is not a language tag. Write one such as zh or pt-BR.")


def validate_short_name(value: str) -> None:
    if re.fullmatch(r"[a-z][0-9]*", value):
        raise ValidationError("This reads like a key of the text, such as p14; make it longer.")


class EdtfField(models.CharField):
    """A date, possibly uncertain, in EDTF (ISO 8601-2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(*args, **kwargs)
        if validate_edtf not in self.validators:
            self.validators = [*self.validators, validate_edtf]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class MarkdownField(models.TextField):
    """Text in the editors' Markdown; errors give line and column."""

    def __init__(self, *args: Any, blocks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks

    def validate(self, value: str, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        try:
            (parse_blocks if self.blocks else parse)(value)
        except DialectError as error:
            raise ValidationError([str(refusal) for refusal in error.refusals]) from error

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

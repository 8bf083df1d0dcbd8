"""Optimistic locking: keyed digests of the stored values that a form or a list was rendered from.

A digest is keyed with the site's secret and with its subject, so that one which is missing, forged
or copied from elsewhere never means "nothing has changed".
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import Max, Model
from django.utils.crypto import constant_time_compare, salted_hmac

from edition.texts.models import Edition


class DigestForm(forms.Form):
    """`shown` is the digest of the working copy from which the page with the form was rendered."""

    shown = forms.CharField(widget=forms.HiddenInput)


LENGTH = 16  # hexadecimal digits: 64 bits


def normalized(value: Any) -> str:
    """Turn the value of a field into text, the same whether it was stored or submitted."""
    match value:
        case None | "" | False:
            return ""
        case str():
            return value.replace("\r\n", "\n")
        case Model():
            return str(value.pk)
        case datetime() if value.tzinfo:
            return value.astimezone(UTC).replace(microsecond=0).isoformat()
        case _ if isinstance(value, Iterable):
            return ",".join(sorted(normalized(each) for each in value))
    return str(value)


def keyed_digest(salt: str, text: str) -> str:
    """Make the digest of a text with the site's secret; each use has a `salt` of its own."""
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()[:LENGTH]


def field_digest(part: Model, name: str, text: str) -> str:
    """Make the digest of one field of a stored part, from its normalized text."""
    return keyed_digest(
        f"edition.desk.concurrency.digests:{part._meta.label}:{part.pk}:{name}", text
    )


def serialize(digests: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{digest}" for name, digest in digests.items())


def parse(rendered: str) -> dict[str, str]:
    """Parse the output of `serialize`; ignore what is malformed."""
    return dict(pair.split(":", 1) for pair in rendered.split() if ":" in pair)


def state_digest(parts: Iterable[Model]) -> str:
    """Make one digest of all values of these parts; for an edition, of its last revision too."""
    parts = sorted(parts, key=lambda part: (part._meta.label, part.pk))
    texts = [
        repr([part._meta.label, part.pk, *(_stored(part, field) for field in _fields(part))])
        for part in parts
    ]
    texts += [str(_last_revision(part)) for part in parts if isinstance(part, Edition)]
    return keyed_digest("edition.desk.state", "\n".join(texts))


def _last_revision(edition: Edition) -> int | None:
    """Return the id of the latest revision: every save makes one, so it changes with any part."""
    if hasattr(edition, "last_revision"):  # annotated, in lists
        return edition.last_revision
    return edition.revisions.aggregate(last=Max("pk"))["last"]


def digests_match(rendered: str, stored: str) -> bool:
    return constant_time_compare(rendered, stored)


# These change when readers vote, or when editors change something else.
_MOVING = {"votes", "version", "set_apart", "position", "start", "end", "prefix", "suffix"}


def _fields(part: Model) -> list[str]:
    deferred = part.get_deferred_fields()
    return [
        field.attname
        for field in part._meta.concrete_fields
        if field.attname not in deferred and field.name not in {*_MOVING, "keys_given"}
    ]


def _stored(part: Model, name: str) -> str:
    return normalized(getattr(part, name))

"""What somebody saw when a form or a list was opened, as digests that nobody else can make.

A digest is keyed with the site's secret and with the thing it is of, so that one which is missing,
made up or taken from elsewhere never passes for "nothing has changed".
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import Max, Model
from django.utils.crypto import constant_time_compare, salted_hmac

from edition.texts.models import Edition


class LookedAtForm(forms.Form):
    """`shown` is the digest of the working copy that whoever sends the form has looked at."""

    shown = forms.CharField(widget=forms.HiddenInput)


LENGTH = 16  # hexadecimal digits: 64 bits


def normal(value: Any) -> str:
    """A value of a field as text, the same whether it was stored or typed."""
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
            return ",".join(sorted(normal(each) for each in value))
    return str(value)


def keyed(salt: str, text: str) -> str:
    """The digest of a text; nobody without the site's secret can make it, nor use another's."""
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()[:LENGTH]


def digest_of(part: Model, name: str, text: str) -> str:
    """The digest of one field of a stored part, by its normal text."""
    return keyed(f"edition.desk.concurrency.digests:{part._meta.label}:{part.pk}:{name}", text)


def written(digests: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{digest}" for name, digest in digests.items())


def read(seen: str) -> dict[str, str]:
    """The digests of `written`; of what is not so written, as many as can be read."""
    return dict(pair.split(":", 1) for pair in seen.split() if ":" in pair)


def state_of(parts: Iterable[Model]) -> str:
    """One digest of all that these parts hold; for an edition, of its last revision too."""
    parts = sorted(parts, key=lambda part: (part._meta.label, part.pk))
    texts = [
        repr([part._meta.label, part.pk, *(_stored(part, field) for field in _fields(part))])
        for part in parts
    ]
    texts += [str(_last_revision(part)) for part in parts if isinstance(part, Edition)]
    return keyed("edition.desk.state", "\n".join(texts))


def _last_revision(edition: Edition) -> int | None:
    """Every save makes one, so this tells whether anything in the edition changed."""
    if hasattr(edition, "last_revision"):  # annotated, in lists
        return edition.last_revision
    return edition.revisions.aggregate(last=Max("pk"))["last"]


def is_same(seen: str, state: str) -> bool:
    return constant_time_compare(seen, state)


# What moves by itself when readers vote, or when editors work on something else.
_MOVING = {"votes", "version", "set_apart", "position", "start", "end", "prefix", "suffix"}


def _fields(part: Model) -> list[str]:
    deferred = part.get_deferred_fields()
    return [
        field.attname
        for field in part._meta.concrete_fields
        if field.attname not in deferred and field.name not in {*_MOVING, "keys_given"}
    ]


def _stored(part: Model, name: str) -> str:
    return normal(getattr(part, name))

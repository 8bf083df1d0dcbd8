"""The suggested signer of a new annotation or emendation."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from edition.document.values import Role
from edition.texts.models import Contributor, Edition
from edition.texts.numbers import number_or_none


def suggested_signer(
    user: User, layer: type[Model], editions: QuerySet[Edition], edition: str
) -> Contributor | None:
    """Suggest the namesake of the account, the signer of what it saved last, or the only editor."""
    people = Contributor.objects.filter(edition__in=editions)
    if (pk := number_or_none(edition)) is not None:
        people = people.filter(edition=pk)
    return (
        _only(_namesakes(user, people))
        or _last_signed(user, layer, people)
        or _only(people.filter(role=Role.EDITOR))
    )


def _only(people: QuerySet[Contributor]) -> Contributor | None:
    found = people[:2]
    return found[0] if len(found) == 1 else None


def _namesakes(user: User, people: QuerySet[Contributor]) -> QuerySet[Contributor]:
    same = Q(key__iexact=user.get_username())
    if user.get_full_name():
        same |= Q(name__iexact=user.get_full_name())
    if user.last_name and user.first_name:
        same |= Q(family__iexact=user.last_name, given__iexact=user.first_name)
    return people.filter(same)


def _last_signed(
    user: User, layer: type[Model], people: QuerySet[Contributor]
) -> Contributor | None:
    saved = LogEntry.objects.filter(
        user=user, content_type=ContentType.objects.get_for_model(layer)
    ).order_by("-action_time")
    keys = [
        key for key in saved.values_list("object_id", flat=True)[:20] if key and key.isdecimal()
    ]
    signed = dict(layer._default_manager.filter(pk__in=keys).values_list("pk", "by"))
    by = next((signed[int(key)] for key in keys if int(key) in signed), None)
    return people.filter(pk=by).first() if by else None

"""Lock editions by their ids, for as long as a transaction changes what they hold.

Locks are always acquired in the order edition, poll, choices.
"""

from collections.abc import Iterable

from edition.texts.models import Edition


def lock_edition(pk: int) -> Edition:
    """Lock an edition until the transaction ends; return it as stored."""
    return Edition.objects.locked().get(pk=pk)


def lock_editions(pks: Iterable[int]) -> None:
    """Lock several editions until the transaction ends."""
    list(Edition.objects.locked().filter(pk__in=pks).values_list("pk"))

"""Store the polls of a `Document`, in the rows that ballots belong to."""

from django.db.models import F, QuerySet

from edition.document import values
from edition.document.values import Document
from edition.polls.models import Choice, Poll
from edition.releases.working_copy.upsert import by_key
from edition.releases.working_copy.validation import DoesNotFit, validated
from edition.texts.models import Edition


def store_polls(edition: Edition, document: Document) -> None:
    wanted = by_key(document.polls)
    # Lock the polls, so that no vote arrives for a choice that is being deleted.
    list(edition.polls.locked())
    _drop(edition.polls.exclude(key__in=wanted))
    for position, (key, each) in enumerate(wanted.items()):
        poll = edition.polls.filter(key=key).first() or Poll(edition=edition, key=key)
        poll.question, poll.record, poll.position = each.question, each.record, position
        validated(poll, key)
        # Not `version`: votes increase it.
        poll.save(update_fields=["question", "record", "position"] if poll.pk else None)
        _store_choices(poll, by_key(each.choices))
    # The wording of a poll may have changed: a new version notifies every open page.
    edition.polls.update(version=F("version") + 1)


def _store_choices(poll: Poll, wanted: dict[str, values.Choice]) -> None:
    _drop(poll.choices.exclude(key__in=wanted))
    for place, (key, each) in enumerate(wanted.items()):
        choice = poll.choices.filter(key=key).first() or Choice(poll=poll, key=key)
        choice.label, choice.position = each.label, place
        choice.printed_votes, choice.printed_percent = each.printed_votes, each.printed_percent
        validated(choice, key)
        fields = ["label", "position", "printed_votes", "printed_percent"]
        choice.save(update_fields=fields if choice.pk else None)


def _drop(unwanted: QuerySet[Poll] | QuerySet[Choice]) -> None:
    if voted := unwanted.filter(ballots__isnull=False).first():
        raise DoesNotFit(f"“{voted.key}” has ballots; it cannot be removed.")
    unwanted.delete()

"""Polls, their choices and ballots, and their counts."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from edition.texts.models import Edition


class PollQuerySet(models.QuerySet["Poll"]):
    def named(self, edition_slug: str, key: str) -> Self:
        return self.filter(edition__slug=edition_slug, key=key)

    def locked(self) -> Self:
        """Lock the polls, and with them their choices, until the transaction ends, in one order."""
        return self.select_for_update(of=("self",)).order_by("pk")


class Poll(models.Model):
    """A question to the readers."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="polls")
    key = models.SlugField("short name", max_length=80)
    question = models.CharField(max_length=500)
    record = models.CharField(
        max_length=200, blank=True, help_text="Where printed votes are from: “as printed in 2013”."
    )
    opens_at = models.DateTimeField(null=True, blank=True, help_text="Empty: open from the start.")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it stays open.")
    version = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Grows with every change of the result."
    )
    set_apart = models.PositiveIntegerField(
        "votes set apart", default=0, editable=False, help_text="Of bursts that were not restored."
    )
    position = models.PositiveIntegerField(default=0)

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"],
                name="poll_key_is_given_once",
                violation_error_message="This edition has a poll of this name.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="poll_closes_after_it_opens",
                violation_error_message="A poll must close after it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def why_not_open(self) -> str:
        is_to_come = self.opens_at is not None and self.opens_at > timezone.now()
        return "This poll is not open yet." if is_to_come else "This poll is closed."

    @property
    def is_open(self) -> bool:
        has_begun = self.opens_at is None or self.opens_at <= timezone.now()
        return has_begun and self.closed_at is None

    @property
    def closed_at(self) -> datetime | None:
        """The time at which it closed, or None if it has not."""
        has_ended = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.closes_at if has_ended else None


class Choice(models.Model):
    """One answer. Printed votes are a fixed record; votes cast here are counted separately."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    key = models.SlugField("short name", max_length=80)
    label = models.CharField(max_length=300)
    printed_votes = models.PositiveIntegerField(default=0)
    printed_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    votes = models.PositiveIntegerField(
        "votes cast here", default=0, editable=False, help_text="Counted with every ballot."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "key"],
                name="choice_key_is_given_once",
                violation_error_message="This poll has a choice of this name.",
            ),
            models.CheckConstraint(
                condition=Q(printed_percent__isnull=True) | Q(printed_percent__lte=100),
                name="printed_percent_is_at_most_100",
                violation_error_message="A percentage is at most 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Burst(models.Model):
    """Many ballots cast by one network at once: set apart until staff restore them."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="bursts")
    began_at = models.DateTimeField(default=timezone.now)
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["began_at", "pk"]

    def __str__(self) -> str:
        return f"burst of {self.began_at:%Y-%m-%d %H:%M}"


class Ballot(models.Model):
    """One browser's vote in a poll. It can be changed until the poll closes."""

    # The index of the constraint below begins with the poll. With a second index PostgreSQL, while
    # it has no statistics, would read every ballot of the poll for each vote.
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="ballots")
    voter = models.CharField(
        max_length=64, help_text="A keyed hash of a random cookie; nothing else is known."
    )
    burst = models.ForeignKey(
        Burst, on_delete=models.PROTECT, related_name="ballots", null=True, blank=True
    )
    cast_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "voter"], name="ballot_is_one_a_browser")
        ]

    def __str__(self) -> str:
        return f"vote for {self.choice}"

    @property
    def is_set_apart(self) -> bool:
        return self.burst is not None and self.burst.restored_at is None

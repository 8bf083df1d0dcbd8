from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.models import PlannedRelease, Revision
from edition.releases.publish import NotPublishable, publish
from edition.releases.schedule import publish_due
from edition.texts.models import Edition


class Command(BaseCommand):
    help = (
        "Release the working copy of an edition to its readers, or every planned release that is "
        "due. The server does the latter by itself; where none runs, use a timer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("slug", metavar="SLUG", nargs="?")
        what.add_argument("--due", action="store_true", help="release every plan that is due")
        parser.add_argument("--note", default="", help="what changed, for the list of versions")

    def handle(self, *, slug: str | None, due: bool, note: str, **options: Any) -> None:
        if due:
            self.publish_due()
            return
        edition = Edition.objects.filter(slug=slug).first()
        if edition is None:
            raise CommandError(f"There is no edition “{slug}”. There are: {_slugs()}.")
        try:
            self.report(publish(edition, note=note))
        except NotPublishable as error:
            problems = "\n".join(map(str, error.problems))
            raise CommandError(f"“{slug}” was not released.\n{problems}") from error

    def publish_due(self) -> None:
        plans = list(PlannedRelease.objects.filter(refusal="").values_list("pk", flat=True))
        for release in publish_due():
            self.report(release)
        refused = PlannedRelease.objects.filter(pk__in=plans).exclude(refusal="")
        if lines := [
            f"“{plan.edition.slug}” was not released.\n{plan.refusal}" for plan in refused
        ]:
            raise CommandError("\n".join(lines))

    def report(self, release: Revision) -> None:
        done = f"Version {release.release_number} of “{release.edition.slug}” is released."
        self.stdout.write(self.style.SUCCESS(done))


def _slugs() -> str:
    return ", ".join(Edition.objects.values_list("slug", flat=True)) or "none"

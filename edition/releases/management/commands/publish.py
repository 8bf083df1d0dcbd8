from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.publish import NotPublishable, publish
from edition.texts.models import Edition


class Command(BaseCommand):
    help = "Release the working copy of an edition to its readers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--note", default="", help="what changed, for the list of versions")

    def handle(self, *, slug: str, note: str, **options: Any) -> None:
        edition = Edition.objects.filter(slug=slug).first()
        if edition is None:
            raise CommandError(f"There is no edition “{slug}”. There are: {_slugs()}.")
        try:
            release = publish(edition, note=note)
        except NotPublishable as error:
            problems = "\n".join(map(str, error.problems))
            raise CommandError(f"“{slug}” was not released.\n{problems}") from error
        self.stdout.write(
            self.style.SUCCESS(f"Version {release.release_number} of “{slug}” is released.")
        )


def _slugs() -> str:
    return ", ".join(Edition.objects.values_list("slug", flat=True)) or "none"

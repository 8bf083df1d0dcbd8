from django.db import migrations

from edition.document.changes.parts import compare
from edition.document.json import loads


def tell_parts(apps, schema_editor):
    """What each older revision changed: histories and lasting addresses rest on it."""
    Edition = apps.get_model("texts", "Edition")
    Revision = apps.get_model("releases", "Revision")
    RevisedPart = apps.get_model("releases", "RevisedPart")
    told = set(RevisedPart.objects.values_list("revision_id", flat=True))
    for edition in Edition.objects.values_list("pk", flat=True):
        before = None
        revisions = Revision.objects.filter(edition_id=edition).order_by("number")
        for revision in revisions.iterator(chunk_size=10):
            document = loads(revision.canonical)
            if before is not None and revision.pk not in told:
                RevisedPart.objects.bulk_create(
                    RevisedPart(revision_id=revision.pk, key=change.key)
                    for change in compare(before, document)
                )
            before = document


class Migration(migrations.Migration):
    """Revisions that were made before there were RevisedParts are given theirs."""

    dependencies = [("releases", "0004_find_revisions_by_digest")]
    operations = [migrations.RunPython(tell_parts, migrations.RunPython.noop)]

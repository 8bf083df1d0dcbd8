"""Let the database itself refuse to change a frozen document or the number of a release.

The application never does; this stands against a careless query or a tool beside it. On SQLite a
later change of the table drops its triggers: such a migration must make them again.
"""

from django.db import migrations

FROZEN = ("edition_id", "number", "canonical", "sha256", "made_at")
SAYS = "a revision is frozen and cannot be changed"

SQLITE = [
    f"CREATE TRIGGER revision_is_frozen BEFORE UPDATE OF {', '.join(FROZEN)} "
    f"ON releases_revision BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER release_keeps_its_number BEFORE UPDATE OF release_number "
    "ON releases_revision WHEN OLD.release_number IS NOT NULL "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
]

POSTGRESQL = f"""
CREATE FUNCTION refuse_to_change_revision() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER revision_is_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON releases_revision
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_revision();
CREATE TRIGGER release_keeps_its_number BEFORE UPDATE OF release_number ON releases_revision
FOR EACH ROW WHEN (OLD.release_number IS NOT NULL) EXECUTE FUNCTION refuse_to_change_revision()
"""


def freeze(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in [POSTGRESQL] if on_postgresql else SQLITE:
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    on_table = " ON releases_revision" if schema_editor.connection.vendor == "postgresql" else ""
    for trigger in ("revision_is_frozen", "release_keeps_its_number"):
        schema_editor.execute(f"DROP TRIGGER {trigger}{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION refuse_to_change_revision()")


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]

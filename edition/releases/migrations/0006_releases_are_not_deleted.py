"""Let the database itself refuse to delete a release: what was cited is never taken away.

The application has no way to; this stands against a careless query or a tool beside it. On SQLite
a later change of the table drops its triggers: such a migration must make this one again, too.
"""

from django.db import migrations

SAYS = "a release is kept for ever and cannot be deleted"
SQLITE = [
    "CREATE TRIGGER release_is_not_deleted BEFORE DELETE ON releases_revision "
    f"WHEN OLD.release_number IS NOT NULL BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
]
POSTGRESQL = f"""
CREATE FUNCTION refuse_to_delete_release() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER release_is_not_deleted BEFORE DELETE ON releases_revision
FOR EACH ROW WHEN (OLD.release_number IS NOT NULL) EXECUTE FUNCTION refuse_to_delete_release()
"""


def keep(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in [POSTGRESQL] if on_postgresql else SQLITE:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    on_table = " ON releases_revision" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER release_is_not_deleted{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION refuse_to_delete_release()")


class Migration(migrations.Migration):
    dependencies = [("releases", "0005_parts_of_older_revisions")]
    operations = [migrations.RunPython(keep, let_go)]

"""Let the database itself refuse to change a frozen document.

The application never does; this stands against a careless query or a tool beside it.
"""

from django.db import migrations

FROZEN = ("edition_id", "number", "canonical", "sha256", "made_at")
SAYS = "a revision is frozen and cannot be changed"

SQLITE = f"""
CREATE TRIGGER revision_is_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON releases_revision
BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
"""

POSTGRESQL = f"""
CREATE FUNCTION refuse_to_change_revision() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER revision_is_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON releases_revision
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_revision()
"""


def freeze(apps, schema_editor):
    statement = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    schema_editor.execute(statement)


def thaw(apps, schema_editor):
    on_table = " ON releases_revision" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER revision_is_frozen{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION refuse_to_change_revision()")


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]

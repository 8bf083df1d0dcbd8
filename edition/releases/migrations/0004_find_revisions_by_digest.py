from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Ask whether a text was frozen before without reading every text there is."""

    dependencies = [
        ("releases", "0003_around_revisions"),
        ("texts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["sha256", "edition"], name="releases_re_sha256_af9f19_idx"),
        ),
    ]

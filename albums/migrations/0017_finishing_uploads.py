"""Say of an upload who makes its picture, and whether it is still on its way. No release had uploads before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("albums", "0016_one_file_of_many_pictures"),
    ]

    operations = [
        migrations.AddField(
            "stagedupload",
            "finishing_until",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "stagedupload",
            "state",
            models.CharField(
                choices=[("open", "on its way"), ("added", "added"), ("over", "nothing new")],
                db_default="open",
                default="open",
                max_length=5,
            ),
        ),
        # Before the former goes: the foreign key needs one at every moment.
        migrations.AddIndex(
            "stagedupload",
            models.Index(fields=["family", "state", "expires_at"], name="uploads_by_state"),
        ),
        migrations.RemoveIndex("stagedupload", "uploads_of_family"),
        migrations.RemoveField("stagedupload", "was_complete"),
    ]

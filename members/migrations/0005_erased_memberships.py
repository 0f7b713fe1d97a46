from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_letters_to")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="erased_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="요청받아 지운 날"),
        ),
    ]

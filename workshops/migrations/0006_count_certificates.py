from django.db import migrations
from django.db.models import Max


def count(apps, schema_editor):
    """From the highest number that still stands: who it was given to before and gave it up cannot be known."""
    event_model = apps.get_model("workshops", "Event")
    numbered = event_model.objects.annotate(last=Max("people__certificate_number")).filter(last__isnull=False)
    for event in numbered.order_by():
        event_model.objects.filter(pk=event.pk).update(certificates_drawn=event.last)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0005_certificates_drawn")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]

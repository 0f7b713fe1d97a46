from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """No certificate's number is given twice; whoever comes alone where they take no seat holds none."""

    dependencies = [("workshops", "0004_nobody_to_be_asked")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="certificates_drawn",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="나간 확인서 번호"),
        ),
        migrations.RemoveConstraint(model_name="party", name="party_wants_a_seat"),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=~Q(state="standing") | Q(seats_wanted__gte=1) | Q(kind="aides", origin="on_site"),
                name="party_wants_a_seat",
            ),
        ),
    ]

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A party may stand although nobody can be asked about it: whoever was to take it over has refused."""

    dependencies = [("workshops", "0003_arrival_in_one_word")]

    operations = [
        migrations.RemoveConstraint(model_name="party", name="party_standing_can_be_reached"),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=~Q(state="standing")
                | ~Q(name="") & (Q(origin="on_site") | ~Q(mail="") & ~Q(phone=""))
                | Q(name="", mail="", phone=""),
                name="party_standing_is_reached_or_names_nobody",
            ),
        ),
    ]

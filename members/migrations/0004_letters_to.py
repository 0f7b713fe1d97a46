from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Q, Subquery


def as_letters_go(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """To a signed or confirmed address. What was changed since and is not confirmed waits for a signature: the address
    that was signed stands in an encrypted form alone.
    """
    application = apps.get_model("members", "Application")
    signatures = apps.get_model("members", "Signature").objects.filter(application=OuterRef("pk"))
    last = Subquery(signatures.order_by("-version").values("version")[:1])
    sent = application.objects.exclude(state="writing").filter(mail_denied_at=None)
    known = Q(mail_confirmed_at__isnull=False) | Q(signed_version=F("version"))
    reached = sent.alias(signed_version=last).filter(known).values("pk")
    application.objects.filter(pk__in=reached).update(letters_to=F("mail"))


class Migration(migrations.Migration):
    dependencies = [("members", "0003_mailed_links_and_answers")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="letters_to",
            field=models.EmailField(
                blank=True, default="", editable=False, max_length=254, verbose_name="편지를 보내는 주소"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(as_letters_go, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=Q(("mail_denied_at", None), ("letters_to", ""), _connector="OR"),
                name="application_denied_mail_gets_no_letters",
            ),
        ),
    ]

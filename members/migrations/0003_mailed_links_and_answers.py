import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_texts_of_our_own"),
        ("handbook", "0002_outbox_access_consent"),
        ("members", "0002_applications"),
    ]

    operations = [
        migrations.CreateModel(
            name="MembershipConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=30, verbose_name="무엇에")),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="동의한 때")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="거둔 때")),
            ],
            options={
                "verbose_name": "종이로 받은 동의",
                "verbose_name_plural": "종이로 받은 동의",
            },
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_online_has_agreement_and_address",
        ),
        migrations.AddField(
            model_name="application",
            name="mail_denied_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="받는 분이 자기 주소가 아니라고 한 때"
            ),
        ),
        migrations.AddField(
            model_name="applicationlink",
            name="is_mailed",
            field=models.BooleanField(default=False, verbose_name="편지로 보냄"),
        ),
        migrations.AddField(
            model_name="applicationlink",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="생년월일을 물은 횟수"),
        ),
        migrations.AddField(
            model_name="signature",
            name="on_writers_device",
            field=models.BooleanField(default=False, verbose_name="신청서를 쓴 기기에서 서명함"),
        ),
        migrations.AlterField(
            model_name="purgedcount",
            name="what",
            field=models.CharField(
                choices=[
                    ("draft", "보내지 않은 신청"),
                    ("refused", "불승인된 신청"),
                    ("withdrawn", "취하된 신청"),
                    ("undecided", "결정하지 않은 신청"),
                    ("asked", "요청받아 지운 신청"),
                    ("membership", "회원 자격"),
                ],
                max_length=10,
                verbose_name="무엇",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mail_denied_at", None),
                    models.Q(("mail_confirmed_at", None), models.Q(("mail", ""), _negated=True)),
                    _connector="OR",
                ),
                name="application_denied_mail_is_not_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreement", ""), ("ip_address", None), ("manner", "paper")),
                    models.Q(models.Q(("manner", "paper"), _negated=True), models.Q(("agreement", ""), _negated=True)),
                    _connector="OR",
                ),
                name="signature_online_has_agreement",
            ),
        ),
        migrations.AddField(
            model_name="membershipconsent",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="members.membership",
                verbose_name="회원 자격",
            ),
        ),
        migrations.AddField(
            model_name="membershipconsent",
            name="wording",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="handbook.consentwording",
                verbose_name="보인 글",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="members_membershipconsent_withdrawn_after_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipconsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("membership", "key"), name="membership_consent_once"
            ),
        ),
    ]

"""Rows of people for tests: applications in any state, memberships, dues. What a test cares about it says itself."""

import datetime as dt
import itertools

from django.utils import timezone

from handbook.consents import ConsentForm
from members import actions, strokes
from members.actions.signing import Signed
from members.models import (
    Application,
    ApplicationConsent,
    ApplicationLink,
    ClubRules,
    Dues,
    Member,
    Membership,
    MembershipConsent,
    RenewalInvitation,
    Signature,
)
from members.texts import consent_texts
from pledges.catalogue.models import Government, Term
from tests import factories

NOW = dt.datetime(2026, 11, 26, 5, 30, tzinfo=dt.UTC)  # 14:30 in Seoul
TODAY = dt.date(2026, 11, 26)
LATER = NOW + dt.timedelta(hours=1)
BORN = dt.date(1965, 3, 2)
MAIL = "head@example.org"
DRAWN = [[(20, 120), (200, 40), (380, 200)], [(400, 60), (560, 180)]]
EARLY = dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
EARLIEST, FAR, NEVER = dt.date(2010, 9, 7), dt.date(2031, 6, 30), dt.date(2999, 12, 31)
count = itertools.count(1)


def some_term():
    return Term.objects.filter(number=9).first() or factories.term(
        election=factories.election(), starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2030, 6, 30)
    )


def some_government():
    return Government.objects.basic().order_by("code").first() or factories.government(name="가람도 가람시")


def consents(*keys, texts=None):
    """The form with these boxes ticked, checked."""
    form = ConsentForm(texts or consent_texts(), {f"consent_{key}": "on" for key in keys})
    assert form.is_valid(), form.errors
    return form


def filled(**fields):
    """What a complete form holds."""
    return {
        "name": "김가람",
        "government": fields.pop("government", None) or some_government(),
        "birthdate": BORN,
        "phone": "021234567",
        "mobile": "01012345678",
        "mail": MAIL,
        "postcode": "12345",
        "address": "가람시 가람로 1",
        "address_detail": "2층",
        "declared": True,
        **fields,
    }


def draft(filled_by="self", now=NOW, agreed=("collection",), **fields):
    """A complete draft by one verb; fields by name win."""
    some_term()
    made, _ = actions.begin(consents=consents(*agreed), filled_by=filled_by, now=now, known=filled(**fields))
    return made


def drawn():
    return Signed(Signature.Manner.DRAWN, drawing=strokes.written(DRAWN), ip_address="192.0.2.7")


def typed(name="김가람"):
    return Signed(Signature.Manner.TYPED, typed_name=name, ip_address="192.0.2.7")


def received(now=NOW, own=(), **fields):
    """Signed and sent."""
    made = draft(now=now, **fields)
    form = consents(*own) if own else None
    actions.sign_and_submit(application=made, seen=made.version, signed=drawn(), now=now, consents=form)
    return fresh(made)


def reviewing(now=NOW, **fields):
    return actions.start_review(application=received(now=now, **fields), by=some_staff(), now=now)


def supplement(now=NOW, reason="주소를 다시 확인해 주세요.", **fields):
    made = reviewing(now=now, **fields)
    return actions.request_supplement(application=made, by=some_staff(), reason=reason, now=now)


def refused(now=NOW, reason="단체장이 아닙니다.", **fields):
    return actions.refuse(application=reviewing(now=now, **fields), by=some_staff(), reason=reason, now=now)


def approved(now=NOW, **fields):
    """The membership of an approved application."""
    return actions.approve(application=reviewing(now=now, **fields), by=some_staff(), now=now)


def withdrawn(now=NOW, **fields):
    return actions.withdraw(application=received(now=now, **fields), now=now)


def confirmed(application):
    """Its mail address, confirmed."""
    Application.objects.filter(pk=application.pk).update(mail_confirmed_at=timezone.now())
    return fresh(application)


def confirm(application, birthdate=BORN, now=NOW):
    """Whoever reads mail there says that it is theirs; whether they are believed."""
    opened = ApplicationLink.objects.opened_by(link("confirm", application=application), now)
    return actions.confirm_mail(application=application, link=opened, birthdate=birthdate, now=now)


def deny(application, now=NOW):
    """Whoever reads mail there says that it is not theirs."""
    opened = ApplicationLink.objects.opened_by(link("confirm", application=application), now)
    actions.deny_mail(application=application, link=opened, now=now)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def some_staff():
    return factories.Staff.objects.first() or factories.staff(name="이순신")


def member(**fields):
    return Member.objects.create(**{"name": f"김가람{next(count)}", "birthdate": BORN, **fields})


def membership(**fields):
    """One that runs to its term's end, of a member and a government of its own."""
    defaults = {
        "member": fields.get("member") or member(),
        "government": fields.get("government") or factories.government(),
        "term": fields.get("term") or some_term(),
        "started_on": dt.date(2026, 8, 1),
        "ends_on": dt.date(2030, 6, 30),
    }
    return Membership.objects.create(**{**defaults, **fields})


def club_rules(**fields):
    return ClubRules.objects.create(
        **{"name": "목민관클럽 규약", "adopted_on": EARLIEST + dt.timedelta(days=next(count)), **fields}
    )


def dues(**fields):
    defaults = {"amount": 1_000_000, "due_on": dt.date(2027, 3, 31)}
    made = {
        "membership": fields.get("membership") or membership(),
        "rules": ClubRules.objects.first() or club_rules(),
    }
    return Dues.objects.create(**{**made, **defaults, **fields})


def invitation(**fields):
    made = {"membership": fields.get("membership") or membership(), "term": fields.get("term") or some_term()}
    return RenewalInvitation.objects.create(**{**made, "mail": MAIL, **fields})


def application(**fields):
    """A bare draft, past all verbs: for what the database itself refuses."""
    return Application.objects.create(**{"purge_on": FAR, **fields})


def received_row(**fields):
    """A bare received row."""
    defaults = {
        "state": "received",
        "number": f"2026-{next(count):04}",
        "received_at": NOW,
        "term": some_term(),
        **filled(),
    }
    return application(**{**defaults, **fields})


def signature(**fields):
    defaults = {
        "application": fields.get("application") or application(),
        "version": next(count),
        "manner": "typed",
        "typed_name": "김가람",
        "agreement": "동의합니다.",
        "ip_address": "192.0.2.7",
        "form_version": "1",
        "form": b"{}",
        "form_digest": "0" * 64,
    }
    return Signature.objects.create(**{**defaults, **fields})


def consent(**fields):
    defaults = {"key": "collection", "given_by": "self", "wording": consent_texts()[0].wording(), "given_at": NOW}
    return ApplicationConsent.objects.create(
        application=fields.pop("application", None) or application(), **{**defaults, **fields}
    )


def paper_consent(**fields):
    made = {"key": "directory", "wording": consent_texts()[1].wording(), "given_at": NOW}
    return MembershipConsent.objects.create(membership=fields.pop("membership", None) or membership(), **made | fields)


def link(purpose="desk", **fields):
    """The secret of a new link."""
    if purpose != "invitation":
        fields.setdefault("application", Application.objects.last() or application())
    return ApplicationLink.make(purpose=purpose, **fields)

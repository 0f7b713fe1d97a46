"""The people of a party. Each agrees for themselves; whoever has not agreed has a name here only for a while."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from handbook.keys import new_key
from handbook.models import Consent
from handbook.secret_links import SecretLink, SecretLinkQuerySet

from .event import Event
from .party import Party


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def unconfirmed(self) -> AttendeeQuerySet:
        """Named by somebody else, and not yet agreed (동의 대기)."""
        return self.exclude(name="").filter(agreed_at=None)

    def unasked(self) -> AttendeeQuerySet:
        """Those of them to whom no mail has gone: their address had heard too often."""
        return self.unconfirmed().exclude(mail="").filter(asked_at=None)


class Attendee(models.Model):
    """One person who comes, or a seat that nobody is named for yet.

    `order` says who of the party gets a seat first; the principal (the head, the 당선인 or the deputy) is the first.
    `event` is the party's own, so that the database can hold that an aide comes once.
    """

    class Role(models.TextChoices):
        PRINCIPAL = "principal", "단체장 자리"
        AIDE = "aide", "동행자"

    class Consent(models.TextChoices):
        """Where a person's own consent stands."""

        UNNAMED = "unnamed", "이름은 나중에"
        WAITING = "waiting", "동의 대기"
        AGREED = "agreed", "동의함"

    party = models.ForeignKey(Party, models.CASCADE, related_name="people", verbose_name="참가 신청")
    event = models.ForeignKey(Event, models.PROTECT, related_name="people", verbose_name="행사")
    key = models.CharField("주소의 이름", max_length=12, unique=True, default=new_key, editable=False)
    role = models.CharField("자리", max_length=10, choices=Role)
    order = models.PositiveSmallIntegerField("순서")
    name = models.CharField("이름", max_length=50, blank=True)
    post = models.CharField("직위", max_length=50, blank=True)
    mail = models.EmailField("전자우편", blank=True)
    is_registrant = models.BooleanField("신청한 사람", default=False)
    asked_at = models.DateTimeField("동의를 물은 때", null=True, blank=True)
    agreed_at = models.DateTimeField("동의한 때", null=True, blank=True)
    check_in_code = models.CharField("확인 코드", max_length=12, unique=True, default=new_key, editable=False)
    checked_in_at = models.DateTimeField("도착한 때", null=True, blank=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="도착을 확인한 사람",
    )
    certificate_number = models.PositiveIntegerField("확인서 번호", null=True, blank=True)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "참가자"
        ordering = ("party", "order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=("principal", "aide")), name="attendee_words_known"),
            models.UniqueConstraint(fields=("party",), condition=Q(role="principal"), name="attendee_one_principal"),
            models.UniqueConstraint(fields=("party",), condition=Q(is_registrant=True), name="attendee_one_registrant"),
            models.UniqueConstraint(
                "event",
                Lower("mail"),
                condition=Q(role="aide") & ~Q(mail=""),
                name="attendee_aide_once",
                violation_error_message="이 전자우편으로 이미 신청한 동행자가 있습니다.",
            ),
            models.UniqueConstraint(fields=("event", "certificate_number"), name="attendee_certificate_once"),
            models.CheckConstraint(
                condition=~Q(name="")
                | Q(post="", mail="", is_registrant=False, asked_at=None, agreed_at=None, certificate_number=None),
                name="attendee_unnamed_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(name="") | ~Q(mail="") | Q(agreed_at__isnull=False), name="attendee_named_can_be_asked"
            ),
            models.CheckConstraint(
                condition=Q(is_registrant=False) | Q(agreed_at__isnull=False), name="attendee_registrant_agreed"
            ),
            models.CheckConstraint(
                condition=Q(checked_in_at=None, checked_in_by=None)
                | Q(checked_in_at__isnull=False, checked_in_by__isnull=False),
                name="attendee_checked_in_by_someone",
            ),
        )

    def __str__(self) -> str:
        return self.name or f"{self.place_name}(이름은 나중에)"

    @property
    def place_name(self) -> str:
        """단체장, 당선인, 대참; 동행자 2: what a person is called where the name does not stand."""
        if self.role == self.Role.PRINCIPAL:
            return str(self.party.get_kind_display())
        if self.party.kind == Party.Kind.AIDES:
            return f"보좌진 {self.order}"
        return f"동행자 {self.order}"

    @property
    def consent(self) -> Consent:
        if not self.name:
            return self.Consent.UNNAMED
        return self.Consent.AGREED if self.agreed_at else self.Consent.WAITING

    @property
    def came_alone(self) -> bool:
        """Added at the door as a party of their own: nobody else stands for it."""
        party = self.party
        return party.origin == Party.Origin.ON_SITE and not party.mail and party.people.count() == 1

    @property
    def is_unasked(self) -> bool:
        return bool(self.mail) and self.consent == self.Consent.WAITING and self.asked_at is None

    @property
    def certificate(self) -> str:
        """Its number as it is printed: 2027-3-0012."""
        return f"{self.event.starts_on.year}-{self.event_id}-{self.certificate_number:04}"

    @property
    def may_have_certificate(self) -> bool:
        """Whoever came, is named and has agreed."""
        return bool(self.certificate_number and self.checked_in_at and self.agreed_at)


class PersonLinkQuerySet(SecretLinkQuerySet["PersonLink"]):
    def into(self) -> PersonLinkQuerySet:
        """With the person whose page each opens."""
        return self.select_related("person__event", "person__party__event", "person__party__government")


class PersonLink(SecretLink):
    """Opens one person's own page."""

    person = models.ForeignKey(Attendee, models.CASCADE, related_name="links", verbose_name="참가자")

    objects: ClassVar = PersonLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "참가자의 링크"


class PersonConsent(Consent):
    """What a person has agreed to, for themselves. A withdrawal dates it; the name goes."""

    person = models.ForeignKey(Attendee, models.CASCADE, related_name="consents", verbose_name="참가자")

    class Meta(Consent.Meta):
        verbose_name = verbose_name_plural = "참가자의 동의"

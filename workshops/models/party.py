"""Who comes together to an event, how many seats they want and hold, and what they were offered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from handbook.keys import new_key
from handbook.models import Consent
from handbook.secret_links import SecretLink, SecretLinkQuerySet
from pledges.catalogue.models import Government

from .event import Event

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .person import Attendee


# The key of the consent without which nothing of a person is kept.
COLLECTION = "collection"


class PartyQuerySet(models.QuerySet["Party"]):
    def standing(self) -> PartyQuerySet:
        """Neither cancelled nor left without seats."""
        return self.filter(state=Party.State.STANDING)

    def waiting(self) -> PartyQuerySet:
        """Those that lack a seat, as they stand in line."""
        return self.filter(ticket__isnull=False).order_by("ticket")

    def with_seats(self) -> PartyQuerySet:
        """Those of whom somebody comes; an aide who came alone takes no seat where only heads are counted."""
        return self.filter(Q(seats_held__gte=1) | Q(seats_wanted=0))

    def that_had_seats(self) -> PartyQuerySet:
        """Those, and who has given them up since the event began: erased, or gone after somebody of them came."""
        came = Q(people__checked_in_at__isnull=False)
        return (self.standing().with_seats() | self.filter(Q(state=Party.State.ERASED) | came)).distinct()

    def with_place(self) -> PartyQuerySet:
        """Adds `place`: 1 for whoever comes next in line, 0 for whoever does not wait."""
        ahead = Party.objects.filter(event=OuterRef("event"), ticket__lte=OuterRef("ticket")).order_by()
        count = ahead.values("event").annotate(count=Count("pk")).values("count")
        return self.annotate(place=Coalesce(Subquery(count), 0))

    def unreachable(self) -> PartyQuerySet:
        """Whoever was to take them over has refused, or has not agreed in time: staff enter somebody else."""
        return self.standing().filter(name="")

    def with_agreed(self) -> PartyQuerySet:
        """Adds `has_agreed`: whether whoever is asked about it has agreed for themselves (`is_agreed_to`)."""
        return self.annotate(has_agreed=Exists(consent_of_party()))

    def not_agreed_to(self) -> PartyQuerySet:
        """Taken over by somebody who has not agreed: their name and address were typed by another."""
        return self.standing().exclude(mail="").exclude(Exists(consent_of_party()))

    def with_confirmed(self) -> PartyQuerySet:
        """Adds `is_confirmed`: whether somebody has opened a link that was mailed to the address as it is now."""
        opened = PartyLink.objects.filter(party=OuterRef("pk"), purpose=PartyLink.MAILED, revoked_at=None)
        return self.annotate(is_confirmed=Exists(opened.filter(used_at__isnull=False)))

    def whole(self) -> PartyQuerySet:
        """With all that a page shows of them."""
        return self.select_related("event", "government").prefetch_related("people", "offers")


class Party(models.Model):
    """An application of one head (or of a head's aides) for an event.

    Seats are held by `workshops.seats` only. `ticket` is the place in line: the lowest comes first; whoever lacks a
    seat has one. Of a party that no longer stands nothing is kept of persons. One that stands may have nobody to ask.
    """

    class Kind(models.TextChoices):
        """In whose name the party comes; of `aides` the head does not come."""

        HEAD = "head", "단체장"
        ELECT = "elect", "당선인"
        DEPUTY = "deputy", "대참"
        AIDES = "aides", "보좌진"

    class State(models.TextChoices):
        STANDING = "standing", "신청함"
        CANCELLED = "cancelled", "취소함"
        LAPSED = "lapsed", "답이 없어 대기에서 빠짐"
        UNSEATED = "unseated", "자리가 나지 않음"
        ERASED = "erased", "보관한 것을 지움"

    class Origin(models.TextChoices):
        ONLINE = "online", "온라인"
        ON_SITE = "on_site", "현장"

    event = models.ForeignKey(Event, models.PROTECT, related_name="parties", verbose_name="행사")
    key = models.CharField("주소의 이름", max_length=12, unique=True, default=new_key, editable=False)
    number = models.PositiveIntegerField("번호", editable=False)
    kind = models.CharField("누구의 일행", max_length=10, choices=Kind)
    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="지방자치단체"
    )
    origin = models.CharField("받은 곳", max_length=10, choices=Origin, default=Origin.ONLINE)
    form_key = models.CharField("신청서의 이름", max_length=22, default=new_key, editable=False)
    name = models.CharField("신청한 사람", max_length=50, blank=True)
    mail = models.EmailField("신청한 사람의 전자우편", blank=True)
    phone = models.CharField("신청한 사람의 전화", max_length=20, blank=True)
    lodging = models.PositiveSmallIntegerField("숙박 인원", null=True, blank=True)
    meals = models.PositiveSmallIntegerField("식사 인원", null=True, blank=True)
    cars = models.CharField("차량번호", max_length=100, blank=True)
    transport = models.CharField("이동 지원", max_length=200, blank=True)
    state = models.CharField("상태", max_length=10, choices=State, default=State.STANDING)
    seats_wanted = models.PositiveSmallIntegerField("바라는 자리")
    seats_held = models.PositiveSmallIntegerField("받은 자리", default=0)
    ticket = models.PositiveIntegerField("대기 번호", null=True, blank=True)
    wants_all = models.BooleanField("모두의 자리가 날 때만 안내", default=False)
    lapses = models.PositiveSmallIntegerField("답하지 않은 안내", default=0)
    version = models.PositiveIntegerField("고친 횟수", default=1, editable=False)
    registered_at = models.DateTimeField("신청한 때", default=timezone.now)
    ended_at = models.DateTimeField("끝난 때", null=True, blank=True)
    reminded_at = models.DateTimeField("다시 알린 때", null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "참가 신청"
        ordering = ("event", "number")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("head", "elect", "deputy", "aides"))
                & Q(state__in=("standing", "cancelled", "lapsed", "unseated", "erased"))
                & Q(origin__in=("online", "on_site")),
                name="party_words_known",
            ),
            models.UniqueConstraint(fields=("event", "number"), name="party_number_once"),
            models.UniqueConstraint(fields=("event", "form_key"), name="party_form_once"),
            models.UniqueConstraint(fields=("event", "ticket"), name="party_ticket_once"),
            models.UniqueConstraint(
                fields=("event", "government"),
                condition=Q(state="standing"),
                name="party_government_once",
                violation_error_message="이 지방자치단체의 신청이 이미 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(government__isnull=False) | Q(origin="on_site"), name="party_has_a_government"
            ),
            models.CheckConstraint(
                condition=~Q(state="standing") | Q(seats_wanted__gte=1) | Q(kind="aides", origin="on_site"),
                name="party_wants_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(seats_held__lt=F("seats_wanted"), ticket__isnull=False)
                | Q(seats_held=F("seats_wanted"), ticket=None)
                | ~Q(state="standing"),
                name="party_waits_while_a_seat_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(state="standing", ended_at=None)
                | ~Q(state="standing") & Q(ended_at__isnull=False, seats_held=0, ticket=None),
                name="party_ended_holds_no_seat",
            ),
            models.CheckConstraint(
                condition=Q(state="standing")
                | Q(name="", mail="", phone="", lodging=None, meals=None, cars="", transport=""),
                name="party_ended_keeps_no_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="standing")
                | ~Q(name="") & (Q(origin="on_site") | ~Q(mail="") & ~Q(phone=""))
                | Q(name="", mail="", phone=""),
                name="party_standing_is_reached_or_names_nobody",
            ),
        )

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """The number that people name: year of the event, the event, the party (2027-3-012)."""
        return f"{self.event.starts_on.year}-{self.event_id}-{self.number:03}"

    @property
    def stands(self) -> bool:
        return self.state == self.State.STANDING

    @property
    def seats_missing(self) -> int:
        return self.seats_wanted - self.seats_held

    @property
    def whose(self) -> str:
        """담양군 단체장, 서울특별시 성동구 보좌진; on site perhaps only the word."""
        words = [str(self.government) if self.government else "", str(self.get_kind_display())]
        return " ".join(filter(None, words))

    @property
    def is_agreed_to(self) -> bool:
        """Whether whoever is asked about it has agreed for themselves: not yet where they took it over."""
        return any(consent.key == COLLECTION and consent.withdrawn_at is None for consent in self.consents.all())

    @property
    def registered_by(self) -> str:
        """Who wrote the party down; nobody where it was taken over, for the former one's name is gone."""
        former = any(consent.key == COLLECTION and consent.withdrawn_at for consent in self.consents.all())
        return self.name if self.origin == self.Origin.ONLINE and not former else ""

    @property
    def open_offer(self) -> Offer | None:
        """The offer that waits for an answer, from what is already fetched."""
        return next((offer for offer in self.offers.all() if offer.is_open), None)

    def outdate_forms(self) -> None:
        """Its people or its contact have changed: a form opened before is now a conflict. The event is held."""
        Party.objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.version += 1

    def seated(self) -> list[Attendee]:
        """Who of the people comes: seats go by their order, and whoever takes none comes along with the head."""
        people = list(self.people.all())
        if not self.event.counts_aides:
            return [] if self.seats_missing else people
        return people[: self.seats_held]


class Offer(models.Model):
    """자리 안내: seats kept free for one party until it answers or the hour comes. At most one waits for an answer."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "받음"
        DECLINED = "declined", "받지 않음"
        LAPSED = "lapsed", "답이 없음"
        WITHDRAWN = "withdrawn", "거두어들임"

    party = models.ForeignKey(Party, models.CASCADE, related_name="offers", verbose_name="참가 신청")
    seats = models.PositiveSmallIntegerField("자리")
    offered_at = models.DateTimeField("안내한 때", default=timezone.now)
    expires_at = models.DateTimeField("답할 때", db_index=True)
    answer = models.CharField("답", max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField("답한 때", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "자리 안내"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("party",), condition=Q(answer=""), name="offer_one_open"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="offer_of_a_seat"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("offered_at")), name="offer_stands_a_while"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=("accepted", "declined", "lapsed", "withdrawn"), answered_at__isnull=False),
                name="offer_answered_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seats}석"

    @property
    def is_open(self) -> bool:
        return not self.answer

    def stands(self, now: dt.datetime) -> bool:
        """Whether it can still be accepted: the hour may have come before anybody has noted it."""
        return self.is_open and now < self.expires_at


class PartyLinkQuerySet(SecretLinkQuerySet["PartyLink"]):
    def into(self) -> PartyLinkQuerySet:
        """With the party that each opens, and all that a page shows of it."""
        return self.select_related("party__event", "party__government").prefetch_related(
            "party__people", "party__offers", "party__consents"
        )


class PartyLink(SecretLink):
    """Opens a party's own pages, for whoever registered it: from a mail, or in the browser that registered."""

    MAILED, DEVICE = "mail", "device"

    party = models.ForeignKey(Party, models.CASCADE, related_name="links", verbose_name="참가 신청")

    objects: ClassVar = PartyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "참가 신청의 링크"


class PartyConsent(Consent):
    """What whoever registered has agreed to, for themselves."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="consents", verbose_name="참가 신청")

    class Meta(Consent.Meta):
        verbose_name = verbose_name_plural = "신청한 사람의 동의"


def consent_of_party() -> QuerySet[PartyConsent]:
    """Of whoever is asked about it, as it stands: for a query of parties."""
    return PartyConsent.objects.filter(party=OuterRef("pk"), key=COLLECTION, withdrawn_at=None)

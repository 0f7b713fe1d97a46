"""An event that staff make: when and where, for how many, until when one may register, and whether it is out."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from handbook.korean import date_text
from pledges.catalogue.models.kept import Dated

WEEKDAYS = "월화수목금토일"
# Words that stand in addresses of other pages.
TAKEN_SLUGS = {"open", "archive", "parties", "people", "check-in"}
# Counted by `workshops.seats` alone, by UPDATE; never written by a form that was opened earlier.
COUNTERS = ("seats_taken", "waiting_parties", "numbers_drawn", "seat_changes", "certificates_drawn")


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A day and a time of the clock in Seoul."""
    return dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())


def day_text(day: dt.date) -> str:
    """2026. 12. 10.(목)"""
    return f"{date_text(day)}({WEEKDAYS[day.weekday()]})"


class EventQuerySet(models.QuerySet["Event"]):
    def public(self, now: dt.datetime) -> EventQuerySet:
        """What everyone may see: published, and its hour has come. A cancelled event stays, and says so."""
        return self.filter(published_at__lte=now)

    def coming(self, today: dt.date) -> EventQuerySet:
        """Not yet over, the nearest first; the last day itself counts as coming."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "starts_time", "pk")

    def past(self, today: dt.date) -> EventQuerySet:
        """Over, the latest first. An example never took place."""
        return self.filter(ends_on__lt=today, is_example=False).order_by("-starts_on", "-starts_time", "-pk")


class Event(Dated):
    """Days and times are those of the clock in Seoul, kept as such, so that the database can hold their order."""

    class Kind(models.TextChoices):
        ACADEMY = "academy", "시장학교"
        FORUM = "forum", "정기포럼"
        TRAINING = "training", "보좌진 연수"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "대면"
        ONLINE = "online", "온라인"
        BOTH = "both", "병행"

    class Counted(models.TextChoices):
        PEOPLE = "people", "사람 수"
        HEADS = "heads", "단체장 수"

    class Registration(models.TextChoices):
        """Where an event stands between its opening and its deadline."""

        UNDECIDED = "undecided", "정하기 전"
        BEFORE = "before", "열기 전"
        OPEN = "open", "받는 중"
        CLOSED = "closed", "끝남"

    kind = models.CharField("종류", max_length=10, choices=Kind)
    title = models.CharField("제목", max_length=100)
    slug = models.SlugField("주소의 이름", unique=True, max_length=60)
    summary = models.TextField("소개", blank=True)
    starts_on = models.DateField("첫날")
    starts_time = models.TimeField("시작 시각")
    ends_on = models.DateField("마지막 날")
    ends_time = models.TimeField("끝 시각")
    mode = models.CharField("방식", max_length=10, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField("곳", max_length=200, blank=True)
    online_note = models.TextField("온라인 참여 안내", blank=True)
    fee = models.PositiveIntegerField("참가비(원)", null=True, blank=True)
    fee_note = models.CharField("참가비에 붙이는 말", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField("정원")
    counted = models.CharField("정원을 세는 법", max_length=10, choices=Counted, default=Counted.PEOPLE)
    aides_count = models.BooleanField("동행자도 정원에 넣음", default=True)
    aides_most = models.PositiveSmallIntegerField("한 단체장의 동행자", default=0)
    opens_on = models.DateField("신청 여는 날", null=True, blank=True)
    opens_time = models.TimeField("신청 여는 시각", default=dt.time(9))
    closes_on = models.DateField("신청 마감일", null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField("자리 안내에 답하는 시간", null=True, blank=True)
    asks_lodging = models.BooleanField("숙박을 물음", default=False)
    asks_meal = models.BooleanField("식사를 물음", default=False)
    asks_car = models.BooleanField("차량번호를 물음", default=False)
    asks_transport = models.BooleanField("이동 지원을 물음", default=False)
    published_at = models.DateTimeField("공개하는 때", null=True, blank=True)
    cancelled_at = models.DateTimeField("취소한 때", null=True, blank=True, editable=False)
    cancel_reason = models.TextField("취소한 까닭", blank=True)
    is_example = models.BooleanField("예시", default=False, editable=False)
    uid = models.UUIDField("달력의 이름", default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField("고친 횟수", default=0, editable=False)
    seats_taken = models.PositiveIntegerField("나간 자리", default=0, editable=False)
    waiting_parties = models.PositiveIntegerField("기다리는 일행", default=0, editable=False)
    numbers_drawn = models.PositiveIntegerField("나간 번호", default=0, editable=False)
    certificates_drawn = models.PositiveIntegerField("나간 확인서 번호", default=0, editable=False)
    seat_changes = models.PositiveIntegerField("자리가 바뀐 횟수", default=0, editable=False)
    history = HistoricalRecords(excluded_fields=COUNTERS)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "행사"
        ordering = ("-starts_on", "-starts_time", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("academy", "forum", "training"))
                & Q(mode__in=("in_person", "online", "both"))
                & Q(counted__in=("people", "heads")),
                name="event_words_known",
                violation_error_message="종류, 방식, 정원을 세는 법은 있는 것에서 골라 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) | Q(ends_on=F("starts_on"), ends_time__gt=F("starts_time")),
                name="event_ends_after_start",
                violation_error_message="행사는 시작한 뒤에 끝나야 합니다. 날짜와 시각을 다시 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None, closes_on=None) | Q(opens_on__isnull=False, closes_on__isnull=False),
                name="event_registration_both_days",
                violation_error_message="신청 여는 날과 마감일은 함께 적거나 함께 비워 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="event_registration_in_order",
                violation_error_message="신청 마감일은 여는 날보다 앞설 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__lt=F("ends_on")),
                name="event_registration_closes_before_end",
                violation_error_message="신청은 마감일 24:00에 끝납니다. 행사 마지막 날보다 앞선 날을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="event_capacity_at_least_one",
                violation_error_message="정원은 1 이상입니다.",
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")),
                name="event_seats_within_capacity",
                violation_error_message="이미 나간 자리보다 정원이 적습니다. 나간 자리보다 적지 않게 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(offer_hours=None) | Q(offer_hours__gte=1),
                name="event_offer_hours_at_least_one",
                violation_error_message="자리 안내에 답하는 시간은 한 시간 이상입니다.",
            ),
            models.CheckConstraint(
                condition=~Q(counted="heads") | Q(aides_count=False),
                name="event_heads_count_no_aides",
                violation_error_message="단체장 수로 세면 동행자는 정원에 넣지 않습니다.",
            ),
            models.CheckConstraint(
                condition=Q(aides_count=False) | Q(capacity__gt=F("aides_most")),
                name="event_party_fits_capacity",
                violation_error_message="단체장 한 명과 동행자가 모두 정원 안에 들어야 합니다.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="training") | Q(counted="people", aides_count=True, aides_most__gte=1),
                name="event_training_counts_aides",
                violation_error_message="보좌진 연수는 사람 수로 세고, 동행자를 정원에 넣으며, 한 명 이상 오게 합니다.",
            ),
            models.CheckConstraint(
                condition=Q(mode="online") | ~Q(place=""),
                name="event_has_a_place_unless_online",
                violation_error_message="온라인만 여는 행사가 아니면 곳을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="event_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancel_reason="") | Q(published_at__isnull=False),
                name="event_cancelled_was_published",
                violation_error_message="공개하지 않은 행사는 취소하지 않고 지웁니다.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:event", args=[self.slug])

    def clean(self) -> None:
        """What a constraint cannot say: a reason is no blanks, and whoever has registered was counted in one way."""
        if self.cancel_reason and not self.cancel_reason.strip():
            raise ValidationError({"cancel_reason": "취소한 까닭을 적어 주세요."})
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": "다른 화면이 쓰는 이름입니다. 다른 이름을 적어 주세요."})
        if self.pk and self.parties.standing().exists():
            self.check_registered()

    def check_registered(self) -> None:
        """Whoever has registered finds the page, and the links that lead from it."""
        if self.published_at is None or self.published_at > timezone.now():
            raise ValidationError({"published_at": "신청한 일행이 있어 공개를 거두거나 미룰 수 없습니다."})
        if self.counting() != Event.objects.get(pk=self.pk).counting():
            raise ValidationError("신청한 일행이 있어 종류와 정원을 세는 법은 바꿀 수 없습니다.")

    def counting(self) -> tuple[bool, bool]:
        """What the seats of a party depend on."""
        return self.kind == self.Kind.TRAINING, self.counts_aides

    def save(self, *args: Any, **options: Any) -> None:
        """Counts its own changes: calendars take a file only when its SEQUENCE is higher (RFC 5545, 3.8.7.4).

        What seats are counted by stays as it stands in the database.
        """
        if not self._state.adding:
            self.revision += 1
            options.setdefault("update_fields", KEPT_BY_SAVING)
        super().save(*args, **options)

    def publish(self, *, at: dt.datetime) -> None:
        """Out from now on. What is out already stays as it is; a time in the future is brought forward."""
        if self.published_at is None or self.published_at > at:
            self.published_at = at
            self.save()

    def note_cancellation(self, *, at: dt.datetime) -> None:
        """Dates a reason that is new; without a reason the event takes place. Does not save."""
        self.cancelled_at = (self.cancelled_at or at) if self.cancel_reason else None

    def standing(self, now: dt.datetime) -> str:
        """Draft, scheduled, published or cancelled, in a word."""
        if self.published_at is None:
            return "초안"
        if self.cancelled_at:
            return "취소"
        return "공개" if self.published_at <= now else "예약"

    @property
    def starts_at(self) -> dt.datetime:
        return moment(self.starts_on, self.starts_time)

    @property
    def ends_at(self) -> dt.datetime:
        return moment(self.ends_on, self.ends_time)

    @property
    def over_at(self) -> dt.datetime:
        """From when on nobody comes any more: the end, or the cancellation before it."""
        return min(self.cancelled_at or self.ends_at, self.ends_at)

    @property
    def when(self) -> str:
        """2026. 12. 10.(목) 10:00~17:00, or with the last day where there are several."""
        start = f"{day_text(self.starts_on)} {self.starts_time:%H:%M}"
        if self.ends_on == self.starts_on:
            return f"{start}~{self.ends_time:%H:%M}"
        return f"{start} ~ {day_text(self.ends_on)} {self.ends_time:%H:%M}"

    @property
    def where(self) -> str:
        """The place, and whether one may also take part online."""
        if self.mode == self.Mode.ONLINE:
            return "온라인"
        return f"{self.place}, 온라인 병행" if self.mode == self.Mode.BOTH else self.place

    @property
    def counts_aides(self) -> bool:
        """Whether every person takes a seat; else only whoever comes as or for the head does."""
        return self.counted == self.Counted.PEOPLE and self.aides_count

    @property
    def seats_free(self) -> int:
        return self.capacity - self.seats_taken

    @property
    def closes_at(self) -> dt.datetime | None:
        """The end of the last day of registration."""
        return moment(self.closes_on + dt.timedelta(days=1), dt.time()) if self.closes_on else None

    @property
    def hours_to_answer(self) -> int:
        """How long an offer of seats stands."""
        return self.offer_hours or settings.OFFER_HOURS

    @property
    def questions(self) -> list[str]:
        """What may be asked when somebody registers, in the words of the page."""
        asked = {
            "숙박": self.asks_lodging,
            "식사": self.asks_meal,
            "차량번호": self.asks_car,
            "이동 지원": self.asks_transport,
        }
        return [name for name, wanted in asked.items() if wanted]

    def takes_changes(self, now: dt.datetime) -> bool:
        """People and answers change until registration closes."""
        return not self.cancelled_at and self.closes_at is not None and now < self.closes_at

    def registration(self, now: dt.datetime) -> Registration:
        """A deadline ends at 24:00 of its day in Seoul."""
        if self.opens_on is None or self.closes_at is None:
            return self.Registration.CLOSED if now >= self.ends_at else self.Registration.UNDECIDED
        if now < moment(self.opens_on, self.opens_time):
            return self.Registration.BEFORE
        return self.Registration.OPEN if now < self.closes_at else self.Registration.CLOSED


KEPT_BY_SAVING = [
    field.name for field in Event._meta.concrete_fields if field.name not in COUNTERS and not field.primary_key
]

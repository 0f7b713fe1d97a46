"""Who is a member of the club: a person, their membership of a term, dues, and the invitation to the next term.

A membership belongs to a head in person and to a term of office (민선 N기). 권한대행 is no member.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from handbook.models import Consent
from pledges.catalogue.blanks import PlaceWords
from pledges.catalogue.models import Dated, Government, Term


def head_title(government: Government) -> str:
    """순창군수, 성동구청장, 가람시장: a government's name with the office of its head."""
    return government.short_official[:-1] + PlaceWords.of(government).words["장"]


class Member(Dated):
    """A person who is or was a member: in two terms, or of two governments, one row."""

    name = models.CharField("성명", max_length=50)
    birthdate = models.DateField("생년월일")

    class Meta:
        verbose_name = verbose_name_plural = "회원"
        ordering = ("name", "birthdate")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "birthdate"), name="member_once", violation_error_message="이미 있는 사람입니다."
            ),
            models.CheckConstraint(condition=~Q(name=""), name="member_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def running(self, day: dt.date) -> MembershipQuerySet:
        """Both ends of a membership are days of it."""
        return self.filter(started_on__lte=day, ends_on__gte=day)

    def ended(self, day: dt.date) -> MembershipQuerySet:
        return self.filter(ends_on__lt=day)

    def public(self, day: dt.date) -> MembershipQuerySet:
        """The public directory: running today, of those who agreed to stand in it."""
        shown = self.running(day).filter(is_listed=True).select_related("member", "government__parent", "term")
        return shown.order_by("government__code", "member__name")

    def to_invite(self, term: Term) -> MembershipQuerySet:
        """The newest membership of each earlier term's member who holds none of this term and has not been invited.

        Who has asked to be deleted, or was, is not written to.
        """
        known = Membership.objects.filter(member=models.OuterRef("member"), term=term)
        invited = RenewalInvitation.objects.filter(membership__member=models.OuterRef("member"), term=term)
        later = Membership.objects.filter(
            member=models.OuterRef("member"), started_on__gt=models.OuterRef("started_on")
        )
        earlier = self.filter(term__starts_on__lt=term.starts_on, end_reason=Membership.EndReason.TERM)
        kept = earlier.filter(erased_on=None).exclude(application__deletion_asked_at__isnull=False)
        return kept.exclude(models.Exists(known)).exclude(models.Exists(invited)).exclude(models.Exists(later))


class Membership(Dated):
    """One member in one term. `ends_on` is the term's last day until it ends before, for the reason given.

    `is_listed` follows the member's own consent to stand in the public directory. `erased_on`: when all else about them
    was deleted on their word.
    """

    class EndReason(models.TextChoices):
        TERM = "term", "임기 끝"
        RESIGNED = "resigned", "사퇴"
        LOST = "lost", "직위상실"
        WITHDRAWN = "withdrawn", "취하"

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships", verbose_name="회원")
    government = models.ForeignKey(Government, models.PROTECT, related_name="+", verbose_name="단체")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name="임기")
    application = models.OneToOneField(
        "members.Application",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="membership",
        verbose_name="가입 신청",
    )
    started_on = models.DateField("시작한 날")
    ends_on = models.DateField("마지막 날")
    end_reason = models.CharField("끝나는 까닭", max_length=10, choices=EndReason, default=EndReason.TERM)
    end_note = models.CharField("끝난 일에 관한 메모", max_length=200, blank=True)
    is_listed = models.BooleanField("회원 명부 공개", default=False)
    erased_on = models.DateField("요청받아 지운 날", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "회원 자격"
        ordering = ("-term__number", "government__code")
        constraints = (
            models.UniqueConstraint(
                fields=("member", "term"),
                condition=Q(end_reason="term"),
                name="membership_runs_once",
                violation_error_message="이 사람은 이 임기에 이미 회원입니다.",
            ),
            models.UniqueConstraint(
                fields=("government", "term"),
                condition=Q(end_reason="term"),
                name="membership_of_one_head",
                violation_error_message="이 단체의 단체장은 이 임기에 이미 회원입니다.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("started_on")),
                name="membership_days_in_order",
                violation_error_message="마지막 날은 시작한 날보다 빠를 수 없습니다.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.head_title}"

    @property
    def head_title(self) -> str:
        return head_title(self.government)


class MembershipConsent(Consent):
    """The consent to stand in the directory of who has no application here: on a paper, of which staff type the day."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="consents", verbose_name="회원 자격")

    class Meta:
        verbose_name = verbose_name_plural = "종이로 받은 동의"
        constraints = (
            *Consent.Meta.constraints,
            models.UniqueConstraint(
                fields=("membership", "key"), condition=Q(withdrawn_at=None), name="membership_consent_once"
            ),
        )


class ClubRules(models.Model):
    """A version of the club's rules (규약), which obliges members to pay dues."""

    name = models.CharField("이름", max_length=100)
    adopted_on = models.DateField("정한 날", unique=True)
    note = models.TextField("메모", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "규약"
        ordering = ("-adopted_on",)

    def __str__(self) -> str:
        return f"{self.name} ({self.adopted_on:%Y-%m-%d})"


class DuesQuerySet(models.QuerySet["Dues"]):
    def unpaid(self) -> DuesQuerySet:
        return self.filter(paid_on=None)

    def overdue(self, day: dt.date) -> DuesQuerySet:
        """Not paid by the end of the day they were due on."""
        return self.unpaid().filter(due_on__lt=day)


class Dues(models.Model):
    """One sum that a membership owes, in won, by the rules of its time; and when and by whom it was paid."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="dues", verbose_name="회원 자격")
    rules = models.ForeignKey(ClubRules, models.PROTECT, related_name="+", verbose_name="근거 규약")
    amount = models.PositiveIntegerField("금액(원)")
    due_on = models.DateField("낼 날")
    paid_on = models.DateField("낸 날", null=True, blank=True)
    payer = models.CharField("낸 곳", max_length=100, blank=True, help_text="예: 순창군, 본인")
    note = models.CharField("메모", max_length=200, blank=True)

    objects = DuesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "회비"
        ordering = ("-due_on", "membership")
        constraints = (
            models.UniqueConstraint(
                fields=("membership", "due_on"),
                name="dues_once_a_day",
                violation_error_message="이 날 낼 회비가 이미 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="dues_are_some_money", violation_error_message="금액을 적어 주세요."
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | ~Q(payer=""),
                name="dues_paid_by_somebody",
                violation_error_message="낸 날이 있으면 낸 곳을 적어 주세요.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership} {self.amount:,}원"


class RenewalInvitation(models.Model):
    """After an election: the question to a member of an earlier term whether they apply for the next one."""

    class Answer(models.TextChoices):
        APPLIES = "applies", "다시 신청함"
        DECLINES = "declines", "이번에는 하지 않음"

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="invitations", verbose_name="지난 회원 자격"
    )
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name="다음 임기")
    mail = models.EmailField("보낸 주소")
    sent_at = models.DateTimeField("보낸 때", default=timezone.now)
    answer = models.CharField("답", max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField("답한 때", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "재가입 안내"
        ordering = ("-sent_at",)
        constraints = (
            models.UniqueConstraint(fields=("membership", "term"), name="invitation_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="invitation_answer_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership} → {self.term}"

    @property
    def about(self) -> str:
        """How the outbox finds its mail."""
        return f"invitation/{self.pk}"

"""An application for membership: the form as it stands, the ways to it, and who agreed to what.

Whoever has applied is known by secret links alone; `key` names the application in addresses and opens nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from handbook.keys import KEY_LENGTH, new_key
from handbook.korean import phone_text
from handbook.models import Consent
from handbook.secret_links import SecretLink, SecretLinkQuerySet
from pledges.catalogue.models import Government, Term

from .membership import Member, Membership, RenewalInvitation, head_title


class ApplicationQuerySet(models.QuerySet["Application"]):
    def sent(self) -> ApplicationQuerySet:
        """All that the secretariat sees: a draft is its writer's own."""
        return self.exclude(state=Application.State.WRITING)

    def open(self) -> ApplicationQuerySet:
        """Those that still wait for somebody, the oldest first."""
        return self.filter(state__in=Application.OPEN).order_by("received_at")

    def with_link_to(self, number: str, mail: str) -> ApplicationQuerySet:
        """Whose number and address somebody knows: there its links may be sent again."""
        return self.sent().filter(number=number, mail__iexact=mail, mail_denied_at=None)

    def of_same_person(self, application: Application) -> ApplicationQuerySet:
        """Other applications by name and birthdate."""
        return self.sent().exclude(pk=application.pk).filter(application.same_person()).order_by("-received_at")

    def of_same_office(self, application: Application) -> ApplicationQuerySet:
        """Other people's applications for the same government and term that are not settled against them."""
        settled = (Application.State.REFUSED, Application.State.WITHDRAWN)
        same = self.sent().filter(government=application.government_id, term=application.term_id)
        others = same.exclude(application.same_person()).exclude(state__in=settled)
        return others.order_by("-received_at")

    def due(self, today: dt.date) -> ApplicationQuerySet:
        """Those whose last day is over. Memberships have their own day (`members.keeping`)."""
        return self.filter(purge_on__lt=today, membership=None)


class Application(models.Model):
    """One application. While it is written the applicant changes it; then by `TRANSITIONS` of `members.actions.course`.

    `version` counts saves of the form: a save and a signature name the version they saw. `reason` is what the applicant
    is told in the present state. `purge_on` is the last day on which it is kept. `mail` is what the form says,
    `letters_to` where letters go.
    """

    class State(models.TextChoices):
        WRITING = "writing", "쓰는 중"
        RECEIVED = "received", "접수"
        REVIEWING = "reviewing", "검토 중"
        SUPPLEMENT = "supplement", "보완 요청"
        APPROVED = "approved", "승인"
        REFUSED = "refused", "불승인"
        WITHDRAWN = "withdrawn", "취하"

    class Origin(models.TextChoices):
        ONLINE = "online", "누리집"
        PAPER = "paper", "종이"
        FAX = "fax", "팩스"

    class FilledBy(models.TextChoices):
        SELF = "self", "본인"
        AIDE = "aide", "보좌진"

    EDITABLE = (State.WRITING, State.SUPPLEMENT)
    OPEN = (State.RECEIVED, State.REVIEWING, State.SUPPLEMENT)
    WAITING = (State.RECEIVED, State.REVIEWING)
    DECIDED = (State.APPROVED, State.REFUSED, State.WITHDRAWN)

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    number = models.CharField("접수 번호", max_length=12, blank=True, editable=False)
    state = models.CharField("상태", max_length=10, choices=State, default=State.WRITING, editable=False)
    reason = models.TextField("사유", blank=True)
    origin = models.CharField("접수 경로", max_length=10, choices=Origin, default=Origin.ONLINE)
    filled_by = models.CharField("작성한 사람", max_length=4, choices=FilledBy, default=FilledBy.SELF)
    name = models.CharField("성명", max_length=50, blank=True)
    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="단체"
    )
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="임기")
    birthdate = models.DateField("생년월일", null=True, blank=True)
    phone = models.CharField("전화", max_length=20, blank=True)
    mobile = models.CharField("휴대전화", max_length=20, blank=True)
    mail = models.EmailField("전자우편", blank=True)
    # Signed, or put right by the secretariat. What was only typed since then the applicant may not have seen: it gets
    # no letters until it is signed. Empty where nobody may be written to.
    letters_to = models.EmailField("편지를 보내는 주소", blank=True, editable=False)
    mail_confirmed_at = models.DateTimeField("전자우편을 확인한 때", null=True, blank=True, editable=False)
    mail_denied_at = models.DateTimeField("받는 분이 자기 주소가 아니라고 한 때", null=True, blank=True, editable=False)
    postcode = models.CharField("우편번호", max_length=5, blank=True)
    address = models.CharField("주소", max_length=200, blank=True)
    address_detail = models.CharField("상세 주소", max_length=100, blank=True)
    declared = models.BooleanField("다짐", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("쓰기 시작한 때", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("고친 때", default=timezone.now, editable=False)
    received_at = models.DateTimeField("접수한 때", null=True, blank=True, editable=False)
    decided_at = models.DateTimeField("끝난 때", null=True, blank=True, editable=False)
    deletion_asked_at = models.DateTimeField("지워 달라고 한 때", null=True, blank=True, editable=False)
    purge_on = models.DateField("보관하는 마지막 날", db_index=True)
    invitation = models.ForeignKey(
        RenewalInvitation,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="applications",
        verbose_name="재가입 안내",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "가입 신청"
        ordering = ("-received_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("number",), condition=~Q(number=""), name="application_number_once"),
            models.CheckConstraint(
                condition=Q(state="writing", number="", received_at=None)
                | (~Q(state="writing") & ~Q(number="") & Q(received_at__isnull=False)),
                name="application_received_has_number_and_time",
            ),
            models.CheckConstraint(
                condition=Q(state="writing")
                | (
                    Q(declared=True, birthdate__isnull=False, government__isnull=False, term__isnull=False)
                    & ~Q(name="")
                ),
                name="application_received_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("supplement", "refused")) | ~Q(reason=""),
                name="application_reason_where_one_is_owed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "refused", "withdrawn"), decided_at__isnull=False)
                | (~Q(state__in=("approved", "refused", "withdrawn")) & Q(decided_at=None)),
                name="application_decided_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(mail_confirmed_at=None) | ~Q(mail=""), name="application_confirmed_mail_is_some_mail"
            ),
            models.CheckConstraint(
                condition=Q(mail_denied_at=None) | (Q(mail_confirmed_at=None) & ~Q(mail="")),
                name="application_denied_mail_is_not_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(mail_denied_at=None) | Q(letters_to=""), name="application_denied_mail_gets_no_letters"
            ),
            models.CheckConstraint(
                condition=Q(origin="online") | ~Q(state="writing"), name="application_on_paper_is_received"
            ),
        )

    def __str__(self) -> str:
        return f"가입 신청 {self.number}".strip() if self.number else "쓰고 있는 가입 신청"

    @property
    def about(self) -> str:
        """How the outbox finds its mails."""
        return f"application/{self.pk}"

    @property
    def mail_for_letters(self) -> str:
        """The address of the form, for letters: empty where its reader has said that it is not theirs."""
        return "" if self.mail_denied_at else self.mail

    @property
    def number_year(self) -> int:
        """The year of its number, 0 without one."""
        return int(self.number.partition("-")[0] or 0)

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_open(self) -> bool:
        """Sent, and not decided."""
        return self.state in self.OPEN

    @property
    def is_waiting(self) -> bool:
        """Received, and nothing is asked of the applicant."""
        return self.state in self.WAITING

    @property
    def is_signed_online(self) -> bool:
        """Whether a PDF comes of what was signed last: of a paper none is made."""
        last = self.signatures.only("manner", "application").last()
        return last is not None and last.manner != last.Manner.PAPER

    @property
    def head_title(self) -> str:
        """순창군수; empty where the government is not chosen yet."""
        return head_title(self.government) if self.government else ""

    @property
    def office(self) -> str:
        """전북특별자치도 순창군수: the head of which government, with its province."""
        province = self.government.parent if self.government else None
        return f"{province.name} {self.head_title}" if province else self.head_title

    @property
    def phone_text(self) -> str:
        return phone_text(self.phone) if self.phone else ""

    @property
    def mobile_text(self) -> str:
        return phone_text(self.mobile) if self.mobile else ""

    @property
    def whole_address(self) -> str:
        """(12345) 가람시 가람로 1, 2층; only what is there."""
        code = f"({self.postcode})" if self.postcode else ""
        return " ".join(filter(None, (code, self.address, self.address_detail)))

    def same_person(self, path: str = "") -> Q:
        """Who this is, wherever a name and a birthdate stand."""
        return Q((f"{path}name", self.name), (f"{path}birthdate", self.birthdate))

    def earlier_memberships(self) -> models.QuerySet[Membership]:
        """What the same person was a member by before, the newest first."""
        same = Membership.objects.filter(self.same_person("member__"))
        return same.select_related("member", "government", "term").order_by("-started_on")

    def other_heads(self) -> models.QuerySet[Membership]:
        """Memberships of other people by the same government and term that have not ended before their time."""
        same = Membership.objects.filter(
            government=self.government_id, term=self.term_id, end_reason=Membership.EndReason.TERM
        )
        mine = Member.objects.filter(self.same_person())
        return same.exclude(member__in=mine).select_related("member", "government", "term")


class ApplicationLinkQuerySet(SecretLinkQuerySet["ApplicationLink"]):
    def into(self) -> ApplicationLinkQuerySet:
        """Those that open an application's pages, with it; the others are pressed once."""
        return self.filter(purpose__in=ApplicationLink.OPENING).select_related(
            "application__government__parent", "application__term"
        )

    def close(self, now: dt.datetime) -> None:
        self.filter(revoked_at=None).update(revoked_at=now)


class ApplicationLink(SecretLink):
    """A way to one application. `sign` is for the signer alone and becomes `signed` when somebody signs by it: it signs
    once. `confirm` is bound to the mail address it went to.

    `is_mailed`: it went out by mail, and whoever reads that mailbox may hold it. `tries` counts the birthdates typed to
    show whose it is.
    """

    MOST_TRIES = 5

    class Purpose(models.TextChoices):
        DESK = "desk", "쓰기"
        SIGN = "sign", "서명"
        SIGNED = "signed", "서명함"
        STATUS = "status", "상태"
        CONFIRM = "confirm", "전자우편 확인"
        INVITATION = "invitation", "재가입 안내"

    OPENING = (Purpose.STATUS, Purpose.SIGN, Purpose.DESK, Purpose.SIGNED)

    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="links")
    invitation = models.ForeignKey(RenewalInvitation, models.CASCADE, null=True, related_name="links")
    is_mailed = models.BooleanField("편지로 보냄", default=False)
    tries = models.PositiveSmallIntegerField("생년월일을 물은 횟수", default=0)

    objects: ClassVar = ApplicationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "신청 링크"
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose="invitation", invitation__isnull=False, application=None)
                | (~Q(purpose="invitation") & Q(invitation=None, application__isnull=False)),
                name="application_link_opens_one_thing",
            ),
        )

    def take_try(self) -> bool:
        """Whether one more birthdate may be typed; counted first, so that many at once are no more than few."""
        left = ApplicationLink.objects.filter(pk=self.pk, tries__lt=self.MOST_TRIES)
        return bool(left.update(tries=F("tries") + 1))


class ApplicationConsent(Consent):
    """What somebody agreed to; an aide's consent stands for what the aide typed, the applicant's is their own."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    given_by = models.CharField("동의한 사람", max_length=4, choices=Application.FilledBy)

    class Meta:
        verbose_name = verbose_name_plural = "가입 신청의 동의"
        constraints = (
            *Consent.Meta.constraints,
            models.UniqueConstraint(
                fields=("application", "key", "given_by"),
                condition=Q(withdrawn_at=None),
                name="application_consent_once",
            ),
        )

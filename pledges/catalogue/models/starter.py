"""Starters (예시 문안): a pledge as somebody could say it, in the voice of the office."""

from __future__ import annotations

from typing import Any

from django.db import models

from ..blanks import persons_blanks
from .kept import Dated
from .pledge import Office, PledgeText, PublishedTextIsFixed


class Voice(models.TextChoices):
    """A head promises to do; a councillor promises to propose, ask and check; 교육감 speaks for the schools."""

    EXECUTIVE = "executive", "집행부"
    COUNCIL = "council", "의회"
    EDUCATION = "education", "교육청"


VOICE_OF = {
    Office.METRO_HEAD: Voice.EXECUTIVE,
    Office.BASIC_HEAD: Voice.EXECUTIVE,
    Office.METRO_COUNCIL: Voice.COUNCIL,
    Office.BASIC_COUNCIL: Voice.COUNCIL,
    Office.EDUCATION_HEAD: Voice.EDUCATION,
}


class Purse(models.TextChoices):
    """Whose money (law document 1.6, money labels)."""

    NATIONAL = "national", "국비"
    PROVINCE = "province", "시·도비"
    OWN = "own", "자체 예산"
    EDUCATION = "education", "교육비특별회계"
    PRIVATE = "private", "민간"


class Starter(Dated):
    """The five statutory items (목표·우선순위·이행절차·이행기한·재원조달방안) but the priority, which the holder sets.

    `steps` is a list of `{"when": period, "what": sentence}` in order of time; `purses` a list of `Purse` values, empty
    where no budget is needed. Texts hold blanks (`pledges.catalogue.blanks`).
    """

    text = models.ForeignKey(PledgeText, models.CASCADE, related_name="starters", verbose_name="공약 글")
    voice = models.CharField("목소리", max_length=10, choices=Voice)
    title = models.CharField("이름", max_length=100)
    goal = models.TextField("목표")
    indicator_name = models.CharField("성과지표", max_length=100)
    indicator_from = models.CharField("지금", max_length=100)
    indicator_to = models.CharField("목표값", max_length=100)
    indicator_by = models.CharField("언제까지", max_length=50)
    steps = models.JSONField("이행절차")
    deadline = models.CharField("이행기한", max_length=50)
    purses = models.JSONField("재원", default=list, blank=True)
    financing = models.TextField("재원조달방안")

    class Meta:
        verbose_name = verbose_name_plural = "예시 문안"
        ordering = ("text", "pk")
        constraints = (models.UniqueConstraint(fields=("text", "voice"), name="starter_voice_once"),)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.text.published_at is not None:
            raise PublishedTextIsFixed(f"{self.text.pledge}의 게시한 글에 딸린 예시 문안입니다.")
        super().save(*args, **kwargs)

    @property
    def purse_labels(self) -> list[str]:
        return [str(Purse(purse).label) for purse in self.purses]

    @property
    def blank_count(self) -> int:
        """How many different blanks only the person can fill."""
        return len(persons_blanks(self.whole))

    @property
    def whole(self) -> str:
        """Everything in it that may hold blanks, for counting them."""
        indicator = (self.indicator_name, self.indicator_from, self.indicator_to, self.indicator_by)
        steps = [part for step in self.steps for part in (step["when"], step["what"])]
        return "\n".join([self.title, self.goal, *indicator, *steps, self.deadline, self.financing])

"""The next step of an application: what happens, the reason, the mail as it will go, and only then the step itself."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Textarea
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from handbook.access_log import note_access
from handbook.models import AccessRecord, Staff, staff_of
from handbook.typed_text import TypedText

from .. import actions, mails
from ..actions.course import REASON_NEEDED
from ..keeping import refused_day
from ..models import Application
from .pages import HasPages, StaffForm, answer, change_address, list_address, staff_page

State = Application.State
ERASED = "erased"
SHOWN = "신청인에게 그대로 보입니다."


@dataclass(frozen=True)
class Step:
    """One step. `key` names it in addresses, and its letter in `members.mails`. Without `to` it answers a request for
    deletion.

    `asks` is the label of what is typed, empty where nothing is; `needed` the sentence where it was left out, empty
    where it may be.
    """

    key: str
    to: State | None
    name: str
    says: str
    take: Callable[[Application, Staff, str, dt.datetime], object]
    asks: str = ""
    hint: str = SHOWN
    needed: str = ""

    @property
    def done(self) -> str:
        return f"이제 ‘{self.to.label}’입니다." if self.to else "지워 달라는 요청에 답했습니다."


STEPS = (
    Step(
        "review",
        State.REVIEWING,
        "검토 시작",
        "신청인의 상태 화면에 ‘검토 중’으로 보입니다. 편지는 보내지 않습니다.",
        lambda application, by, said, now: actions.start_review(application=application, by=by, now=now),
    ),
    Step(
        "supplement",
        State.SUPPLEMENT,
        "보완 요청",
        "신청인이 내용을 고치고 다시 서명해 낼 수 있게 됩니다.",
        lambda application, by, said, now: actions.request_supplement(
            application=application, by=by, reason=said, now=now
        ),
        asks="보완할 것",
        needed=REASON_NEEDED,
    ),
    Step(
        "approved",
        State.APPROVED,
        "승인",
        "임기 마지막 날까지 회원이 됩니다. 임기가 시작하기 전이면 임기 첫날부터 회원입니다.",
        lambda application, by, said, now: actions.approve(application=application, by=by, message=said, now=now),
        asks="덧붙일 말",
        hint=f"{SHOWN} 없으면 비워 두세요.",
    ),
    Step(
        "refused",
        State.REFUSED,
        "불승인",
        "신청을 끝내고, 보관 기간이 지나면 지웁니다. 되돌리지 못합니다.",
        lambda application, by, said, now: actions.refuse(application=application, by=by, reason=said, now=now),
        asks="사유",
        needed=REASON_NEEDED,
    ),
    Step(
        "withdrawn",
        State.WITHDRAWN,
        "대신 취하",
        "신청인이 사무국에 취하를 요청했을 때만 합니다. 되돌리지 못합니다.",
        lambda application, by, said, now: actions.withdraw(application=application, by=by, message=said, now=now),
        asks="요청받은 일",
        hint=f"언제 어떻게 요청받았는지 적습니다. 예: 전화로 요청하셨습니다. {SHOWN}",
        needed="언제 어떻게 요청받았는지 적어 주세요.",
    ),
    Step(
        "kept",
        None,
        "지우지 않고 답하기",
        "지워 달라는 요청에 답하고, 보관 기간까지 그대로 둡니다. 남겨야 하는 까닭을 적습니다.",
        lambda application, by, said, now: actions.keep_for_now(application=application, by=by, reason=said, now=now),
        asks="남기는 까닭",
        needed=REASON_NEEDED,
    ),
    Step(
        ERASED,
        None,
        "지우고 답하기",
        "신청서, 연락처, 서명, 동의, 링크, 재가입 안내와 회원 자격, 회비에 적은 메모를 지우고 명부에서 내립니다. "
        "회원의 성명과 생년월일, 회원 자격, 회비만 남고, 다음 임기의 재가입을 안내하지 않습니다. 되돌리지 못합니다.",
        lambda application, by, said, now: actions.erase(application=application, reason=said, now=now),
        asks="알릴 말",
        needed=REASON_NEEDED,
    ),
)


def next_steps(application: Application) -> list[Step]:
    """The steps that lead on from where it stands."""
    targets = actions.TRANSITIONS[State(application.state)]
    is_asked = application.deletion_asked_at is not None
    return [step for step in STEPS if (step.to in targets if step.to else is_asked)]


class StepForm(StaffForm):
    message = TypedText(max_length=2000, widget=Textarea({"rows": 6}), required=False)

    def __init__(self, step: Step, data: Any = None) -> None:
        super().__init__(data)
        if not step.asks:
            del self.fields["message"]
            return
        field = self.fields["message"]
        field.label, field.help_text, field.required = step.asks, step.hint, bool(step.needed)
        field.error_messages["required"] = step.needed

    @property
    def text(self) -> str:
        """What was typed in a valid form."""
        return str(self.cleaned_data.get("message", "")) if self.is_bound else ""


@dataclass(frozen=True)
class Letter:
    """What staff see before they take a step. `digest` tells whether it is still what would go, and whether the
    application still stands where it stood.
    """

    to: str
    subject: str
    body: str
    digest: str

    @classmethod
    def of(cls, application: Application, step: Step, said: str, today: dt.date) -> Letter:
        """`to` is empty where no mail goes."""
        to = application.letters_to if step.key in (*mails.STEPS, *mails.ANSWERS) else ""
        subject = body = ""
        if to:
            subject, body = mails.letter(as_it_will_be(application, step, today), step.key, said)
        last = application.course.order_by("pk").values_list("pk", flat=True).last()
        stands = [application.state, str(application.version), str(last)]
        seen = "\n".join([step.key, *stands, to, subject, body, said])
        return cls(to, subject, body, hashlib.sha256(seen.encode()).hexdigest())


def as_it_will_be(application: Application, step: Step, today: dt.date) -> Application:
    """The letter names the last day of keeping, which the step itself sets."""
    coming = copy.copy(application)
    if step.to in (State.REFUSED, State.WITHDRAWN):
        coming.purge_on = refused_day(today)
    return coming


@staff_page("change", "GET", "POST")
def take_step(admin: HasPages, request: HttpRequest, pk: int, key: str) -> HttpResponseBase:
    """Form, then the letter, then the step. The last press says what was seen; where that differs, it is shown anew."""
    application, step = admin.row(request, pk), find(key)
    require_now(request, application, step)
    if step.key == ERASED and not admin.may(request, "delete"):
        raise PermissionDenied
    form = StepForm(step, request.POST if request.method == "POST" else None)
    is_said = form.is_valid() and "again" not in request.POST
    if step.asks and not is_said:
        return show(admin, request, application, step, form, status=200 if "again" in request.POST else answer(form))
    letter = Letter.of(application, step, form.text, timezone.localdate())
    seen = request.POST.get("seen", "")
    if seen != letter.digest:
        return show(admin, request, application, step, form, letter=letter, seen=seen, status=409 if seen else 200)
    with transaction.atomic():
        step.take(application, staff_of(request), form.text, timezone.now())
        what = AccessRecord.What.DELETE if step.key == ERASED else AccessRecord.What.CHANGE
        note_access(request, what, [str(application)])
    admin.message_user(request, f"{application}: {step.done}", messages.SUCCESS)
    return redirect(list_address(Application) if step.key == ERASED else change_address(application))


def find(key: str) -> Step:
    """Raises Http404."""
    for step in STEPS:
        if step.key == key:
            return step
    raise Http404


def require_now(request: HttpRequest, application: Application, step: Step) -> None:
    """A page that leads nowhere now is refused with 403, a press for which somebody else was quicker by NotNow."""
    if step not in next_steps(application):
        refusal = actions.NotNow(application)
        raise PermissionDenied(str(refusal)) if request.method == "GET" else refusal


def show(
    admin: HasPages,
    request: HttpRequest,
    application: Application,
    step: Step,
    form: StepForm,
    *,
    status: int,
    letter: Letter | None = None,
    seen: str = "",
) -> HttpResponse:
    """The form, or with a letter what will go; `seen` there says that something else was shown before."""
    note_access(request, AccessRecord.What.LOOK, [str(application)])
    context = {"step": step, "form": form, "letter": letter, "is_other": bool(seen)}
    return admin.show(request, "letter" if letter else "step", step.name, row=application, status=status, **context)

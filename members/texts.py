"""What the application says in words: the declaration, the agreement to sign, what people consent to.

Whoever changes a sentence of the form raises `FORM_VERSION`: signed forms name the version they were signed on.
"""

from django.conf import settings

from handbook.consents import ConsentText

FORM_VERSION = "2"
DECLARATION = (
    "목민관클럽이 하려는 일에 뜻을 같이하여 회원이 되려고 합니다.",
    "회비를 내고 포럼에 나가겠습니다.",
    "회원이 함께 하는 일에 참여하겠습니다.",
)
AGREEMENT = "전자서명으로 제출하는 데 동의합니다."
WHY_BIRTHDATE = "이름이 같은 분과 구별하고, 임기가 바뀌어도 같은 회원인지 알아보는 데만 씁니다."
COLLECTION, DIRECTORY = "collection", "directory"


def consent_texts() -> tuple[ConsentText, ...]:
    """What is asked before anything is kept, each by itself."""
    return (
        ConsentText(
            key=COLLECTION,
            title="가입 신청에 필요한 개인정보를 모으고 쓰는 것",
            purpose="가입 신청을 받고, 그 단체의 장인지 확인하고, 결과를 알리고, 회원 일을 함께 하는 데 씁니다.",
            items="성명, 단체, 생년월일, 전화, 휴대전화, 전자우편, 주소, 신청일, 서명, 서명한 때와 IP 주소",
            period=(
                f"회원은 임기가 끝나고 {settings.CLUB_AFTER_TERM_MONTHS}개월까지, 승인되지 않거나 취하한 신청은"
                f" {settings.CLUB_REFUSED_DAYS}일까지, 결정되지 않은 신청은 신청한 임기가 끝나고"
                f" {settings.CLUB_AFTER_TERM_MONTHS}개월까지, 보내지 않은 신청은 마지막으로 고친 날부터"
                f" {settings.CLUB_DRAFT_DAYS}일까지 보관하고 지웁니다."
            ),
            refusal="동의하지 않으셔도 됩니다. 그러면 가입 신청을 받을 수 없습니다.",
            is_required=True,
        ),
        ConsentText(
            key=DIRECTORY,
            title="회원 명부에 공개하는 것",
            purpose="누가 회원인지 누리집의 회원 명부에서 누구나 볼 수 있게 합니다.",
            items="성명, 단체와 직위, 임기",
            period="회원인 동안 보입니다. 동의를 거두면 바로 내립니다.",
            refusal="동의하지 않으셔도 됩니다. 가입에는 영향이 없습니다.",
            is_required=False,
        ),
    )


def consent_text(key: str) -> ConsentText:
    return next(text for text in consent_texts() if text.key == key)

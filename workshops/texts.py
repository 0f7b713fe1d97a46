"""What people are told before they agree, each thing by itself, and the rule of seats in words."""

from django.conf import settings

from handbook.consents import ConsentText

from .models import COLLECTION, Attendee, Event, Party

ANSWERS = "answers"


def period() -> str:
    months = settings.EVENT_AFTER_MONTHS
    return f"행사가 끝나거나 취소되고 {months}개월까지 보관하고 지웁니다. 그전에도 지우실 수 있습니다."


def registrant_texts(event: Event) -> list[ConsentText]:
    """For whoever registers; what the event asks besides is for each to leave out."""
    collection = ConsentText(
        key=COLLECTION,
        title="참가 신청에 필요한 개인정보를 모으고 쓰는 것",
        purpose="신청을 받고, 자리와 행사를 안내하고, 참석을 확인하고, 오시면 참가 확인서를 드리는 데 씁니다.",
        items="이름, 직위, 지방자치단체, 전자우편, 휴대전화",
        period=period(),
        refusal="동의하지 않으셔도 됩니다. 그러면 여기에서는 신청을 받을 수 없습니다.",
        is_required=True,
    )
    return [collection, *([answers_text(event)] if event.questions else [])]


def answers_text(event: Event) -> ConsentText:
    return ConsentText(
        key=ANSWERS,
        title="적어 주신 선택 항목을 모으고 쓰는 것",
        purpose="숙소, 식사, 주차, 이동을 준비하는 데 씁니다.",
        items=", ".join(event.questions),
        period=period(),
        refusal="동의하지 않으셔도 신청하실 수 있습니다. 선택 항목은 비워 두세요.",
        is_required=False,
    )


def change_texts(party: Party) -> list[ConsentText]:
    """The box for what the event asks, where nobody has agreed to just this for the party yet."""
    if not party.event.questions:
        return []
    text = answers_text(party.event)
    agreed = party.consents.filter(key=ANSWERS, withdrawn_at=None, wording__text=text.text)
    return [] if agreed.exists() else [text]


def successor_texts() -> list[ConsentText]:
    """For whoever takes a registration over from somebody else."""
    return [
        ConsentText(
            key=COLLECTION,
            title="이어받은 분으로 적힌 개인정보를 모으고 쓰는 것",
            purpose="자리와 행사를 안내하고, 참석을 확인하는 데 씁니다.",
            items="이름, 전자우편, 휴대전화",
            period=period(),
            refusal="동의하지 않으셔도 됩니다. ‘제 것이 아닙니다’를 누르시면 적힌 이름과 연락처를 바로 지웁니다.",
            is_required=True,
        )
    ]


def person_texts() -> list[ConsentText]:
    """For whoever was named by somebody else."""
    return [
        ConsentText(
            key=COLLECTION,
            title="참가자로 적힌 개인정보를 모으고 쓰는 것",
            purpose="행사를 안내하고, 참석을 확인하고, 참가 확인서를 드리는 데 씁니다.",
            items="이름, 직위, 전자우편",
            period=period(),
            refusal="동의하지 않으셔도 됩니다. 그러면 적힌 이름과 주소를 바로 지우고 자리만 남깁니다.",
            is_required=True,
        )
    ]


def desk_texts() -> list[ConsentText]:
    """For whoever says their name at the door; nothing goes to them afterwards."""
    return [
        ConsentText(
            key=COLLECTION,
            title="접수대에서 말씀하신 개인정보를 모으고 쓰는 것",
            purpose="참석을 확인하고 참가 확인서를 드리는 데 씁니다.",
            items="이름, 직위, 지방자치단체",
            period=period(),
            refusal="동의하지 않으셔도 됩니다. 그러면 이름을 적지 않고, 참가 확인서도 드리지 못합니다.",
            is_required=True,
        )
    ]


def texts_at_desk(person: Attendee) -> list[ConsentText]:
    """Whoever was named by somebody else has an address here, too."""
    return person_texts() if person.mail else desk_texts()


def seat_rule(event: Event) -> list[str]:
    """The rule that `workshops.seats` keeps, sentence by sentence."""
    hours = event.hours_to_answer
    return [
        "신청한 순서대로 자리를 드립니다. 일행 모두의 자리가 없으면 대기 순서에 섭니다.",
        "자리가 나면 맨 앞 일행에게 난 만큼(예: 3명 중 2석) 안내합니다. "
        f"{hours}시간 안에 받지 않으면 다음 일행에게 넘어갑니다.",
        "일부만 받으면 나머지는 대기 순서 그대로 기다립니다. 뒤에 온 일행이 앞지르지 않습니다.",
        "일부만 안내받았을 때는 모두의 자리가 날 때까지 기다릴 수도 있습니다. "
        "그동안 난 자리는 다음 일행에게 안내합니다.",
        "안내에 답이 없으면 맨 뒤로 가고, 두 번째에도 답이 없으면 대기에서 빠집니다. 이미 받은 자리는 그대로입니다.",
        "사람을 늘리면 늘린 만큼은 남은 자리에서 드립니다. "
        "남은 자리가 없거나 기다리는 중이면 대기 순서 맨 뒤로 갑니다. 이미 받았거나 안내받은 자리는 그대로입니다.",
        "대기는 행사가 시작하면 끝납니다.",
    ]

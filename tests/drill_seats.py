"""200 parties for 50 seats at once, and what comes free afterwards: never too many, none lost, the line in order."""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from django.db import connections
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from handbook.models import Mail
from pledges.catalogue.models import Government
from tests import drill
from tests.drill_visitors import FORK, Answer, Fields, Press, at_once, wait_until, whole_time, workers
from tests.workshops import rows
from workshops.models import Event, Offer, Party

PARTIES, SEATS, AIDES_MOST = 200, 50, 3
# Every so many parties press twice; so many governments are registered by two at once.
PRESSES_TWICE, RIVALS = 5, 10
ROUNDS, CANCEL_EACH, NEWCOMERS_EACH = 5, 3, 4
FATES = {"accept": 4, "decline": 1, "wait": 2, "lapse": 2, "race": 3}
# Whoever is offered all meanwhile, as others cancel, is told so when they press that they wait for all.
ENDED_WELL = {"wait": {302, 409}, "race": {302, 409}}
TRIES_IN_VAIN = 10
LOOK_AGAIN = 0.02  # seconds


@dataclass(frozen=True)
class Plan:
    """A visitor and the party that they are going to register."""

    number: int
    government: str
    aides: int
    who: str
    kind: str
    is_named: bool

    @property
    def address(self) -> str:
        return f"10.0.{self.number // 250}.{self.number % 250 + 1}"

    @property
    def people(self) -> int:
        return 1 + self.aides

    def written(self) -> dict[str, str]:
        """What they write into the form. Whoever comes along is counted, and not named twice."""
        values = {
            "who": self.who,
            "name": f"신청인 {self.number}",
            "mail": f"registrant-{self.number}@example.org",
            "phone": "010-1234-5678",
            "government": self.government,
            "kind": self.kind,
            "aides": str(self.aides),
            "meals": str(self.people),
            "consent_collection": "on",
            "consent_answers": "on",
        }
        if self.is_named and self.who != "oneself":
            values |= {"head_name": f"대표 {self.number}", "head_mail": f"head-{self.number}@example.org"}
        if self.is_named:
            for row in range(1, self.aides + (self.who != "with")):
                values[f"aide{row}_name"] = f"동행 {self.number}-{row}"
                values[f"aide{row}_mail"] = f"aide-{self.number}-{row}@example.org"
        return values


def plan(number: int, government: str, chance: random.Random) -> Plan:
    aides = chance.randint(0, AIDES_MOST)
    who = chance.choice(("oneself", "with", "without") if aides else ("oneself", "without"))
    return Plan(number, government, aides, who, chance.choice(("head", "deputy")), is_named=number % 3 == 0)


@dataclass
class Scene:
    """The event, who has registered for it (by the party's key), and governments that have not."""

    event: Event
    chance: random.Random
    unused: list[str]
    plans: dict[str, Plan] = field(default_factory=dict)
    browsers: dict[str, Answer] = field(default_factory=dict)
    held_at_first: dict[str, int] = field(default_factory=dict)

    def new_plan(self, number: int) -> Plan:
        return plan(number, self.unused.pop(), self.chance)

    def press(self, key: str, action: str, form: dict[str, str] | None = None) -> Press:
        browser = self.browsers[key]
        return Press(browser.press.address, f"/events/parties/{key}/{action}", form or {}, browser.cookie)


def new_scene() -> Scene:
    today, chance = timezone.localdate(), random.Random(200)
    event = rows.event(
        slug="drill",
        starts_on=today + dt.timedelta(days=30),
        opens_on=today - dt.timedelta(days=1),
        closes_on=today + dt.timedelta(days=20),
        capacity=SEATS,
        aides_most=AIDES_MOST,
        asks_meal=True,
    )
    governments = sorted(Government.objects.in_force(today).values_list("code", flat=True))
    chance.shuffle(governments)
    return Scene(event, chance, governments)


class Watch:
    """A process that looks at the event again and again while others press, each time in one statement."""

    def __init__(self, event: Event) -> None:
        self.over, self.said = FORK.Event(), FORK.SimpleQueue()
        self.process = FORK.Process(target=self.look_again_and_again, args=(event.pk,))
        self.looks = self.fullest = 0

    def __enter__(self) -> Self:
        connections.close_all()
        self.process.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.over.set()
        self.looks, self.fullest, fault = self.said.get()
        self.process.join(60)
        drill.expect(not fault, f"seen while they pressed: {fault}")
        drill.expect(self.looks >= 50, f"only {self.looks} looks at the event")

    def look_again_and_again(self, event: int) -> None:
        looks, fullest, fault = 0, 0, ""
        while not self.over.wait(LOOK_AGAIN) and not fault:
            seen = look(event)
            looks, fault = looks + 1, fault_of(seen)
            fullest = max([fullest, *(row[4] for row in seen)])
        self.said.put((looks, fullest, fault))


def look(event: int) -> list[tuple[int, ...]]:
    """Of every party its place in line, seats wanted, held and offered, the event's own counters, and `wants_all`."""
    offered = Coalesce(Sum("offers__seats", filter=Q(offers__answer="")), 0)
    parties = Party.objects.filter(event=event).order_by("ticket").annotate(offered=offered)
    counters = ("event__seats_taken", "event__waiting_parties", "event__capacity")
    return list(parties.values_list("ticket", "seats_wanted", "seats_held", "offered", *counters, "wants_all"))


def fault_of(seen: list[tuple[int, ...]]) -> str:
    """What is wrong at this moment, in a word; empty where all is well or nobody has registered."""
    if not seen:
        return ""
    taken, waiting, capacity = seen[0][4:7]
    line = [row for row in seen if row[0] is not None]
    if not taken <= capacity == SEATS:
        return f"{taken} seats of {capacity}"
    if taken != sum(held + offered for _, _, held, offered, *_ in seen):
        return f"{taken} seats counted, and other sums held and offered"
    if waiting != len(line):
        return f"{waiting} waiting parties counted, {len(line)} in line"
    # Whoever waits for all is passed over until as many are free.
    ready = [row for row in line if not row[7] or capacity - taken >= row[1] - row[2]]
    missing = [wanted - held - offered for _, wanted, held, offered, *_ in ready]
    first = next((place for place, seats in enumerate(missing) if seats), len(ready))
    if any(row[3] for row in ready[first + 1 :]):
        return "an offer to somebody behind a party that still misses seats"
    return "free seats that nobody was offered" if first < len(ready) and taken < capacity else ""


def open_forms(scene: Scene, plans: list[Plan]) -> tuple[list[Press], list[Answer]]:
    """Each visitor reads the form and fills it in; what they will send, and the answers so far."""
    path = f"/events/{scene.event.slug}/register/"
    pages = at_once([Press(plan.address, path) for plan in plans])
    drill.expect({page.status for page in pages} == {200}, "the form was refused to somebody")
    forms = [Fields(page.page).filled(plan.written()) for page, plan in zip(pages, plans, strict=True)]
    return [Press(plan.address, path, form) for plan, form in zip(plans, forms, strict=True)], pages


def register_all(scene: Scene) -> str:
    """All parties at once: some press twice, some governments are registered by two."""
    plans = [scene.new_plan(number) for number in range(PARTIES)]
    plans += [plan(PARTIES + number, plans[number * 7].government, scene.chance) for number in range(RIVALS)]
    presses, pages = open_forms(scene, plans)
    presses += presses[::PRESSES_TWICE]
    order = list(range(len(presses)))
    scene.chance.shuffle(order)
    with Watch(scene.event) as watch:
        shuffled = at_once([presses[number] for number in order])
    answers = [answer for _, answer in sorted(zip(order, shuffled, strict=True), key=lambda pair: pair[0])]
    keep_answers(scene, plans, answers)
    check_parties(scene)
    check_order(scene, answers)
    seconds, offered = whole_time(answers), offers(scene.event).count()
    full = Party.objects.filter(event=scene.event, ticket=None).count()
    people = sum(plan.people for plan in scene.plans.values())
    statuses = Counter(answer.status for answer in answers)
    return (
        f"{PARTIES} parties of 1–4 ({people} people) for {SEATS} seats from 8 processes, {RIVALS} governments by two "
        f"visitors, {len(presses) - len(plans)} forms sent twice: {len(presses)} presses at once in {seconds:.0f} s, "
        f"{len(presses) / seconds:.0f} a second, {drill.spread([answer.seconds for answer in answers])}; "
        f"the forms before them in {whole_time(pages):.0f} s. Answers: {told(statuses)}. "
        f"{full} parties seated, {PARTIES - full} in line, {offered} of them offered a part; "
        f"each stands once, and the line has the order of registration. In {watch.looks} looks meanwhile never more "
        f"than {watch.fullest} seats taken, and always as many as were held and offered"
    )


def told(statuses: Counter[int]) -> str:
    return ", ".join(f"{status} × {statuses[status]}" for status in sorted(statuses))


def key_of(answer: Answer) -> str:
    return answer.location.rstrip("/").rpartition("/")[2]


def keep_answers(scene: Scene, plans: list[Plan], answers: list[Answer]) -> None:
    """Every form was taken, whenever it was sent, or its government had registered; nothing else was answered."""
    keys: dict[int, set[str]] = {plan.number: set() for plan in plans}
    by_address = {plan.address: plan for plan in plans}
    for answer in answers:
        drill.expect(answer.status in {302, 409}, f"a registration was answered {answer.status}")
        plan = by_address[answer.press.address]
        key = key_of(answer) if answer.status == 302 else ""
        keys[plan.number].add(key)
        if key:
            scene.plans[key], scene.browsers[key] = plan, answer
    drill.expect(all(len(found) == 1 for found in keys.values()), "a form sent twice was answered in two ways")
    for rival in plans[PARTIES:]:
        first = next(plan for plan in plans if plan.government == rival.government)
        taken = [bool(key) for number in (first.number, rival.number) for key in keys[number]]
        drill.expect(sorted(taken) == [False, True], f"of two parties of a government {sum(taken)} were taken")
    drill.expect(len(scene.plans) == PARTIES, f"{len(scene.plans)} of {PARTIES} parties were taken")


def check_parties(scene: Scene) -> None:
    """What stands is what was answered: each once, numbered without a gap, seats in the order of the numbers."""
    parties = list(Party.objects.filter(event=scene.event).order_by("number").prefetch_related("people"))
    drill.expect([party.number for party in parties] == list(range(1, PARTIES + 1)), "numbers with a gap")
    drill.expect({party.key for party in parties} == scene.plans.keys(), "a party was lost or doubled")
    for party in parties:
        plan = scene.plans[party.key]
        stands = (party.government_id, party.seats_wanted, len(party.people.all()), party.stands)
        drill.expect(stands == (plan.government, plan.people, plan.people, True), f"party {party.number} is another")
        scene.held_at_first[party.key] = party.seats_held
    line = [party for party in parties if party.ticket]
    drill.expect(line == parties[-len(line) :], "somebody overtook a party that waits")
    drill.expect([party.ticket for party in line] == [party.number for party in line], "the line has another order")
    drill.expect(not any(party.seats_held for party in line), "a party in line was given seats without an offer")
    fault = fault_of(look(scene.event.pk))
    drill.expect(not fault, fault)


def check_order(scene: Scene, answers: list[Answer]) -> None:
    """Who was answered before another pressed comes before them; whoever registered can open what they registered."""
    numbers = dict(Party.objects.filter(event=scene.event).values_list("key", "number"))
    taken = [answer for answer in answers if answer.status == 302]
    pressed: dict[str, float] = {}  # the first of two presses counts
    for answer in taken:
        pressed[key_of(answer)] = min(answer.sent, pressed.get(key_of(answer), answer.sent))
    for answer in taken:
        late = [key for key, sent in pressed.items() if sent > answer.answered]
        right = all(numbers[key_of(answer)] < numbers[key] for key in late)
        drill.expect(right, "a party has a smaller number than one that was answered before it pressed")
    sample = [Press(answer.press.address, answer.location, None, answer.cookie) for answer in taken[::10]]
    for page in at_once(sample):
        receipt = f"-{scene.event.pk}-{numbers[page.press.path.split('/')[3]]:03}"
        drill.expect(page.status == 200 and receipt in page.page, "a party's own page does not show its number")


def free_while_mail_is_away(scene: Scene) -> str:
    """What is offered while nobody can be told of it gets its hours anew, and lapses for nobody."""
    cancelled = seated(scene, CANCEL_EACH)
    with Watch(scene.event) as watch, workers(2):
        answers = at_once([scene.press(party.key, "cancel/") for party in cancelled])
        drill.expect({answer.status for answer in answers} == {302}, "a party could not cancel")
        told_nobody = offers(scene.event).filter(answer="")
        drill.expect(told_nobody.exists(), "free seats that nobody was offered")
        told_nobody.update(**hour_in(-1))
        wait_until(lambda: not due_offers(scene.event).exists(), "offers that nobody heard of got their hours anew")
        wait_until(lambda: sum(Mail.objects.values_list("tries", flat=True)) >= TRIES_IN_VAIN, "mails were tried")
    made = Counter(offers(scene.event).values_list("answer", flat=True))
    drill.expect(not made["lapsed"], f"{made['lapsed']} offers lapsed that nobody could hear of")
    check_ledger(scene)
    return (
        f"the mail server away all this time: {CANCEL_EACH} parties cancel, {made['']} offers stand, and none lapses "
        f"before its mail has gone, though its hour has come ({watch.looks} looks)"
    )


def seated(scene: Scene, count: int) -> list[Party]:
    """So many by chance of those who have all their seats."""
    full = Party.objects.standing().filter(event=scene.event, ticket=None).order_by("number")
    return scene.chance.sample(list(full), count)


def pass_on(scene: Scene) -> str:
    """Parties cancel, others come, offers are accepted, declined or lapse, two workers pass on: round after round.

    An offer lapses only once its mail has gone: each round ends when all have.
    """
    raced: Counter[int] = Counter()
    with Watch(scene.event) as watch, workers(2):
        for number in range(ROUNDS):
            raced += one_round(scene, number)
            wait_until(lambda: not due_offers(scene.event).exists(), "what lapsed was passed on")
            wait_until(lambda: not Mail.objects.waiting().exists(), "all were told", 120)
    check_ledger(scene)
    made = Counter(offers(scene.event).values_list("answer", flat=True))
    cancelled, came = ROUNDS * CANCEL_EACH, ROUNDS * NEWCOMERS_EACH
    drill.expect(all(made[answer] for answer in ("accepted", "declined", "lapsed")), f"too little happened: {made}")
    return (
        f"{ROUNDS} rounds: {cancelled} parties cancel, {came} come, all at once with the answers to offers, while two "
        f"workers pass on what lapses: {made.total()} offers, {made['accepted']} accepted, {made['declined']} "
        f"declined, {made['lapsed']} lapsed, {made['']} open; of those pressed as they lapsed {raced[302]} accepted, "
        f"{raced[409]} told that it was over. In {watch.looks} looks never over {SEATS}, no offer past a party that "
        "missed seats, none of the newcomers before the line"
    )


def one_round(scene: Scene, number: int) -> Counter[int]:
    """How those were answered who pressed while their offer lapsed."""
    numbers = range(1000 + number * NEWCOMERS_EACH, 1000 + (number + 1) * NEWCOMERS_EACH)
    newcomers = [scene.new_plan(one) for one in numbers]
    forms, _ = open_forms(scene, newcomers)
    pressed = [("register", form) for form in forms]
    for party in seated(scene, CANCEL_EACH):
        pressed += [("cancel", scene.press(party.key, "cancel/"))] * scene.chance.randint(1, 2)
    for offer in offers(scene.event).filter(answer="").select_related("party"):
        pressed += answers_to(scene, offer)
    scene.chance.shuffle(pressed)
    answers = at_once([press for _, press in pressed])
    raced: Counter[int] = Counter()
    for (what, press), answer in zip(pressed, answers, strict=True):
        drill.expect(answer.status in ENDED_WELL.get(what, {302}), f"{what} was answered {answer.status}")
        if what == "register":
            scene.browsers[key_of(answer)] = answer
        if what in {"accept", "race"}:
            accepted = Offer.objects.filter(pk=press.path.split("/")[5], answer="accepted").exists()
            drill.expect(accepted == (answer.status == 302), f"an offer answered {answer.status} is kept otherwise")
        raced[answer.status] += what == "race"
    return +raced


def answers_to(scene: Scene, offer: Offer) -> list[tuple[str, Press]]:
    """What becomes of an offer. Its hour is set back in the database: nobody waits two days for a drill."""
    [fate] = scene.chance.choices(list(FATES), FATES.values())
    if fate == "wait" and offer.seats == offer.party.seats_missing:
        fate = "decline"  # nothing more to wait for
    accept = scene.press(offer.party.key, f"offers/{offer.pk}/accept/")
    if fate in {"lapse", "race"}:
        seconds = scene.chance.uniform(0.4, 1.5) if fate == "race" else -1
        offers(scene.event).filter(pk=offer.pk).update(**hour_in(seconds))
    if fate == "lapse":
        return []
    if fate in {"decline", "wait"}:
        form = {"all": "1"} if fate == "wait" else {}
        return [(fate, scene.press(offer.party.key, f"offers/{offer.pk}/decline/", form))]
    return [(fate, accept)] * (2 if fate == "accept" else 1)


def hour_in(seconds: float) -> dict[str, object]:
    """An offer's times, so that its hour comes then."""
    yesterday = F("offered_at") - dt.timedelta(days=1)
    return {"offered_at": yesterday, "expires_at": timezone.now() + dt.timedelta(seconds=seconds)}


def offers(event: Event) -> QuerySet[Offer]:
    return Offer.objects.filter(party__event=event)


def due_offers(event: Event) -> QuerySet[Offer]:
    return offers(event).filter(answer="", expires_at__lte=timezone.now())


def check_ledger(scene: Scene) -> None:
    """Every seat that a party holds it was given at first or accepted; nobody who came later was given any else."""
    accepted = Coalesce(Sum("offers__seats", filter=Q(offers__answer="accepted")), 0)
    for party in Party.objects.filter(event=scene.event).annotate(accepted=accepted):
        right = scene.held_at_first.get(party.key, 0) + party.accepted if party.stands else 0
        drill.expect(party.seats_held == right, f"party {party.number} holds {party.seats_held} seats, not {right}")
    standing = Party.objects.filter(event=scene.event).count()
    drill.expect(standing == len(scene.browsers), "a party was lost or doubled while seats were passed on")
    fault = fault_of(look(scene.event.pk))
    drill.expect(not fault, fault)

"""Writes tickets to order: an open one that stands at a given point with a given share of its time used, one that is
done, one whose clock warns or falls due at a given instant. Dues are never set: only when a ticket came, and what
happened since; the clocks follow from that.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from otui.desk.demo import plot
from otui.desk.demo.corpus import Contact, Corpus, Customer, Scenario, Step
from otui.desk.demo.letters import Letters
from otui.desk.demo.life import Life
from otui.desk.demo.plot import Cut, seconds
from otui.desk.demo.rhythm import Rhythm
from otui.desk.demo.world import World, before
from otui.desk.rows import AgentRow
from otui.domain.clocks import Targets
from otui.domain.workflow import MODE, Mode, State

STANDBY = "Standby"
URGENT = 64
SHARES = {"calm": (0.02, 0.7), "warned": (0.78, 0.97), "escalated": (1.03, 1.18), "missed": (1.25, 1.5)}
"""How much of the escalation target (of the response target, where nobody answered yet) is used."""
_FRESH = timedelta(seconds=20)
_NIGHT = 12 * 3600
_UNEVEN = 1.5
"""Tickets that a team may have above the mean before others get the next."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an open ticket should be like now."""

    state: State
    owned: bool
    band: str = "calm"
    owner: AgentRow | None = None
    responded: bool = True


@dataclass(slots=True)
class Told:
    """A life with what made it, for those that get a twin or a link."""

    life: Life
    scenario: Scenario
    customer: Customer
    contact: Contact
    created: datetime


class Author:
    """Writes tickets for one desk, the same ones for the same seed and `now`."""

    def __init__(self, world: World, corpus: Corpus, rng: random.Random, idle: str = "") -> None:
        self._world, self._corpus, self._rng = world, corpus, rng
        self._idle = idle
        """Login of the agent whose tickets are ordered one by one."""
        self._used: Counter[str] = Counter()
        self._load: Counter[str] = Counter()
        self._fair = _UNEVEN
        self._customers: dict[str, list[Customer]] = {}
        self._office = world.calendar(world.queue(world.rules.default_queue))
        self._cuts: defaultdict[tuple[State, bool, bool], list[Cut]] = defaultdict(list)
        self._alarms: defaultdict[bool, list[Cut]] = defaultdict(list)
        for scenario in corpus.scenarios:
            for cut in plot.cuts(scenario):
                if scenario.queue == STANDBY:
                    if cut.queue == STANDBY and MODE[cut.state] is Mode.RUN:
                        self._alarms[cut.responded].append(cut)
                else:
                    self._cuts[cut.state, cut.owned, cut.responded].append(cut)

    # -- open tickets ----------------------------------------------------------------------------------------------

    def open(self, wish: Wish, reader: AgentRow | None = None) -> Told:
        """Write an open ticket that is as wished, in a queue of `reader` where one is named."""
        owner = wish.owner
        cut = self._pick(
            self._cuts[wish.state, wish.owned, wish.responded],
            lambda cut: self._has_hands(cut.queue, owner or reader, wish.owned),
        )
        factors = self._factors(cut.scenario, urgent=wish.responded and wish.band == "calm")
        customer, contact = self._whose(cut.scenario)
        targets = self._targets(cut.scenario, customer, factors)
        low, high = SHARES[wish.band]
        run = self._rng.uniform(low, high) * (targets.escalation if wish.responded else targets.response)
        response = self._response(targets, run * 0.8)
        if MODE[cut.state] is Mode.RUN:
            idle = run * self._rng.uniform(0.05, 0.5) if cut.steps else run
            gaps = plot.gaps(self._rng, cut.steps, run - idle, min(response, run - idle))
        else:
            idle = plot.pause(self._rng, cut.state)
            run = min(run, 0.6 * targets.escalation)
            gaps = plot.gaps(self._rng, cut.steps, run, min(response, run))
        created = before(self._office, self._world.now, seconds(sum(gaps) + idle))
        told = self._begin(cut.scenario, customer, contact, factors, created)
        self._tell(told, cut.steps, gaps, last=owner or self._free_hand(cut.queue) if wish.owned else None)
        return told

    def taken(self, owner: AgentRow | None, band: str = "calm") -> Told:
        """Write a ticket that somebody took and nobody answered yet."""
        told = self.open(Wish(State.NEW, owned=False, responded=False, band=band), owner)
        hand = owner or self._free_hand(told.scenario.queue)
        passed = self._office.between(told.created, self._world.now) * self._rng.uniform(0.5, 0.95)
        told.life.take(self._office.add(told.created, seconds(passed.total_seconds())), hand)
        return told

    def reopened(self) -> Told:
        """Write a ticket whose solution did not hold and that is being worked on again."""
        scenario = self._pick_scenario(lambda s: s.queue != STANDBY and not s.once and s.kind == "incident")
        customer, contact = self._whose(scenario)
        factors = self._factors(scenario)
        targets = self._targets(scenario, customer, factors)
        steps = (*plot.whole(scenario), Step("reopen"))
        run = targets.resolution * self._rng.uniform(0.2, 0.7)
        gaps = plot.gaps(self._rng, steps, run, self._response(targets, run))
        idle = targets.escalation * self._rng.uniform(0.1, 0.6)
        created = before(self._office, self._world.now, seconds(sum(gaps) + idle))
        told = self._begin(scenario, customer, contact, factors, created)
        self._tell(told, steps, gaps)
        told.life.take(told.life.values["updated_at"], self._free_hand(told.life.queue.name))
        return told

    def just_now(self, ago: timedelta) -> Told:
        """Write a ticket that came in this long ago, at whatever hour that is."""
        cut = self._pick(self._cuts[State.NEW, False, False], lambda cut: cut.scenario.via == "mail")
        customer, contact = self._whose(cut.scenario)
        created = (self._world.now - ago).replace(microsecond=0)
        return self._begin(cut.scenario, customer, contact, self._factors(cut.scenario), created)

    def alarm(self, clock: str, share: float, ahead: timedelta) -> Told:
        """Write a standby ticket of which `clock` has used this share of its target `ahead` from now.

        0.75 is where it warns, 1 where it falls due. `ahead` may lie behind.
        """
        latest = self._world.now - _FRESH
        created = latest + _FRESH
        while created > latest:
            cut = self._pick(self._alarms[clock != "response"], lambda cut: True)
            customer, contact = self._whose(cut.scenario)
            factors = self._factors(cut.scenario)
            targets = self._targets(cut.scenario, customer, factors)
            created = self._world.now + ahead - timedelta(seconds=targets.of(clock)) * share
        passed = (self._world.now - created).total_seconds()
        response = min(0.7 * targets.response, 0.8 * passed)
        run = max(response, passed * self._rng.uniform(0.3, 0.9))
        gaps = plot.gaps(self._rng, cut.steps, run, response)
        told = self._begin(cut.scenario, customer, contact, factors, created)
        self._tell(told, cut.steps, gaps, last=self._free_hand(STANDBY) if cut.owned else None)
        return told

    # -- tickets that are done -------------------------------------------------------------------------------------

    def done(self, rhythm: Rhythm, *, brief: bool = False) -> Told:
        """Write a ticket that is resolved, or closed since; a `brief` one was solved in one go, and closed."""
        scenario = self._pick_scenario(lambda s: not (brief and s.once))
        rng, now = self._rng, self._world.now
        customer, contact = self._whose(scenario)
        factors = self._factors(scenario, urgent=True)
        targets = self._targets(scenario, customer, factors)
        steps = self._ending(scenario, brief=brief)
        share = rng.uniform(1.02, 1.4) if rng.random() < 0.07 else rng.betavariate(2, 3.5) * 0.95
        run = max(share * targets.resolution, 300.0 * len(steps))
        late = rng.random() < 0.05
        response = targets.response * rng.uniform(1.02, 1.3) if late else self._response(targets, run)
        gaps = plot.gaps(rng, steps, run, min(response, 0.6 * run))
        calendar = self._world.calendar(self._world.queue(scenario.queue))
        created = rhythm.draw(rng)
        if scenario.queue == STANDBY:
            created -= seconds(rng.uniform(0, _NIGHT))
        while calendar.add(created, seconds(sum(gaps)) + timedelta(minutes=5)) > now:
            created -= timedelta(days=1)
        told = self._begin(scenario, customer, contact, factors, created, plain=brief)
        self._tell(told, steps, gaps)
        self._silence(told.life)
        return told

    def _ending(self, scenario: Scenario, *, brief: bool) -> tuple[Step, ...]:
        """Return a story to its end: some did not hold at first, and some contacts say that all is well."""
        if brief:
            return (*(step for step in scenario.steps if step.verb in ("call", "solve")), Step("close"))
        steps = plot.whole(scenario)
        if self._rng.random() < 0.04 and not scenario.once:
            steps = (*steps, Step("reopen"), Step("solve", "", "{mended}"))
        if self._rng.random() < 0.45:
            steps = (*steps, Step("thanks"), Step("close"))
        return steps

    def twin(self, told: Told) -> Told:
        """Write a second report of the same fault, by a colleague, some minutes later."""
        others = [one for one in told.customer.contacts if one is not told.contact]
        later = (self._world.now - told.created) * self._rng.uniform(0.1, 0.3)
        created = (told.created + min(later, timedelta(minutes=40))).replace(microsecond=0)
        return self._begin(told.scenario, told.customer, self._rng.choice(others), told.life.factors, created)

    # -- how -------------------------------------------------------------------------------------------------------

    def _begin(
        self,
        scenario: Scenario,
        customer: Customer,
        contact: Contact,
        factors: tuple[int, int],
        created: datetime,
        *,
        plain: bool = False,
    ) -> Told:
        turn = self._used[scenario.id]
        letters = Letters(self._corpus, self._rng, scenario, customer, contact, factors[0], turn, plain=plain)
        letters.date(created, self._office.zone)
        maker = None
        if scenario.via == "call" or (scenario.via == "mail" and self._rng.random() < 0.2):
            maker = self._rng.choice(self._world.team(scenario.queue))
        life = Life(self._world, scenario, letters, customer, contact, factors, created, maker)
        return Told(life, scenario, customer, contact, created)

    def _tell(
        self, told: Told, steps: Sequence[Step], gaps: Iterable[float], last: AgentRow | None = None
    ) -> None:
        """Let the steps happen. One agent stays on a ticket until it goes to another queue; `last` has it now."""
        life, at = told.life, told.created
        calendar = self._world.rules.calendars[life.timeline.calendar]
        final = next((i for i in range(len(steps), 0, -1) if steps[i - 1].verb in ("line-up", "move")), 0)
        agent = self._rng.choice(self._world.team(life.queue.name))
        for place, (step, gap) in enumerate(zip(steps, gaps, strict=True)):
            if place == final and last is not None:
                agent = last
            at = max(at, calendar.add(at, seconds(gap)))
            until = self._until(step, steps, place, gaps, at) if step.verb == "wait-until" else None
            life.act(at, step, agent, until)
            if step.verb in ("line-up", "move"):
                agent = self._rng.choice(self._world.team(life.queue.name))
        if last is not None and final == len(steps):
            life.take(at, last)

    def _until(
        self, step: Step, steps: Sequence[Step], place: int, gaps: Iterable[float], at: datetime
    ) -> datetime:
        """Return until when a ticket waits: an opening in some days, or the instant at which it did wake up."""
        known = list(gaps)
        if place + 1 < len(steps):
            return self._office.add(at, seconds(known[place + 1]))
        local = self._world.now.astimezone(self._office.zone)
        days = timedelta(days=int(step.place) if step.place else 1)
        morning = datetime.combine(local.date() + days, time(9), self._office.zone)
        return self._office.next_opening(morning).astimezone(at.tzinfo)

    def _silence(self, life: Life) -> None:
        """Close what nobody objected to, if that was long enough ago."""
        days = self._world.rules.settings.close_after_days
        resolved = life.values.get("resolved_at")
        if life.state is State.RESOLVED and days and resolved is not None:
            closes = resolved + timedelta(days=days)
            if closes <= self._world.now:
                life.close(closes, None)

    def _pick(self, choices: Sequence[Cut], fits: Callable[[Cut], bool]) -> Cut:
        """Return one of a few that fit, of the scenario that was told least; where none fits, of all that do."""
        told = [cut for cut in self._rng.choices(choices, k=12) if self._still_told(cut.scenario)]
        few = [cut for cut in told if fits(cut)] or [cut for cut in choices if fits(cut)] or told
        cut = min(few, key=lambda one: (self._used[one.scenario.id], self._rng.random()))
        self._used[cut.scenario.id] += 1
        return cut

    def _pick_scenario(self, fits: Callable[[Scenario], bool]) -> Scenario:
        few: list[Scenario] = []
        while not few:
            drawn = self._rng.choices(self._corpus.scenarios, k=6)
            few = [scenario for scenario in drawn if self._still_told(scenario) and fits(scenario)]
        scenario = min(few, key=lambda one: self._used[one.id])
        self._used[scenario.id] += 1
        return scenario

    def _still_told(self, scenario: Scenario) -> bool:
        return not (scenario.once and self._used[scenario.id])

    def _whose(self, scenario: Scenario) -> tuple[Customer, Contact]:
        customers = self._customers.get(scenario.id)
        if customers is None:
            customers = [c for c in self._corpus.customers if c.has(scenario)]
            self._customers[scenario.id] = customers
        customer = self._rng.choices(customers, [c.weight for c in customers])[0]
        return customer, self._rng.choice(customer.contacts)

    def _factors(self, scenario: Scenario, *, urgent: bool = False) -> tuple[int, int]:
        fitting = [f for f in scenario.factors if urgent or f[0] * f[1] < URGENT]
        return self._rng.choice(fitting)

    def _targets(self, scenario: Scenario, customer: Customer, factors: tuple[int, int]) -> Targets:
        return self._world.promise(scenario.kind, self._world.queue(scenario.queue), customer.name, *factors)[
            2
        ]

    def _response(self, targets: Targets, at_most: float) -> float:
        """Return after how much working time the contact hears from an agent: in time."""
        if targets.response == 0:
            return self._rng.uniform(60, 240)
        return min(targets.response * self._rng.uniform(0.04, 0.7), at_most)

    def _has_hands(self, queue: str, agent: AgentRow | None, needed: bool) -> bool:
        """Whether a queue is the agent's, or, without one, whether its team is not much busier than the others."""
        if agent is not None:
            return self._world.queue(queue).id in agent.queues
        return not needed or self._lightest(queue) <= self._fair

    def _lightest(self, queue: str) -> int:
        return min(self._load[agent.login] for agent in self._hands(queue))

    def _hands(self, queue: str) -> Sequence[AgentRow]:
        team = self._world.team(queue)
        return [agent for agent in team if agent.login != self._idle] or team

    def _free_hand(self, queue: str) -> AgentRow:
        """Return the agent of a queue's team who has the fewest tickets."""
        agent = min(self._hands(queue), key=lambda one: (self._load[one.login], self._rng.random()))
        self._load[agent.login] += 1
        self._fair = _UNEVEN + sum(self._load.values()) / len(self._world.directory.agents)
        return agent

"""What ties tickets together: second reports of one fault that were merged, and tickets that were linked."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

from otui.desk.bulk import BulkTicket
from otui.desk.demo.author import STANDBY, Author, Told
from otui.desk.demo.world import World
from otui.domain import numbers
from otui.domain.workflow import State

_TWINS = 150
_LINKS = 40
"""One merged pair, and one link, to so many tickets."""
_SETTLED = timedelta(minutes=90)


def tie_knots(
    world: World, author: Author, rng: random.Random, told: list[Told], first_id: int, counter: int
) -> list[BulkTicket]:
    """Put a twin in place of a finished ticket here and there, link some, and return all tickets in order.

    Tickets will get ids from `first_id` and numbers from `counter` on, in the order of `told`.
    """
    pairs = _twins(world, author, rng, told)
    links = _pairs_to_link(rng, told)
    place = {id(one): index for index, one in enumerate(told)}
    for twin, survivor, at in pairs:
        agent = survivor.life.owner or rng.choice(world.team(survivor.life.queue.name))
        index = place[id(survivor)]
        twin.life.merge(at, survivor.life, agent, numbers.make(counter + index))
        twin.life.values["merged_into_id"] = first_id + index
        for article in twin.life.articles:
            article["origin_id"] = first_id + place[id(twin)]
        survivor.life.articles += twin.life.articles
        survivor.life.articles.sort(key=lambda row: row["created_at"])
        twin.life.articles = []
    for one, other in links:
        agent = other.life.owner or rng.choice(world.team(other.life.queue.name))
        at = min(other.created + timedelta(minutes=rng.randrange(3, 30)), world.now)
        other.life.link(at, numbers.make(counter + place[id(one)]), agent)
        one.life.link(at, numbers.make(counter + place[id(other)]), agent)
    made = [one.life.finish() for one in told]
    for twin, survivor, _at in pairs:
        made[place[id(twin)]].links.append((made[place[id(survivor)]], "merged"))
    for one, other in links:
        made[place[id(other)]].links.append((made[place[id(one)]], "related"))
    return made


def _twins(
    world: World, author: Author, rng: random.Random, told: list[Told]
) -> list[tuple[Told, Told, datetime]]:
    """Replace finished tickets by second reports of faults that are open, and return (twin, survivor, when merged)."""
    stands = [State.NEW, State.OPEN]
    fit = [
        one
        for one in told
        if one.life.state in stands
        and one.scenario.via == "mail"
        and one.scenario.kind == "incident"
        and not one.scenario.once
        and one.life.factors[0] > 1
        and world.now - one.created > _SETTLED
    ]
    spare = [one for one in told if one.life.state is State.CLOSED]
    wanted = min(len(fit), len(spare), max(1, len(told) // _TWINS)) if len(told) > _LINKS else 0
    pairs = []
    for survivor, gone in zip(rng.sample(fit, wanted), rng.sample(spare, wanted), strict=True):
        twin = author.twin(survivor)
        told[told.index(gone)] = twin
        at = min(twin.created + timedelta(minutes=rng.randrange(4, 25)), world.now)
        pairs.append((twin, survivor, at))
    told.sort(key=lambda one: one.created)
    return pairs


def _pairs_to_link(rng: random.Random, told: list[Told]) -> list[tuple[Told, Told]]:
    """Return pairs of one customer with the same story, the older first."""
    alike: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        if one.life.state is not State.MERGED and one.scenario.queue != STANDBY:
            alike[one.customer.name, one.scenario.id].append(one)
    pairs = [(group[0], group[1]) for group in alike.values() if len(group) > 1]
    rng.shuffle(pairs)
    return pairs[: len(told) // _LINKS]

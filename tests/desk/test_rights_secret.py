"""A confidential queue is not there for others: no read model, whichever it is asked, gives one of its words away."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import otui.desk
from engines import Desks
from otui.desk import timer
from otui.desk.desk import Desk
from otui.desk.records.finding import resolve
from otui.desk.records.kinds import KINDS
from otui.desk.together import drafts
from otui.desk.views import changes, counts, flow, handovers, knowledge, lists, problems, searching
from otui.desk.views import ticket as views
from otui.desk.views.lists import Order, TicketFilter
from otui.domain.workflow import State
from otui.errors import OtuiError
from rights_cases import MONDAY
from secret_cases import NAMES, OUTSIDERS, QUEUE, WORDS, Secrets, furnish_secrets

LATER = MONDAY + timedelta(minutes=90)
"""When the urgent ticket of the queue is due, and warned of before."""
NOT_READ_MODELS = {
    "known", "moves", "of_texts", "of_queues", "total", "rows_by_id", "page", "told_of", "cut", "fallen_of", "readings",
}  # fmt: skip
"""A piece of SQL, and what runs below a question that is asked as well; rule changes are for admins (see below)."""


NUMBERS = ("1000-09", "1000-14", "P1000-72", "C1000-91", "none")
OF_THEIR_OWN: dict[Any, dict[str, tuple[Any, ...]]] = {
    drafts.find: {"kind": ("reply", "note")},
    flow.of: {"ref": NUMBERS},
    flow.what: {"ref": NUMBERS},
    changes.changes: {"only": (changes.ChangeFilter(), changes.ChangeFilter(every=True))},
}
"""What a name means to one read model alone."""


@pytest.fixture(scope="session")
def secrets_made(templates: Desks) -> Secrets:
    return furnish_secrets(templates.place("secrets"))


@pytest.fixture
def secrets(secrets_made: Secrets, desks: Desks) -> Secrets:
    return replace(secrets_made, url=desks.copy(secrets_made.url))


def read_models() -> Iterator[Callable[..., Any]]:
    """Every function of the desk whose first argument is a view."""
    for found in pkgutil.walk_packages(otui.desk.__path__, "otui.desk."):
        module = importlib.import_module(found.name)
        for name, function in vars(module).items():
            if name.startswith("_") or name in NOT_READ_MODELS or not inspect.isfunction(function):
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if function.__module__ == found.name and first is not None and str(first.annotation) == "View":
                yield function


def arguments(desk: Desk, secrets: Secrets) -> dict[str, tuple[Any, ...]]:
    """What to ask by the names of parameters: everything that leads to what is secret, and some that does not."""
    reader = desk.database.read()
    every = tuple(row[0] for row in reader.all("SELECT id FROM ticket ORDER BY id"))
    queues = tuple(
        row[0]
        for row in reader.all("SELECT id FROM queue WHERE name IN (:a, :b)", {"a": NAMES[0], "b": NAMES[1]})
    )
    agents = tuple(row[0] for row in reader.all("SELECT id FROM agent ORDER BY id"))
    people = tuple(row[0] for row in reader.all("SELECT id FROM contact ORDER BY id"))
    firms = (0, *(row[0] for row in reader.all("SELECT id FROM customer ORDER BY id")))
    numbers = (*secrets.numbers, *secrets.shown, *secrets.records)
    filters = (
        TicketFilter(),
        TicketFilter(states=tuple(State)),
        *(TicketFilter(states=(state,)) for state in State),
        TicketFilter(queues=queues[:1]),
        TicketFilter(queues=queues, states=tuple(State)),
        *(TicketFilter(owner=agent, states=tuple(State)) for agent in agents),
        *(TicketFilter(owner=agent) for agent in agents),
        TicketFilter(free=True),
        TicketFilter(burning=True),
        *(TicketFilter(contact=one, states=tuple(State)) for one in people),
        *(TicketFilter(customer=one) for one in firms),
        TicketFilter(ids=every),
    )
    return {
        "ref": (*numbers, *every),
        "ticket_id": every,
        "ticket_ids": (every,),
        "ids": (every,),
        "only": filters,
        "order": tuple(Order(by, down) for by in lists.ORDERS for down in (False, True)),
        "contact_id": people,
        "customer_id": firms,
        "words": ("", *WORDS, *NAMES, *numbers, "a", "e", "o", "hum", "0612", "EXT"),
        "kind": tuple(KINDS),
        "record": tuple(KINDS),
        "record_id": (1, 2, 3),
        "change_id": (1, 2),
        "change_ids": ((1, 2),),
        "item_id": (1, 2),
        "queue_id": queues,
        "window_id": (1,),
        "verb": ("tell-workaround", "resolve"),
        "since": (LATER,),
        "until": (LATER + timedelta(days=7),),
        "own": (dict.fromkeys(queues, counts.QueueCount(1, 1, 1, 1)),),
        "login": ("bea", "hri", "lea", "ada"),
        "name": (*NAMES, "First line"),
        "about": ("", *(f"queue {one}" for one in queues), *(f"agent {one}" for one in agents)),
        "fingerprint": ("SHA256:none",),
        "version": (0, 1),
        "at": (LATER,),
        "row": (),
    }


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_read_model_gives_a_word_away(secrets, login):
    with Desk.open(secrets.url, login="ada", clock=lambda: LATER) as worker:
        timer.run(worker)
    asked = set()
    with Desk.open(secrets.url, login=login, clock=lambda: LATER) as desk:
        known = arguments(desk, secrets)
        for function in read_models():
            names = [
                name
                for name, parameter in list(inspect.signature(function).parameters.items())[1:]
                if (parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD)
                or name in ("words", "order")
            ]
            unknown = set(names) - set(known)
            assert not unknown, f"{function.__module__}.{function.__name__}: what to ask for {unknown}?"
            own = known | OF_THEIR_OWN.get(function, {})
            for values in itertools.product(*(own[name] for name in names)):
                said = answer(desk, function, dict(zip(names, values, strict=True)))
                for echo in (value for value in values if isinstance(value, str) and value):
                    said = said.casefold().replace(echo.casefold(), "")
                found = secrets.found_in(said, login)
                assert not found, f"{function.__name__}{values} says {found}: {said[:2000]}"
            asked.add(function.__name__)
    assert {"ticket_page", "find", "status", "history", "thread", "lately", "contact", "mine"} <= asked


def answer(desk: Desk, function: Callable[..., Any], values: dict[str, Any]) -> str:
    """Return all that a read model answers, or why it does not."""
    try:
        found = desk.read(lambda view: function(view, **values))
        return repr(list(found) if isinstance(found, Iterator) else found)
    except OtuiError as error:
        return str(error)


@pytest.mark.parametrize("login", OUTSIDERS)
def test_counts_are_of_what_is_there(secrets, login):
    """Every figure is that of the tickets which are not secret, counted one by one."""
    with Desk.open(secrets.url, login=login, clock=lambda: LATER) as desk:
        rows = desk.database.read().all(
            "SELECT t.state, t.locked, t.queue_id, t.is_open, t.owner_id FROM ticket t"
            f" WHERE t.id NOT IN ({','.join(map(str, secrets.ids))})"
        )
        opened = [row for row in rows if row[3]]
        assert len(opened) == 1
        status = desk.read(counts.status)
        assert (status.open, status.free) == (1, 1)
        assert (status.mine, status.warned, status.escalated) == (0, 0, 0)
        assert status.next_number in ("", *secrets.shown)
        assert sum(one.open for one in desk.read(counts.by_queue).values()) == 1
        assert sum(desk.read(counts.by_state).values()) == len(rows) == 2
        for only in arguments(desk, secrets)["only"]:
            listed = desk.read(lists.ticket_page, only, limit=100).rows
            assert desk.read(counts.total, only) == len(listed), only


def test_its_team_sees_all_of_it(secrets):
    """The words are there to be found, by who may: a test that finds nothing anywhere would prove nothing."""
    with Desk.open(secrets.url, login="hri", clock=lambda: LATER) as desk:
        said = repr(desk.read(lists.ticket_page, TicketFilter(states=tuple(State)))) + repr(
            desk.read(handovers.lately)
        )
        for number in secrets.numbers:
            for query in (views.detail, views.thread, views.history):
                said += repr(desk.read(query, number))
        for kind, read in (
            ("problem", problems.whole),
            ("change", changes.change),
            ("knowledge", knowledge.detail),
        ):
            numbers = [one for one in secrets.records if one.startswith(kind[0].upper())]
            for number in numbers:
                said += repr(desk.read(read, desk.read(resolve, kind, number)))
        everything = {*WORDS, *NAMES, *secrets.numbers, *secrets.records}
        assert set(secrets.found_in(said, "hri")) == everything - {"Mandrake"}
        assert desk.read(searching.find, "Thornapple")


@pytest.mark.parametrize("login", ["bea", "lea"])
def test_the_queue_itself_is_not_known(secrets, login):
    with Desk.open(secrets.url, login=login, clock=lambda: LATER) as desk:
        assert {queue.name for queue in desk.directory.queues.values()}.isdisjoint(NAMES)
        with pytest.raises(OtuiError) as secret:
            desk.directory.queue(QUEUE)
        with pytest.raises(OtuiError) as never:
            desk.directory.queue("Nowherever")
        assert str(secret.value) == str(never.value).replace("Nowherever", QUEUE)

"""Read models in this process, without a screen: lists, counts, a ticket, search."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import desks
from benchmarks.figures import Figure, median, p95
from otui.desk.desk import Desk
from otui.desk.views import counts, lists, searching, ticket
from otui.desk.views.lists import Order, TicketFilter

ROUNDS = 15
WORDS = {
    "common word": ("laptop", "printer", "outlook"),
    "rare word": ("röntgenfoto's", "activatie", "handscanners"),
    "two words": ("wifi locatie", "vpn thuiswerken", "outlook mail"),
    "part of a word": ("scann", "werkpl", "telef"),
    "number": ("1909", "19", "2001"),
    "nothing found": ("zxqv", "qqqq kkk", "vvwwx"),
}


def measure(path: Path) -> list[Figure]:
    """Time the first answer of every read that a key can ask for."""
    with desks.opened(path) as desk:
        return [*_lists(desk), *_searches(desk)]


def _lists(desk: Desk) -> list[Figure]:
    queue = max(desk.directory.queues)
    mine = TicketFilter(queues=tuple(sorted(desk.agent.queues)))
    reads: dict[str, Callable[[], object]] = {
        "read: my queues, first page": lambda: desk.read(lists.ticket_page, mine, Order()),
        "read: one queue": lambda: desk.read(lists.ticket_page, TicketFilter(queues=(queue,)), Order()),
        "read: all open, by level": lambda: desk.read(lists.ticket_page, TicketFilter(), Order("level")),
        "read: closed, newest first": lambda: desk.read(
            lists.ticket_page, TicketFilter(states=("closed",)), Order(descending=True)
        ),
        "read: end of all open": lambda: desk.read(lists.ticket_page, TicketFilter(), Order(), from_end=True),
        "read: counts by queue": lambda: desk.read(counts.by_queue),
        "read: status line": lambda: desk.read(counts.status),
    }
    page = desk.read(lists.ticket_page, mine, Order())
    chosen = page.rows[0].id
    reads["read: a ticket's thread"] = lambda: desk.read(ticket.thread, chosen)
    return [Figure(name, median(_times(read)), "ms", 50) for name, read in reads.items()]


def _searches(desk: Desk) -> list[Figure]:
    figures, every = [], []
    for name, words in WORDS.items():
        times = [one for word in words for one in _times(partial(desk.read, searching.find, word), 5)]
        figures.append(Figure(f"search: {name}", median(times), "ms", 60))
        every += times
    return [*figures, Figure("search: p95 of all", p95(every), "ms", 60)]


def _times(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    found = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found

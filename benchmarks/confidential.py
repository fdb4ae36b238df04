"""What confidential queues cost: the same reads with none, and with half of all tickets in some that are not theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import desks
from benchmarks.figures import Figure, median
from benchmarks.reading import _times
from otui.desk.desk import Desk
from otui.desk.views import counts, lists, searching
from otui.desk.views.lists import Order, TicketFilter


def measure(path: Path) -> list[Figure]:
    """Time lists, counts and a search for somebody outside, and say how many times longer than without they take."""
    with desks.opened(path) as desk:
        reads = _reads(desk)
        for read in reads.values():
            read()  # what both read lies in the cache for both
        plain = {name: median(_times(read)) for name, read in reads.items()}
        share = _hide_half(desk)
        hidden = {name: median(_times(read)) for name, read in reads.items()}
    return [
        Figure(
            f"confidential: {name}",
            hidden[name],
            "ms",
            60 if name == "search" else 50,
            note=f"{hidden[name] / plain[name]:.2f} × of {plain[name]:.3g} ms; {share:.0%} of the tickets are hidden",
        )
        for name in reads
    ]


def _reads(desk: Desk) -> dict[str, Callable[[], object]]:
    first = {
        "all open, by due": (TicketFilter(), Order()),
        "all open, by subject": (TicketFilter(), Order("subject")),
        "closed, newest first": (TicketFilter(states=("closed",)), Order(descending=True)),
    }
    reads: dict[str, Callable[[], object]] = {
        name: lambda only=only, order=order: desk.read(lists.ticket_page, only, order)  # type: ignore[misc]
        for name, (only, order) in first.items()
    }
    reads["counts by queue"] = lambda: desk.read(counts.by_queue)
    reads["status line"] = lambda: desk.read(counts.status)
    reads["search"] = lambda: desk.read(searching.find, "printer")
    return reads


def _hide_half(desk: Desk) -> float:
    """Let the fullest queues that hold half of all tickets be confidential; return the share that they hold."""
    held = dict(desk.database.read().all("SELECT queue_id, sum(n) FROM tally GROUP BY queue_id"))
    total, hidden = sum(held.values()), dict[int, int]()
    for queue_id in sorted(held, key=lambda one: -held[one]):
        if sum(hidden.values()) + held[queue_id] <= total * 0.55:
            hidden[queue_id] = held[queue_id]
    desk.agent = replace(desk.agent, role="agent", queues=frozenset(held.keys() - hidden.keys()))
    whole = desk._everything()
    queues = {one.id: replace(one, confidential=one.id in hidden) for one in whole.queues.values()}
    desk._directory = replace(whole, queues=queues, confidential=frozenset(hidden))
    return sum(hidden.values()) / total

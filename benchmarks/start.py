"""How long until something, and until the first list, is on the screen; beside a bare Textual program."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import desks
from benchmarks.figures import Figure, median
from benchmarks.terminal import Terminal
from otui.desk.views import lists
from otui.desk.views.lists import Order, TicketFilter

ROUNDS = 7
COLUMNS, ROWS = 120, 40
COMMAND = (sys.executable, "-m", "otui")


def measure(path: Path) -> list[Figure]:
    """Start both in turns; the ratio of the medians is what has a budget."""
    hello, frames, firsts = [], [], []
    numbers = first_numbers(path)
    for _round in range(ROUNDS):
        with Terminal(
            [sys.executable, str(Path(__file__).with_name("hello.py"))], columns=COLUMNS, rows=ROWS
        ) as bare:
            hello.append(bare.until(bool) * 1000)
        with Terminal(
            [*COMMAND, "--desk", str(path)], columns=COLUMNS, rows=ROWS, environ=desks.ENVIRON
        ) as otui:
            frames.append(otui.until(bool) * 1000)
            firsts.append(otui.until(lambda text: all(number in text for number in numbers)) * 1000)
    base = median(hello)
    return [
        Figure("first frame, to a bare program's", median(frames) / base, "×", 1.3),
        Figure("first list, to a bare program's", median(firsts) / base, "×", 2.6),
        Figure("bare Textual program, first frame", base, "ms"),
        Figure("otui, first frame", median(frames), "ms"),
        Figure("otui, first list", median(firsts), "ms"),
    ]


def first_numbers(path: Path) -> list[bytes]:
    """Return how the numbers of tickets that the first list shows begin: a narrow column may cut them."""
    with desks.opened(path) as desk:
        only = TicketFilter(queues=tuple(sorted(desk.agent.queues)))
        page = desk.read(lists.ticket_page, only, Order(), limit=8)
        return [row.number[:6].encode() for row in page.rows[2:]]

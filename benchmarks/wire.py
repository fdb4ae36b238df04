"""What keys cost in a terminal: time until the last byte, bytes on the wire, an idle screen, memory."""

from __future__ import annotations

from pathlib import Path

from benchmarks import desks
from benchmarks.figures import Figure, median, p95
from benchmarks.start import COMMAND, first_numbers
from benchmarks.terminal import Burst, Terminal

CURSOR, PAGES, CHANGES = 80, 12, 12
DOWN, PAGE_DOWN, PAGE_UP = "j", "\x1b[6~", "\x1b[5~"
WORD = "printer"
_A_LIST = 600
"""Bytes that a repainted list has at least, and the passing of a second has not."""


def measure(path: Path) -> list[Figure]:
    """Walk, turn pages and change views on one desk, as an agent does."""
    return [*_walking(path), *_changing(path)]


def _walking(path: Path) -> list[Figure]:
    with _otui(path, 120, 40) as terminal:
        before = terminal.busy()
        moves = [terminal.press(DOWN, quiet=0.04) for _time in range(CURSOR)]
        after = terminal.busy()
        answers = [bursts[0].last * 1000 for bursts in moves if bursts]
        rest = [sum(burst.size for burst in terminal.press(DOWN, quiet=0.6)[1:]) for _time in range(8)]
        terminal.press("g", quiet=0.1)
        terminal.press("g", quiet=0.6)
        pages = [terminal.press(PAGE_DOWN, quiet=0.12) for _time in range(PAGES)]
        terminal.press("3", quiet=0.6)
        terminal.settle(quiet=0.7, limit=3)
        idle = terminal.idle(10)
        resident = terminal.resident()
    worked = [] if before is None or after is None else [(after - before) * 1000 / CURSOR]
    return [
        *(Figure("cursor key, processor time", one, "ms", note="whatever else runs") for one in worked),
        Figure(
            "cursor key to last byte, median", median(answers), "ms", 8, note=f"{len(answers)} of {CURSOR}"
        ),
        Figure("cursor key to last byte, p95", p95(answers), "ms", 16),
        Figure("bytes: cursor down", median([_bytes(bursts) for bursts in moves]), "B", 500),
        Figure("bytes: page down", median([_bytes(bursts) for bursts in pages]), "B", 9000),
        Figure("bytes: 10 s idle, escalations", idle, "B", 2000),
        Figure("bytes: preview where the cursor rests", median(rest), "B"),
        Figure("page down to last byte, median", median([b[0].last * 1000 for b in pages if b]), "ms"),
        Figure("resident memory of a session", resident, "MB", 110),
    ]


def _changing(path: Path) -> list[Figure]:
    """Change view, queue and filter on a terminal without a preview: all that comes belongs to the list."""
    with _otui(path, 90, 30) as terminal:
        views = [terminal.press("1234"[place % 4], quiet=0.3) for place in range(1, 1 + CHANGES)]
        terminal.press("1", quiet=0.3)
        terminal.press("h", quiet=0.3)
        queues = [terminal.press(DOWN if place < 7 else "k", quiet=0.3) for place in range(CHANGES)]
        terminal.press("l", quiet=0.3)
        terminal.press("/", quiet=0.5)
        typed = [terminal.press(letter, quiet=0.3) for letter in WORD]
    return [
        Figure("change view, key to last byte", median(_lists(views)), "ms", 50),
        Figure("open a queue, key to last byte", median(_lists(queues)), "ms", 50),
        Figure(
            "search keystroke to repaint",
            median(_lists(typed)),
            "ms",
            50,
            note="the rest before a search included",
        ),
    ]


def _otui(path: Path, columns: int, rows: int) -> Terminal:
    terminal = Terminal([*COMMAND, "--desk", str(path)], columns=columns, rows=rows, environ=desks.ENVIRON)
    numbers = first_numbers(path)
    terminal.until(lambda text: all(number in text for number in numbers))
    terminal.settle()
    return terminal


def _bytes(bursts: list[Burst]) -> int:
    return sum(burst.size for burst in bursts)


def _lists(presses: list[list[Burst]]) -> list[float]:
    """Return the milliseconds until the last byte of the last burst that is a list."""
    painted = [[burst for burst in bursts if burst.size >= _A_LIST] for bursts in presses]
    return [bursts[-1].last * 1000 for bursts in painted if bursts]

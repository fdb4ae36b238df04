"""What it costs to know: suggestions, search and lists among ten thousand articles, made of the words of the desk."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks import desks
from benchmarks.figures import Figure, median, p95
from benchmarks.reading import _times
from otui.desk.desk import Desk
from otui.desk.views import knowledge, known
from otui.store import record_words
from otui.store.database import Writer

ARTICLES = 10_000
USES = 20_000
SEED = 7


def measure(path: Path) -> list[Figure]:
    """Time what is asked while one writes and while one looks."""
    with desks.scratch(path, "knowledge") as copy, desks.opened(copy) as desk:
        texts = _texts(desk)
        desk.database.write(lambda writer: _fill(writer, desk, texts)).result()
        figures = []
        for name, (read, budget) in _reads(desk, texts).items():
            took = _times(read)
            figures.append(
                Figure(f"knowledge: {name}", median(took), "ms", budget, note=f"p95 {p95(took):.3g} ms")
            )
        return figures


def _texts(desk: Desk) -> list[str]:
    rows = desk.database.read().all("SELECT body FROM article WHERE kind <> 'note' ORDER BY id LIMIT 4000")
    return [str(body) for (body,) in rows if body]


def _fill(writer: Writer, desk: Desk, texts: list[str]) -> None:
    """Publish articles whose words are mixed from what was said on tickets, and use them."""
    chance = random.Random(SEED)
    words = [word for text in texts for word in re.findall(r"\w+", text)]
    tickets = [row[0] for row in writer.all("SELECT id FROM ticket ORDER BY id LIMIT 200")]
    made: list[int] = []
    for place in range(ARTICLES):
        subject, keywords = " ".join(chance.choices(words, k=6)), " ".join(chance.choices(words, k=3))
        body = " ".join([chance.choice(texts), *chance.choices(words, k=60)])
        values: dict[str, Any] = {
            "number": f"K{place}",
            "subject": subject,
            "body": body,
            "solution": body[:200],
        }
        times = {"created_at": desk.now, "updated_at": desk.now, "review_at": desk.now}
        article = writer.insert("knowledge", {**values, "step": "published", **times})
        record_words.index(writer, "knowledge", article, {subject: 8, keywords: 6, body: 1})
        made.append(article)
    for _use in range(USES):
        use = {"knowledge_id": chance.choice(made), "ticket_id": chance.choice(tickets), "at": desk.now}
        writer.insert("knowledge_use", use)


def _reads(desk: Desk, texts: list[str]) -> dict[str, tuple[Callable[[], object], float]]:
    tickets: Iterator[int] = cycle(
        [row[0] for row in desk.database.read().all("SELECT id FROM ticket LIMIT 50")]
    )
    said = cycle(texts[:50])
    beginnings = cycle(["prin", "mail", "wacht", "vp", "scherm"])
    return {
        "for a ticket": (lambda: desk.read(known.for_ticket, next(tickets)), 60),
        "for words being written": (lambda: desk.read(known.for_text, next(said)), 60),
        "the same, before one is made": (lambda: desk.read(known.alike, next(said)[:60]), 60),
        "list, first page": (lambda: desk.read(knowledge.page), 50),
        "search as one types": (lambda: desk.read(knowledge.page, "published", next(beginnings)), 60),
    }

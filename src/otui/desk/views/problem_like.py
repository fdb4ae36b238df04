"""Open problems that a ticket may belong to: those that have words of its subject, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.records import listing
from otui.desk.records.listing import Cut
from otui.desk.views.problems import LISTING, ProblemRow
from otui.store import record_words
from otui.text.folding import terms_of

if TYPE_CHECKING:
    from otui.desk.desk import View

MOST = 12
LEAST_LETTERS = 4
"""Shorter words of a subject say nothing of what it is about."""


def like(view: View, words: str, typed: str = "") -> tuple[ProblemRow, ...]:
    """Return open problems by what was typed; before that by the words of a subject, else those changed last."""
    cut = Cut("r.is_open")
    if typed.strip():
        return tuple(listing.page(view, LISTING, cut, words=typed, limit=MOST))
    terms = [term for term in terms_of(words) if len(term) >= LEAST_LETTERS]
    hits = record_words.find(view.reader, LISTING.kind, terms, every=False)
    rows = listing.rows_by_id(view, LISTING, [hit.record_id for hit in hits[: 5 * MOST]], cut)
    found = [rows[hit.record_id] for hit in hits if hit.record_id in rows]
    found += [row for row in listing.page(view, LISTING, cut, limit=MOST) if row.id not in rows]
    return tuple(found[:MOST])

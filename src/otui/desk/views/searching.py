"""Search as one types: tickets that hold every word, with the place where they hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from otui.desk import rights
from otui.desk.desk import View
from otui.desk.rows import TicketRow
from otui.desk.views.lists import rows_by_id
from otui.desk.views.ticket import readable
from otui.store import search
from otui.text import folding, safe

PAGE = 60
MOST = 1000
"""Tickets that are looked at in one go, where many are hidden."""
AROUND = 60
"""Characters of text shown on either side of a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that was found. `excerpt` is the text around the first hit outside its subject; may be empty."""

    row: TicketRow
    excerpt: str

    @property
    def id(self) -> int:
        """The ticket's id."""
        return self.row.id

    @property
    def version(self) -> int:
        """The ticket's version."""
        return self.row.version


def find(view: View, words: str, *, limit: int = PAGE, seconds: float = 2.0) -> tuple[Hit, ...]:
    """Return the tickets that hold every word, newest first. A locked one is found by what a list shows of it only."""
    with view.reader.limit(seconds):
        found = _rows(view, words, limit)
        open_ids = {row.id for row in found if readable(view, row)}
        shown, hidden = _texts(view, open_ids)
    return tuple(
        Hit(row, _excerpt(shown.get(row.id, ()), row, words))
        for row in found
        if _may_find(row, words, row.id in open_ids, shown.get(row.id, ()), hidden.get(row.id, ()))
    )


def _rows(view: View, words: str, limit: int) -> list[TicketRow]:
    """Return the newest tickets that hold the words: as many as are asked for, whatever lies hidden among them."""
    found: list[TicketRow] = []
    before: int | None = None
    step = limit
    while True:
        ids = search.search(view.reader, words, limit=step, before=before)
        rows = rows_by_id(view, ids)
        found += [rows[one] for one in ids if one in rows]
        if not view.hidden or len(ids) < step or len(found) >= limit:
            return found[:limit]
        # A ticket that was named by its number stands first and may be the oldest: the page ends at the last id.
        before, step = ids[-1], min(step * 4, MOST)


def _may_find(
    row: TicketRow, words: str, readable_row: bool, shown: Sequence[str], hidden: Sequence[str]
) -> bool:
    """Whether what this agent may see of a ticket can hold the words: no search tells what a reader would not."""
    on_list = f"{row.number} {row.subject} {row.contact} {row.customer}"
    for word in words.split():
        if folding.spans(on_list, word):
            continue
        if not readable_row:
            return False
        if any(folding.spans(text, word) for text in hidden) and not any(
            folding.spans(text, word) for text in shown
        ):
            return False
    return True


_Texts = dict[int, list[str]]


def _texts(view: View, ids: Iterable[int]) -> tuple[_Texts, _Texts]:
    """Return what was said on tickets: what this agent may read, and the notes that are not for them."""
    numbers = ",".join(str(one) for one in ids)
    shown: _Texts = {}
    hidden: _Texts = {}
    if not numbers:
        return shown, hidden
    rows = view.reader.all(
        "SELECT ticket_id, kind, queue_id, agent_id, body FROM article"
        f" WHERE ticket_id IN ({numbers}) AND NOT withdrawn ORDER BY id"
    )
    for ticket_id, kind, queue_id, agent_id, body in rows:
        mine = kind != "note" or rights.may_read_note(view.agent, view.directory, queue_id, agent_id)
        (shown if mine else hidden).setdefault(ticket_id, []).append(body)
    return shown, hidden


def _excerpt(bodies: Sequence[str], row: TicketRow, words: str) -> str:
    wanted = [word for word in words.split() if not folding.spans(row.subject, word)]
    for word in wanted:
        for body in bodies:
            found = folding.spans(body[:50_000], word)
            if found:
                start, end = found[0]
                left, right = max(0, start - AROUND), min(len(body), end + AROUND)
                text = safe.line(body[left:right])
                return ("…" if left else "") + text + ("…" if right < len(body) else "")
    return ""

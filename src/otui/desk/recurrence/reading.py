"""What recurs, to be read: incidents like one, and the groups of like ones of the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from otui.desk.records.finding import without_hidden
from otui.desk.recurrence import window
from otui.desk.views.ticket import require_there
from otui.domain import recurrence
from otui.domain.recurrence import Cluster, Incident
from otui.domain.subject_words import Rarity, Words, stem, words_of
from otui.errors import NotFound
from otui.store import search
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import View

MOST_NEAR = 2_000
"""Incidents of the window that one is compared with; of more, those that full text finds by its rarest words too."""
MOST_FOUND = 300
"""Tickets that full text gives where the window holds more than is read."""
MOST_GROUPED = 10_000
"""Incidents that are put in groups; of more, the newest."""
RAREST = 3
"""Words that full text is asked for."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What is like one ticket within the window: the newest first, itself left out."""

    ids: tuple[int, ...] = ()
    since: datetime | None = None
    """When the first of them came in."""
    open_count: int = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A group of like incidents, and what the desk did about it."""

    cluster: Cluster
    item: str
    """The service or item that most of them are about, by its name."""
    problems: tuple[str, ...]
    """Numbers of the problems that any of them belongs to."""
    major: str
    """The number of the ticket that stands for them, where they are a major incident."""
    dismissed: bool


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a stretch of time, the weightiest first."""

    rows: tuple[Recurring, ...]
    since: datetime
    read: int
    """How many incidents were looked at."""
    capped: bool
    """There were more, and older ones."""


def like(view: View, ref: int | str) -> Alike:
    """Return the incidents like one, as far back as the desk looks; of an old one, those from around its time."""
    row = require_there(view, ref)
    noticing = view.rules.settings.noticing
    span = timedelta(days=noticing.window_days)
    at = view.now if view.now - row.created_at <= span else row.created_at
    since, until = at - span, min(view.now, at + span)
    item = view.reader.value("SELECT item_id FROM ticket WHERE id = :id", {"id": row.id})
    one = Incident(row.id, row.subject, row.created_at, item)
    words = words_of(one.subject)
    if words.empty and item is None:
        return Alike()
    near, rarity = _candidates(view, one, since, until)
    found = recurrence.like(one, near, noticing.likeness, rarity)
    return Alike(
        tuple(incident.id for incident in found),
        found[-1].at if found else None,
        sum(incident.is_open for incident in found),
    )


def _candidates(view: View, one: Incident, since: datetime, until: datetime) -> tuple[list[Incident], Rarity]:
    """Return what may be like an incident, by the newest of its time, its item, and its words where that is not all."""
    hidden = view.without_hidden("t.queue_id")
    newest = window.newest(view.reader, since, until, MOST_NEAR, hidden)
    rarity = Rarity(words_of(row[1]) for row in newest)
    words = words_of(one.subject)
    found = {row[0]: row for row in newest if _near(words, row)}
    if len(newest) == MOST_NEAR and words.spelled:
        rarest = sorted(words.spelled.split(), key=lambda word: (-rarity.of(stem(word)), word))[:RAREST]
        ids = search.search(view.reader, " ".join(rarest), MOST_FOUND)
        found |= {row[0]: row for row in window.by_ids(view.reader, ids, since, until, hidden)}
    if one.item is not None:
        rows = window.of_item(view.reader, one.item, since, until, MOST_FOUND, hidden)
        found |= {row[0]: row for row in rows}
    return [window.to_incident(row) for row in found.values()], rarity


def _near(words: Words, row: window.Row) -> bool:
    """Whether a row of the window shares a word with a subject: only such a one is looked at any closer."""
    other = words_of(row[1])
    return not (words.stems.isdisjoint(other.stems) and words.ids.isdisjoint(other.ids))


def clusters(view: View, days: int | None = None, *, dismissed: bool = False) -> Groups:
    """Return the groups of like incidents of the last days (None: as the desk looks back), the weightiest first.

    A group that somebody said is no pattern is left out, unless `dismissed` asks for those too.
    """
    noticing = view.rules.settings.noticing
    since = view.now - timedelta(days=days or noticing.window_days)
    seen = window.read(view.reader, since, view.now, MOST_GROUPED, view.without_hidden("t.queue_id"))
    first = seen.incidents[-1].at if seen.capped else since
    groups = recurrence.clusters(seen.incidents, noticing.likeness, since, view.now)
    patterns = _patterns(view)
    rows = [_known(view, group, patterns) for group in groups]
    return Groups(
        tuple(row for row in rows if dismissed or not row.dismissed),
        first,
        len(seen.incidents),
        seen.capped,
    )


def cluster_of(view: View, ref: int | str, days: int | None = None) -> Recurring:
    """Return the group that a ticket is in; NotFound where it is in none."""
    row = require_there(view, ref)
    groups = clusters(view, days, dismissed=True)
    for group in groups.rows:
        if row.id in group.cluster.ids:
            return group
    raise NotFound(
        _("Nothing like {number} was reported lately.").format(number=row.number),
        _("`otui recurrence list --days N` looks further back."),
    )


def _patterns(view: View) -> list[frozenset[str]]:
    rows = view.reader.all("SELECT name FROM pattern WHERE NOT withdrawn")
    return [recurrence.stems_of(name) for (name,) in rows]


def _known(view: View, cluster: Cluster, patterns: list[frozenset[str]]) -> Recurring:
    ids = ",".join(str(one) for one in cluster.ids)
    but = without_hidden(view.reader, "problem", view.hidden, "p")
    problems = view.reader.all(
        "SELECT DISTINCT p.number FROM tie e JOIN problem p ON p.id = e.record_id"
        f" WHERE e.other = 'ticket' AND e.other_id IN ({ids}) AND e.record = 'problem'{but} ORDER BY p.number"
    )
    major = view.reader.value(
        "SELECT t.number FROM major_incident m JOIN ticket t ON t.id = m.ticket_id"
        f" WHERE m.state IN ('proposed', 'declared') AND m.ticket_id IN ({ids})"
        f"{view.without_hidden('t.queue_id')} ORDER BY m.id LIMIT 1"
    )
    item = (
        view.reader.value("SELECT name FROM item WHERE id = :id", {"id": cluster.item})
        if cluster.item
        else ""
    )
    return Recurring(
        cluster,
        item or "",
        tuple(number for (number,) in problems),
        major or "",
        any(recurrence.same_pattern(cluster.stems, pattern) for pattern in patterns),
    )

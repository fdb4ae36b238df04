"""What is told of a change: to who asked for it, what becomes of it; to who approved it, that this fell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.changes.rounds import why_fallen
from otui.desk.office.absence import moment
from otui.desk.records.finding import without_hidden
from otui.desk.words import step_name
from otui.store.records import from_db, from_micros
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.desk import View

TELLS = {
    "schedule": N_("{number} is scheduled for {window}: {subject}"),
    "implement": N_("{number} is being carried out: {subject}"),
    "review": N_("{number} is carried out and under review: {subject}"),
    "cancel": N_("{number} is canceled: {subject}"),
    "reject": N_("{number} is not approved by {actor}: {subject}"),
}
"""What is told, by the verb that it is told of."""
LIMIT = 50


@dataclass(frozen=True, slots=True)
class ChangeNews:
    """One thing that a requester is told."""

    event_id: int
    change_id: int
    number: str
    verb: str
    actor: str
    at: datetime
    said: str
    """The sentence."""
    text: str
    """The reason, where there is one."""
    step: str
    """Where the change stands now, in words."""


def told(view: View, since: int = 0) -> tuple[ChangeNews, ...]:
    """Return what others did to changes that whoever asks is the requester of, after an event, the oldest first.

    A screen that hears of a change in the feed asks for it with the last `event_id` that it told.
    """
    hidden = without_hidden(view.reader, "change", view.hidden, "r")
    verbs = ", ".join(f"'{verb}'" for verb in TELLS)
    rows = view.reader.all(
        "SELECT e.id, r.id, r.number, r.subject, e.verb, e.actor, e.at, e.text, r.step, r.starts_at, r.ends_at"
        " FROM record_event e JOIN change r ON r.id = e.record_id"
        f" WHERE e.id > :since AND e.record = 'change' AND e.verb IN ({verbs}) AND r.requester_id = :me"
        f" AND coalesce(e.agent_id, 0) <> :me{hidden} ORDER BY e.id DESC LIMIT :limit",
        {"since": since, "me": view.agent.id, "limit": LIMIT},
    )
    found = []
    for event_id, change_id, number, subject, verb, actor, at, text, step, starts_at, ends_at in reversed(
        rows
    ):
        if verb == "schedule" and starts_at is None:
            continue  # the window was taken away since
        window = " – ".join(
            moment(instant, view.rules, view.now)
            for instant in (from_db("starts_at", starts_at), from_db("ends_at", ends_at))
            if instant is not None
        )
        said = _(TELLS[verb]).format(number=number, subject=subject, actor=actor, window=window)
        found.append(
            ChangeNews(event_id, change_id, number, verb, actor, from_micros(at), said, text, step_name(step))
        )
    return tuple(found)


FALLS = frozenset({"edit", "schedule", "risk", "tie", "untie", "retype", "rework", "cancel"})
"""Verbs by which what was approved may fall."""


def fallen_of(view: View, done: frozenset[tuple[int, str]]) -> tuple[str, ...]:
    """Return what whoever asks is told of approvals of theirs that (change, verb) pairs, just done, let fall."""
    hidden = without_hidden(view.reader, "change", view.hidden, "r")
    found: dict[tuple[int, str], str] = {}
    for change_id in sorted({one for one, _verb in done}):
        rows = view.reader.all(
            "SELECT e.verb, e.actor, r.number, r.subject, f.fallen_why FROM approval_round f"
            " JOIN approval a ON a.round_id = f.id AND a.state = 'approved' AND a.agent_id = :me"
            " JOIN record_event e ON e.record = 'change' AND e.record_id = f.record_id AND e.at = f.fallen_at"
            " JOIN change r ON r.id = f.record_id"
            " WHERE f.record = 'change' AND f.record_id = :id AND coalesce(e.agent_id, 0) <> :me"
            f"{hidden} ORDER BY e.id",
            {"id": change_id, "me": view.agent.id},
        )
        for verb, actor, number, subject, why in rows:
            if (change_id, verb) in done:
                said = _("Your approval of {number} fell, by {actor}: {what} ({subject})")
                found[(change_id, verb)] = said.format(
                    number=number, actor=actor, what=why_fallen(why), subject=subject
                )
    return tuple(found.values())


def told_of(view: View, done: frozenset[tuple[int, str]]) -> tuple[ChangeNews, ...]:
    """Return what whoever asks is told of (change, verb) pairs that were just done, each once, as it stands now."""
    found = {(one.change_id, one.verb): one for one in told(view) if (one.change_id, one.verb) in done}
    return tuple(found.values())


def newest(view: View) -> int:
    """Return the id of the newest event there is: what a screen begins to tell from."""
    return int(view.reader.value("SELECT max(id) FROM record_event") or 0)

"""Putting other rules in force on a desk at work, and counting its tickets anew: in batches, while people work on.

The texts and the instant of the change are written in one transaction. From then on a verb counts the ticket that it
touches by the new rules first, so that it does not matter when that ticket's batch comes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from otui.desk import rights
from otui.desk.desk import NOBODY, Desk, View
from otui.desk.rules import effects, in_force
from otui.desk.rules.in_force import REBUILD, RETIRED, Pending
from otui.desk.rules.queue_rules import sync_queues
from otui.desk.unit import Unit
from otui.domain.rules import Rules
from otui.errors import Conflict
from otui.store import feed
from otui.store.database import Reader, Writer
from otui.store.records import from_micros
from otui.text import times
from otui.text.i18n import _

BATCH = 50
"""Tickets a transaction: another's verb waits no longer than that takes."""
SHARE = 0.4
"""So much of the time that a batch took, the desk is free after it."""
LEAVES = 0.015
"""Seconds that the desk is free after a batch, at least: another process that waits for it looks now and then only."""

Progress = Callable[[int, int], None]


def in_force_now(view: View) -> tuple[int, dict[str, str]]:
    """Return which version of the rules is in force, and its texts by name."""
    rights.require_rules(view.agent, view.hidden)
    return in_force.version(view.reader), in_force.texts(view.reader)


def load(
    desk: Desk, texts: Mapping[str, str], progress: Progress | None = None, *, base: int | None = None
) -> int:
    """Put other rule files in force and count every open ticket anew; return how many that were.

    The files are checked as a whole before anything changes. `base` is the version that their effect was shown
    against: Conflict, where another admin was first. Refused, where this person is no admin, or where an open ticket
    has factors that the new tables lack.
    """
    rights.require(desk.agent, "rules")
    rebuild(desk)  # what another change left undone
    Rules.parse({**desk.read(in_force_now)[1], **texts})
    desk.database.write(lambda writer: _put_in_force(writer, desk, texts, base)).result()
    desk.refresh()
    return rebuild(desk, progress)


def _put_in_force(writer: Writer, desk: Desk, texts: Mapping[str, str], base: int | None) -> None:
    unit = desk.unit(writer)
    rights.require(
        unit.agent, "rules"
    )  # as it is in this transaction: the session may not have heard of it yet
    standing = in_force.standing(writer)
    if base is not None and base != standing.version:
        raise changed_meanwhile(writer, desk.rules, desk.now)
    if standing.pending is not None:
        raise still_pending()
    current = in_force.texts(writer)
    changed = {name: text for name, text in texts.items() if current.get(name) != text}
    if not changed:
        return
    former = in_force.load_rules(writer)
    rules = Rules.parse({**current, **changed})
    effects.require_fitting(writer, rules, unit.hidden)
    in_force.insert_texts(writer, changed, desk.now, desk.agent.id or None)
    if changed.keys() != {in_force.CHANGE}:  # by which no clock goes
        _retire(writer, former, rules, standing.version)
        sync_queues(writer, rules, former)
        begin(writer, Pending(standing.version, desk.now, 0))
    feed.append(writer, at=desk.now, topic="rules", agent_id=desk.agent.id or None)


def changed_meanwhile(reader: Reader, rules: Rules, now: datetime) -> Conflict:
    """Return what is raised where somebody else was first; it names them."""
    who, at = reader.one(
        "SELECT coalesce(a.login, ''), r.loaded_at FROM rule_text r LEFT JOIN agent a ON a.id = r.agent_id"
        " ORDER BY r.id DESC LIMIT 1"
    ) or ("", 0)
    zone = rules.calendars[rules.settings.calendar].zone
    return Conflict(
        _("The rules were changed meanwhile, by {name} ({time}).").format(
            name=who or "–", time=times.moment(from_micros(at), zone, now)
        ),
        _("Look at what they are now, then decide again."),
    )


def still_pending() -> Conflict:
    """Return what is raised where the change before this one is not worked out for every ticket yet."""
    return Conflict(_("Another change of the rules is still being worked out."), _("Try again in a moment."))


def _retire(writer: Writer, former: Rules, rules: Rules, version: int) -> None:
    """Remember where to find a calendar that is taken out: spans that are over were counted in it."""
    gone = former.calendars.keys() - rules.calendars.keys()
    if not gone:
        return
    known = json.loads(writer.value("SELECT value FROM meta WHERE key = :key", {"key": RETIRED}) or "{}")
    last = writer.value(
        "SELECT max(id) FROM rule_text WHERE name = 'calendar' AND id <= :version", {"version": version}
    )
    _set_meta(writer, RETIRED, json.dumps({**known, **dict.fromkeys(sorted(gone), last)}))


def begin(writer: Writer, pending: Pending) -> None:
    """Let every ticket that a change concerns be counted anew; what holds from then on is in force already."""
    _set_meta(writer, REBUILD, pending.text())


def _set_meta(writer: Writer, key: str, value: str) -> None:
    writer.execute(
        "INSERT INTO meta (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": key, "value": value},
    )


def pending(view: View) -> Pending | None:
    """Return the change of rules that is not yet worked out for every ticket, and how far it is."""
    return in_force.standing(view.reader).pending


def rebuild(desk: Desk, progress: Progress | None = None, stop: Callable[[], bool] | None = None) -> int:
    """Count tickets anew after a change of rules, in batches; goes on where it was cut short.

    Returns how many open tickets it counted. Several processes may do it at once: each batch is done by one. Once
    `stop` says so it ends after the batch under way; the rest is left for whoever goes on.
    """
    found = desk.read(pending)
    if found is None:
        return 0
    total = desk.read(effects.open_count, found.queues)
    done = 0
    began = time.monotonic()
    while (count := desk.database.write(lambda writer: _rebuild_batch(writer, desk)).result()) is not None:
        done += count
        if stop is not None and stop():
            break
        if progress is not None and count:
            progress(min(done, total), total)
        time.sleep(max(LEAVES, (time.monotonic() - began) * SHARE))
        began = time.monotonic()
    return done


def _rebuild_batch(writer: Writer, desk: Desk) -> int | None:
    """Count the next tickets anew and return how many of them are open; None where nothing is left."""
    pending = in_force.standing(writer).pending
    if pending is None:
        return None
    unit = desk.unit(writer, NOBODY)
    ids = count_batch(unit, pending)
    return sum(1 for ticket_id in ids if unit.ticket(ticket_id).is_open) if ids else None


def count_batch(unit: Unit, pending: Pending) -> list[int]:
    """Count the next tickets anew, by a unit that knows of the change; return their ids, none where nothing is left."""
    writer = unit.writer
    ids = effects.next_ids(writer, pending.after, BATCH, unit.rules, pending.queues)
    for ticket_id in ids:
        unit.clocks(unit.ticket(ticket_id))
    unit.flush()
    if len(ids) == BATCH:
        begin(writer, replace(pending, after=ids[-1]))
    else:
        writer.execute("DELETE FROM meta WHERE key = :key", {"key": REBUILD})
    return ids

"""What a desk must always be: looked at as a whole, told in words where it is not, and mended where it can be."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from otui.errors import DeskUnavailable
from otui.store import bulk, search, sqlite, tally
from otui.store.backup import beside, tell_everyone
from otui.store.database import Database
from otui.store.keeping import damage, file, making, tables
from otui.store.keeping.salvage import salvage
from otui.store.keeping.tables import Texts
from otui.store.reader import Reader
from otui.store.records import from_micros
from otui.store.sqlite.session import SqliteReader
from otui.store.writer import Writer
from otui.text.i18n import _, ngettext

_SHOWN = 20
"""Findings of one sort that are named one by one."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `mends` says that `otui check --mend` puts it right: nothing is lost by it."""

    kind: str
    """file, index, lost, reference, tally, text, spans, history, lock, escalation, draft or clock."""
    sentence: str
    mends: bool = False


_GAPS = """
    SELECT DISTINCT t.number FROM (
        SELECT ticket_id, began_at,
            lag(id) OVER former AS former_id, lag(ended_at) OVER former AS former_end
        FROM span WINDOW former AS (PARTITION BY ticket_id ORDER BY id)
    ) AS stretch JOIN ticket t ON t.id = stretch.ticket_id
    WHERE former_id IS NOT NULL AND (former_end IS NULL OR former_end <> began_at)
    ORDER BY t.number LIMIT :shown
"""
_SILENT_ACTS = """
    SELECT a.id, a.verb, t.number FROM act a JOIN ticket t ON t.id = a.ticket_id
    WHERE a.id NOT IN (SELECT act_id FROM history WHERE act_id IS NOT NULL) ORDER BY a.id LIMIT :shown
"""
_VERSIONS = """
    SELECT number FROM ticket t WHERE version > (SELECT max(h.version) FROM history h WHERE h.ticket_id = t.id)
    UNION SELECT t.number FROM (
        SELECT ticket_id, version, lag(version) OVER (PARTITION BY ticket_id ORDER BY version, id) AS former
        FROM history) AS step JOIN ticket t ON t.id = step.ticket_id
    WHERE step.version - step.former > 1
    ORDER BY 1 LIMIT :shown
"""
_TWICE = """
    SELECT t.number, e.clock, e.due_at FROM escalation e JOIN ticket t ON t.id = e.ticket_id
    GROUP BY t.number, e.ticket_id, e.clock, e.cycle, e.stage, e.due_at HAVING count(*) > 1
    ORDER BY t.number LIMIT :shown
"""
_DRAFTS = """
    SELECT d.id, d.agent_id, d.ticket_id FROM draft d
    WHERE NOT EXISTS (SELECT 1 FROM agent a WHERE a.id = d.agent_id)
        OR (d.ticket_id <> 0 AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = d.ticket_id))
    ORDER BY d.id LIMIT :shown
"""


def findings(reader: Reader) -> list[str]:
    """Return what is wrong with the desk, a sentence each; empty where all is well. Reads all of it."""
    return [one.sentence for one in look(reader)]


def look(reader: Reader, progress: Progress | None = None) -> list[Finding]:
    """Return what is wrong with the desk; empty where all is well. Reads all of it."""
    looks = (_file, _references, _counts, _full_text, _spans, _history, _locks, _escalations, _drafts)
    found: list[Finding] = []
    for done, one in enumerate(looks):
        if progress is not None:
            progress(done, len(looks))
        try:
            found += one(reader)
        except DeskUnavailable as error:
            if not any(finding.kind in ("file", "lost", "index") for finding in found):
                found.append(Finding("file", error.message))
    return found


def _file(reader: Reader) -> list[Finding]:
    """Look at every page of a file, and tell damage of an index from damage of what it points at."""
    if reader.engine != "sqlite":
        return []
    try:
        rows = reader.all(f"PRAGMA integrity_check({_SHOWN})")
    except DeskUnavailable as error:
        rows = [(error.message,)]
    said = [row[0] for row in rows if row[0] != "ok"]
    if not said:
        return []
    with closing(sqlite.connect(_path(reader), reading=True)) as connection:
        try:
            lost = damage.lost(connection)
        except sqlite3.Error:  # what says which tables there are cannot be read itself
            return [Finding("file", _("The file is damaged: {detail}").format(detail=one)) for one in said]
    found = [Finding("lost", lost_sentence(one)) for one in lost]
    if not found:
        return [
            Finding(
                "index",
                _("An index is damaged, and nothing is lost: {detail}").format(detail=one),
                mends=True,
            )
            for one in said
        ]
    return found


def _path(reader: Reader) -> Path:
    assert isinstance(reader, SqliteReader), "only a file has pages"
    return reader.path


def lost_sentence(one: damage.Lost) -> str:
    """Return in words what cannot be read."""
    if not one.last:
        text = _("{table}: what stands from row {first} on cannot be read.").format(
            table=one.table, first=one.first
        )
    elif one.first == one.last:
        text = _("{table}: row {first} cannot be read.").format(table=one.table, first=one.first)
    else:
        text = _("{table}: no row from {first} to {last} can be read.").format(
            table=one.table, first=one.first, last=one.last
        )
    if not one.tickets:
        return text
    return text + " " + _("It is of tickets {numbers}.").format(numbers=", ".join(one.tickets))


def _references(reader: Reader) -> list[Finding]:
    if reader.engine != "sqlite":
        return []
    return [
        Finding(
            "reference",
            _("Row {row} of {table} names a row of {parent} that is not there.").format(
                row=row, table=table, parent=parent
            ),
        )
        for table, row, parent, _key in reader.all("PRAGMA foreign_key_check")[:_SHOWN]
    ]


def _counts(reader: Reader) -> Iterator[Finding]:
    wrong = dict.fromkeys(sort[:2] for sort in tally.differences(reader))
    for queue, state in list(wrong)[:_SHOWN]:
        yield Finding(
            "tally",
            _("The count of tickets in queue {queue}, {state}, is wrong.").format(queue=queue, state=state),
            mends=True,
        )


def _full_text(reader: Reader) -> list[Finding]:
    found = []
    for index in ("ticket_search", "ticket_parts"):
        known = f"{index}_docsize" if reader.engine == "sqlite" else index
        missing = reader.value(f"SELECT count(*) FROM ticket WHERE id NOT IN (SELECT id FROM {known})")
        left = reader.value(f"SELECT count(*) FROM {known} WHERE id NOT IN (SELECT id FROM ticket)")
        if missing:
            said = ngettext(
                "Full text ({index}) does not know {n} ticket.",
                "Full text ({index}) does not know {n} tickets.",
                missing,
            )
            found.append(Finding("text", said.format(index=index, n=missing), mends=True))
        if left:
            said = ngettext(
                "Full text ({index}) knows {n} ticket that is not there.",
                "Full text ({index}) knows {n} tickets that are not there.",
                left,
            )
            found.append(Finding("text", said.format(index=index, n=left), mends=True))
    return found


def _spans(reader: Reader) -> Iterator[Finding]:
    for (number,) in reader.all(_GAPS, {"shown": _SHOWN}):
        yield Finding("spans", _("The stretches of ticket {id} do not touch end to end.").format(id=number))


def _history(reader: Reader) -> Iterator[Finding]:
    for act, verb, number in reader.all(_SILENT_ACTS, {"shown": _SHOWN}):
        yield Finding(
            "history",
            _("Act {act} ({verb}) on ticket {number} is not in its history.").format(
                act=act, verb=verb, number=number
            ),
        )
    for (number,) in reader.all(_VERSIONS, {"shown": _SHOWN}):
        yield Finding("history", _("The history of ticket {number} lacks a version.").format(number=number))


def _locks(reader: Reader) -> Iterator[Finding]:
    sql = "SELECT number FROM ticket WHERE locked AND owner_id IS NULL ORDER BY number LIMIT :shown"
    for (number,) in reader.all(sql, {"shown": _SHOWN}):
        yield Finding(
            "lock", _("Ticket {number} is locked, and has no owner.").format(number=number), mends=True
        )


def _escalations(reader: Reader) -> Iterator[Finding]:
    for number, clock, due in reader.all(_TWICE, {"shown": _SHOWN}):
        yield Finding(
            "escalation",
            _("The {clock} of ticket {number} was raised twice for {due}.").format(
                clock=clock, number=number, due=from_micros(due).isoformat()
            ),
        )


def _drafts(reader: Reader) -> Iterator[Finding]:
    for draft, agent, ticket in reader.all(_DRAFTS, {"shown": _SHOWN}):
        yield Finding(
            "draft",
            _("Draft {draft} is of agent {agent} and ticket {ticket}, and one of them is not there.").format(
                draft=draft, agent=agent, ticket=ticket
            ),
        )


def mend(database: Database, texts: Texts, now: datetime) -> None:
    """Make anew all that the desk derives: indexes, counts, full text; and have every screen read all again.

    No word of anybody is touched. DeskUnavailable where pages are damaged that hold what is nowhere else.
    """

    if database.path is not None and _file(database.read()):
        _write_anew(database.path, texts, now)

    def work(writer: Writer) -> None:
        if writer.engine != "sqlite":
            for table in [*tables.names(writer), "tally"]:
                writer.execute(f"REINDEX TABLE {table}")
        tally.recount(writer)
        search_anew(writer, texts)
        tell_everyone(writer, now)

    database.write(work).result()


def _write_anew(path: Path, texts: Texts, now: datetime) -> None:
    """Write a file anew from its tables alone; REINDEX would stumble over the very pages that it is to replace.

    What it was is kept beside it. DeskUnavailable where a row cannot be read: that is not for mending.
    """
    with tempfile.TemporaryDirectory(prefix=".otui-", dir=path.parent) as folder:
        new = Path(folder) / "desk.otui"
        saved = salvage(path, new, texts)
        if saved.lost or saved.refused or saved.let_go or saved.stand_ins:
            raise DeskUnavailable(
                _("There is more to mend than an index: rows cannot be read."),
                _("`otui check --salvage NEW` saves what can be read."),
            )
        making.copy_bytes(path, beside(path, now, "before-mend"))
        file.in_place(new, path)


def search_anew(writer: Writer, texts: Texts) -> None:
    """Make full text anew from what the tickets say."""
    if writer.engine == "sqlite":
        # Their own tables may be damaged: they go, and come back empty, before anything is read of them.
        made = writer.all(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE ticket!_%'"
            " ESCAPE '!' ORDER BY name DESC"
        )
        for name, _sql in made:
            writer.execute(f"DROP TABLE {name}")
        for _name, sql in sorted(made, key=lambda one: "fts5vocab" in one[1]):
            writer.execute(sql)
    else:
        for table in ("ticket_search", "ticket_parts"):
            writer.execute(f"DELETE FROM {table}")
    search.bulk_index(writer, texts(writer))
    bulk.settle_full_text(writer)

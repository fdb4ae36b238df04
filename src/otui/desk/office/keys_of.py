"""Whose key is whose, as sshd asks: before anybody has a name, and while they wait. So it imports next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.store.reader import Reader, Row
from otui.store.records import from_db
from otui.store.writer import Writer

if TYPE_CHECKING:
    from otui.desk.desk import View

COLUMNS = (
    "SELECT k.id, k.agent_id, a.login, k.kind, k.body, k.comment, k.fingerprint, k.added_at, k.used_at"
    " FROM ssh_key k JOIN agent a ON a.id = k.agent_id"
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key and whose it is."""

    id: int
    agent_id: int
    login: str
    kind: str
    body: str
    comment: str
    fingerprint: str
    added_at: datetime
    used_at: datetime | None


def that_open(reader: Reader, fingerprint: str = "") -> list[KeyRow]:
    """Return the keys of all who may come in, or the one of that fingerprint. Asked before anybody has a name."""
    where = " AND k.fingerprint = :fingerprint" if fingerprint else ""
    rows = reader.all(f"{COLUMNS} WHERE a.active{where} ORDER BY a.login, k.id", {"fingerprint": fingerprint})
    return [key_row(row) for row in rows]


def key_row(row: Row) -> KeyRow:
    """Return a row of COLUMNS as a key."""
    added, used = from_db("added_at", row[7]), from_db("used_at", row[8])
    return KeyRow(row[0], row[1], row[2], row[3], row[4], row[5], row[6], added, used)


def used(writer: Writer, key_id: int, now: datetime) -> None:
    """Remember that a key opened the door."""
    writer.update("ssh_key", key_id, {"used_at": now})


def still_opens(view: View, fingerprint: str) -> bool:
    """Whether a key still opens the door: it was not taken away, and its agent is one of the desk's."""
    return bool(that_open(view.reader, fingerprint))

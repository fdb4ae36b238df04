"""Which rules hold now: read from the desk, with what is still to be counted anew after a change of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules, read_calendars
from otui.resources import data_dir
from otui.store.database import Reader, Writer

if TYPE_CHECKING:
    from otui.domain.change.rule_file import ChangeRules

RETIRED = "retired_calendars"
"""Key of what is known of calendars that no text names any more: {name: id of the last text that had it}."""
REBUILD = "rebuild"
"""Key of a change of rules that is not yet worked out for every open ticket."""


CHANGE = "change"
"""Name of the rule file that no clock goes by."""


def texts(reader: Reader) -> dict[str, str]:
    """Return the texts of the rule files that the desk lives by."""
    return texts_at(reader, None)


def texts_at(reader: Reader, version: int | None) -> dict[str, str]:
    """Return the texts as they stood at a version (see `version`); None: now."""
    where = "" if version is None else " WHERE id <= :version"
    found: dict[str, str] = dict(
        reader.all(f"SELECT name, text FROM rule_text{where} ORDER BY id", {"version": version or 0})
    )
    if found and CHANGE not in found:
        found[CHANGE] = _shipped_change()
    return found


def rules_of_changes(reader: Reader) -> ChangeRules:
    """Return what the desk lives by in its changes; an older desk, which never had such a file, by the shipped one."""
    from otui.domain.change.rule_file import change_rules

    text = reader.value(
        "SELECT text FROM rule_text WHERE name = :name ORDER BY id DESC LIMIT 1", {"name": CHANGE}
    )
    return change_rules(text or _shipped_change())


@cache
def _shipped_change() -> str:
    return (data_dir() / f"{CHANGE}.toml").read_text(encoding="utf-8")


def version(reader: Reader) -> int:
    """Return which version of the rules is in force: the id of the newest text."""
    return int(reader.value("SELECT max(id) FROM rule_text") or 0)


def insert_texts(writer: Writer, texts: Mapping[str, str], now: datetime, agent_id: int | None) -> None:
    """Write the texts of rule files that come into force together; the newest of a name counts."""
    first: int | None = None
    for name, text in texts.items():
        row = {"name": name, "text": text, "loaded_at": now, "agent_id": agent_id, "load_id": first}
        row_id = writer.insert("rule_text", row)
        if first is None:
            first = row_id
            writer.update("rule_text", row_id, {"load_id": row_id})


def load_rules(reader: Reader, at_version: int | None = None) -> Rules:
    """Read and check the rule files that the desk keeps: those in force, or those of a former version."""
    found = texts_at(reader, at_version)
    found.pop(CHANGE, None)  # checked when it was put in force, and read when a change asks for it
    return Rules.parse(found).remembering(_retired(reader))


def _retired(reader: Reader) -> dict[str, Any]:
    known = reader.value("SELECT value FROM meta WHERE key = :key", {"key": RETIRED})
    if not known:
        return {}
    ids: dict[str, int] = json.loads(known)
    read = {
        one: read_calendars(reader.value("SELECT text FROM rule_text WHERE id = :id", {"id": one}))
        for one in set(ids.values())
    }
    return {name: read[one][name] for name, one in ids.items()}


@dataclass(frozen=True, slots=True)
class Pending:
    """A change of rules or of queues that tickets from `after` on have not been counted by yet."""

    former: int
    """Version of the rules that held before."""
    at: datetime
    """Since when the others hold."""
    after: int
    """Id of the last ticket that was counted anew."""
    queues: tuple[int, ...] = ()
    """Ids of the queues whose open tickets it concerns; none named: whatever ticket time moves."""

    @classmethod
    def parse(cls, text: str) -> Pending:
        """Read what the desk keeps."""
        todo = json.loads(text)
        at, queues = datetime.fromisoformat(todo["at"]), tuple(todo.get("queues", ()))
        return cls(todo["former"], at, todo["after"], queues)

    def text(self) -> str:
        """Return it as the desk keeps it."""
        queues = {"queues": list(self.queues)} if self.queues else {}
        return json.dumps({"former": self.former, "at": self.at.isoformat(), "after": self.after, **queues})


@dataclass(frozen=True, slots=True)
class Standing:
    """What one transaction sees of the rules."""

    version: int
    pending: Pending | None


def standing(reader: Reader) -> Standing:
    """Return the version in force and what is pending, by one statement."""
    row = reader.one(
        "SELECT (SELECT max(id) FROM rule_text), (SELECT value FROM meta WHERE key = :key)", {"key": REBUILD}
    )
    newest, todo = row or (0, None)
    return Standing(int(newest or 0), Pending.parse(todo) if todo else None)


class Changing:
    """A pending change, ready to be worked out for a ticket that a verb touches before its turn."""

    __slots__ = ("after", "change")

    def __init__(self, change: RuleChange, after: int) -> None:
        self.change = change
        self.after = after

    def covers(self, ticket_id: int) -> bool:
        """Whether this ticket still counts by the former rules."""
        return ticket_id > self.after

"""What queues.toml does to the queues of the desk."""

from __future__ import annotations

from typing import Any

from otui.domain.rules import QueueRule, Rules
from otui.store.database import Writer


def sync_queues(writer: Writer, rules: Rules, former: Rules | None = None) -> None:
    """Make the queues that the rules name, and change of those that exist what the rules say otherwise than `former`.

    What an admin set by a verb, and the text does not touch, stays; so does a queue that the text does not name.
    """
    ids: dict[str, int] = dict(writer.all("SELECT name, id FROM queue"))
    before = {rule.name: rule for rule in former.queues} if former else {}
    for rule in rules.queues:
        values = changed_of(rule, before.get(rule.name))
        values.pop("parent", None)
        if rule.name in ids:
            if rule.name not in before:
                values["active"] = True  # a queue that went out of use is named again
            if values:
                writer.update("queue", ids[rule.name], values)
        elif rule.name not in before:  # else it has another name by now
            ids[rule.name] = writer.insert("queue", {"name": rule.name, "active": True, **values})
    for rule in rules.queues:
        if rule.name in ids and "parent" in changed_of(rule, before.get(rule.name)):
            writer.execute(
                "UPDATE queue SET parent_id = :parent WHERE id = :id",
                {"parent": ids.get(rule.parent), "id": ids[rule.name]},
            )
    default = rules.default_queue
    if default in ids and (former is None or former.default_queue != default):
        writer.execute(
            "INSERT INTO meta (key, value) VALUES ('default_queue', :id)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {"id": str(ids[default])},
        )


def changed_of(rule: QueueRule, before: QueueRule | None) -> dict[str, Any]:
    """Return what a queue's rule says otherwise than the one before, by the names of the queue's columns."""
    names = ("line", "position", "calendar", "lock_minutes", "parent")
    return {
        name: getattr(rule, name)
        for name in names
        if before is None or getattr(rule, name) != getattr(before, name)
    }

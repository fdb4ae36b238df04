"""What a problem learns of the changes that are to fix it: when the last of them ends, its coordinator is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.records.acts import event

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record

VERB = "changes-done"


def change_ended(unit: Unit, change: Record) -> None:
    """Note on each open problem that a change was to fix that nothing stands in its way, where this was the last one.

    It is called while the change comes to its end, in the same transaction; the change feed tells the coordinator.
    """
    rows = unit.writer.all(
        "SELECT p.id FROM tie t JOIN problem p ON p.id = t.record_id WHERE t.record = 'problem' AND t.kind = 'fix'"
        " AND t.other = 'change' AND t.other_id = :change AND p.is_open AND NOT EXISTS"
        " (SELECT 1 FROM tie u JOIN change c ON c.id = u.other_id WHERE u.record = 'problem'"
        " AND u.record_id = t.record_id AND u.kind = 'fix' AND u.other = 'change' AND c.is_open"
        " AND c.id <> :change) ORDER BY p.id",
        {"change": change.id},
    )
    for (problem_id,) in rows:
        problem = unit.load("problem", problem_id)
        assert problem is not None
        event(unit, problem, VERB, text=f"{change.number} {change.subject}")

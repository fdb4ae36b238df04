"""What must hold before a problem goes on: one test and one sentence for each name in `domain.problem.MOVES`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.records.moves import Need
from otui.text.i18n import N_

if TYPE_CHECKING:
    from otui.store.database import Reader
    from otui.store.records import Record


def _changes_done(reader: Reader, problem: Record) -> bool:
    """Whether no change that is to fix it is still somebody's work."""
    return not reader.value(
        "SELECT 1 FROM tie t JOIN change c ON c.id = t.other_id WHERE t.record = 'problem' AND t.record_id = :id"
        " AND t.kind = 'fix' AND t.other = 'change' AND c.is_open",
        {"id": problem.id},
    )


NEEDS: dict[str, Need] = {
    "owner": Need(
        lambda _reader, problem: problem.owner_id is not None,
        N_("{number} has no coordinator."),
        N_("Take it, or assign it to somebody."),
    ),
    "root_cause": Need(
        lambda _reader, problem: bool(problem.root_cause.strip()),
        N_("The root cause is not written down."),
        N_("Edit {number} and write the root cause."),
    ),
    "fix": Need(
        lambda _reader, problem: bool(problem.fix.strip()),
        N_("What takes the cause away is not written down."),
        N_("Edit {number} and write the fix, or ask for a change that does it."),
    ),
    "workaround": Need(
        lambda _reader, problem: bool(problem.workaround.strip()),
        N_("There is no workaround written down."),
        N_("Edit {number} and write the workaround."),
    ),
    "changes_done": Need(
        _changes_done,
        N_("A change that fixes it is not done yet."),
        N_("It can be resolved once every linked change is closed or canceled."),
    ),
    "reason": Need(
        lambda _reader, problem: bool(problem.reason.strip()),
        N_("It asks for a reason."),
        N_("A few words that say why are enough."),
    ),
    "review_at": Need(
        lambda _reader, problem: problem.review_at is not None,
        N_("It asks when the risk is looked at again."),
        N_("For example in 3 months, or a date."),
    ),
    "original": Need(
        lambda _reader, problem: problem.duplicate_of_id is not None,
        N_("It asks which problem is the same."),
        N_("Name the other problem by its number."),
    ),
}
"""By the name that the table of moves has for it."""

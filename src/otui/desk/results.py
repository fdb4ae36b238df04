"""What a verb answers: frozen, and free of anything that belongs to the database."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """One act done. `said` is a sentence for the agent; `returned` is text that an undo gives back to its writer."""

    verb: str
    ticket_id: int
    number: str
    version: int
    act_id: int
    said: str
    changes: dict[str, tuple[object, object]] = field(default_factory=dict)
    article_id: int | None = None
    returned: str = ""
    also: tuple[int, ...] = ()
    """Ids of other tickets that the act touched."""
    record: str = ""
    """The kind of record that the act was done to, where that is no ticket; `number` is its number or name."""
    record_id: int = 0

"""What a backup says of itself: when it was made, of what, how much is in it, and the files that came along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otui.store.records import EPOCH, from_micros

FORMAT = 1
SCHEDULE = "schedule"
"""Why a backup was made, where nobody asked for it: rotation may take it away."""


@dataclass(frozen=True)
class About:
    """What is known of a backup. `sealed` is False for a desk that was copied some other way."""

    engine: str
    schema: str
    counts: Mapping[str, int]
    made_at: datetime = EPOCH
    program: str = ""
    desk_id: str = ""
    desk_name: str = ""
    why: str = ""
    newest_at: datetime | None = None
    """When anything last happened on a ticket."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The person's own files: settings, keys, templates, by name."""
    sealed: bool = True

    @property
    def tickets(self) -> int:
        """How many tickets it holds."""
        return self.counts.get("ticket", 0)

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        return self.counts.get("article", 0)

    def as_json(self) -> dict[str, Any]:
        """Return it as the backup keeps it; its files are kept apart."""
        return {
            "format": FORMAT,
            "engine": self.engine,
            "schema": self.schema,
            "counts": dict(self.counts),
            "made_at": self.made_at.isoformat(),
            "program": self.program,
            "desk_id": self.desk_id,
            "desk_name": self.desk_name,
            "why": self.why,
            "newest_at": self.newest_at.isoformat() if self.newest_at else None,
        }


def from_json(said: Mapping[str, Any], files: Mapping[str, bytes]) -> About:
    """Return what a backup said of itself; KeyError, TypeError or ValueError where that is no such thing."""
    newest = said["newest_at"]
    return About(
        engine=str(said["engine"]),
        schema=str(said["schema"]),
        counts={str(table): int(n) for table, n in said["counts"].items()},
        made_at=datetime.fromisoformat(said["made_at"]),
        program=str(said["program"]),
        desk_id=str(said["desk_id"]),
        desk_name=str(said["desk_name"]),
        why=str(said["why"]),
        newest_at=datetime.fromisoformat(newest) if newest else None,
        files=files,
    )


def newest(micros: int | None) -> datetime | None:
    """Return the instant of the newest change as the database gives it."""
    return None if micros is None else from_micros(micros)

"""Backups that are made by themselves: when the next is due, who makes it, and which old ones go.

The desk remembers in `meta` when the last one was made and how it went. Of any number of workers one makes it: it
writes its claim where it read that there was none, and the others see it. A claim of a worker that died lapses.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from otui.errors import DeskUnavailable, OtuiError
from otui.store import backup, feed
from otui.store.database import Database
from otui.store.keeping.about import SCHEDULE
from otui.store.keeping.rotation import Plan, staying
from otui.store.reader import Reader
from otui.store.writer import Writer
from otui.text.i18n import _

STATE, CLAIM = "backup_state", "backup_claim"
LEASE = timedelta(minutes=30)
"""How long a claim counts: longer than a backup takes."""
AGAIN = timedelta(minutes=10)
"""After a failure it is tried again so much later, or when the next would be due."""
LATE = 1.5
"""How many times the time between two may pass before the last one is called old."""


@dataclass(frozen=True)
class State:
    """What the desk knows of its backups."""

    made_at: datetime | None = None
    """When the last good one was made."""
    path: str = ""
    every: timedelta = timedelta()
    failed_at: datetime | None = None
    """When it last went wrong, where it did since."""
    error: str = ""
    planned_at: datetime | None = None
    """Since when there is a schedule."""

    def due_at(self, plan: Plan, now: datetime) -> datetime:
        """Return when the next is due; `now` where none was ever made."""
        due = now if self.made_at is None else self.made_at + plan.every
        if self.failed_at is not None:
            due = max(due, self.failed_at + min(AGAIN, plan.every))
        # A clock that was set back would else put it off until it is there again.
        return due if self.made_at is None or self.made_at <= now + plan.every else now

    def overdue(self, now: datetime) -> bool:
        """Whether a schedule is known, and its last good backup is older than it says."""
        since = self.made_at or self.planned_at
        return bool(self.every) and since is not None and now - since > self.every * LATE


def state(reader: Reader) -> State:
    """Return what the desk knows of its backups."""
    text = reader.value("SELECT value FROM meta WHERE key = :key", {"key": STATE})
    try:
        said = json.loads(text) if text else {}
        return State(
            made_at=_instant(said.get("made_at")),
            path=str(said.get("path", "")),
            every=timedelta(seconds=int(said.get("every", 0))),
            failed_at=_instant(said.get("failed_at")),
            error=str(said.get("error", "")),
            planned_at=_instant(said.get("planned_at")),
        )
    except (ValueError, TypeError, AttributeError):
        return State()


def _instant(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def run(
    database: Database, folder: Path, plan: Plan, now: datetime, files: Mapping[str, bytes] | None = None
) -> Path | None:
    """Make a backup if one is due and nobody else is making it; return where, or None.

    Raises where it could not be made, OtuiError for what was foreseen. The desk remembers it, and it is tried again.
    """
    if state(database.read()).due_at(plan, now) > now:
        return None
    token = secrets.token_hex(8)
    if not database.write(lambda writer: _claim(writer, token, plan, now)).result():
        return None
    try:
        made = _make(database, folder, now, files)
    except Exception as error:
        said = str(error) if isinstance(error, OtuiError) else f"{type(error).__name__}: {error}"
        database.write(lambda writer: _settle(writer, token, plan, now, error=said)).result()
        raise
    database.write(lambda writer: _settle(writer, token, plan, now, path=str(made))).result()
    rotate(folder, _desk_id(database.read()), plan, made)
    return made


def _make(database: Database, folder: Path, now: datetime, files: Mapping[str, bytes] | None) -> Path:
    if not folder.is_dir():
        raise DeskUnavailable(
            _("There is no folder {path} for backups.").format(path=folder),
            _("Make it, or name another as `folder` under [backup] in the settings."),
        )
    target = folder / name_for(database, now)
    backup.backup_desk(database.url, target, files=files, why=SCHEDULE)
    return target


def name_for(database: Database, now: datetime) -> str:
    """Return the name of a backup of this desk: what the desk is called, the instant, and that nobody asked for it."""
    said = database.read().value("SELECT value FROM meta WHERE key = 'desk_name'")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", str(said or "")).strip("-") or "desk"
    end = "otui" if database.engine == "sqlite" else "otui.zip"
    return f"{name}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.auto.{end}"


def rotate(folder: Path, desk_id: str, plan: Plan, made: Path) -> list[Path]:
    """Take away the backups of this desk that a schedule made and that need not stay; return which. Never `made`."""
    found = {}
    for path in sorted(folder.glob("*.auto.otui")) + sorted(folder.glob("*.auto.otui.zip")):
        about = backup.about_of(path)
        # Only what says itself that a schedule made it, of this very desk.
        if about is not None and about.why == SCHEDULE and desk_id and about.desk_id == desk_id:
            found[path] = _named_instant(path) or about.made_at
    kept = staying(found.values(), plan)
    gone = [path for path, at in found.items() if at not in kept and path != made]
    for path in gone:
        with contextlib.suppress(OSError):
            path.unlink()
    return gone


def _named_instant(path: Path) -> datetime | None:
    found = re.search(r"\.(\d{8}T\d{6}Z)\.auto\.", path.name)
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def _desk_id(reader: Reader) -> str:
    return str(reader.value("SELECT value FROM meta WHERE key = 'desk_id'") or "")


def _claim(writer: Writer, token: str, plan: Plan, now: datetime) -> bool:
    """Say that this process makes the backup; False where it is not due any more, or another does."""
    known = state(writer)
    if known.due_at(plan, now) > now:
        return False
    seen = writer.value("SELECT value FROM meta WHERE key = :key", {"key": CLAIM})
    if seen and _holds(seen, now):
        return False
    new = {"key": CLAIM, "value": json.dumps({"by": token, "at": now.isoformat()})}
    if seen is None:
        claimed = writer.execute(
            "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO NOTHING", new
        )
    else:
        claimed = writer.execute(
            "UPDATE meta SET value = :value WHERE key = :key AND value = :seen", {**new, "seen": seen}
        )
    return claimed == 1


def _holds(text: str, now: datetime) -> bool:
    try:
        at = datetime.fromisoformat(json.loads(text)["at"])
    except (ValueError, KeyError, TypeError):
        return False
    return at <= now < at + LEASE


def _settle(
    writer: Writer, token: str, plan: Plan, now: datetime, *, path: str = "", error: str = ""
) -> None:
    """Remember how it went, tell every screen, and let go of the claim."""
    known = state(writer)
    value = {
        "made_at": (known.made_at if error else now),
        "path": known.path if error else path,
        "every": int(plan.every.total_seconds()),
        "failed_at": now if error else None,
        "error": error,
        "planned_at": known.planned_at or now,
    }
    writer.execute(
        "INSERT INTO meta (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": STATE, "value": json.dumps(value, default=datetime.isoformat)},
    )
    writer.execute(
        "DELETE FROM meta WHERE key = :key AND value LIKE :mine", {"key": CLAIM, "mine": f'%"{token}"%'}
    )
    feed.append(writer, at=now, topic="backup", verb="failed" if error else "made")

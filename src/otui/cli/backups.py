"""The backups that `otui worker` makes by itself."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from otui.cli import own_files, streams
from otui.cli.session import front
from otui.config import Config
from otui.desk.desk import Desk
from otui.errors import OtuiError, Usage
from otui.store.keeping import schedule
from otui.store.keeping.rotation import Plan, parse_every
from otui.text.i18n import _
from otui.trouble import record

NAP = 30.0
"""Seconds between two looks at the clock: a suspended machine or a clock that was set is noticed by then."""


def plan_of(settings: Config) -> Plan | None:
    """Return what the settings plan; None without a folder. Usage where the time between two is none."""
    if not settings.backup_folder:
        return None
    every = parse_every(settings.backup_every)
    if every is None:
        raise Usage(
            _("backup_every={value} ({origin}): expected a time such as 1d, 6h or 30min.").format(
                value=settings.backup_every, origin=settings.origin("backup_every")
            )
        )
    return Plan(every, settings.backup_keep, settings.backup_keep_daily, settings.backup_keep_weekly)


async def keep(desk: Desk, plan: Plan, done: asyncio.Event) -> None:
    """Make a backup whenever one is due, until `done`; what goes wrong is told, and tried again."""
    folder = Path(front().settings.backup_folder)
    while not done.is_set():
        try:
            made = await asyncio.to_thread(
                schedule.run, desk.database, folder, plan, desk.now, own_files.collect()
            )
            if made is not None:
                streams.complain(_("A backup was made: {path}").format(path=made))
        except OtuiError as error:
            streams.complain(_("The backup failed: {error}").format(error=error))
        except Exception as error:
            streams.complain(record(error, "backup").sentence)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(NAP):
                await done.wait()

"""What an admin is told of backups that go wrong, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_app import Office, Session, open_app

from otui.errors import DeskUnavailable
from otui.store.keeping import schedule
from otui.store.keeping.rotation import Plan

DAILY = Plan(timedelta(days=1))


def _fails(office: Office) -> None:
    with pytest.raises(DeskUnavailable):
        schedule.run(office.desk("ada").database, Path("/nowhere/backups"), DAILY, office.clock())


def _told(session: Session) -> list[str]:
    return [notice.text for notice in session.app.notices.told if "backup" in notice.text]


async def test_an_admin_is_told_at_once_that_a_backup_failed_and_only_once(office: Office) -> None:
    async with open_app(office, login="ada") as session:
        assert _told(session) == []
        _fails(office)
        await session.until(lambda: _told(session), "the notice")
        assert _told(session)[0].startswith("The backup failed just now: There is no folder /nowhere/backups")


async def test_an_admin_who_opens_a_desk_with_old_backups_is_told(office: Office, tmp_path: Path) -> None:
    assert schedule.run(office.desk("ada").database, tmp_path, DAILY, office.clock() - timedelta(days=3))
    async with open_app(office, login="ada") as session:
        await session.until(lambda: _told(session), "the notice")
        assert _told(session) == ["The last backup was made 3 d ago: leave `otui worker` running."]


async def test_others_are_left_in_peace(office: Office) -> None:
    _fails(office)
    async with open_app(office, login="bea") as session:
        await session.settle()
        assert _told(session) == []
